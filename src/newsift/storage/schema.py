"""What people query: every published table, view and macro, described once.

DDL, Arrow schemas, COMMENT ON statements and `docs/data-dictionary.md` derive from this module; the
private tables stand in `private_schema`. A change here needs a migration (`migrations/`).
"""

from __future__ import annotations

from newsift.storage.table import Column, Filled, Macro, Table, View

WRITER = Filled.WRITER

_BATCH_NO = Column(
    "batch_no", "UINTEGER", "Commit that wrote the row; what an incremental snapshot goes by.",
    nullable=False, private=True, filled=WRITER,
)  # fmt: skip


def _run_id(what: str) -> Column:
    return Column("run_id", "VARCHAR", f"The run that {what}; see runs.", nullable=False, filled=WRITER)


ARTICLES = Table(
    "articles",
    "Clean articles: one row per article, the input's main one or a second one found inside it.",
    (
        Column("article_id", "VARCHAR", "16 hex digits derived from the input's content; equal bytes give "
               "equal ids everywhere.", nullable=False),
        Column("kind", "VARCHAR", "'main', or 'embedded': a whole second article found inside the input of "
               "parent_id.", nullable=False),
        Column("parent_id", "VARCHAR", "The main article whose input an embedded one was found in; NULL for "
               "main articles and where the input holds no main article."),
        Column("position", "INTEGER", "0 for the main article, n for the n-th embedded one of its input.",
               nullable=False),
        Column("title", "VARCHAR", "Headline as printed; NULL when the input states none."),
        Column("body", "VARCHAR", "Cleaned text, a concatenation of spans of the input; paragraphs are "
               "parted by a newline.", nullable=False, compression="zstd"),
        Column("published_at", "TIMESTAMP", "When it was published, UTC without zone; midnight when only the "
               "day is known (published_precision). NULL rather than a guess."),
        Column("published_precision", "VARCHAR", "How exact published_at is: 'day', 'minute' or 'second'."),
        Column("updated_at", "TIMESTAMP", "When the publisher last changed it, UTC without zone."),
        Column("date_source", "VARCHAR", "Where published_at was read: 'record', 'json-ld', 'meta', 'label', "
               "'line' and so on."),
        Column("source", "VARCHAR", "The outlet that published it, as the input names it."),
        Column("agency", "VARCHAR", "The news agency that the text credits."),
        Column("authors", "VARCHAR[]", "Authors named in the input, in order; empty when none."),
        Column("section", "VARCHAR", "The outlet's section."),
        Column("keywords", "VARCHAR[]", "Tags of the page, in order; empty when none."),
        Column("keywords_raw", "VARCHAR", "The tag line as printed, kept where it cannot be split surely."),
        Column("language", "VARCHAR", "ISO 639-1 code read from the cleaned body."),
        Column("url", "VARCHAR", "Address of the page, canonical where the page says so."),
        Column("site", "VARCHAR", "Registered domain or record source that site rules go by."),
        Column("word_count", "INTEGER", "Words of body.", nullable=False),
        Column("cluster_id", "VARCHAR", "The story it belongs to; never changes.", nullable=False),
        Column("is_canonical", "BOOLEAN", "It stands for its story; exactly one article of a cluster does.",
               nullable=False),
        Column("content_hash", "VARCHAR", "BLAKE2b-128 of the input's bytes, 32 hex digits; key to files and "
               "blocks.", nullable=False),
        Column("context_version", "VARCHAR", "Version of the learned templates and known titles it was "
               "cleaned with."),
        Column("ingested_at", "TIMESTAMP", "When its batch was written, UTC without zone.", nullable=False,
               filled=WRITER),
        _run_id("wrote it"),
        Column("doc_no", "UINTEGER", "Number in order of arrival: the key of the band table.", nullable=False,
               private=True, filled=WRITER),
        _BATCH_NO,
    ),
    schema="main",
)  # fmt: skip

DUPLICATES = Table(
    "duplicates",
    "Duplicates: one row per article that is not the canonical one of its story, with the figures that "
    "decided it.",
    (
        Column("article_id", "VARCHAR", "The duplicate.", nullable=False),
        Column("canonical_id", "VARCHAR", "The article that stands for the story now.", nullable=False),
        Column("matched_id", "VARCHAR", "The article it was found to repeat when it came in."),
        Column("relation", "VARCHAR", "'exact', 'near', 'version' (an earlier or later state) or 'contains'.",
               nullable=False),
        Column("jaccard", "DOUBLE", "Shared share of both texts' word shingles with matched_id, 0 to 1, "
               "formulas left out."),
        Column("containment", "DOUBLE", "Share of the shorter text's shingles that the longer one holds, "
               "0 to 1."),
        Column("shared_shingles", "INTEGER", "Number of word shingles that both have, formulas left out."),
        Column("method", "VARCHAR", "The rule that accepted the pair."),
        _run_id("attached it"),
    ),
    schema="main",
)  # fmt: skip

