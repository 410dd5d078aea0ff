-- A container has been read before when its first record has a row; only then are all files looked through.
WITH seen AS (
    SELECT w.path FROM wanted AS w SEMI JOIN main.files AS f ON f.path = w.path || '#0'
)
SELECT
    s.path,
    TRY_CAST(f.path[length(s.path) + 2:] AS INTEGER) AS record_no,
    unhex(max_by(f.content_hash, f.version)) AS content_hash
FROM seen AS s
JOIN main.files AS f ON starts_with(f.path, s.path || '#')
WHERE f.content_hash IS NOT NULL
GROUP BY ALL
HAVING record_no IS NOT NULL
ORDER BY s.path, record_no;
