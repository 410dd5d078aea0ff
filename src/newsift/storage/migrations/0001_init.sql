-- The first schema. Frozen: a change to the schema is a new file. A test holds this file and
-- newsift.storage.schema to the same catalog.
CREATE SCHEMA pipeline;

CREATE TABLE main.articles (
  article_id VARCHAR NOT NULL,
  kind VARCHAR NOT NULL,
  parent_id VARCHAR,
  position INTEGER NOT NULL,
  title VARCHAR,
  body VARCHAR NOT NULL USING COMPRESSION zstd,
  published_at TIMESTAMP,
  published_precision VARCHAR,
  updated_at TIMESTAMP,
  date_source VARCHAR,
  source VARCHAR,
  agency VARCHAR,
  authors VARCHAR[],
  section VARCHAR,
  keywords VARCHAR[],
  keywords_raw VARCHAR,
  language VARCHAR,
  url VARCHAR,
  site VARCHAR,
  word_count INTEGER NOT NULL,
  cluster_id VARCHAR NOT NULL,
  is_canonical BOOLEAN NOT NULL,
  content_hash VARCHAR NOT NULL,
  context_version VARCHAR,
  ingested_at TIMESTAMP NOT NULL,
  run_id VARCHAR NOT NULL,
  doc_no UINTEGER NOT NULL,
  batch_no UINTEGER NOT NULL
);
COMMENT ON TABLE main.articles IS 'Clean articles: one row per article, the input''s main one or a second one found inside it.';
COMMENT ON COLUMN main.articles.article_id IS '16 hex digits derived from the input''s content; equal bytes give equal ids everywhere.';
COMMENT ON COLUMN main.articles.kind IS '''main'', or ''embedded'': a whole second article found inside the input of parent_id.';
COMMENT ON COLUMN main.articles.parent_id IS 'The main article whose input an embedded one was found in; NULL for main articles and where the input holds no main article.';
COMMENT ON COLUMN main.articles.position IS '0 for the main article, n for the n-th embedded one of its input.';
COMMENT ON COLUMN main.articles.title IS 'Headline as printed; NULL when the input states none.';
COMMENT ON COLUMN main.articles.body IS 'Cleaned text, a concatenation of spans of the input; paragraphs are parted by a newline.';
COMMENT ON COLUMN main.articles.published_at IS 'When it was published, UTC without zone; midnight when only the day is known (published_precision). NULL rather than a guess.';
COMMENT ON COLUMN main.articles.published_precision IS 'How exact published_at is: ''day'', ''minute'' or ''second''.';
COMMENT ON COLUMN main.articles.updated_at IS 'When the publisher last changed it, UTC without zone.';
COMMENT ON COLUMN main.articles.date_source IS 'Where published_at was read: ''record'', ''json-ld'', ''meta'', ''label'', ''line'' and so on.';
COMMENT ON COLUMN main.articles.source IS 'The outlet that published it, as the input names it.';
COMMENT ON COLUMN main.articles.agency IS 'The news agency that the text credits.';
COMMENT ON COLUMN main.articles.authors IS 'Authors named in the input, in order; empty when none.';
COMMENT ON COLUMN main.articles.section IS 'The outlet''s section.';
COMMENT ON COLUMN main.articles.keywords IS 'Tags of the page, in order; empty when none.';
COMMENT ON COLUMN main.articles.keywords_raw IS 'The tag line as printed, kept where it cannot be split surely.';
COMMENT ON COLUMN main.articles.language IS 'ISO 639-1 code read from the cleaned body.';
COMMENT ON COLUMN main.articles.url IS 'Address of the page, canonical where the page says so.';
COMMENT ON COLUMN main.articles.site IS 'Registered domain or record source that site rules go by.';
COMMENT ON COLUMN main.articles.word_count IS 'Words of body.';
COMMENT ON COLUMN main.articles.cluster_id IS 'The story it belongs to; never changes.';
COMMENT ON COLUMN main.articles.is_canonical IS 'It stands for its story; exactly one article of a cluster does.';
COMMENT ON COLUMN main.articles.content_hash IS 'BLAKE2b-128 of the input''s bytes, 32 hex digits; key to files and blocks.';
COMMENT ON COLUMN main.articles.context_version IS 'Version of the learned templates and known titles it was cleaned with.';
COMMENT ON COLUMN main.articles.ingested_at IS 'When its batch was written, UTC without zone.';
COMMENT ON COLUMN main.articles.run_id IS 'The run that wrote it; see runs.';
COMMENT ON COLUMN main.articles.doc_no IS 'Number in order of arrival: the key of the band table.';
COMMENT ON COLUMN main.articles.batch_no IS 'Commit that wrote the row; what an incremental snapshot goes by.';

CREATE TABLE main.duplicates (
  article_id VARCHAR NOT NULL,
  canonical_id VARCHAR NOT NULL,
  matched_id VARCHAR,
  relation VARCHAR NOT NULL,
  jaccard DOUBLE,
  containment DOUBLE,
  shared_shingles INTEGER,
  method VARCHAR,
  run_id VARCHAR NOT NULL
);
COMMENT ON TABLE main.duplicates IS 'Duplicates: one row per article that is not the canonical one of its story, with the figures that decided it.';
COMMENT ON COLUMN main.duplicates.article_id IS 'The duplicate.';
COMMENT ON COLUMN main.duplicates.canonical_id IS 'The article that stands for the story now.';
COMMENT ON COLUMN main.duplicates.matched_id IS 'The article it was found to repeat when it came in.';
COMMENT ON COLUMN main.duplicates.relation IS '''exact'', ''near'', ''version'' (an earlier or later state) or ''contains''.';
COMMENT ON COLUMN main.duplicates.jaccard IS 'Shared share of both texts'' word shingles with matched_id, 0 to 1, formulas left out.';
COMMENT ON COLUMN main.duplicates.containment IS 'Share of the shorter text''s shingles that the longer one holds, 0 to 1.';
COMMENT ON COLUMN main.duplicates.shared_shingles IS 'Number of word shingles that both have, formulas left out.';
COMMENT ON COLUMN main.duplicates.method IS 'The rule that accepted the pair.';
COMMENT ON COLUMN main.duplicates.run_id IS 'The run that attached it; see runs.';