PAIRS = Table(
    "pairs",
    "Compared pairs: every accepted one and every near miss, with all figures that the decision used.",
    (
        Column("left_id", "VARCHAR", "The article with the smaller id.", nullable=False),
        Column("right_id", "VARCHAR", "The article with the larger id.", nullable=False),
        _run_id("compared them"),
        Column("estimate", "DOUBLE", "Share of equal signature positions, 0 to 1; NULL when an exact rule "
               "found the pair."),
        Column("jaccard", "DOUBLE", "Shared share of both texts' word shingles, 0 to 1."),
        Column("rare_jaccard", "DOUBLE", "The same without formulas: shingles of many distinct stories."),
        Column("containment", "DOUBLE", "Share of the shorter text's shingles in the longer, formulas left "
               "out."),
        Column("shared_shingles", "INTEGER", "Number of shared shingles, formulas left out."),
        Column("day_gap", "INTEGER", "Days between the two."),
        Column("length_ratio", "DOUBLE", "Words of the shorter over words of the longer."),
        Column("opening_overlap", "DOUBLE", "How much the beginnings of the two agree, 0 to 1."),
        Column("number_overlap", "DOUBLE", "Common numbers over the numbers of the article with fewer; NULL "
               "when one has none."),
        Column("accepted", "BOOLEAN", "They were taken for the same story.", nullable=False),
        Column("relation", "VARCHAR", "As in duplicates; NULL when not accepted."),
        Column("rule", "VARCHAR", "The rule that decided.", nullable=False),
        Column("sig_version", "VARCHAR", "Version of normalisation, shingles and signatures."),
        Column("formula_version", "VARCHAR", "Version of the formula list that was left out."),
        _BATCH_NO,
    ),
    schema="main",
)  # fmt: skip

CLUSTER_EVENTS = Table(
    "cluster_events",
    "What happened to stories: an article joined, the canonical article changed, two stories turned out to "
    "be one.",
    (
        Column("cluster_id", "VARCHAR", "The story.", nullable=False),
        Column("event", "VARCHAR", "'joined', 'superseded' (article_id is canonical instead of other_id) or "
               "'bridged' (article_id joined; other_id's cluster tells the same story).", nullable=False),
        Column("article_id", "VARCHAR", "The article that caused the event.", nullable=False),
        Column("other_id", "VARCHAR", "The other article, where there is one."),
        Column("rule", "VARCHAR", "Rule or comparison behind it."),
        _run_id("recorded it"),
        _BATCH_NO,
    ),
    schema="main",
)  # fmt: skip

_SPAN_COLUMNS = (
    Column("content_hash", "VARCHAR", "The input, 32 hex digits; key to files and articles.", nullable=False),
    Column("record_no", "INTEGER", "Number of the record in a multi-record file (0-based), as first seen; 0 "
           "otherwise.", nullable=False),
    Column("block_no", "INTEGER", "Number of the block in its input, from 0, in reading order.",
           nullable=False),
    Column("char_start", "INTEGER", "First character in the decoded input.", nullable=False),
    Column("char_end", "INTEGER", "One past its last character in the decoded input.", nullable=False),
    Column("label", "VARCHAR", "What it is: 'body', 'title', 'related', 'share', 'embedded' and so on.",
           nullable=False),
    Column("reason", "VARCHAR", "Reason code of the decision.", nullable=False),
    Column("rule_id", "VARCHAR", "The rule that decided.", nullable=False),
    Column("kept", "BOOLEAN", "It is part of an article's body.", nullable=False),
)  # fmt: skip

_SPAN_TAIL = (
    Column("evidence", "VARCHAR", "What the rule saw, where the reason alone does not say."),
    Column("article_id", "VARCHAR", "The article whose body holds it; NULL when it was removed."),
)

