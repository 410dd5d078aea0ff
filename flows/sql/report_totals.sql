-- The warehouse in one row. $1: days.
SELECT
    (SELECT count(*) FROM articles) AS articles,
    (SELECT count(*) FROM stories) AS stories,
    (SELECT count(*) FROM duplicates) AS duplicates,
    (SELECT count(*) FROM runs WHERE status NOT IN ('completed', 'nothing-new', 'running')
        AND started_at >= (SELECT max(started_at) FROM runs) - to_days(CAST($1 AS INTEGER))) AS runs_with_trouble,
    (SELECT strftime(max(ingested_at), '%Y-%m-%d %H:%M') FROM articles) AS newest_article
