"""Row groups of the store: large batches leave theirs as they fall, publishing merges them.

DuckDB merges the small row groups that batches leave behind at the checkpoint of a later batch. It does so
again and again as they grow, and one batch of 10,000 articles then pays for 100,000 older ones (measured at
a million articles: 0.6 s without, up to 3.8 s with merging). Small batches go on so: each row group takes
256 KB in the file. A large batch puts the merging off until the next snapshot is out.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import duckdb

from newsift.storage.connection import count
from newsift.storage.private_schema import STORE_TABLES
from newsift.storage.table import quote

LARGE_BATCH = 5_000  # contents
_FULL = 122_880  # rows of a full row group, DuckDB's default
_SPARE = 8  # row groups of a table above the fewest possible that are not worth a merge


@contextlib.contextmanager
def left_unmerged(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Checkpoints inside the block write what is new and merge nothing."""
    con.execute("SET max_vacuum_tasks = 0")
    try:
        yield
    finally:
        with contextlib.suppress(duckdb.Error):  # an engine that has stopped needs no setting
            con.execute("RESET max_vacuum_tasks")


def merge(con: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """Merge the row groups of tables that have many small ones; outside a transaction.

    Returns:
        The names of the tables.
    """
    scattered = [table for table in STORE_TABLES if _groups_to_spare(con, table.qualified) > _SPARE]
    for table in scattered:
        # A checkpoint passes over tables without changes; the same comment again is a change.
        con.execute(f"COMMENT ON TABLE {table.qualified} IS {quote(table.comment)}")
    if scattered:
        con.execute("CHECKPOINT")
    return tuple(table.name for table in scattered)


def _groups_to_spare(con: duckdb.DuckDBPyConnection, table: str) -> int:
    groups = count(con, f"SELECT count(DISTINCT row_group_id) FROM pragma_storage_info('{table}')")
    return groups - -(-count(con, f"SELECT count(*) FROM {table}") // _FULL)