BLOCK_SPANS = Table(
    "block_spans",
    "Spans behind the view blocks. Kept text is not stored twice: it is read from articles.body.",
    (
        *_SPAN_COLUMNS,
        *_SPAN_TAIL,
        Column("body_start", "INTEGER", "Where it begins in articles.body (0-based character); NULL when its "
               "text stands here."),
        Column("own_text", "VARCHAR", "Its text, unless articles.body holds it.", compression="zstd"),
        _BATCH_NO,
    ),
    schema="main",
)  # fmt: skip

FILES = Table(
    "files",
    "Inputs: one row per path and content. New bytes at a known path are a new version; the old row stays.",
    (
        Column("path", "VARCHAR", "Path relative to the inbox; 'path#n' for the n-th record (0-based) of a "
               "multi-record file.", nullable=False),
        Column("content_hash", "VARCHAR", "BLAKE2b-128 of its bytes, 32 hex digits; a refused input that "
               "could not be read has that of its path and reason."),
        Column("byte_size", "BIGINT", "Size in bytes.", nullable=False),
        Column("status", "VARCHAR", "'clean', 'rejected' (read, but no article in it) or 'quarantined' (an "
               "error).", nullable=False),
        Column("reason", "VARCHAR", "Reason code when it was rejected or quarantined."),
        Column("detail", "VARCHAR", "What the reason does not say."),
        Column("article_id", "VARCHAR", "Its main article; byte-identical inputs share one. NULL unless "
               "clean."),
        Column("format", "VARCHAR", "'text' or 'html', as read."),
        Column("encoding", "VARCHAR", "Character encoding it was decoded with."),
        Column("encoding_origin", "VARCHAR", "Who said so: 'bom', 'declared', 'meta', 'utf-8', 'detected'."),
        Column("site", "VARCHAR", "Registered domain or record source."),
        Column("version", "INTEGER", "1 for the first bytes seen at this path, then 2 and so on.",
               nullable=False, filled=WRITER),
        Column("replaces", "VARCHAR", "content_hash of the version before this one at the same path.",
               filled=WRITER),
        Column("first_seen_at", "TIMESTAMP", "When it was first ingested, UTC without zone.", nullable=False,
               filled=WRITER),
        _run_id("first saw it"),
        _BATCH_NO,
    ),
    schema="main",
)  # fmt: skip

QUARANTINE = Table(
    "quarantine",
    "Refused inputs: one row per path and content that an error stopped.",
    (
        Column("path", "VARCHAR", "Path relative to the inbox.", nullable=False),
        Column("content_hash", "VARCHAR", "32 hex digits; NULL when it could not be read."),
        Column("stage", "VARCHAR", "Where it failed: 'discover', 'read', 'decode', 'parse' or 'clean'.",
               nullable=False),
        Column("reason", "VARCHAR", "Stable reason code.", nullable=False),
        Column("error_class", "VARCHAR", "Class of the error.", nullable=False),
        Column("error", "VARCHAR", "What is wrong and what to do about it.", nullable=False),
        Column("attempts", "INTEGER", "How often it was tried.", nullable=False, filled=WRITER),
        _run_id("last tried it"),
        Column("failed_at", "TIMESTAMP", "When it last failed, UTC without zone.", nullable=False,
               filled=WRITER),
    ),
    schema="main",
)  # fmt: skip

RUNS = Table(
    "runs",
    "Runs. seen = clean + rejected + quarantined + skipped.",
    (
        Column("run_id", "VARCHAR", "UTC start time and a random part; sorts by time.", nullable=False),
        Column("started_at", "TIMESTAMP", "UTC without zone.", nullable=False),
        Column("finished_at", "TIMESTAMP", "UTC without zone; NULL while it runs."),
        Column("status", "VARCHAR", "'running', 'completed', 'nothing-new', 'all-refused', 'failed' or "
               "'aborted' (it died).", nullable=False),
        Column("inbox", "VARCHAR", "The folder or address it read."),
        Column("seen", "BIGINT", "Inputs found (a record of a multi-record file is an input)."),
        Column("clean", "BIGINT", "Inputs that gave an article."),
        Column("rejected", "BIGINT", "Inputs read that hold no article."),
        Column("quarantined", "BIGINT", "Inputs that an error stopped."),
        Column("skipped", "BIGINT", "Inputs known from an earlier run."),
        Column("embedded", "BIGINT", "Second articles found inside inputs."),
        Column("stories", "BIGINT", "Stories in the warehouse after the run."),
        Column("articles", "BIGINT", "Articles in the warehouse after the run."),
        Column("rejected_by_reason", "MAP(VARCHAR, BIGINT)", "Count per reason code."),
        Column("quarantined_by_reason", "MAP(VARCHAR, BIGINT)", "Count per reason code."),
        Column("duplicates_by_relation", "MAP(VARCHAR, BIGINT)", "New duplicates per relation."),
        Column("seconds_by_stage", "MAP(VARCHAR, DOUBLE)", "Wall time per stage, seconds."),
        Column("warnings", "VARCHAR[]", "What a person should look at."),
        Column("error", "VARCHAR", "Why it failed."),
        Column("code_version", "VARCHAR", "Version of newsift."),
        Column("settings_hash", "VARCHAR", "Hash of every setting that can change a result."),
        Column("rules_hash", "VARCHAR", "Hash of all language and site rules."),
    ),
    schema="main",
)  # fmt: skip

