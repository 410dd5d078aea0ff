"""Bytes per article of a published file, table by table, as in a large warehouse.

    python benchmarks/storage_size.py WAREHOUSE/newsift.duckdb [COPIES]

Small files are mostly unfilled blocks, so every table is written COPIES times (24) into a file of its own,
with other ids, and its size divided by the articles. `article_search` is told apart: a setting turns it off.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import duckdb

from newsift.storage.connection import PUBLISHED_STORAGE_VERSION
from newsift.storage.schema import PUBLISHED_TABLES
from newsift.storage.table import Column, Table

IDS = {"article_id", "parent_id", "cluster_id", "content_hash", "canonical_id", "matched_id", "left_id",
       "right_id", "other_id", "replaces"}  # fmt: skip
NAMES = {"path", "url", "title"}


def other(column: Column) -> str:
    """The column's value, different in each copy where the real one would be."""
    if column.name in IDS:
        return f"substr(md5({column.name} || n), 1, length({column.name}))"
    return f"{column.name} || n" if column.name in NAMES else column.name


def bytes_of(con: duckdb.DuckDBPyConnection, table: Table, copies: int, folder: Path) -> int:
    file = folder / f"{table.name}.duckdb"
    con.execute(f"ATTACH '{file}' AS copy (STORAGE_VERSION '{PUBLISHED_STORAGE_VERSION}')")
    con.execute(table.create(catalog="copy", published=True))
    values = ", ".join(other(column) for column in table.published_columns())
    con.execute(
        f"INSERT INTO copy.main.{table.name} SELECT {values} FROM s.{table.name}, range({copies}) r(n)"
    )
    con.execute("CHECKPOINT copy")
    con.execute("DETACH copy")
    return file.stat().st_size


def main() -> None:
    source, copies = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 24
    con = duckdb.connect(config={"threads": 1})
    con.execute(f"ATTACH '{source}' AS s (READ_ONLY)")
    articles, body = con.execute("SELECT count(*), avg(strlen(body)) FROM s.articles").fetchall()[0]
    print(f"{articles} articles, {body:.0f} bytes of body each, {copies} copies")
    total = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for table in PUBLISHED_TABLES:
            size = bytes_of(con, table, copies, Path(folder)) / articles / copies
            total += 0 if table.name == "article_search" else size
            print(f"{table.name:16} {size:8.1f} bytes per article")
    print(f"{'without search':16} {total:8.1f} bytes per article = {total / body:.2f} of the body")
    print(f"{'for 3 KB':16} {total / body * 3072:8.1f} bytes (in proportion)")


if __name__ == "__main__":
    main()
