-- What a run refused. $1: run id.
SELECT path, stage, reason, error, attempts
FROM quarantine
WHERE run_id = $1
ORDER BY path
LIMIT 100
