"""The doctor: every invariant of a warehouse checked, each finding with its remedy."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import duckdb

from newsift.errors import ConfigError, InvariantError, StoreBusyError, TransientError
from newsift.settings import StorageSettings
from newsift.storage.checks import CHECKS, Check
from newsift.storage.connection import count, first_line, scalar
from newsift.storage.paths import WarehousePaths
from newsift.storage.schema import PUBLISHED_TABLES, VIEWS
from newsift.storage.snapshot import reading
from newsift.storage.store import Store

Severity = Literal["error", "warning"]
_ERROR: Severity = "error"
_WARNING: Severity = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong.

    Attributes:
        check: The invariant, in words.
        severity: "error": data is wrong or missing; "warning": something to look at.
        message: What is wrong, with an example.
        remedy: What to do.
    """

    check: str
    severity: Severity
    message: str
    remedy: str


def doctor(warehouse: Path, settings: StorageSettings) -> tuple[Finding, ...]:
    """Check a warehouse: the private store (unless a run holds it) and the published file.

    Opening the store repairs what a dead run left, as every start does; beyond that nothing is changed.

    Raises:
        ConfigError: There is no warehouse in the folder.
    """
    paths = WarehousePaths(warehouse)
    paths.require_folder()
    if not paths.store.is_file() and not paths.published.is_file():
        raise ConfigError(f"there is no warehouse in {warehouse}", remedy="Check --warehouse")
    if not paths.store.is_file():
        lost = Finding(
            "the private store is there",
            "error",
            f"{paths.store} is missing",
            "Run newsift run: the inbox is ingested anew; the published file is kept aside",
        )
        return (lost, *_of_published(paths, None))
    try:
        with Store.open(warehouse, settings) as store:
            found = [Finding("a clean start", "warning", m, "Nothing to do") for m in store.recovery.messages]
            found += _run_checks(store.connection, CHECKS, "store")
            found += _of_files(paths)
            return (*found, *_of_published(paths, store.connection))
    except StoreBusyError as error:
        busy = Finding(
            "the private store", "warning", f"not checked: {error.message}", "Run doctor again later"
        )
        return (busy, *_of_published(paths, None))
    except InvariantError as error:
        damaged = Finding("the private store opens", "error", error.message, error.remedy)
        return (damaged, *_of_published(paths, None))


def _run_checks(con: duckdb.DuckDBPyConnection, checks: tuple[Check, ...], where: str) -> list[Finding]:
    findings = []
    for check in checks:
        try:
            rows = con.execute(
                f"SELECT count(*), min(example) FROM ({check.query}) AS violations(example)"
            ).fetchall()
        except duckdb.Error as error:
            message = f"{where}: cannot be checked: {first_line(error)}"
            remedy = "The file is damaged or of another version; run newsift migrate --check"
            findings.append(Finding(check.name, "error", message, remedy))
            continue
        violations, example = rows[0]
        if violations:
            findings.append(
                Finding(
                    check.name,
                    "error",
                    f"{where}: {violations} violation(s), such as {example}",
                    check.remedy,
                )
            )
    return findings


def _of_files(paths: WarehousePaths) -> list[Finding]:
    """Files that a person should judge."""
    kept = sorted(paths.aside.iterdir()) if paths.aside.is_dir() else []
    return [
        Finding(
            "nothing was set aside",
            "warning",
            f"{entry} was set aside because it could not be used ({entry.stat().st_size} bytes)",
            "Delete it when it is not needed for an inquiry",
        )
        for entry in kept
    ]


def _of_published(paths: WarehousePaths, store: duckdb.DuckDBPyConnection | None) -> list[Finding]:
    published = paths.published
    if not published.is_file():
        return [Finding("a published file", "warning", f"{published} does not exist yet", "Run newsift run")]
    findings = []
    mode = stat.S_IMODE(published.stat().st_mode)
    if mode & 0o222:
        findings.append(
            Finding(
                "the published file is read-only",
                "warning",
                f"its mode is {mode:o}",
                f"chmod 444 {published}",
            )
        )
    try:
        with reading(published) as con:
            findings += _run_checks(con, tuple(c for c in CHECKS if c.published), "published file")
            findings += _of_catalog(con)
            findings += [] if store is None else _freshness(con, store)
    except (InvariantError, TransientError) as error:
        remedy = "Run newsift run: it builds a new one from the store and keeps this one aside"
        findings.append(Finding("the published file opens", "error", error.message, remedy))
    return findings


def _of_catalog(con: duckdb.DuckDBPyConnection) -> list[Finding]:
    """The published file is of the shape that is documented."""
    expected = {
        *((table.name, c.name) for table in PUBLISHED_TABLES for c in table.published_columns()),
        *((view.name, c.name) for view in VIEWS for c in view.columns),
    }
    real = set(
        con.execute(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = 'main' "
            "AND NOT internal AND coalesce(comment, '') <> ''"
        ).fetchall()
    )
    rebuild = "Run newsift run with a full publication (newsift publish --full)"
    findings = []
    if missing := sorted(".".join(pair) for pair in expected - real):
        findings.append(
            Finding("every column is there and described", "error", f"not so: {missing}", rebuild)
        )
    if indexes := count(con, "SELECT count(*) FROM duckdb_indexes()"):
        findings.append(Finding("no index in the published file", "warning", f"{indexes} found", rebuild))
    return findings


def _freshness(con: duckdb.DuckDBPyConnection, store: duckdb.DuckDBPyConnection) -> list[Finding]:
    shown = con.execute("SELECT store_id, batch_no FROM snapshot").fetchall()
    store_id = scalar(store, "SELECT value FROM pipeline.meta WHERE key = 'store_id'")
    last = count(store, "SELECT coalesce(max(batch_no), 0) FROM pipeline.batches")
    if [row[0] for row in shown] != [store_id]:
        message, severity = "it was made from another store", _ERROR
    elif shown[0][1] < last:
        message, severity = f"it shows commit {shown[0][1]}, the store is at {last}", _WARNING
    else:
        return []
    remedy = "Run newsift run: it publishes the store's state"
    return [Finding("the published file shows the store", severity, message, remedy)]
