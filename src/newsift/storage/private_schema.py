"""Tables of the private store that no snapshot shows: ledger, raw inputs, learned keys, book-keeping."""

from __future__ import annotations

import pyarrow as pa

from newsift.storage.index_schema import TABLES
from newsift.storage.input_tables import BLOCK_SPANS
from newsift.storage.schema import PUBLISHED_TABLES
from newsift.storage.table import Column, Filled, Table

_BATCH_NO = Column("batch_no", "UINTEGER", "Commit that wrote the row.", nullable=False, filled=Filled.WRITER)

CONTENTS = Table(
    "contents",
    "The ledger: one row per content ever claimed, in a terminal state. Its key forbids a second claim.",
    (
        Column("content_hash", "BLOB", "16-byte BLAKE2b of the input's bytes.", nullable=False),
        Column("status", "VARCHAR", "'clean', 'rejected', 'quarantined' or 'forgotten' (a tombstone: never "
               "again).", nullable=False),
        Column("reason", "VARCHAR", "Reason code unless clean."),
        Column("article_id", "VARCHAR", "Its main article; NULL unless clean."),
        _BATCH_NO,
    ),
    primary_key=("content_hash",),
)  # fmt: skip

CONTENTS_INPUT = Table(
    "contents",
    "What a caller gives to claim contents; the hash in hex.",
    (
        Column("content_hash", "VARCHAR", "32 hex digits.", nullable=False),
        *(CONTENTS.column(name) for name in ("status", "reason", "article_id")),
    ),
)

RAW = Table(
    "raw",
    "Bytes of each input as read, so that history can be re-processed when the inbox is gone.",
    (
        Column("input_no", "UBIGINT", "Number in order of arrival.", nullable=False, filled=Filled.WRITER),
        Column("content_hash", "VARCHAR", "32 hex digits.", nullable=False),
        Column("path", "VARCHAR", "Path at which it was first seen.", nullable=False),
        Column("record_no", "INTEGER", "0, or n for 'path#n'.", nullable=False),
        Column("byte_size", "BIGINT", "Size in bytes as it stood in the inbox.", nullable=False),
        Column("media", "VARCHAR", "'text' or 'html' where the container said it."),
        Column("declared_encoding", "VARCHAR", "Charset named by the container."),
        Column("fields", "VARCHAR", "What the record said besides its text, as JSON."),
        Column("data", "BLOB", "The article's bytes.", nullable=False, compression="zstd"),
        _BATCH_NO,
    ),
)  # fmt: skip

INBOX_FILES = Table(
    "inbox_files",
    "Files whose every record is committed; equal path, size and time let a run skip reading them.",
    (
        Column("path", "VARCHAR", "Path relative to the inbox, without a record number.", nullable=False),
        Column("byte_size", "BIGINT", "Size in bytes.", nullable=False),
        Column("mtime_ns", "BIGINT", "Modification time, nanoseconds since 1970.", nullable=False),
        Column("records", "INTEGER", "Inputs in it: 1, or the number of its records.", nullable=False),
        _BATCH_NO,
    ),
)

LINE_EVIDENCE = Table(
    "line_evidence",
    "Keys of the lines of each input: what site templates and known titles are learned from.",
    (
        Column("content_hash", "VARCHAR", "The input, 32 hex digits.", nullable=False),
        Column("record_no", "INTEGER", "0, or n for 'path#n'.", nullable=False),
        Column("site", "VARCHAR", "Site it was seen on; NULL when unknown."),
        Column("line_keys", "UBIGINT[]", "Keys of its lines."),
        Column("longest", "UBIGINT[]", "Keys of its longest lines: what tells one story from another."),
        Column("title_key", "UBIGINT", "Key of its main article's title."),
        Column("first_seen_at", "TIMESTAMP", "UTC without zone.", nullable=False, filled=Filled.WRITER),
        _BATCH_NO,
    ),
)

