-- Which pages held a second article, and is it known from elsewhere?
SELECT p.title AS page, e.title AS embedded, e.word_count, NOT e.is_canonical AS known_elsewhere
FROM articles AS e
LEFT JOIN articles AS p ON p.article_id = e.parent_id
WHERE e.kind = 'embedded'
ORDER BY e.article_id;
