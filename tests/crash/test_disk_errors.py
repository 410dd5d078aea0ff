"""A full or failing disk at any write: a clear message, a whole published file, a next run that completes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.crash.driver import ingest
from tests.crash.faults import Point, inject, inject_from, needs_strace, points_of, spread
from tests.crash.state import Export, export, problems_of_snapshot

DRIVER = str(Path(__file__).with_name("driver.py"))
COUNT, SIZE = 40, 20
FAILING = ("pwrite64", "write", "fsync", "fdatasync", "rename", "ftruncate", "sendfile", "mkdir")

pytestmark = needs_strace


def command(warehouse: Path) -> list[str]:
    return [sys.executable, DRIVER, str(warehouse), str(COUNT), str(SIZE)]


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Export:
    warehouse = tmp_path_factory.mktemp("reference")
    ingest(warehouse, COUNT, SIZE)
    return export(warehouse / "newsift.duckdb")


@pytest.fixture(scope="module")
def points(tmp_path_factory: pytest.TempPathFactory) -> list[Point]:
    folder = tmp_path_factory.mktemp("points")
    found = points_of(command(folder / "warehouse"), folder / "log")
    return [point for point in found if point.call in FAILING]


def withstands(points: list[Point], effect: str, folder: Path, reference: Export, *, lasting: bool) -> None:
    for point in points:
        warehouse = folder / str(point)
        done = (inject_from if lasting else inject)(command(warehouse), point, effect)
        moment = f"{effect} at {point}"
        if lasting and point.call == "write":
            assert done.returncode != 0, moment  # it can say nothing: its own stderr fails, too
        else:
            # It may carry on where the call did not matter; where it stops, it says what to do.
            assert done.returncode in (0, 5), f"{moment}: {done.returncode} {done.stderr[-2000:]}"
        if done.returncode == 5:
            assert "Error: " in done.stderr, moment
            assert "Traceback" not in done.stderr, moment
        assert problems_of_snapshot(warehouse / "newsift.duckdb") == [], moment
        ingest(warehouse, COUNT, SIZE)
        assert export(warehouse / "newsift.duckdb") == reference, moment


@pytest.mark.parametrize(
    ("effect", "lasting"),
    [("error=ENOSPC", True), ("error=EIO", False)],
    ids=["a disk that stays full", "one failed operation"],
)
def test_a_run_withstands(effect: str, lasting: bool, points: list[Point], reference: Export, tmp_path: Path):
    withstands(spread(points, 14), effect, tmp_path, reference, lasting=lasting)


@pytest.mark.stress
@pytest.mark.parametrize("lasting", [False, True])
@pytest.mark.parametrize("effect", ["error=ENOSPC", "error=EIO"])
def test_a_run_withstands_every_single_fault(
    effect: str, lasting: bool, points: list[Point], reference: Export, tmp_path: Path
):
    withstands(points, effect, tmp_path, reference, lasting=lasting)
