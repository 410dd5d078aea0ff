-- One row per path and content. The ledger has the last word on what became of a content; a forgotten one
-- leaves no trace. Versions of a path count up, each naming the one before it.
INSERT INTO main.files
WITH wanted AS (
    SELECT DISTINCT ON (path, content_hash) * FROM incoming ORDER BY path, content_hash
),
known AS (
    SELECT f.path, f.content_hash, f.version
    FROM main.files AS f
    WHERE f.path IN (SELECT path FROM wanted)
),
latest AS (
    SELECT path, max(version) AS version, max_by(content_hash, version) AS content_hash
    FROM known
    GROUP BY path
)
SELECT
    w.path, w.content_hash, w.byte_size,
    coalesce(c.status, w.status),
    CASE WHEN c.status IS NULL THEN w.reason ELSE c.reason END,
    CASE WHEN c.status IS NULL OR c.status = w.status THEN w.detail END,
    CASE WHEN c.status IS NULL THEN w.article_id ELSE c.article_id END,
    w.format, w.encoding, w.encoding_origin, w.site,
    coalesce(l.version, 0) + row_number() OVER (PARTITION BY w.path ORDER BY w.content_hash),
    l.content_hash,
    w.first_seen_at, w.run_id, w.batch_no
FROM wanted AS w
LEFT JOIN pipeline.contents AS c ON c.content_hash = unhex(w.content_hash)
LEFT JOIN latest AS l ON l.path = w.path
WHERE NOT EXISTS (
    SELECT 1 FROM known AS k WHERE k.path = w.path AND k.content_hash IS NOT DISTINCT FROM w.content_hash
)
AND c.status IS DISTINCT FROM 'forgotten'
ORDER BY w.path, w.content_hash;
