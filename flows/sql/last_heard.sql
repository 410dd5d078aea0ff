-- When each source last brought an article, and when the warehouse's first run was.
SELECT
    s.source,
    s.last_heard,
    (SELECT min(started_at) FROM runs) AS since
FROM (SELECT source, max(ingested_at) AS last_heard FROM articles WHERE source IS NOT NULL GROUP BY source) AS s
