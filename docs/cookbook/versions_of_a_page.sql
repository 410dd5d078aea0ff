-- Which pages changed after they had first come in? Both versions are kept.
SELECT f.path, f.version, a.title, a.updated_at, f.first_seen_at, f.replaces
FROM files AS f
LEFT JOIN articles AS a ON a.article_id = f.article_id
WHERE f.path IN (SELECT path FROM files GROUP BY path HAVING count(*) > 1)
ORDER BY f.path, f.version;
