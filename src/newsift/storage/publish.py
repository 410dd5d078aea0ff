"""Publishing: the snapshot that people query is built beside its place, checked and moved over it whole."""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

from newsift import __version__
from newsift.errors import InvariantError
from newsift.settings import StorageSettings
from newsift.storage.catalog import comment_published_tables, create_published_tables, create_views_and_macros
from newsift.storage.connection import PUBLISHED_STORAGE_VERSION, connect, count, scalar, sql, translated
from newsift.storage.connection import SNAPSHOT_CATALOG as _CATALOG
from newsift.storage.durable import fsync_folder, move_into_place, set_aside, utc_now
from newsift.storage.paths import WarehousePaths
from newsift.storage.schema import PUBLISHED_TABLES
from newsift.storage.table import Table

_APPENDED = (
    "articles",
    "block_spans",
    "files",
    "article_search",
    "pairs",
    "cluster_events",
)  # grow only, batch by batch
_REPLACED = ("duplicates", "quarantine", "runs")  # small, and their rows change
_MEGABYTE = 1 << 20


class _NotOursError(Exception):
    """The live file is not a snapshot of this store."""


@dataclass(frozen=True, slots=True)
class State:
    """What a snapshot of the store must show."""

    store_id: str
    batch_no: int
    run_id: str | None
    schema_version: int
    rows: dict[str, int]


@dataclass(frozen=True, slots=True)
class Base:
    """The last snapshot, when the next one can be built on it."""

    batch_no: int
    rebuilt_at: datetime


def publish(
    con: duckdb.DuckDBPyConnection, paths: WarehousePaths, settings: StorageSettings, *, full: bool
) -> Path:
    """Bring the published file up to the store's committed state.

    Args:
        con: The store's connection, outside a transaction.
        full: Build it anew even where the last snapshot could be continued.

    Returns:
        The published file. It is left alone when it already shows this state.

    Raises:
        TransientError: The disk failed; the published file is as it was.
        InvariantError: The snapshot does not show what the store holds; it is not published.
    """
    begun = time.monotonic()
    with translated("publish a snapshot"):
        con.execute("CHECKPOINT")
        state = _state(con)
        if not full and _is_current(con, paths, settings, state):
            return paths.published
        number = count(con, "SELECT coalesce(max(snapshot_no), 0) + 1 FROM pipeline.publications")
        built = paths.building / "snapshot.duckdb"
        for stray in (built, built.with_name(built.name + ".wal")):
            stray.unlink(missing_ok=True)
        must_rebuild = full or _asked_for_full(con)
        base = None if must_rebuild else _copy_base(con, paths, settings, state, built)
        kind = "full" if base is None else "incremental"
        now = utc_now()
        rebuilt_at = now if base is None else base.rebuilt_at
        _fill(con, built, base, [
            number, state.run_id, now, kind, rebuilt_at, state.rows["articles"], state.rows["files"],
            state.batch_no, state.store_id, state.schema_version, __version__,
        ])  # fmt: skip
        _finish(built, paths, settings, state, new=base is None)
        _replace_published(built, paths, settings, number)
        seen = paths.published.stat()
        con.execute(
            "INSERT INTO pipeline.publications VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                number, state.batch_no, state.run_id, kind, now, round(time.monotonic() - begun, 3),
                seen.st_size, seen.st_ino, seen.st_mtime_ns,
            ],
        )  # fmt: skip
        if base is None:
            con.execute("DELETE FROM pipeline.meta WHERE key = 'full_publish'")
        con.execute("CHECKPOINT")
    return paths.published


def _state(con: duckdb.DuckDBPyConnection) -> State:
    run_id = scalar(con, "SELECT max(run_id) FROM main.runs")
    return State(
        store_id=str(scalar(con, "SELECT value FROM pipeline.meta WHERE key = 'store_id'")),
        batch_no=count(con, "SELECT coalesce(max(batch_no), 0) FROM pipeline.batches"),
        run_id=None if run_id is None else str(run_id),
        schema_version=count(con, "SELECT max(version) FROM pipeline.migrations"),
        rows={name: count(con, f"SELECT count(*) FROM main.{name}") for name in (*_APPENDED, *_REPLACED)},
    )


def _asked_for_full(con: duckdb.DuckDBPyConnection) -> bool:
    return count(con, "SELECT count(*) FROM pipeline.meta WHERE key = 'full_publish'") > 0


def _is_current(
    con: duckdb.DuckDBPyConnection, paths: WarehousePaths, settings: StorageSettings, state: State
) -> bool:
    """Whether the live file shows this state already, or all but the row of a run without news."""
    rows = con.execute(
        "SELECT batch_no, run_id, byte_size, inode, mtime_ns FROM pipeline.publications "
        "ORDER BY snapshot_no DESC LIMIT 1"
    ).fetchall()
    if not rows or _asked_for_full(con) or not paths.published.exists():
        return False
    batch_no, run_id, byte_size, inode, mtime_ns = rows[0]
    live = paths.published.stat()
    untouched = (live.st_size, live.st_ino, live.st_mtime_ns) == (byte_size, inode, mtime_ns)
    if not untouched or batch_no != state.batch_no:
        return False
    return bool(run_id == state.run_id or live.st_size > settings.idle_publish_mb * _MEGABYTE)


def _copy_base(
    con: duckdb.DuckDBPyConnection,
    paths: WarehousePaths,
    settings: StorageSettings,
    state: State,
    built: Path,
) -> Base | None:
    """Copy the live file to `built` and attach it there, unless a full build is needed."""
    if not paths.published.exists():
        return None
    shutil.copyfile(paths.published, built)
    built.chmod(0o600)
    try:
        base = _read_base(con, built, settings, state)
    except (duckdb.Error, _NotOursError):
        base = None  # a damaged one, or another store's: build anew, keep the old one aside
        _set_aside_link(paths)
    if base is None:
        built.unlink(missing_ok=True)
    return base


