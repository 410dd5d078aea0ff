-- Canonical articles as Parquet, for other tools.
COPY (
    SELECT article_id, title, body, published_at, source, language, url
    FROM articles
    WHERE is_canonical
    ORDER BY published_at, article_id
) TO 'canonical_articles.parquet' (FORMAT parquet, COMPRESSION zstd);