CREATE TABLE main.pairs (
  left_id VARCHAR NOT NULL,
  right_id VARCHAR NOT NULL,
  run_id VARCHAR NOT NULL,
  estimate DOUBLE,
  jaccard DOUBLE,
  rare_jaccard DOUBLE,
  containment DOUBLE,
  shared_shingles INTEGER,
  day_gap INTEGER,
  length_ratio DOUBLE,
  opening_overlap DOUBLE,
  number_overlap DOUBLE,
  accepted BOOLEAN NOT NULL,
  relation VARCHAR,
  rule VARCHAR NOT NULL,
  sig_version VARCHAR,
  formula_version VARCHAR,
  batch_no UINTEGER NOT NULL
);
COMMENT ON TABLE main.pairs IS 'Compared pairs: every accepted one and every near miss, with all figures that the decision used.';
COMMENT ON COLUMN main.pairs.left_id IS 'The article with the smaller id.';
COMMENT ON COLUMN main.pairs.right_id IS 'The article with the larger id.';
COMMENT ON COLUMN main.pairs.run_id IS 'The run that compared them; see runs.';
COMMENT ON COLUMN main.pairs.estimate IS 'Share of equal signature positions, 0 to 1; NULL when an exact rule found the pair.';
COMMENT ON COLUMN main.pairs.jaccard IS 'Shared share of both texts'' word shingles, 0 to 1.';
COMMENT ON COLUMN main.pairs.rare_jaccard IS 'The same without formulas: shingles of many distinct stories.';
COMMENT ON COLUMN main.pairs.containment IS 'Share of the shorter text''s shingles in the longer, formulas left out.';
COMMENT ON COLUMN main.pairs.shared_shingles IS 'Number of shared shingles, formulas left out.';
COMMENT ON COLUMN main.pairs.day_gap IS 'Days between the two.';
COMMENT ON COLUMN main.pairs.length_ratio IS 'Words of the shorter over words of the longer.';
COMMENT ON COLUMN main.pairs.opening_overlap IS 'How much the beginnings of the two agree, 0 to 1.';
COMMENT ON COLUMN main.pairs.number_overlap IS 'Common numbers over the numbers of the article with fewer; NULL when one has none.';
COMMENT ON COLUMN main.pairs.accepted IS 'They were taken for the same story.';
COMMENT ON COLUMN main.pairs.relation IS 'As in duplicates; NULL when not accepted.';
COMMENT ON COLUMN main.pairs.rule IS 'The rule that decided.';
COMMENT ON COLUMN main.pairs.sig_version IS 'Version of normalisation, shingles and signatures.';
COMMENT ON COLUMN main.pairs.formula_version IS 'Version of the formula list that was left out.';
COMMENT ON COLUMN main.pairs.batch_no IS 'Commit that wrote the row; what an incremental snapshot goes by.';

