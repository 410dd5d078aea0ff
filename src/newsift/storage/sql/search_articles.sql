CREATE MACRO search_articles(q, n := 50) AS TABLE
SELECT
    a.article_id, a.title, a.source, a.published_at, a.language, a.cluster_id, a.is_canonical,
    len(list_filter(w.words, lambda x: contains(norm_text(coalesce(a.title, '')), x)))::INTEGER AS title_hits,
    a.url, a.body
FROM (
    SELECT list_filter(string_split_regex(norm_text(q), '\s+'), lambda x: x <> '') AS words
) AS w,
article_search AS s
JOIN articles AS a ON a.article_id = s.article_id
WHERE len(w.words) > 0
  AND len(list_filter(w.words, lambda x: contains(s.text_norm, x))) = len(w.words)
ORDER BY title_hits DESC, a.published_at DESC NULLS LAST, a.article_id
LIMIT n;
