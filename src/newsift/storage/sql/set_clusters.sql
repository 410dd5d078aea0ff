UPDATE main.articles AS a
SET cluster_id = i.cluster_id, is_canonical = i.is_canonical
FROM incoming AS i
WHERE i.article_id = a.article_id;
