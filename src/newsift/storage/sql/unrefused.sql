-- Inbox files (paths without a record number) of which no record is quarantined.
SELECT w.path
FROM wanted AS w
WHERE NOT EXISTS (
    SELECT 1 FROM main.files AS f
    WHERE f.status = 'quarantined' AND (f.path = w.path OR regexp_replace(f.path, '#[0-9]+$', '') = w.path)
)
ORDER BY w.path;