def _set_aside_link(paths: WarehousePaths) -> None:
    """Keep the live file under `aside/` before a build that does not continue it."""
    link = paths.building / paths.published.name
    link.unlink(missing_ok=True)
    link.hardlink_to(paths.published)
    set_aside(link, paths.aside)


def _read_base(
    con: duckdb.DuckDBPyConnection, built: Path, settings: StorageSettings, state: State
) -> Base | None:
    con.execute(f"ATTACH '{_quoted(built)}' AS {_CATALOG}")
    try:
        rows = con.execute(
            f"SELECT store_id, schema_version, batch_no, rebuilt_at FROM {_CATALOG}.main.snapshot"
        ).fetchall()
        free = con.execute(
            "SELECT free_blocks / greatest(total_blocks, 1) FROM pragma_database_size() "
            f"WHERE database_name = '{_CATALOG}'"
        ).fetchall()[0][0]
    finally:
        con.execute(f"DETACH {_CATALOG}")
    if len(rows) != 1 or rows[0][0] != state.store_id:
        raise _NotOursError
    _, schema_version, batch_no, rebuilt_at = rows[0]
    if schema_version != state.schema_version or batch_no > state.batch_no:
        return None
    too_old = utc_now() - rebuilt_at > timedelta(days=settings.full_publish_days)
    return None if too_old or free > settings.full_publish_bloat else Base(batch_no, rebuilt_at)


def _fill(con: duckdb.DuckDBPyConnection, built: Path, base: Base | None, snapshot_row: list[object]) -> None:
    """Write the rows of the new snapshot: all of them, or what is newer than `base`."""
    version = f" (STORAGE_VERSION '{PUBLISHED_STORAGE_VERSION}')" if base is None else ""
    con.execute(f"ATTACH '{_quoted(built)}' AS {_CATALOG}{version}")
    try:
        con.begin()
        try:
            if base is None:
                create_published_tables(con, _CATALOG)
            else:
                _update_reclustered(con, base)
            for table in PUBLISHED_TABLES:
                if table.name in _APPENDED:
                    _append(con, table, None if base is None else base.batch_no)
                elif table.name in _REPLACED:
                    con.execute(f"DELETE FROM {_CATALOG}.main.{table.name}")
                    _append(con, table, None)
            con.execute(f"DELETE FROM {_CATALOG}.main.snapshot")
            places = ", ".join("?" * len(snapshot_row))
            con.execute(f"INSERT INTO {_CATALOG}.main.snapshot VALUES ({places})", snapshot_row)
            con.commit()
        except BaseException:
            con.rollback()
            raise
        con.execute(f"CHECKPOINT {_CATALOG}")
    finally:
        con.execute(f"DETACH {_CATALOG}")


def _append(con: duckdb.DuckDBPyConnection, table: Table, after_batch: int | None) -> None:
    names = ", ".join(column.name for column in table.published_columns())
    newer = "" if after_batch is None else f" WHERE batch_no > {after_batch:d}"
    con.execute(
        f"INSERT INTO {_CATALOG}.main.{table.name} ({names}) SELECT {names} FROM main.{table.name}{newer}"
    )


def _update_reclustered(con: duckdb.DuckDBPyConnection, base: Base) -> None:
    changed = count(
        con,
        "SELECT coalesce(sum(reclustered), 0)::BIGINT FROM pipeline.batches WHERE batch_no > ?",
        [base.batch_no],
    )
    if changed:
        con.execute(sql("publish_reclustered").format(catalog=_CATALOG))


def _finish(
    built: Path, paths: WarehousePaths, settings: StorageSettings, state: State, *, new: bool
) -> None:
    """Add views, macros and comments to a new snapshot, and check every snapshot before anybody sees it."""
    con = connect(built, settings, spill=paths.spill)
    try:
        if new:
            con.begin()  # one flush, not one a statement
            comment_published_tables(con)
            create_views_and_macros(con)
            con.commit()
        con.execute("CHECKPOINT")
        for name, rows in state.rows.items():
            published = count(con, f"SELECT count(*) FROM main.{name}")
            if published != rows:
                raise InvariantError(
                    f"the snapshot shows {published} rows of {name}, the store has {rows}; not published"
                )
        if scalar(con, "SELECT run_id FROM main.snapshot") != state.run_id:
            raise InvariantError("the snapshot does not show the last run; it is not published")
    finally:
        con.close()
    log = built.with_name(built.name + ".wal")
    if log.exists():
        raise InvariantError(f"the snapshot was closed with an unfinished log {log}; it is not published")


def _replace_published(built: Path, paths: WarehousePaths, settings: StorageSettings, number: int) -> None:
    """Make the snapshot read-only, move it over the live file and keep the last few as hard links."""
    built.chmod(0o444)
    move_into_place(built, paths.published)
    paths.snapshots.mkdir(exist_ok=True)
    link = paths.snapshots / f"newsift-{number:08d}.duckdb"
    link.unlink(missing_ok=True)
    os.link(paths.published, link)
    keep_snapshots(paths, settings.keep_snapshots)


def keep_snapshots(paths: WarehousePaths, number: int) -> None:
    """Remove all but the last `number` hard links."""
    kept = sorted(paths.snapshots.glob("newsift-*.duckdb"))
    for old in kept[:-number]:
        old.unlink()
    fsync_folder(paths.snapshots)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
