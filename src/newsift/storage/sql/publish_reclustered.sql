-- Older articles whose story or role changed since the last snapshot. Only the two narrow columns are rewritten.
UPDATE {catalog}.main.articles AS p
SET cluster_id = s.cluster_id, is_canonical = s.is_canonical
FROM main.articles AS s
WHERE s.article_id = p.article_id
  AND (s.cluster_id <> p.cluster_id OR s.is_canonical <> p.is_canonical);
