-- Stored articles with the same text, URL or lead as incoming ones: one row per incoming article and kind
-- of key, with the stored article whose day is the latest. `texts` counts the distinct texts of the key.
WITH wanted AS (
    SELECT 'text' AS kind, text_key AS key, doc_no FROM incoming WHERE text_key IS NOT NULL
    UNION ALL
    SELECT 'url', url_key, doc_no FROM incoming WHERE url_key IS NOT NULL
    UNION ALL
    SELECT 'lead', lead_key, doc_no FROM incoming WHERE lead_key IS NOT NULL
), stored AS (
    SELECT 'text' AS kind, d.text_key AS key, d.doc_no, d.day, d.text_key FROM pipeline.dedup_documents AS d
    WHERE d.text_key IN (SELECT key FROM wanted WHERE kind = 'text')
    UNION ALL
    SELECT 'url', d.url_key, d.doc_no, d.day, d.text_key FROM pipeline.dedup_documents AS d
    WHERE d.url_key IN (SELECT key FROM wanted WHERE kind = 'url')
    UNION ALL
    SELECT 'lead', d.lead_key, d.doc_no, d.day, d.text_key FROM pipeline.dedup_documents AS d
    WHERE d.lead_key IN (SELECT key FROM wanted WHERE kind = 'lead')
), grouped AS (
    -- Latest day first; the text's hash breaks ties, so that the order of ingestion does not.
    SELECT kind, key, count(DISTINCT text_key) AS texts,
           arg_max(doc_no, (coalesce(day, DATE '0001-01-01'), coalesce(text_key, 0))) AS stored_no
    FROM stored
    GROUP BY kind, key
)
SELECT w.kind, w.doc_no, g.stored_no, g.texts
FROM wanted AS w
JOIN grouped AS g USING (kind, key)
ORDER BY w.doc_no, w.kind