CREATE TABLE main.cluster_events (
  cluster_id VARCHAR NOT NULL,
  event VARCHAR NOT NULL,
  article_id VARCHAR NOT NULL,
  other_id VARCHAR,
  rule VARCHAR,
  run_id VARCHAR NOT NULL,
  batch_no UINTEGER NOT NULL
);
COMMENT ON TABLE main.cluster_events IS 'What happened to stories: an article joined, the canonical article changed, two stories turned out to be one.';
COMMENT ON COLUMN main.cluster_events.cluster_id IS 'The story.';
COMMENT ON COLUMN main.cluster_events.event IS '''joined'', ''superseded'' (article_id is canonical instead of other_id) or ''bridged'' (article_id joined; other_id''s cluster tells the same story).';
COMMENT ON COLUMN main.cluster_events.article_id IS 'The article that caused the event.';
COMMENT ON COLUMN main.cluster_events.other_id IS 'The other article, where there is one.';
COMMENT ON COLUMN main.cluster_events.rule IS 'Rule or comparison behind it.';
COMMENT ON COLUMN main.cluster_events.run_id IS 'The run that recorded it; see runs.';
COMMENT ON COLUMN main.cluster_events.batch_no IS 'Commit that wrote the row; what an incremental snapshot goes by.';

CREATE TABLE main.block_spans (
  content_hash VARCHAR NOT NULL,
  record_no INTEGER NOT NULL,
  block_no INTEGER NOT NULL,
  char_start INTEGER NOT NULL,
  char_end INTEGER NOT NULL,
  label VARCHAR NOT NULL,
  reason VARCHAR NOT NULL,
  rule_id VARCHAR NOT NULL,
  kept BOOLEAN NOT NULL,
  evidence VARCHAR,
  article_id VARCHAR,
  body_start INTEGER,
  own_text VARCHAR USING COMPRESSION zstd,
  batch_no UINTEGER NOT NULL
);
COMMENT ON TABLE main.block_spans IS 'Spans behind the view blocks. Kept text is not stored twice: it is read from articles.body.';
COMMENT ON COLUMN main.block_spans.content_hash IS 'The input, 32 hex digits; key to files and articles.';
COMMENT ON COLUMN main.block_spans.record_no IS 'Number of the record in a multi-record file (0-based), as first seen; 0 otherwise.';
COMMENT ON COLUMN main.block_spans.block_no IS 'Number of the block in its input, from 0, in reading order.';
COMMENT ON COLUMN main.block_spans.char_start IS 'First character in the decoded input.';
COMMENT ON COLUMN main.block_spans.char_end IS 'One past its last character in the decoded input.';
COMMENT ON COLUMN main.block_spans.label IS 'What it is: ''body'', ''title'', ''related'', ''share'', ''embedded'' and so on.';
COMMENT ON COLUMN main.block_spans.reason IS 'Reason code of the decision.';
COMMENT ON COLUMN main.block_spans.rule_id IS 'The rule that decided.';
COMMENT ON COLUMN main.block_spans.kept IS 'It is part of an article''s body.';
COMMENT ON COLUMN main.block_spans.evidence IS 'What the rule saw, where the reason alone does not say.';
COMMENT ON COLUMN main.block_spans.article_id IS 'The article whose body holds it; NULL when it was removed.';
COMMENT ON COLUMN main.block_spans.body_start IS 'Where it begins in articles.body (0-based character); NULL when its text stands here.';
COMMENT ON COLUMN main.block_spans.own_text IS 'Its text, unless articles.body holds it.';
COMMENT ON COLUMN main.block_spans.batch_no IS 'Commit that wrote the row; what an incremental snapshot goes by.';

CREATE TABLE main.files (
  path VARCHAR NOT NULL,
  content_hash VARCHAR,
  byte_size BIGINT NOT NULL,
  status VARCHAR NOT NULL,
  reason VARCHAR,
  detail VARCHAR,
  article_id VARCHAR,
  format VARCHAR,
  encoding VARCHAR,
  encoding_origin VARCHAR,
  site VARCHAR,
  version INTEGER NOT NULL,
  replaces VARCHAR,
  first_seen_at TIMESTAMP NOT NULL,
  run_id VARCHAR NOT NULL,
  batch_no UINTEGER NOT NULL
);
COMMENT ON TABLE main.files IS 'Inputs: one row per path and content. New bytes at a known path are a new version; the old row stays.';
COMMENT ON COLUMN main.files.path IS 'Path relative to the inbox; ''path#n'' for the n-th record (0-based) of a multi-record file.';
COMMENT ON COLUMN main.files.content_hash IS 'BLAKE2b-128 of its bytes, 32 hex digits; a refused input that could not be read has that of its path and reason.';
COMMENT ON COLUMN main.files.byte_size IS 'Size in bytes.';
COMMENT ON COLUMN main.files.status IS '''clean'', ''rejected'' (read, but no article in it) or ''quarantined'' (an error).';
COMMENT ON COLUMN main.files.reason IS 'Reason code when it was rejected or quarantined.';
COMMENT ON COLUMN main.files.detail IS 'What the reason does not say.';
COMMENT ON COLUMN main.files.article_id IS 'Its main article; byte-identical inputs share one. NULL unless clean.';
COMMENT ON COLUMN main.files.format IS '''text'' or ''html'', as read.';
COMMENT ON COLUMN main.files.encoding IS 'Character encoding it was decoded with.';
COMMENT ON COLUMN main.files.encoding_origin IS 'Who said so: ''bom'', ''declared'', ''meta'', ''utf-8'', ''detected''.';
COMMENT ON COLUMN main.files.site IS 'Registered domain or record source.';
COMMENT ON COLUMN main.files.version IS '1 for the first bytes seen at this path, then 2 and so on.';
COMMENT ON COLUMN main.files.replaces IS 'content_hash of the version before this one at the same path.';
COMMENT ON COLUMN main.files.first_seen_at IS 'When it was first ingested, UTC without zone.';
COMMENT ON COLUMN main.files.run_id IS 'The run that first saw it; see runs.';
COMMENT ON COLUMN main.files.batch_no IS 'Commit that wrote the row; what an incremental snapshot goes by.';

CREATE TABLE main.quarantine (
  path VARCHAR NOT NULL,
  content_hash VARCHAR,
  stage VARCHAR NOT NULL,
  reason VARCHAR NOT NULL,
  error_class VARCHAR NOT NULL,
  error VARCHAR NOT NULL,
  attempts INTEGER NOT NULL,
  run_id VARCHAR NOT NULL,
  failed_at TIMESTAMP NOT NULL
);
COMMENT ON TABLE main.quarantine IS 'Refused inputs: one row per path and content that an error stopped.';
COMMENT ON COLUMN main.quarantine.path IS 'Path relative to the inbox.';
COMMENT ON COLUMN main.quarantine.content_hash IS '32 hex digits; NULL when it could not be read.';
COMMENT ON COLUMN main.quarantine.stage IS 'Where it failed: ''discover'', ''read'', ''decode'', ''parse'' or ''clean''.';
COMMENT ON COLUMN main.quarantine.reason IS 'Stable reason code.';
COMMENT ON COLUMN main.quarantine.error_class IS 'Class of the error.';
COMMENT ON COLUMN main.quarantine.error IS 'What is wrong and what to do about it.';
COMMENT ON COLUMN main.quarantine.attempts IS 'How often it was tried.';
COMMENT ON COLUMN main.quarantine.run_id IS 'The run that last tried it; see runs.';
COMMENT ON COLUMN main.quarantine.failed_at IS 'When it last failed, UTC without zone.';

CREATE TABLE main.runs (
  run_id VARCHAR NOT NULL,
  started_at TIMESTAMP NOT NULL,
  finished_at TIMESTAMP,
  status VARCHAR NOT NULL,
  inbox VARCHAR,
  seen BIGINT,
  clean BIGINT,
  rejected BIGINT,
  quarantined BIGINT,
  skipped BIGINT,
  embedded BIGINT,
  stories BIGINT,
  articles BIGINT,
  rejected_by_reason MAP(VARCHAR, BIGINT),
  quarantined_by_reason MAP(VARCHAR, BIGINT),
  duplicates_by_relation MAP(VARCHAR, BIGINT),
  seconds_by_stage MAP(VARCHAR, DOUBLE),
  warnings VARCHAR[],
  error VARCHAR,
  code_version VARCHAR,
  settings_hash VARCHAR,
  rules_hash VARCHAR
);
COMMENT ON TABLE main.runs IS 'Runs. seen = clean + rejected + quarantined + skipped.';
COMMENT ON COLUMN main.runs.run_id IS 'UTC start time and a random part; sorts by time.';
COMMENT ON COLUMN main.runs.started_at IS 'UTC without zone.';
COMMENT ON COLUMN main.runs.finished_at IS 'UTC without zone; NULL while it runs.';
COMMENT ON COLUMN main.runs.status IS '''running'', ''completed'', ''nothing-new'', ''all-refused'', ''failed'' or ''aborted'' (it died).';
COMMENT ON COLUMN main.runs.inbox IS 'The folder or address it read.';
COMMENT ON COLUMN main.runs.seen IS 'Inputs found (a record of a multi-record file is an input).';
COMMENT ON COLUMN main.runs.clean IS 'Inputs that gave an article.';
COMMENT ON COLUMN main.runs.rejected IS 'Inputs read that hold no article.';
COMMENT ON COLUMN main.runs.quarantined IS 'Inputs that an error stopped.';
COMMENT ON COLUMN main.runs.skipped IS 'Inputs known from an earlier run.';
COMMENT ON COLUMN main.runs.embedded IS 'Second articles found inside inputs.';
COMMENT ON COLUMN main.runs.stories IS 'Stories in the warehouse after the run.';
COMMENT ON COLUMN main.runs.articles IS 'Articles in the warehouse after the run.';
COMMENT ON COLUMN main.runs.rejected_by_reason IS 'Count per reason code.';
COMMENT ON COLUMN main.runs.quarantined_by_reason IS 'Count per reason code.';
COMMENT ON COLUMN main.runs.duplicates_by_relation IS 'New duplicates per relation.';
COMMENT ON COLUMN main.runs.seconds_by_stage IS 'Wall time per stage, seconds.';
COMMENT ON COLUMN main.runs.warnings IS 'What a person should look at.';
COMMENT ON COLUMN main.runs.error IS 'Why it failed.';
COMMENT ON COLUMN main.runs.code_version IS 'Version of newsift.';
COMMENT ON COLUMN main.runs.settings_hash IS 'Hash of every setting that can change a result.';
COMMENT ON COLUMN main.runs.rules_hash IS 'Hash of all language and site rules.';

