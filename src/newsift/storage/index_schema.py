"""Tables of deduplication: the band index, who is in which cluster, cluster events, formula counts.

All are private to the store. Rows are keyed by `doc_no`, the article's private number (4 bytes instead of
16 characters; ascending in order of ingestion, so that a window of days is a range of row groups).
"""

from __future__ import annotations

from newsift.storage.table import Column, Table

_DOC_NO = Column("doc_no", "UINTEGER", "Private number of the article (articles.doc_no).", nullable=False)
_RUN_ID = Column("run_id", "VARCHAR", "Run that wrote the row.")

STATE = Table(
    "dedup_state",
    "What the index was built with; a run with other values is refused.",
    (
        Column("name", "VARCHAR", "'signature_version'.", nullable=False),
        Column("value", "VARCHAR", "Scheme, permutations, seed, shingle, bands and normalisation.",
               nullable=False),
    ),
)  # fmt: skip

DOCUMENTS = Table(
    "dedup_documents",
    "One row per article that took part in deduplication, with its exact keys and its cluster.",
    (
        _DOC_NO,
        Column("cluster_no", "UINTEGER", "doc_no of the article that founded its cluster; never changes.",
               nullable=False),
        Column("day", "DATE", "Its day, the clock of the search window; NULL when undated."),
        Column("text_key", "UBIGINT", "Hash of the normalised words; NULL for a text without words."),
        Column("url_key", "UBIGINT", "Hash of the canonical URL; NULL when there is none."),
        Column("lead_key", "UBIGINT", "Hash of title and first words of a short text; NULL for others."),
        Column("words", "UINTEGER", "Normalised words of the body.", nullable=False),
    ),
)  # fmt: skip

BANDS = Table(
    "dedup_bands",
    "MinHash bands: two articles with a common key are compared. No index: one hash join a batch.",
    (
        Column("key", "UBIGINT", "Hash of the band's signature rows, the band's number mixed in.",
               nullable=False),
        _DOC_NO,
    ),
)  # fmt: skip

FORMULA_COUNTS = Table(
    "formula_counts",
    "In how many distinct stories and days a shingle occurred, by generation of stories; the newest "
    "generations decide which shingles are formulas.",
    (
        Column("generation", "UINTEGER", "Generation of stories.", nullable=False),
        Column("shingle", "UINTEGER", "Low 32 bits of the shingle's hash.", nullable=False),
        Column("stories", "UINTEGER", "Stories (each once a day) in which it occurred.", nullable=False),
    ),
)  # fmt: skip

FORMULA_GENERATIONS = Table(
    "formula_generations",
    "Generations of stories counted for formulas; old ones are dropped, so that the counts stay bounded.",
    (
        Column("generation", "UINTEGER", "Ascending from 1.", nullable=False),
        Column("stories", "UINTEGER", "Stories (each once a day) counted in it.", nullable=False),
    ),
)  # fmt: skip

TABLES = (
    STATE,
    DOCUMENTS,
    BANDS,
    FORMULA_COUNTS,
    FORMULA_GENERATIONS,
)
