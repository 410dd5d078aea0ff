-- Shingles that occurred in more than $limit stories: in the generations that count, plus this batch.
SELECT i.shingle
FROM incoming AS i
LEFT JOIN (
    SELECT c.shingle, sum(c.stories) AS stories
    FROM pipeline.formula_counts AS c
    WHERE c.shingle IN (SELECT shingle FROM incoming)
    GROUP BY c.shingle
) AS c ON c.shingle = i.shingle
WHERE i.stories + coalesce(c.stories, 0) > $limit
ORDER BY i.shingle