CREATE TABLE main.article_search (
  article_id VARCHAR NOT NULL,
  text_norm VARCHAR NOT NULL USING COMPRESSION zstd,
  batch_no UINTEGER NOT NULL
);
COMMENT ON TABLE main.article_search IS 'Normalised text for search that is blind to case, accents, vowel marks and letter forms; ask through search_articles().';
COMMENT ON COLUMN main.article_search.article_id IS 'Key to articles.';
COMMENT ON COLUMN main.article_search.text_norm IS 'norm_text() of title and body.';
COMMENT ON COLUMN main.article_search.batch_no IS 'Commit that wrote the row; what an incremental snapshot goes by.';

CREATE TABLE pipeline.contents (
  content_hash BLOB NOT NULL,
  status VARCHAR NOT NULL,
  reason VARCHAR,
  article_id VARCHAR,
  batch_no UINTEGER NOT NULL,
  PRIMARY KEY (content_hash)
);
COMMENT ON TABLE pipeline.contents IS 'The ledger: one row per content ever claimed, in a terminal state. Its key forbids a second claim.';
COMMENT ON COLUMN pipeline.contents.content_hash IS '16-byte BLAKE2b of the input''s bytes.';
COMMENT ON COLUMN pipeline.contents.status IS '''clean'', ''rejected'', ''quarantined'' or ''forgotten'' (a tombstone: never again).';
COMMENT ON COLUMN pipeline.contents.reason IS 'Reason code unless clean.';
COMMENT ON COLUMN pipeline.contents.article_id IS 'Its main article; NULL unless clean.';
COMMENT ON COLUMN pipeline.contents.batch_no IS 'Commit that wrote the row.';

CREATE TABLE pipeline.raw (
  input_no UBIGINT NOT NULL,
  content_hash VARCHAR NOT NULL,
  path VARCHAR NOT NULL,
  record_no INTEGER NOT NULL,
  byte_size BIGINT NOT NULL,
  media VARCHAR,
  declared_encoding VARCHAR,
  fields VARCHAR,
  data BLOB NOT NULL USING COMPRESSION zstd,
  batch_no UINTEGER NOT NULL
);
COMMENT ON TABLE pipeline.raw IS 'Bytes of each input as read, so that history can be re-processed when the inbox is gone.';
COMMENT ON COLUMN pipeline.raw.input_no IS 'Number in order of arrival.';
COMMENT ON COLUMN pipeline.raw.content_hash IS '32 hex digits.';
COMMENT ON COLUMN pipeline.raw.path IS 'Path at which it was first seen.';
COMMENT ON COLUMN pipeline.raw.record_no IS '0, or n for ''path#n''.';
COMMENT ON COLUMN pipeline.raw.byte_size IS 'Size in bytes as it stood in the inbox.';
COMMENT ON COLUMN pipeline.raw.media IS '''text'' or ''html'' where the container said it.';
COMMENT ON COLUMN pipeline.raw.declared_encoding IS 'Charset named by the container.';
COMMENT ON COLUMN pipeline.raw.fields IS 'What the record said besides its text, as JSON.';
COMMENT ON COLUMN pipeline.raw.data IS 'The article''s bytes.';
COMMENT ON COLUMN pipeline.raw.batch_no IS 'Commit that wrote the row.';

