SELECT DISTINCT e.title_key
FROM wanted AS w
JOIN pipeline.line_evidence AS e ON e.title_key = w.title_key
ORDER BY e.title_key;
