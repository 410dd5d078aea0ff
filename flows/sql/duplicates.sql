-- Duplicates that a run found, least alike first: those are the ones to look at. $1: run id.
SELECT
    d.relation,
    round(d.jaccard, 3) AS jaccard,
    round(d.containment, 3) AS containment,
    d.shared_shingles,
    coalesce(a.title, left(a.body, 60) || '…') AS article,
    coalesce(c.title, left(c.body, 60) || '…') AS repeats,
    d.method,
    d.article_id,
    d.canonical_id
FROM duplicates AS d
JOIN articles AS a ON a.article_id = d.article_id
JOIN articles AS c ON c.article_id = d.canonical_id
WHERE d.run_id = $1
ORDER BY d.jaccard NULLS LAST, d.article_id
LIMIT 100
