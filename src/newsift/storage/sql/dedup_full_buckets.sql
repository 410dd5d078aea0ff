-- Bands of the batch that more than $cap articles share: how many, and how many articles stand in them.
SELECT count(*)::BIGINT, coalesce(sum(articles), 0)::BIGINT
FROM (SELECT count(*) AS articles FROM dedup_hits GROUP BY key HAVING count(*) > $cap)