CREATE TABLE pipeline.inbox_files (
  path VARCHAR NOT NULL,
  byte_size BIGINT NOT NULL,
  mtime_ns BIGINT NOT NULL,
  records INTEGER NOT NULL,
  batch_no UINTEGER NOT NULL
);
COMMENT ON TABLE pipeline.inbox_files IS 'Files whose every record is committed; equal path, size and time let a run skip reading them.';
COMMENT ON COLUMN pipeline.inbox_files.path IS 'Path relative to the inbox, without a record number.';
COMMENT ON COLUMN pipeline.inbox_files.byte_size IS 'Size in bytes.';
COMMENT ON COLUMN pipeline.inbox_files.mtime_ns IS 'Modification time, nanoseconds since 1970.';
COMMENT ON COLUMN pipeline.inbox_files.records IS 'Inputs in it: 1, or the number of its records.';
COMMENT ON COLUMN pipeline.inbox_files.batch_no IS 'Commit that wrote the row.';

CREATE TABLE pipeline.line_evidence (
  content_hash VARCHAR NOT NULL,
  record_no INTEGER NOT NULL,
  site VARCHAR,
  line_keys UBIGINT[],
  longest UBIGINT[],
  title_key UBIGINT,
  first_seen_at TIMESTAMP NOT NULL,
  batch_no UINTEGER NOT NULL
);
COMMENT ON TABLE pipeline.line_evidence IS 'Keys of the lines of each input: what site templates and known titles are learned from.';
COMMENT ON COLUMN pipeline.line_evidence.content_hash IS 'The input, 32 hex digits.';
COMMENT ON COLUMN pipeline.line_evidence.record_no IS '0, or n for ''path#n''.';
COMMENT ON COLUMN pipeline.line_evidence.site IS 'Site it was seen on; NULL when unknown.';
COMMENT ON COLUMN pipeline.line_evidence.line_keys IS 'Keys of its lines.';
COMMENT ON COLUMN pipeline.line_evidence.longest IS 'Keys of its longest lines: what tells one story from another.';
COMMENT ON COLUMN pipeline.line_evidence.title_key IS 'Key of its main article''s title.';
COMMENT ON COLUMN pipeline.line_evidence.first_seen_at IS 'UTC without zone.';
COMMENT ON COLUMN pipeline.line_evidence.batch_no IS 'Commit that wrote the row.';

