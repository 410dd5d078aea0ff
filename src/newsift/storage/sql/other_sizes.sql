SELECT w.path
FROM wanted AS w
JOIN pipeline.inbox_files AS f ON f.path = w.path
GROUP BY w.path
HAVING NOT bool_or(f.byte_size = w.byte_size)
ORDER BY w.path;
