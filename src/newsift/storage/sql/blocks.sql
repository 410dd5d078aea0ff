-- Kept text stands in articles.body only; what was removed stands in block_spans itself.
CREATE VIEW blocks AS
SELECT
    s.content_hash, s.record_no, s.block_no, s.char_start, s.char_end, s.label, s.reason, s.rule_id, s.kept,
    CASE
        WHEN s.body_start IS NULL THEN s.own_text
        ELSE substring(a.body, s.body_start + 1, s.char_end - s.char_start)
    END AS text,
    s.evidence, s.article_id
FROM block_spans AS s
LEFT JOIN articles AS a ON a.article_id = s.article_id AND s.body_start IS NOT NULL;