BATCHES = Table(
    "batches",
    "Commits: one row per transaction that loaded a batch.",
    (
        Column("batch_no", "UINTEGER", "1, 2, 3 ...", nullable=False),
        Column("run_id", "VARCHAR", "The run that committed it.", nullable=False),
        Column("committed_at", "TIMESTAMP", "UTC without zone.", nullable=False),
        Column("contents", "BIGINT", "Contents claimed.", nullable=False),
        Column("articles", "BIGINT", "Articles added.", nullable=False),
        Column("reclustered", "BIGINT", "Older articles whose story or role changed.", nullable=False),
    ),
)

FORGOTTEN = Table(
    "forgotten",
    "Takedowns: what was removed, when and why. It holds no text.",
    (
        Column("forgotten_at", "TIMESTAMP", "UTC without zone.", nullable=False),
        Column("content_hash", "VARCHAR", "The input that must never come back, 32 hex digits."),
        Column("selector", "VARCHAR", "How it was asked for: 'path', 'article', 'source'.", nullable=False),
        Column("note", "VARCHAR", "Reason given."),
    ),
)

PUBLICATIONS = Table(
    "publications",
    "Snapshots published: what the live file must look like if nobody else touched it.",
    (
        Column("snapshot_no", "BIGINT", "1, 2, 3 ...", nullable=False),
        Column("batch_no", "UINTEGER", "Last commit it shows.", nullable=False),
        Column("run_id", "VARCHAR", "Last run it shows."),
        Column("built", "VARCHAR", "'full' or 'incremental'.", nullable=False),
        Column("published_at", "TIMESTAMP", "UTC without zone.", nullable=False),
        Column("seconds", "DOUBLE", "Time it took.", nullable=False),
        Column("byte_size", "BIGINT", "Size of the file.", nullable=False),
        Column("inode", "UBIGINT", "Inode of the file.", nullable=False),
        Column("mtime_ns", "BIGINT", "Modification time of the file.", nullable=False),
    ),
)

META = Table(
    "meta",
    "Facts about the store: 'store_id', and 'full_publish' when the next snapshot must be built in full.",
    (
        Column("key", "VARCHAR", "Name.", nullable=False),
        Column("value", "VARCHAR", "Value.", nullable=False),
    ),
)

MIGRATIONS = Table(
    "migrations",
    "Migrations applied to this store, with the checksum of each file.",
    (
        Column("version", "INTEGER", "Number of the file.", nullable=False),
        Column("name", "VARCHAR", "File name.", nullable=False),
        Column("checksum", "VARCHAR", "BLAKE2b-128 of the file, 32 hex digits.", nullable=False),
        Column("applied_at", "TIMESTAMP", "UTC without zone.", nullable=False),
    ),
)


PRIVATE_TABLES: tuple[Table, ...] = (
    CONTENTS,
    RAW,
    INBOX_FILES,
    LINE_EVIDENCE,
    BATCHES,
    FORGOTTEN,
    PUBLICATIONS,
    META,
    MIGRATIONS,
    *TABLES,
)

STORE_TABLES: tuple[Table, ...] = tuple(t for t in PUBLISHED_TABLES if t.name != "snapshot") + PRIVATE_TABLES

_INPUTS: dict[str, Table] = {table.name: table for table in STORE_TABLES} | {
    "blocks": BLOCK_SPANS,  # people know them by the name of the view
    CONTENTS_INPUT.name: CONTENTS_INPUT,
}


def input_table(name: str) -> Table:
    """The description of what a caller loads under `name`; KeyError when there is no such table."""
    return _INPUTS[name]


def arrow_schema(name: str) -> pa.Schema:
    """Arrow schema of the rows that a caller gives for table `name`, without what the writer fills in."""
    table = _INPUTS[name]
    return pa.schema(
        [
            pa.field(column.name, column.arrow_type())
            for column in table.columns
            if column.filled is Filled.CALLER
        ]
    )
