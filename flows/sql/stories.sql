-- The stories that were told more than once, the most copied first. $1: how many.
SELECT
    coalesce(title, left(body, 60) || '…') AS title,
    coalesce(source, '') AS source,
    coalesce(strftime(first_published_at, '%Y-%m-%d'), '') AS first_published,
    n_copies AS copies,
    n_sources AS sources
FROM stories
WHERE n_copies > 1
ORDER BY n_copies DESC, first_published_at, article_id
LIMIT $1
