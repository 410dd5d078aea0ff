-- The last runs that found something new, oldest first. $1: how many.
SELECT started_at, articles_new, duplicates_new, rejected, quarantined
FROM (
    SELECT
        started_at,
        clean + embedded - coalesce(list_sum(map_values(duplicates_by_relation)), 0) AS articles_new,
        coalesce(list_sum(map_values(duplicates_by_relation)), 0) AS duplicates_new,
        rejected,
        quarantined
    FROM runs
    WHERE clean + rejected + quarantined > 0
    ORDER BY started_at DESC
    LIMIT $1
)
ORDER BY started_at
