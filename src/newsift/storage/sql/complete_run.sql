UPDATE main.runs
SET status = $status, finished_at = $finished_at, seen = $seen, clean = $clean, rejected = $rejected,
    quarantined = $quarantined, skipped = $skipped, embedded = $embedded, copies = $copies, stories = $stories,
    articles = $articles, warnings = $warnings::VARCHAR[],
    rejected_by_reason = map($rejected_keys::VARCHAR[], $rejected_values::BIGINT[]),
    quarantined_by_reason = map($quarantined_keys::VARCHAR[], $quarantined_values::BIGINT[]),
    duplicates_by_relation = map($duplicates_keys::VARCHAR[], $duplicates_values::BIGINT[]),
    seconds_by_stage = map($seconds_keys::VARCHAR[], $seconds_values::DOUBLE[])
WHERE run_id = $run_id;
