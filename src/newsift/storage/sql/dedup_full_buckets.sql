-- Bands of the batch that more than $cap articles share: how many, and how many articles stand in them.
SELECT count(*)::BIGINT, coalesce(sum(articles), 0)::BIGINT
FROM (
    SELECT b.key, count(*) AS articles
    FROM pipeline.dedup_bands AS b
    WHERE b.doc_no >= $floor AND b.key IN (SELECT key FROM incoming_bands)
    GROUP BY b.key
    HAVING count(*) > $cap
)
