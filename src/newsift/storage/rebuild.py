"""Whole-file work on the store: compaction, and putting a rebuilt store in its place."""

from __future__ import annotations

from pathlib import Path

import duckdb

from newsift.errors import InvariantError
from newsift.settings import StorageSettings
from newsift.storage.connection import connect, count, sql
from newsift.storage.durable import fsync_folder, move_into_place
from newsift.storage.paths import WarehousePaths
from newsift.storage.private_schema import STORE_TABLES


def compact(paths: WarehousePaths, settings: StorageSettings) -> None:
    """Rewrite the closed store without its free blocks: what was deleted is gone from the disk, too.

    Raises:
        InvariantError: The copy does not hold what the store holds; the store stays as it was.
    """
    built = paths.building / "compacted.duckdb"
    built.unlink(missing_ok=True)
    con = connect(Path(":memory:"), settings, spill=paths.spill)
    try:
        con.execute(f"ATTACH '{_quoted(paths.store)}' AS old_store")
        con.execute(f"ATTACH '{_quoted(built)}' AS new_store")
        con.execute("COPY FROM DATABASE old_store TO new_store")
        for table in STORE_TABLES:
            before, after = (
                count(con, f"SELECT count(*) FROM {place}.{table.qualified}")
                for place in ("old_store", "new_store")
            )
            if before != after:
                raise InvariantError(f"compaction kept {after} of {before} rows of {table.name}; not used")
        con.execute("CHECKPOINT new_store")
        con.execute("CHECKPOINT old_store")
    finally:
        con.close()
    move_into_place(built, paths.store)


def carry_over(con: duckdb.DuckDBPyConnection, old_store: Path) -> None:
    """Bring into a rebuilt store (the connection's own) what only the old one knows.

    Runs, tombstones, refused inputs without kept bytes, known inbox files, publications and the store's
    identity. The next snapshot is built in full.
    """
    con.execute(f"ATTACH '{_quoted(old_store)}' AS old_store (READ_ONLY)")
    try:
        con.begin()
        for statement in sql("carry_over").split(";"):
            if statement.strip():
                con.execute(statement)
        con.commit()
        con.execute("CHECKPOINT")
    finally:
        con.execute("DETACH old_store")


def put_in_place(rebuilt: Path, paths: WarehousePaths) -> None:
    """Move a rebuilt, closed store file over the store; the old file stays in `before-rebuild`."""
    paths.before_rebuild.mkdir(parents=True, exist_ok=True)
    kept = paths.before_rebuild / paths.store.name
    kept.unlink(missing_ok=True)
    kept.hardlink_to(paths.store)
    fsync_folder(paths.before_rebuild)
    move_into_place(rebuilt, paths.store)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
