-- Each source over the last days against the days before: volume, and how much metadata is missing. $1: days.
WITH dated AS (
    SELECT
        coalesce(source, '(none named)') AS source,
        ingested_at >= now_utc - to_days(CAST($1 AS INTEGER)) AS recent,
        title IS NULL AS untitled,
        published_at IS NULL AS undated,
        NOT is_canonical AS duplicate,
        ingested_at
    FROM articles, (SELECT max(started_at) AS now_utc FROM runs)
    WHERE ingested_at >= now_utc - 2 * to_days(CAST($1 AS INTEGER))
)
SELECT
    source,
    count(*) FILTER (WHERE recent) AS articles,
    count(*) FILTER (WHERE NOT recent) AS articles_before,
    count(*) FILTER (WHERE recent AND duplicate) AS duplicates,
    round(100.0 * count(*) FILTER (WHERE recent AND untitled) / nullif(count(*) FILTER (WHERE recent), 0), 1)
        AS untitled_percent,
    round(100.0 * count(*) FILTER (WHERE NOT recent AND untitled) / nullif(count(*) FILTER (WHERE NOT recent), 0), 1)
        AS untitled_percent_before,
    round(100.0 * count(*) FILTER (WHERE recent AND undated) / nullif(count(*) FILTER (WHERE recent), 0), 1)
        AS undated_percent,
    round(100.0 * count(*) FILTER (WHERE NOT recent AND undated) / nullif(count(*) FILTER (WHERE NOT recent), 0), 1)
        AS undated_percent_before,
    strftime(max(ingested_at), '%Y-%m-%d %H:%M') AS last_heard
FROM dated
GROUP BY source
ORDER BY articles DESC, source
LIMIT 500