CREATE TABLE pipeline.batches (
  batch_no UINTEGER NOT NULL,
  run_id VARCHAR NOT NULL,
  committed_at TIMESTAMP NOT NULL,
  contents BIGINT NOT NULL,
  articles BIGINT NOT NULL,
  reclustered BIGINT NOT NULL
);
COMMENT ON TABLE pipeline.batches IS 'Commits: one row per transaction that loaded a batch.';
COMMENT ON COLUMN pipeline.batches.batch_no IS '1, 2, 3 ...';
COMMENT ON COLUMN pipeline.batches.run_id IS 'The run that committed it.';
COMMENT ON COLUMN pipeline.batches.committed_at IS 'UTC without zone.';
COMMENT ON COLUMN pipeline.batches.contents IS 'Contents claimed.';
COMMENT ON COLUMN pipeline.batches.articles IS 'Articles added.';
COMMENT ON COLUMN pipeline.batches.reclustered IS 'Older articles whose story or role changed.';

CREATE TABLE pipeline.forgotten (
  forgotten_at TIMESTAMP NOT NULL,
  content_hash VARCHAR,
  selector VARCHAR NOT NULL,
  note VARCHAR
);
COMMENT ON TABLE pipeline.forgotten IS 'Takedowns: what was removed, when and why. It holds no text.';
COMMENT ON COLUMN pipeline.forgotten.forgotten_at IS 'UTC without zone.';
COMMENT ON COLUMN pipeline.forgotten.content_hash IS 'The input that must never come back, 32 hex digits.';
COMMENT ON COLUMN pipeline.forgotten.selector IS 'How it was asked for: ''path'', ''article'', ''source''.';
COMMENT ON COLUMN pipeline.forgotten.note IS 'Reason given.';

CREATE TABLE pipeline.publications (
  snapshot_no BIGINT NOT NULL,
  batch_no UINTEGER NOT NULL,
  run_id VARCHAR,
  built VARCHAR NOT NULL,
  published_at TIMESTAMP NOT NULL,
  seconds DOUBLE NOT NULL,
  byte_size BIGINT NOT NULL,
  inode UBIGINT NOT NULL,
  mtime_ns BIGINT NOT NULL
);
COMMENT ON TABLE pipeline.publications IS 'Snapshots published: what the live file must look like if nobody else touched it.';
COMMENT ON COLUMN pipeline.publications.snapshot_no IS '1, 2, 3 ...';
COMMENT ON COLUMN pipeline.publications.batch_no IS 'Last commit it shows.';
COMMENT ON COLUMN pipeline.publications.run_id IS 'Last run it shows.';
COMMENT ON COLUMN pipeline.publications.built IS '''full'' or ''incremental''.';
COMMENT ON COLUMN pipeline.publications.published_at IS 'UTC without zone.';
COMMENT ON COLUMN pipeline.publications.seconds IS 'Time it took.';
COMMENT ON COLUMN pipeline.publications.byte_size IS 'Size of the file.';
COMMENT ON COLUMN pipeline.publications.inode IS 'Inode of the file.';
COMMENT ON COLUMN pipeline.publications.mtime_ns IS 'Modification time of the file.';

CREATE TABLE pipeline.meta (
  key VARCHAR NOT NULL,
  value VARCHAR NOT NULL
);
COMMENT ON TABLE pipeline.meta IS 'Facts about the store: ''store_id'', and ''full_publish'' when the next snapshot must be built in full.';
COMMENT ON COLUMN pipeline.meta.key IS 'Name.';
COMMENT ON COLUMN pipeline.meta.value IS 'Value.';

CREATE TABLE pipeline.migrations (
  version INTEGER NOT NULL,
  name VARCHAR NOT NULL,
  checksum VARCHAR NOT NULL,
  applied_at TIMESTAMP NOT NULL
);
COMMENT ON TABLE pipeline.migrations IS 'Migrations applied to this store, with the checksum of each file.';
COMMENT ON COLUMN pipeline.migrations.version IS 'Number of the file.';
COMMENT ON COLUMN pipeline.migrations.name IS 'File name.';
COMMENT ON COLUMN pipeline.migrations.checksum IS 'BLAKE2b-128 of the file, 32 hex digits.';
COMMENT ON COLUMN pipeline.migrations.applied_at IS 'UTC without zone.';

CREATE TABLE pipeline.dedup_state (
  name VARCHAR NOT NULL,
  value VARCHAR NOT NULL
);
COMMENT ON TABLE pipeline.dedup_state IS 'What the index was built with; a run with other values is refused.';
COMMENT ON COLUMN pipeline.dedup_state.name IS '''signature_version''.';
COMMENT ON COLUMN pipeline.dedup_state.value IS 'Scheme, permutations, seed, shingle, bands and normalisation.';

CREATE TABLE pipeline.dedup_documents (
  doc_no UINTEGER NOT NULL,
  cluster_no UINTEGER NOT NULL,
  day DATE,
  text_key UBIGINT,
  url_key UBIGINT,
  lead_key UBIGINT,
  words UINTEGER NOT NULL
);
COMMENT ON TABLE pipeline.dedup_documents IS 'One row per article that took part in deduplication, with its exact keys and its cluster.';
COMMENT ON COLUMN pipeline.dedup_documents.doc_no IS 'Private number of the article (articles.doc_no).';
COMMENT ON COLUMN pipeline.dedup_documents.cluster_no IS 'doc_no of the article that founded its cluster; never changes.';
COMMENT ON COLUMN pipeline.dedup_documents.day IS 'Its day, the clock of the search window; NULL when undated.';
COMMENT ON COLUMN pipeline.dedup_documents.text_key IS 'Hash of the normalised words; NULL for a text without words.';
COMMENT ON COLUMN pipeline.dedup_documents.url_key IS 'Hash of the canonical URL; NULL when there is none.';
COMMENT ON COLUMN pipeline.dedup_documents.lead_key IS 'Hash of title and first words of a short text; NULL for others.';
COMMENT ON COLUMN pipeline.dedup_documents.words IS 'Normalised words of the body.';

