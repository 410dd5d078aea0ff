-- Which articles hold some words, however they are spelled (accents, vowel marks, letter forms)?
SELECT title, source, published_at, article_id
FROM search_articles('شَبَكة الحافلات', n := 20);
