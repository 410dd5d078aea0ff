"""What people query: every published table, view and macro, described once.

DDL, Arrow schemas, COMMENT ON statements and `docs/data-dictionary.md` derive from these descriptions
(tables of articles and of inputs stand in modules of their own, the private ones in `private_schema`).
A change needs a migration (`migrations/`).
"""

from __future__ import annotations

from newsift.storage.article_tables import ARTICLE_SEARCH, ARTICLES, CLUSTER_EVENTS, DUPLICATES, PAIRS
from newsift.storage.input_tables import BLOCK_SPANS, FILES, QUARANTINE, RUNS, SPAN_COLUMNS, SPAN_TAIL
from newsift.storage.table import Column, Macro, Table, View

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
        Column(
            "n_copies",
            "BIGINT",
            "Articles of the story, the canonical one included. Files of the same bytes "
            "are one article: all their paths stand in files.",
        ),
        Column(
            "n_sources",
            "BIGINT",
            "Different outlets (source) that ran it; articles that name none do not count.",
        ),
        Column("first_published_at", "TIMESTAMP", "Earliest published_at of its articles, UTC without zone."),
        Column("last_published_at", "TIMESTAMP", "Latest published_at of its articles, UTC without zone."),
    ),
)

BLOCKS = View(
    "blocks",
    "Blocks: one row per span of an input, kept or removed, with the reason and the rule that decided.",
    (*SPAN_COLUMNS, Column("text", "VARCHAR", "Its text, as in the decoded input."), *SPAN_TAIL),
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
