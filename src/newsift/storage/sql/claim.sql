-- Rows: hashes claimed by this statement. The key decides; a hash that repeats counts once, its first row wins.
INSERT INTO pipeline.contents (content_hash, status, reason, article_id, batch_no)
SELECT unhex(content_hash), status, reason, article_id, ?
FROM incoming
ORDER BY content_hash, status
ON CONFLICT DO NOTHING
RETURNING lower(hex(content_hash));
