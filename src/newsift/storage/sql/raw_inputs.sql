WITH page AS (
    SELECT * FROM pipeline.raw WHERE input_no > $after::BIGINT ORDER BY input_no LIMIT $limit
)
SELECT
    p.input_no, p.path, p.content_hash, p.record_no, p.byte_size, p.media, p.declared_encoding, p.fields,
    p.data, coalesce(f.paths, [])
FROM page AS p
LEFT JOIN (
    SELECT content_hash, list(path ORDER BY path) AS paths
    FROM main.files
    WHERE content_hash IN (SELECT content_hash FROM page)
    GROUP BY content_hash
) AS f ON f.content_hash = p.content_hash
ORDER BY p.input_no;
