-- Hashes of the inputs that the selectors in "wanted" name.
SELECT DISTINCT f.content_hash
FROM main.files AS f
JOIN wanted AS w
  ON w.kind = 'path' AND (f.path = w.value OR starts_with(f.path, w.value || '#'))
UNION
SELECT DISTINCT a.content_hash
FROM main.articles AS a
JOIN wanted AS w
  ON (w.kind = 'article' AND a.article_id = w.value) OR (w.kind = 'source' AND a.source = w.value)
ORDER BY 1;
