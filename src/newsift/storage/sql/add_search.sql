-- For rows whose maker gave no search text.
INSERT INTO main.article_search (article_id, text_norm, batch_no)
SELECT article_id, norm_text(coalesce(title || ' ', '') || body), ? FROM incoming;
