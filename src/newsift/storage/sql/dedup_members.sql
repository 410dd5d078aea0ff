-- All stored members of some clusters, without their bodies.
SELECT d.doc_no, d.cluster_no, d.day, d.text_key, d.url_key, d.words, a.article_id, a.cluster_id, a.kind,
       a.parent_id, a.title, NULL::VARCHAR AS body, a.source, a.agency, a.published_at, a.is_canonical
FROM pipeline.dedup_documents AS d
JOIN main.articles AS a ON a.doc_no = d.doc_no
WHERE d.cluster_no IN (SELECT cluster_no FROM incoming)
ORDER BY d.doc_no
