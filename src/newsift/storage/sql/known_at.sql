SELECT w.path, w.content_hash
FROM wanted AS w
JOIN main.files AS f ON f.path = w.path AND f.content_hash = w.content_hash
UNION
SELECT w.path, w.content_hash
FROM wanted AS w
JOIN pipeline.contents AS c ON c.content_hash = unhex(w.content_hash)
WHERE c.status = 'forgotten';
