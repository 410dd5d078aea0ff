-- Did the runs work? Counts and time of each, newest first.
SELECT run_id, status, seen, clean, rejected, quarantined, skipped, round(epoch(finished_at - started_at), 1) AS seconds,
       quarantined_by_reason
FROM runs
ORDER BY run_id DESC
LIMIT 20;
