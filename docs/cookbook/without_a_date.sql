-- Which sources do not date their articles?
SELECT source, count(*) AS articles, count(*) FILTER (published_at IS NULL) AS undated
FROM articles
WHERE kind = 'main'
GROUP BY source
HAVING undated > 0
ORDER BY undated DESC, source;
