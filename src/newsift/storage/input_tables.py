"""What people query about inputs and runs: spans, files, refusals, runs."""

from __future__ import annotations

from newsift.storage.columns import BATCH_NO, run_id
from newsift.storage.table import Column, Filled, Table

WRITER = Filled.WRITER

SPAN_COLUMNS = (
    Column("content_hash", "VARCHAR", "The input, 32 hex digits; key to files and articles.", nullable=False),
    Column("record_no", "INTEGER", "Number of the record in a multi-record file (0-based), as first seen; 0 "
           "otherwise.", nullable=False),
    Column("block_no", "INTEGER", "Number of the block in its input, from 0, in reading order.",
           nullable=False),
    Column("char_start", "INTEGER", "First character in the decoded input.", nullable=False),
    Column("char_end", "INTEGER", "One past its last character in the decoded input.", nullable=False),
    Column("label", "VARCHAR", "What it is: 'body', 'title', 'related', 'share', 'embedded' and so on; all "
           "stand in docs/reasons.md.",
           nullable=False),
    Column("reason", "VARCHAR", "Why it was taken for that; all codes stand in docs/reasons.md.",
           nullable=False),
    Column("rule_id", "VARCHAR", "The rule that decided.", nullable=False),
    Column("kept", "BOOLEAN", "It is part of an article's body.", nullable=False),
)  # fmt: skip

SPAN_TAIL = (
    Column("evidence", "VARCHAR", "What the rule saw, where the reason alone does not say."),
    Column("article_id", "VARCHAR", "The article whose body holds it; NULL when it was removed."),
)

BLOCK_SPANS = Table(
    "block_spans",
    "Spans behind the view blocks. Kept text is not stored twice: it is read from articles.body.",
    (
        *SPAN_COLUMNS,
        *SPAN_TAIL,
        Column("body_start", "INTEGER", "Where it begins in articles.body (0-based character); NULL when its "
               "text stands here."),
        Column("own_text", "VARCHAR", "Its text, unless articles.body holds it.", compression="zstd"),
        BATCH_NO,
    ),
    schema="main",
)  # fmt: skip

FILES = Table(
    "files",
    "Inputs: one row per path and content. New bytes at a known path are a new version; the old row stays.",
    (
        Column("path", "VARCHAR", "Path relative to the inbox, behind 'label//' where the inbox has one "
               "(inputs.label); 'path#n' for the n-th record (0-based) of a multi-record file.",
               nullable=False),
        Column("content_hash", "VARCHAR", "BLAKE2b-128 of its bytes, 32 hex digits; a refused input that "
               "could not be read has that of its path and reason."),
        Column("byte_size", "BIGINT", "Size in bytes.", nullable=False),
        Column("status", "VARCHAR", "'clean', 'rejected' (read, but no article in it) or 'quarantined' (an "
               "error).", nullable=False),
        Column("reason", "VARCHAR", "Why it was rejected or quarantined; docs/inputs.md lists the codes."),
        Column("detail", "VARCHAR", "What the reason does not say."),
        Column("article_id", "VARCHAR", "Its main article; byte-identical inputs share one. NULL unless "
               "clean."),
        Column("format", "VARCHAR", "'text' or 'html', as read."),
        Column("encoding", "VARCHAR", "Character encoding it was decoded with."),
        Column("encoding_origin", "VARCHAR", "How that was found: 'bom' (a mark), 'utf-16', 'utf-8', "
               "'utf-8-damaged', 'declared' (by a header), 'meta' (by the page), 'detected' or 'mojibake' "
               "(text that was decoded wrongly before, read back)."),
        Column("site", "VARCHAR", "As articles.site."),
        Column("version", "INTEGER", "1 for the first bytes seen at this path, then 2 and so on.",
               nullable=False, filled=WRITER),
        Column("replaces", "VARCHAR", "content_hash of the version before this one at the same path.",
               filled=WRITER),
        Column("first_seen_at", "TIMESTAMP", "When it was first ingested, UTC without zone.", nullable=False,
               filled=WRITER),
        run_id("first saw it"),
        BATCH_NO,
    ),
    schema="main",
)  # fmt: skip

QUARANTINE = Table(
    "quarantine",
    "Refused inputs: one row per path and content that an error stopped.",
    (
        Column("path", "VARCHAR", "As files.path.", nullable=False),
        Column("content_hash", "VARCHAR", "32 hex digits; NULL when it could not be read."),
        Column("stage", "VARCHAR", "Where it failed: 'discover', 'read', 'decode', 'parse' or 'clean'.",
               nullable=False),
        Column("reason", "VARCHAR", "Stable reason code; docs/inputs.md lists them.", nullable=False),
        Column("error_class", "VARCHAR", "Class of the error.", nullable=False),
        Column("error", "VARCHAR", "What is wrong and what to do about it.", nullable=False),
        Column("attempts", "INTEGER", "How often it was tried.", nullable=False, filled=WRITER),
        run_id("last tried it"),
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
        Column("inbox", "VARCHAR", "The folder (absolute path) or URL it read."),
        Column("seen", "BIGINT", "Inputs found (a record of a multi-record file is an input)."),
        Column("clean", "BIGINT", "Inputs that gave an article."),
        Column("rejected", "BIGINT", "Inputs read that hold no article."),
        Column("quarantined", "BIGINT", "Inputs that an error stopped."),
        Column("skipped", "BIGINT", "Inputs known from an earlier run; also new paths of known bytes."),
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
        Column("label", "VARCHAR", "What the paths of its inbox begin with (inputs.label); NULL for "
               "nothing."),
        Column("copies", "BIGINT", "Inputs new at their path whose bytes had come in at another: they share "
               "that input's article and are counted above, too."),
    ),
    schema="main",
)  # fmt: skip
