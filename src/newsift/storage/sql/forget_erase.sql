-- Everything that came of the contents in "gone". matched_id of a copy may name an article that goes.
DELETE FROM main.pairs
WHERE left_id IN (SELECT article_id FROM main.articles WHERE content_hash IN (SELECT content_hash FROM gone))
   OR right_id IN (SELECT article_id FROM main.articles WHERE content_hash IN (SELECT content_hash FROM gone));

UPDATE main.duplicates SET matched_id = NULL
WHERE matched_id IN (SELECT article_id FROM main.articles WHERE content_hash IN (SELECT content_hash FROM gone));

DELETE FROM main.duplicates
WHERE article_id IN (SELECT article_id FROM main.articles WHERE content_hash IN (SELECT content_hash FROM gone));

DELETE FROM main.article_search
WHERE article_id IN (SELECT article_id FROM main.articles WHERE content_hash IN (SELECT content_hash FROM gone));

DELETE FROM main.cluster_events
WHERE article_id IN (SELECT article_id FROM main.articles WHERE content_hash IN (SELECT content_hash FROM gone))
   OR other_id IN (SELECT article_id FROM main.articles WHERE content_hash IN (SELECT content_hash FROM gone));

DELETE FROM main.block_spans WHERE content_hash IN (SELECT content_hash FROM gone);

DELETE FROM main.quarantine WHERE content_hash IN (SELECT content_hash FROM gone);

DELETE FROM main.files WHERE content_hash IN (SELECT content_hash FROM gone);

DELETE FROM pipeline.raw WHERE content_hash IN (SELECT content_hash FROM gone);

DELETE FROM pipeline.line_evidence WHERE content_hash IN (SELECT content_hash FROM gone);

DELETE FROM main.articles WHERE content_hash IN (SELECT content_hash FROM gone);

UPDATE pipeline.contents SET status = 'forgotten', reason = NULL, article_id = NULL
WHERE content_hash IN (SELECT unhex(content_hash) FROM gone);
