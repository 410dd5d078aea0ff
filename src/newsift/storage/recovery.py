"""Start-up: sweep what a dead process left, replay or set aside its WAL, mark its runs as aborted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import duckdb

from newsift.errors import InvariantError
from newsift.settings import StorageSettings
from newsift.storage.connection import connect, first_line, sql, translated
from newsift.storage.durable import set_aside, sweep, utc_now
from newsift.storage.paths import WarehousePaths

# The engine's ways to say that the log, not the file, is damaged (2.0 raises plain Error, 1.5 IOException).
_DAMAGED_LOG = ("replaying WAL", "Corrupt WAL", "WAL file", "wal file", "checkpoint iteration")


@dataclass(frozen=True, slots=True)
class RecoveryReport:
    """What was found and put right when the store was opened.

    Attributes:
        swept: Names of half-built or staged files that were removed.
        damaged_log: Where a log that could not be replayed was put; None normally.
        aborted_runs: Runs that had died, now marked "aborted".
        replayed: A log of a dead process was replayed.
    """

    swept: tuple[str, ...] = ()
    damaged_log: Path | None = None
    aborted_runs: tuple[str, ...] = ()
    replayed: bool = False

    @property
    def messages(self) -> tuple[str, ...]:
        """One plain sentence for each thing that a person may want to know."""
        found = []
        if self.damaged_log is not None:
            found.append(
                f"the store's log was damaged and could not be replayed; it is kept as {self.damaged_log}, "
                "and what it held is ingested again from the inbox"
            )
        elif self.replayed:
            found.append("replayed the log of a process that had died")
        found += [f"run {run_id} had died and is marked as aborted" for run_id in self.aborted_runs]
        if self.swept:
            found.append(f"removed {len(self.swept)} unfinished file(s) of dead runs")
        return tuple(found)


def sweep_strays(paths: WarehousePaths) -> tuple[str, ...]:
    """Remove half-built files, spilled data and staged batches. Call it with the lock held."""
    swept = []
    for folder in (paths.building, paths.spill, paths.staging, paths.rebuild):
        swept += sweep(folder)
        folder.mkdir(parents=True, exist_ok=True)
    return tuple(swept)


def open_recovered(
    paths: WarehousePaths, settings: StorageSettings
) -> tuple[duckdb.DuckDBPyConnection, Path | None, bool]:
    """Open the store's file, replaying its log or setting a damaged one aside.

    Returns:
        The connection, where a damaged log was put (or None), and whether a log was replayed.

    Raises:
        InvariantError: The file itself is damaged.
    """
    had_log = paths.wal.exists()
    try:
        return _open(paths, settings), None, had_log
    except duckdb.Error as error:
        if not (had_log and _blames_log(error)):
            _refuse(paths, error)
    aside = set_aside(paths.wal, paths.aside)
    try:
        return _open(paths, settings), aside, False
    except duckdb.Error as error:
        _refuse(paths, error)


def mark_dead_runs(con: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """Mark runs that never finished as aborted. With the lock held, no such run can be alive."""
    rows = con.execute(sql("mark_dead_runs"), [utc_now()]).fetchall()
    return tuple(sorted(str(row[0]) for row in rows))


def _open(paths: WarehousePaths, settings: StorageSettings) -> duckdb.DuckDBPyConnection:
    con = connect(paths.store, settings, spill=paths.spill)
    try:
        con.execute("SELECT count(*) FROM pipeline.meta").fetchall()  # reads the catalog and a block
    except duckdb.Error:
        con.close()
        raise
    return con


def _blames_log(error: duckdb.Error) -> bool:
    text = str(error)
    return any(phrase in text for phrase in _DAMAGED_LOG)


def _refuse(paths: WarehousePaths, error: duckdb.Error) -> NoReturn:
    """Raise the error that says what keeps the store from opening."""
    if "Could not set lock" in str(error) or isinstance(error, duckdb.OutOfMemoryException):
        with translated(f"open {paths.store}"):
            raise error
    raise InvariantError(
        f"the store {paths.store} cannot be opened: {first_line(error)}",
        remedy=f"Move {paths.state} aside (keep it) and run again: the inbox is ingested anew; "
        f"{paths.published.name} stays readable meanwhile",
    ) from error
