SELECT w.path, max_by(f.records, f.batch_no)
FROM wanted AS w
JOIN pipeline.inbox_files AS f
  ON f.path = w.path AND f.byte_size = w.byte_size AND f.mtime_ns = w.mtime_ns
GROUP BY w.path;