CREATE TABLE pipeline.dedup_bands (
  key UBIGINT NOT NULL,
  doc_no UINTEGER NOT NULL
);
COMMENT ON TABLE pipeline.dedup_bands IS 'MinHash bands: two articles with a common key are compared. No index: one hash join a batch.';
COMMENT ON COLUMN pipeline.dedup_bands.key IS 'Hash of the band''s signature rows, the band''s number mixed in.';
COMMENT ON COLUMN pipeline.dedup_bands.doc_no IS 'Private number of the article (articles.doc_no).';

CREATE TABLE pipeline.formula_counts (
  generation UINTEGER NOT NULL,
  shingle UINTEGER NOT NULL,
  stories UINTEGER NOT NULL
);
COMMENT ON TABLE pipeline.formula_counts IS 'In how many distinct stories and days a shingle occurred, by generation of stories; the newest generations decide which shingles are formulas.';
COMMENT ON COLUMN pipeline.formula_counts.generation IS 'Generation of stories.';
COMMENT ON COLUMN pipeline.formula_counts.shingle IS 'Low 32 bits of the shingle''s hash.';
COMMENT ON COLUMN pipeline.formula_counts.stories IS 'Stories (each once a day) in which it occurred.';

CREATE TABLE pipeline.formula_generations (
  generation UINTEGER NOT NULL,
  stories UINTEGER NOT NULL
);
COMMENT ON TABLE pipeline.formula_generations IS 'Generations of stories counted for formulas; old ones are dropped, so that the counts stay bounded.';
COMMENT ON COLUMN pipeline.formula_generations.generation IS 'Ascending from 1.';
COMMENT ON COLUMN pipeline.formula_generations.stories IS 'Stories (each once a day) counted in it.';

-- strip_accents() decomposes and drops every combining mark: accents, tashkeel, hamza on its seat.
-- translate() drops what has no counterpart: tatweel, joiners, direction marks, soft hyphen.
CREATE MACRO norm_text(s) AS
translate(
    lower(strip_accents(s)),
    'ٱ' || 'ىیېے' || 'کڪ' || 'ةہەۀھ' || '٠١٢٣٤٥٦٧٨٩' || '۰۱۲۳۴۵۶۷۸۹'
        || 'ـ' || chr(8203) || chr(8204) || chr(8205) || chr(8206) || chr(8207) || chr(173) || chr(65279),
    'ا' || 'يييي' || 'كك' || 'ههههه' || '0123456789' || '0123456789'
);
COMMENT ON MACRO norm_text IS 'Lower case without accents, vowel marks, tatweel and letter forms (alef, ya, ta marbuta, Persian kaf), digits as 0-9: two spellings of one word become equal.';

CREATE MACRO search_articles(q, n := 50) AS TABLE
SELECT
    a.article_id, a.title, a.source, a.published_at, a.language, a.cluster_id, a.is_canonical,
    len(list_filter(w.words, lambda x: contains(norm_text(coalesce(a.title, '')), x)))::INTEGER AS title_hits,
    a.url, a.body
FROM (
    SELECT list_filter(string_split_regex(norm_text(q), '\s+'), lambda x: x <> '') AS words
) AS w,
article_search AS s
JOIN articles AS a ON a.article_id = s.article_id
WHERE len(w.words) > 0
  AND len(list_filter(w.words, lambda x: contains(s.text_norm, x))) = len(w.words)
ORDER BY title_hits DESC, a.published_at DESC NULLS LAST, a.article_id
LIMIT n;
COMMENT ON MACRO TABLE search_articles IS 'The n best articles that hold every word of q, in the title or the body, whatever the spelling; hits in the title first, then the newest.';

-- One row per cluster. The counts come from one pass over the narrow columns of articles.
CREATE VIEW stories AS
SELECT
    a.article_id, a.kind, a.parent_id, a.position, a.title, a.body, a.published_at, a.published_precision,
    a.updated_at, a.date_source, a.source, a.agency, a.authors, a.section, a.keywords, a.keywords_raw,
    a.language, a.url, a.site, a.word_count, a.cluster_id, a.content_hash, a.context_version,
    a.ingested_at, a.run_id,
    c.n_copies, c.n_sources, c.first_published_at, c.last_published_at
