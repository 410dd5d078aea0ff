-- What comparison and canonical choice need of stored articles.
SELECT d.doc_no, d.cluster_no, d.day, d.text_key, d.url_key, d.words, a.article_id, a.cluster_id, a.kind,
       a.parent_id, a.title, a.body, a.source, a.agency, a.published_at, a.is_canonical
FROM incoming AS i
JOIN pipeline.dedup_documents AS d ON d.doc_no = i.doc_no
JOIN main.articles AS a ON a.doc_no = i.doc_no
ORDER BY d.doc_no
