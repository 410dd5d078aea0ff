SELECT f.path, max_by(f.article_id, f.version) AS article_id
FROM main.files AS f
WHERE f.path IN (SELECT path FROM wanted) AND f.article_id IS NOT NULL
GROUP BY f.path
ORDER BY f.path;
