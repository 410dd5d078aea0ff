"""Every kind of bad input, all in one inbox, through one real run into a real DuckDB file."""

from __future__ import annotations

import os
import time
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import duckdb
import pytest
from bad_inputs import KINDS
from bad_kinds import CLEAN, Kind, story

from newsift.pipeline.run import ingest
from newsift.settings import load_settings

if TYPE_CHECKING:
    from pathlib import Path

    from newsift.models import RunSummary

pytestmark = pytest.mark.xdist_group("bad inputs")  # one run for all of them
GOOD = "good.txt"
SECONDS = 120  # far more than the 10 s it takes; a parser that hangs would need hours


class Outcome(NamedTuple):
    status: str
    reason: str | None
    detail: str | None


class Run(NamedTuple):
    summary: RunSummary
    files: dict[str, Outcome]
    quarantine: dict[str, dict[str, str]]
    seconds: float
    again: RunSummary


@pytest.fixture(scope="module")
def run(tmp_path_factory, project_root) -> Run:
    """One run over all kinds and one good file, and a second run that finds nothing new."""
    base = tmp_path_factory.mktemp("bad")
    inbox = base / "inbox"
    put(inbox / GOOD, story(99).encode())
    for kind in KINDS:
        put(inbox / kind.name / kind.file, kind.content)
    settings = load_settings(
        project_root / "config" / "newsift.toml", environ={}, overrides={"inputs": {"settle_seconds": 0}}
    )
    started = time.monotonic()
    summary = ingest(inbox, base / "warehouse", settings)
    seconds = time.monotonic() - started
    with duckdb.connect(summary.published_file, read_only=True) as connection:
        files = connection.sql("SELECT path, status, reason, detail FROM files").fetchall()
        quarantine = connection.sql(
            "SELECT path, stage, reason, error_class, error FROM quarantine"
        ).fetchall()
    return Run(
        summary,
        {path: Outcome(*outcome) for path, *outcome in files},
        {
            path: dict(zip(("stage", "reason", "class", "error"), row, strict=True))
            for path, *row in quarantine
        },
        seconds,
        ingest(inbox, base / "warehouse", settings),
    )


def put(path: Path, content) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if callable(content):
        content(path)
    else:
        path.write_bytes(content)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_each_kind_of_input_has_its_own_outcome(run: Run, kind: Kind):
    found = {path: outcome[:2] for path, outcome in run.files.items() if path.startswith(f"{kind.name}/")}
    if kind.expected:
        assert found == {f"{kind.name}/{kind.file}{part}": outcome for part, outcome in kind.expected.items()}
    else:  # the path is the point
        assert set(found.values()) == {("quarantined", "UNREADABLE_FOLDER")}


def test_the_good_file_among_them_is_clean(run: Run):
    assert run.files[GOOD][:2] == CLEAN


def test_there_are_at_least_sixty_kinds_and_their_names_differ():
    assert len({kind.name for kind in KINDS}) == len(KINDS) >= 60


def test_no_input_is_lost_and_none_counted_twice(run: Run):
    summary = run.summary
    assert summary.seen == summary.clean + summary.rejected + summary.quarantined + summary.skipped
    assert summary.seen == len(run.files) == sum(max(1, len(kind.expected)) for kind in KINDS) + 1
    statuses = Counter(outcome.status for outcome in run.files.values())
    assert statuses == {
        "clean": summary.clean,
        "rejected": summary.rejected,
        "quarantined": summary.quarantined,
    }
    assert sum(summary.quarantined_by_reason.values()) == summary.quarantined
    assert sum(summary.rejected_by_reason.values()) == summary.rejected


def test_every_refusal_names_its_file_stage_reason_and_remedy(run: Run):
    refused = {path for path, outcome in run.files.items() if outcome.status == "quarantined"}
    assert refused == run.quarantine.keys()
    for path, row in run.quarantine.items():
        assert row["stage"] in ("discover", "read", "decode", "parse", "clean")
        assert row["class"] == "DocumentError"
        assert row["reason"] == run.files[path].reason != "INTERNAL_ERROR"
        assert row["error"].startswith(path)
        assert len(row["error"]) < len(path) + 300


def test_one_bad_input_takes_no_time_from_the_others(run: Run):
    assert run.seconds < SECONDS


def test_a_second_run_refuses_nothing_anew(run: Run):
    assert run.again.status == "nothing-new"
    assert run.again.skipped == run.again.seen == run.summary.seen


def test_an_inbox_of_nothing_but_refusals_says_so(tmp_path, put, inbox, settings):
    put("a.txt", b"")
    os.mkfifo(inbox / "b.txt")
    summary = ingest(inbox, tmp_path / "warehouse", settings)
    assert (summary.status, summary.seen, summary.quarantined) == ("all-refused", 2, 2)


def test_an_input_that_takes_too_long_is_interrupted_and_the_others_are_done(put, inbox, tmp_path, settings):
    endless = "\n".join(f"{story(n % 900).splitlines()[1]} {n}" for n in range(45_000))
    put("endless.txt", endless.encode())
    put("good.txt", story(1).encode())
    impatient = settings.model_copy(
        update={"inputs": settings.inputs.model_copy(update={"seconds_per_record": 2.0})}
    )
    summary = ingest(inbox, tmp_path / "warehouse", impatient)
    assert (summary.seen, summary.clean, summary.quarantined_by_reason) == (2, 1, {"TOO_SLOW": 1})
    assert summary.seconds_by_stage["clean"] < 20
