-- Which stories were repeated most, and by whom?
SELECT s.title, s.n_copies, s.n_sources, list(DISTINCT a.source ORDER BY a.source) AS sources
FROM stories AS s
JOIN articles AS a ON a.cluster_id = s.cluster_id
WHERE s.n_copies > 1
GROUP BY ALL
ORDER BY s.n_copies DESC, s.title
LIMIT 20;
