"""A full or failing disk at any write: a clear message, a whole published file, a next run that completes."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.crash.faults import Point, inject, needs_strace, spread
from tests.crash.runs import newsift_run
from tests.crash.state import Export, export, problems_of_snapshot

FAILING = ("pwrite64", "write", "fsync", "fdatasync", "rename", "ftruncate", "sendfile", "mkdir")
DONE, TRANSIENT, INVARIANT = 0, 5, 70

pytestmark = needs_strace


def withstands(
    points: list[Point], effect: str, inbox: Path, folder: Path, reference: Export, *, lasting: bool
) -> None:
    for point in points:
        warehouse = folder / str(point)
        run = partial(newsift_run, inbox, warehouse)
        ended = inject(run, folder / "said", point, effect, lasting=lasting)
        moment = f"{effect} at {point}: {ended}"
        if lasting and point.call == "write" and ended.hit:
            assert ended.code != DONE, moment  # it can say nothing: its own stderr fails, too
        else:
            # It may carry on where the call did not matter; where it stops, it says what to do.
            assert ended.code in (DONE, TRANSIENT, INVARIANT), moment
            assert "Traceback" not in ended.stderr, moment
            if ended.code != DONE:
                assert "newsift: " in ended.stderr, moment
        assert problems_of_snapshot(warehouse / "newsift.duckdb") == [], moment
        assert newsift_run(inbox, warehouse) == DONE, moment
        assert export(warehouse / "newsift.duckdb") == reference, moment


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("effect", "lasting"),
    [("error=ENOSPC", True), ("error=EIO", False)],
    ids=["a disk that stays full", "one failed operation"],
)
def test_a_run_withstands(
    effect: str, lasting: bool, points: list[Point], crash_inbox: Path, reference: Export, tmp_path: Path
):
    chosen = spread([point for point in points if point.call in FAILING], 12)
    withstands(chosen, effect, crash_inbox, tmp_path, reference, lasting=lasting)


@pytest.mark.stress
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("lasting", [False, True])
@pytest.mark.parametrize("effect", ["error=ENOSPC", "error=EIO"])
def test_a_run_withstands_every_single_fault(
    effect: str, lasting: bool, points: list[Point], crash_inbox: Path, reference: Export, tmp_path: Path
):
    chosen = [point for point in points if point.call in FAILING]
    withstands(chosen, effect, crash_inbox, tmp_path, reference, lasting=lasting)
