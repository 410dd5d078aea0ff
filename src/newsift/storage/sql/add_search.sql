INSERT INTO main.article_search (article_id, text_norm, batch_no)
SELECT article_id, norm_text(coalesce(title || ' ', '') || body), batch_no FROM incoming;
