SELECT c.content_hash, c.status, c.reason, c.article_id
FROM wanted AS w
JOIN pipeline.contents AS c ON c.content_hash = w.content_hash;
