DELETE FROM main.duplicates WHERE article_id IN (SELECT article_id FROM incoming);
