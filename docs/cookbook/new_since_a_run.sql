-- What came in with the last run that brought anything?
SELECT a.title, a.source, a.published_at, a.is_canonical
FROM articles AS a
WHERE a.run_id = (SELECT max(run_id) FROM articles)
ORDER BY a.published_at DESC NULLS LAST, a.article_id;
