-- The one scan of the band table a batch needs. The batch's bands stand in it already, so that one join
-- finds pairs within the batch and pairs with history. $floor: smallest doc_no in the window.
CREATE OR REPLACE TEMP TABLE dedup_hits AS
SELECT b.key, b.doc_no
FROM pipeline.dedup_bands AS b
WHERE b.doc_no >= $floor AND b.key IN (SELECT key FROM incoming_bands)
