UPDATE main.runs
SET status = 'aborted', finished_at = ?, error = 'the process died; its committed batches are kept'
WHERE status = 'running'
RETURNING run_id;
