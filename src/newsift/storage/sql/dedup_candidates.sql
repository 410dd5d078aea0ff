-- Pairs of an incoming article and an earlier one (stored, or of the same batch) that share bands.
-- dedup_hits holds every stored entry of the batch's bands, the batch's own included.
-- $cap: bands shared by more articles are templates and left out; $window: days; pairs further apart than $far_days ($old_days) must share at least $far_bands ($old_bands) bands.
WITH sized AS (
    SELECT key FROM dedup_hits GROUP BY key HAVING count(*) BETWEEN 2 AND $cap
), pairs AS (
    SELECT h.doc_no AS left_no, i.doc_no AS right_no, count(*) AS bands
    FROM incoming_bands AS i
    JOIN sized AS s ON s.key = i.key
    JOIN dedup_hits AS h ON h.key = i.key AND h.doc_no < i.doc_no
    GROUP BY h.doc_no, i.doc_no
), dated AS (
    SELECT p.*, coalesce(abs(date_diff('day', coalesce(n.day, d.day), r.day)), 0) AS gap
    FROM pairs AS p
    JOIN incoming AS r ON r.doc_no = p.right_no
    LEFT JOIN incoming AS n ON n.doc_no = p.left_no
    LEFT JOIN pipeline.dedup_documents AS d ON d.doc_no = p.left_no
)
SELECT left_no, right_no, bands::INTEGER AS bands
FROM dated
WHERE gap <= $window
  AND bands >= CASE WHEN gap > $old_days THEN $old_bands WHEN gap > $far_days THEN $far_bands ELSE 1 END
ORDER BY left_no, right_no
