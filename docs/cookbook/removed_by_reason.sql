-- What was taken out of the pages of each site, and why?
SELECT f.site, b.label, b.reason, count(*) AS blocks, sum(b.char_end - b.char_start) AS characters
FROM blocks AS b
JOIN files AS f ON f.content_hash = b.content_hash
WHERE NOT b.kept
GROUP BY ALL
ORDER BY characters DESC, f.site, b.label, b.reason;
