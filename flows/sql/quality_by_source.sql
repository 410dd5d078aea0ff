-- What a run brought, source by source, and what is missing in it. $1: run id.
SELECT
    coalesce(source, '(none named)') AS source,
    count(*) AS articles,
    count(*) FILTER (WHERE kind = 'embedded') AS embedded,
    count(*) FILTER (WHERE NOT is_canonical) AS duplicates,
    round(100.0 * count(*) FILTER (WHERE title IS NULL) / count(*), 1) AS untitled_percent,
    round(100.0 * count(*) FILTER (WHERE published_at IS NULL) / count(*), 1) AS undated_percent,
    CAST(median(word_count) AS INTEGER) AS median_words,
    coalesce(strftime(max(published_at), '%Y-%m-%d %H:%M'), '') AS newest
FROM articles
WHERE run_id = $1
GROUP BY ALL
ORDER BY articles DESC, source
LIMIT 200
