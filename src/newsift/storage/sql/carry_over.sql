-- Into a rebuilt store, from "old_store": what cannot be made again from the raw inputs.
INSERT INTO main.runs
SELECT * FROM old_store.main.runs WHERE run_id NOT IN (SELECT run_id FROM main.runs);

INSERT INTO pipeline.contents
SELECT * REPLACE (0 AS batch_no) FROM old_store.pipeline.contents
WHERE content_hash NOT IN (SELECT content_hash FROM pipeline.contents)
  AND status IN ('forgotten', 'quarantined');

INSERT INTO main.files
SELECT * REPLACE (0 AS batch_no) FROM old_store.main.files AS f
WHERE f.status = 'quarantined'
  AND NOT EXISTS (SELECT 1 FROM main.files AS n WHERE n.path = f.path AND n.content_hash = f.content_hash);

INSERT INTO main.quarantine
SELECT * FROM old_store.main.quarantine AS q
WHERE NOT EXISTS (SELECT 1 FROM main.quarantine AS n WHERE n.path = q.path AND n.content_hash = q.content_hash)
  AND EXISTS (
      SELECT 1 FROM main.files AS f
      WHERE f.path = q.path AND f.content_hash = q.content_hash AND f.status = 'quarantined'
  );

DELETE FROM pipeline.inbox_files;

INSERT INTO pipeline.inbox_files SELECT * REPLACE (0 AS batch_no) FROM old_store.pipeline.inbox_files;

INSERT INTO pipeline.forgotten SELECT * FROM old_store.pipeline.forgotten;

DELETE FROM pipeline.publications;

INSERT INTO pipeline.publications SELECT * FROM old_store.pipeline.publications;

DELETE FROM pipeline.meta;

INSERT INTO pipeline.meta SELECT * FROM old_store.pipeline.meta WHERE key <> 'full_publish';

INSERT INTO pipeline.meta VALUES ('full_publish', 'the store was rebuilt');
