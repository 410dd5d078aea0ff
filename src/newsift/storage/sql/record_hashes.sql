-- A container has been read before when its first record has a row; only then are all files looked through,
-- once for all containers: the path before the last '#' is joined, not compared as a prefix with each.
WITH seen AS (
    SELECT w.path FROM wanted AS w SEMI JOIN main.files AS f ON f.path = w.path || '#0'
),
records AS (
    SELECT left(path, length(path) - length(number) - 1) AS container, number, content_hash, version
    FROM (
        SELECT path, split_part(path, '#', -1) AS number, content_hash, version
        FROM main.files
        WHERE content_hash IS NOT NULL AND contains(path, '#')
    )
)
SELECT
    s.path,
    TRY_CAST(r.number AS INTEGER) AS record_no,
    unhex(max_by(r.content_hash, r.version)) AS content_hash
FROM seen AS s
JOIN records AS r ON r.container = s.path
GROUP BY ALL
HAVING record_no IS NOT NULL
ORDER BY s.path, record_no;
