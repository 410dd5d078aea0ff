-- Every file that the largest story came from, copies of the same bytes included.
SELECT f.path, a.source, a.title, coalesce(d.relation, 'canonical') AS relation, f.first_seen_at
FROM articles AS a
JOIN files AS f ON f.content_hash = a.content_hash
LEFT JOIN duplicates AS d ON d.article_id = a.article_id
WHERE a.cluster_id = (SELECT cluster_id FROM stories ORDER BY n_copies DESC, cluster_id LIMIT 1)
ORDER BY f.first_seen_at, f.path;
