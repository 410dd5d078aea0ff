-- What each of the last days brought. $1: days.
SELECT
    CAST(started_at AS DATE) AS started_at,
    sum(clean + embedded - coalesce(list_sum(map_values(duplicates_by_relation)), 0)) AS articles_new,
    sum(coalesce(list_sum(map_values(duplicates_by_relation)), 0)) AS duplicates_new,
    sum(rejected) AS rejected,
    sum(quarantined) AS quarantined
FROM runs, (SELECT max(started_at) AS now_utc FROM runs)
WHERE started_at >= now_utc - to_days(CAST($1 AS INTEGER)) AND clean IS NOT NULL
GROUP BY ALL
ORDER BY ALL
