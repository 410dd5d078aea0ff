-- How was one input read? Every block in order, kept or removed, with the rule that decided.
SELECT b.block_no, b.kept, b.label, b.reason, b.rule_id, b.text
FROM blocks AS b
JOIN (
    SELECT content_hash FROM files WHERE path = 'zahra/bus-network.txt' ORDER BY version DESC LIMIT 1
) AS input ON input.content_hash = b.content_hash
ORDER BY b.block_no;
