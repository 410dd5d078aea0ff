-- Removes the traces of articles (doc_no in `incoming`) from the index. Counts of formulas stay: they name nobody.
DELETE FROM pipeline.dedup_bands WHERE doc_no IN (SELECT doc_no FROM incoming);
DELETE FROM pipeline.dedup_documents WHERE doc_no IN (SELECT doc_no FROM incoming);
