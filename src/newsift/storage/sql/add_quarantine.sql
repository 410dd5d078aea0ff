-- A path and content refused again is one row that counts its attempts.
MERGE INTO main.quarantine AS q
USING (SELECT DISTINCT ON (path, content_hash) * FROM incoming ORDER BY path, content_hash) AS i
ON q.path = i.path AND q.content_hash IS NOT DISTINCT FROM i.content_hash
WHEN MATCHED THEN UPDATE SET
    attempts = q.attempts + 1, run_id = i.run_id, failed_at = i.failed_at,
    stage = i.stage, reason = i.reason, error_class = i.error_class, error = i.error
WHEN NOT MATCHED THEN INSERT BY NAME;
