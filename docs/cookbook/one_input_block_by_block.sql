-- How was one input read? Every block in order, kept or removed, with the rule that decided.
SELECT b.block_no, b.kept, b.label, b.reason, b.rule_id, b.text
FROM blocks AS b
WHERE b.content_hash = (SELECT min(content_hash) FROM articles)
ORDER BY b.block_no;
