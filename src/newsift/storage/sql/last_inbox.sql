-- Runs that clean history again have no inbox.
SELECT inbox
FROM main.runs
WHERE coalesce(label, '') = ? AND status IN ('completed', 'nothing-new', 'all-refused')
  AND inbox <> '(kept inputs)'
ORDER BY run_id DESC
LIMIT 1;