ARTICLE_SEARCH = Table(
    "article_search",
    "Normalised text for search that is blind to case, accents, vowel marks and letter forms; "
    "ask through search_articles().",
    (
        Column("article_id", "VARCHAR", "Key to articles.", nullable=False),
        Column("text_norm", "VARCHAR", "norm_text() of title and body.", nullable=False, compression="zstd"),
        _BATCH_NO,
    ),
    schema="main",
)  # fmt: skip

SNAPSHOT = Table(
    "snapshot",
    "This file: one row that says which state of the warehouse it shows.",
    (
        Column("snapshot_no", "BIGINT", "Number of this publication.", nullable=False),
        Column("run_id", "VARCHAR", "The last run it shows; NULL before the first run."),
        Column("published_at", "TIMESTAMP", "UTC without zone.", nullable=False),
        Column("built", "VARCHAR", "'full', or 'incremental': the last snapshot plus what changed.",
               nullable=False),
        Column("rebuilt_at", "TIMESTAMP", "When it was last built in full, UTC without zone.",
               nullable=False),
        Column("articles", "BIGINT", "Rows of articles.", nullable=False),
        Column("files", "BIGINT", "Rows of files.", nullable=False),
        Column("batch_no", "UINTEGER", "Last commit of the private store that it shows.", nullable=False),
        Column("store_id", "VARCHAR", "The private store it was made from.", nullable=False),
        Column("schema_version", "INTEGER", "Number of the last migration.", nullable=False),
        Column("code_version", "VARCHAR", "Version of newsift that published it.", nullable=False),
    ),
    schema="main",
)  # fmt: skip

PUBLISHED_TABLES: tuple[Table, ...] = (
    ARTICLES,
    DUPLICATES,
    PAIRS,
    CLUSTER_EVENTS,
    BLOCK_SPANS,
    FILES,
    QUARANTINE,
    RUNS,
    ARTICLE_SEARCH,
    SNAPSHOT,
)

STORIES = View(
    "stories",
    "Stories: one row per cluster, its canonical article (a main one wherever there is one) and how far "
    "the story spread.",
    (
        *(column for column in ARTICLES.published_columns() if column.name != "is_canonical"),
        Column("n_copies", "BIGINT", "Articles of the story, the canonical one included."),
        Column("n_sources", "BIGINT", "Different outlets that ran it."),
        Column("first_published_at", "TIMESTAMP", "Earliest published_at of its articles, UTC without zone."),
        Column("last_published_at", "TIMESTAMP", "Latest published_at of its articles, UTC without zone."),
    ),
)

BLOCKS = View(
    "blocks",
    "Blocks: one row per span of an input, kept or removed, with the reason and the rule that decided.",
    (*_SPAN_COLUMNS, Column("text", "VARCHAR", "Its text, as in the decoded input."), *_SPAN_TAIL),
)

VIEWS: tuple[View, ...] = (STORIES, BLOCKS)

NORM_TEXT = Macro(
    "norm_text",
    "norm_text(s)",
    "Lower case without accents, vowel marks, tatweel and letter forms (alef, ya, ta marbuta, Persian kaf), "
    "digits as 0-9: two spellings of one word become equal.",
    returns_table=False,
)

SEARCH_ARTICLES = Macro(
    "search_articles",
    "search_articles(q, n := 50)",
    "The n best articles that hold every word of q, in the title or the body, whatever the spelling; "
    "hits in the title first, then the newest.",
    returns_table=True,
)

MACROS: tuple[Macro, ...] = (NORM_TEXT, SEARCH_ARTICLES)
