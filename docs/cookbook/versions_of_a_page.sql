-- Which articles exist in several states: new bytes at one path, or a version that another input brought?
SELECT f.path, f.version, a.title, a.updated_at, f.first_seen_at, 'same path' AS how
FROM files AS f
LEFT JOIN articles AS a ON a.article_id = f.article_id
WHERE f.path IN (SELECT path FROM files GROUP BY path HAVING count(*) > 1)
UNION ALL
SELECT f.path, f.version, a.title, a.updated_at, f.first_seen_at, 'a version of ' || d.canonical_id
FROM duplicates AS d
JOIN articles AS a ON a.article_id = d.article_id
JOIN files AS f ON f.content_hash = a.content_hash
WHERE d.relation = 'version'
ORDER BY path, version, how;