FROM articles AS a
JOIN (
    SELECT
        cluster_id,
        count(*) AS n_copies,
        count(DISTINCT source) AS n_sources,
        min(published_at) AS first_published_at,
        max(published_at) AS last_published_at
    FROM articles
    GROUP BY cluster_id
) AS c ON c.cluster_id = a.cluster_id
WHERE a.is_canonical;
COMMENT ON VIEW stories IS 'Stories: one row per cluster, its canonical article (a main one wherever there is one) and how far the story spread.';
COMMENT ON COLUMN stories.article_id IS '16 hex digits derived from the input''s content; equal bytes give equal ids everywhere.';
COMMENT ON COLUMN stories.kind IS '''main'', or ''embedded'': a whole second article found inside the input of parent_id.';
COMMENT ON COLUMN stories.parent_id IS 'The main article whose input an embedded one was found in; NULL for main articles and where the input holds no main article.';
COMMENT ON COLUMN stories.position IS '0 for the main article, n for the n-th embedded one of its input.';
COMMENT ON COLUMN stories.title IS 'Headline as printed; NULL when the input states none.';
COMMENT ON COLUMN stories.body IS 'Cleaned text, a concatenation of spans of the input; paragraphs are parted by a newline.';
COMMENT ON COLUMN stories.published_at IS 'When it was published, UTC without zone; midnight when only the day is known (published_precision). NULL rather than a guess.';
COMMENT ON COLUMN stories.published_precision IS 'How exact published_at is: ''day'', ''minute'' or ''second''.';
COMMENT ON COLUMN stories.updated_at IS 'When the publisher last changed it, UTC without zone.';
COMMENT ON COLUMN stories.date_source IS 'Where published_at was read: ''record'', ''json-ld'', ''meta'', ''label'', ''line'' and so on.';
COMMENT ON COLUMN stories.source IS 'The outlet that published it, as the input names it.';
COMMENT ON COLUMN stories.agency IS 'The news agency that the text credits.';
COMMENT ON COLUMN stories.authors IS 'Authors named in the input, in order; empty when none.';
COMMENT ON COLUMN stories.section IS 'The outlet''s section.';
COMMENT ON COLUMN stories.keywords IS 'Tags of the page, in order; empty when none.';
COMMENT ON COLUMN stories.keywords_raw IS 'The tag line as printed, kept where it cannot be split surely.';
COMMENT ON COLUMN stories.language IS 'ISO 639-1 code read from the cleaned body.';
COMMENT ON COLUMN stories.url IS 'Address of the page, canonical where the page says so.';
COMMENT ON COLUMN stories.site IS 'Registered domain or record source that site rules go by.';
COMMENT ON COLUMN stories.word_count IS 'Words of body.';
COMMENT ON COLUMN stories.cluster_id IS 'The story it belongs to; never changes.';
COMMENT ON COLUMN stories.content_hash IS 'BLAKE2b-128 of the input''s bytes, 32 hex digits; key to files and blocks.';
COMMENT ON COLUMN stories.context_version IS 'Version of the learned templates and known titles it was cleaned with.';
COMMENT ON COLUMN stories.ingested_at IS 'When its batch was written, UTC without zone.';
COMMENT ON COLUMN stories.run_id IS 'The run that wrote it; see runs.';
COMMENT ON COLUMN stories.n_copies IS 'Articles of the story, the canonical one included.';
COMMENT ON COLUMN stories.n_sources IS 'Different outlets that ran it.';
COMMENT ON COLUMN stories.first_published_at IS 'Earliest published_at of its articles, UTC without zone.';
COMMENT ON COLUMN stories.last_published_at IS 'Latest published_at of its articles, UTC without zone.';

-- Kept text stands in articles.body only; what was removed stands in block_spans itself.
CREATE VIEW blocks AS
SELECT
    s.content_hash, s.record_no, s.block_no, s.char_start, s.char_end, s.label, s.reason, s.rule_id, s.kept,
    CASE
        WHEN s.body_start IS NULL THEN s.own_text
        ELSE substring(a.body, s.body_start + 1, s.char_end - s.char_start)
    END AS text,
    s.evidence, s.article_id
FROM block_spans AS s
LEFT JOIN articles AS a ON a.article_id = s.article_id AND s.body_start IS NOT NULL;
COMMENT ON VIEW blocks IS 'Blocks: one row per span of an input, kept or removed, with the reason and the rule that decided.';
COMMENT ON COLUMN blocks.content_hash IS 'The input, 32 hex digits; key to files and articles.';
COMMENT ON COLUMN blocks.record_no IS 'Number of the record in a multi-record file (0-based), as first seen; 0 otherwise.';
COMMENT ON COLUMN blocks.block_no IS 'Number of the block in its input, from 0, in reading order.';
COMMENT ON COLUMN blocks.char_start IS 'First character in the decoded input.';
COMMENT ON COLUMN blocks.char_end IS 'One past its last character in the decoded input.';
COMMENT ON COLUMN blocks.label IS 'What it is: ''body'', ''title'', ''related'', ''share'', ''embedded'' and so on.';
COMMENT ON COLUMN blocks.reason IS 'Reason code of the decision.';
COMMENT ON COLUMN blocks.rule_id IS 'The rule that decided.';
COMMENT ON COLUMN blocks.kept IS 'It is part of an article''s body.';
COMMENT ON COLUMN blocks.text IS 'Its text, as in the decoded input.';
COMMENT ON COLUMN blocks.evidence IS 'What the rule saw, where the reason alone does not say.';
COMMENT ON COLUMN blocks.article_id IS 'The article whose body holds it; NULL when it was removed.';
