"""The rows of `runs`."""

from __future__ import annotations

import secrets

import duckdb

from newsift.models import RunSummary
from newsift.storage.connection import sql
from newsift.storage.durable import utc_now


def new_run_id() -> str:
    """UTC time to the millisecond and 4 random hex digits: sorts by time, differs between machines."""
    now = utc_now()
    return f"{now:%Y%m%dT%H%M%S}{now.microsecond // 1000:03d}-{secrets.token_hex(2)}"


def insert_run(
    con: duckdb.DuckDBPyConnection,
    run_id: str,
    *,
    inbox: str,
    label: str,
    code_version: str,
    settings_hash: str,
    rules_hash: str,
) -> None:
    """Add the row of a run that begins."""
    con.execute(
        "INSERT INTO main.runs "
        "(run_id, started_at, status, inbox, label, code_version, settings_hash, rules_hash) "
        "VALUES (?, ?, 'running', ?, nullif(?, ''), ?, ?, ?)",
        [run_id, utc_now(), inbox, label, code_version, settings_hash, rules_hash],
    )


def complete_run(con: duckdb.DuckDBPyConnection, summary: RunSummary) -> None:
    """Fill in the row of a run that ended well."""
    con.execute(
        sql("complete_run"),
        {
            "run_id": summary.run_id,
            "status": summary.status,
            "finished_at": summary.finished_at,
            "seen": summary.seen,
            "clean": summary.clean,
            "rejected": summary.rejected,
            "quarantined": summary.quarantined,
            "skipped": summary.skipped,
            "embedded": summary.embedded,
            "copies": summary.copies,
            "stories": summary.stories,
            "articles": summary.articles,
            "warnings": list(summary.warnings),
            **_map("rejected", summary.rejected_by_reason),
            **_map("quarantined", summary.quarantined_by_reason),
            **_map("duplicates", summary.duplicates_by_relation),
            **_map("seconds", summary.seconds_by_stage),
        },
    )


def fail_run(con: duckdb.DuckDBPyConnection, run_id: str, error: str) -> None:
    """Close the row of a run that an error stopped."""
    con.execute(
        "UPDATE main.runs SET status = 'failed', finished_at = ?, error = ? "
        "WHERE run_id = ? AND status = 'running'",
        [utc_now(), error, run_id],
    )


def _map(name: str, values: dict[str, int] | dict[str, float]) -> dict[str, object]:
    keys = sorted(values)
    return {f"{name}_keys": keys, f"{name}_values": [values[key] for key in keys]}
