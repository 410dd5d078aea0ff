-- What was the news on one day? One row per story, the most widespread first.
SELECT title, source, n_copies, n_sources, first_published_at
FROM stories
WHERE first_published_at >= DATE '2026-03-14' AND first_published_at < DATE '2026-03-15'
ORDER BY n_sources DESC, n_copies DESC, article_id;
