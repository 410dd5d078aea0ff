-- Why does an article count as a repetition? Each copy with its figures beside the article it was matched to.
SELECT c.title AS canonical, d.relation, d.jaccard, d.containment, d.shared_shingles, d.method,
       a.title AS copy, a.source, a.published_at
FROM duplicates AS d
JOIN articles AS a ON a.article_id = d.article_id
JOIN articles AS c ON c.article_id = d.canonical_id
ORDER BY c.article_id, a.published_at, a.article_id;
