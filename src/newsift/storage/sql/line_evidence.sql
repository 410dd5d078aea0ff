SELECT e.site, e.line_keys, e.longest
FROM wanted AS w
JOIN pipeline.line_evidence AS e ON e.site = w.site
WHERE e.first_seen_at >= (now() AT TIME ZONE 'UTC') - INTERVAL 90 DAY
QUALIFY row_number() OVER (PARTITION BY e.site ORDER BY e.content_hash) <= 1000
ORDER BY e.site, e.content_hash;
