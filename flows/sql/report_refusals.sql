-- Why inputs were rejected or quarantined in the last days. $1: days.
SELECT status, coalesce(reason, '') AS reason, count(*) AS inputs, min(path) AS example
FROM files, (SELECT max(started_at) AS now_utc FROM runs)
WHERE status <> 'clean' AND first_seen_at >= now_utc - to_days(CAST($1 AS INTEGER))
GROUP BY ALL
ORDER BY inputs DESC, status, reason
LIMIT 200
