-- One row per cluster. The counts come from one pass over the narrow columns of articles.
CREATE VIEW stories AS
SELECT
    a.article_id, a.kind, a.parent_id, a.position, a.title, a.body, a.published_at, a.published_precision,
    a.updated_at, a.date_source, a.source, a.agency, a.authors, a.section, a.keywords, a.keywords_raw,
    a.language, a.url, a.site, a.word_count, a.cluster_id, a.content_hash, a.context_version,
    a.ingested_at, a.run_id,
    c.n_copies, c.n_sources, c.first_published_at, c.last_published_at
FROM articles AS a
JOIN (
    SELECT
        cluster_id,
        count(*) AS n_copies,
        count(DISTINCT source) AS n_sources,
        min(published_at) AS first_published_at,
        max(published_at) AS last_published_at
    FROM articles
    GROUP BY cluster_id
) AS c ON c.cluster_id = a.cluster_id
WHERE a.is_canonical;
