-- Which pairs were close to being one story, but were not taken for one?
SELECT p.rule, p.jaccard, p.rare_jaccard, p.shared_shingles, p.day_gap, l.title AS left_title, r.title AS right_title
FROM pairs AS p
JOIN articles AS l ON l.article_id = p.left_id
JOIN articles AS r ON r.article_id = p.right_id
WHERE NOT p.accepted
ORDER BY p.rare_jaccard DESC, p.left_id, p.right_id
LIMIT 50;
