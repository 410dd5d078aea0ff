"""kill -9 at the run's own write-side calls and at random moments: nothing lost, twice or torn."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

import pytest

from tests.crash.driver import ingest
from tests.crash.faults import Point, inject, needs_strace, points_of, spread
from tests.crash.state import Export, export, problems_of_snapshot

DRIVER = str(Path(__file__).with_name("driver.py"))
COUNT, SIZE = 40, 20
SLICES = 4


def command(warehouse: Path) -> list[str]:
    return [sys.executable, DRIVER, str(warehouse), str(COUNT), str(SIZE)]


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Export:
    """The export of one clean run."""
    warehouse = tmp_path_factory.mktemp("reference")
    ingest(warehouse, COUNT, SIZE)
    return export(warehouse / "newsift.duckdb")


@pytest.fixture(scope="module")
def points(tmp_path_factory: pytest.TempPathFactory) -> list[Point]:
    folder = tmp_path_factory.mktemp("points")
    return points_of(command(folder / "warehouse"), folder / "log")


def survives(warehouse: Path, reference: Export, moment: str) -> None:
    """The live file is whole now; the next run completes and gives what one clean run gives."""
    published = warehouse / "newsift.duckdb"
    assert problems_of_snapshot(published) == [], f"after the kill at {moment}"
    ingest(warehouse, COUNT, SIZE)
    assert problems_of_snapshot(published) == [], f"after recovering from {moment}"
    assert export(published) == reference, f"after recovering from {moment}"


def kill_at(points: list[Point], folder: Path, reference: Export) -> None:
    for point in points:
        warehouse = folder / str(point)
        killed = inject(command(warehouse), point, "signal=SIGKILL")
        # A call that races with nothing is always reached; the exit code says that it was.
        assert killed.returncode in (-signal.SIGKILL, 128 + signal.SIGKILL), f"{point}: {killed.stderr}"
        survives(warehouse, reference, str(point))


@needs_strace
@pytest.mark.parametrize("part", range(SLICES))
def test_a_run_killed_at_any_of_its_writes_leaves_nothing_lost_or_twice(
    part: int, points: list[Point], reference: Export, tmp_path: Path
):
    chosen = spread(points, 44)
    assert len(chosen) >= 40
    kill_at(chosen[part::SLICES], tmp_path, reference)


@needs_strace
@pytest.mark.stress
@pytest.mark.parametrize("part", range(8))
def test_a_run_killed_at_every_one_of_its_writes_leaves_nothing_lost_or_twice(
    part: int, points: list[Point], reference: Export, tmp_path: Path
):
    kill_at(points[part::8], tmp_path, reference)


def random_kills(wanted: int, seed: int, folder: Path, reference: Export) -> None:
    """Fork runs and kill each after a random time until `wanted` of them died of it; recover every one."""
    chance = random.Random(seed)
    began = time.monotonic()
    wait_for(fork_run(folder / "clean"))
    length = time.monotonic() - began
    died = trial = 0
    while died < wanted:
        trial += 1
        assert trial <= 4 * wanted, f"only {died} of {trial} kills hit a living run"
        warehouse = folder / str(trial)
        child = fork_run(warehouse)
        delay = chance.uniform(0, length)
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
        if os.WIFSIGNALED(os.waitpid(child, 0)[1]):
            died += 1
            survives(warehouse, reference, f"{delay:.3f} s in trial {trial}")
        else:
            length *= 0.9  # the machine is quicker now than it was for the clean run


def fork_run(warehouse: Path) -> int:
    """A run in a child of this process: everything is imported already, so that many fit into a test."""
    child = os.fork()
    if child == 0:
        try:
            ingest(warehouse, COUNT, SIZE)
        finally:
            os._exit(0)
    return child


def wait_for(child: int) -> None:
    assert os.waitpid(child, 0)[1] == 0


@pytest.mark.parametrize("seed", range(4))
def test_a_run_killed_at_random_moments_leaves_nothing_lost_or_twice(
    seed: int, reference: Export, tmp_path: Path
):
    random_kills(25, seed, tmp_path, reference)


@pytest.mark.stress
@pytest.mark.parametrize("seed", range(100, 110))
def test_a_run_killed_at_a_thousand_random_moments(seed: int, reference: Export, tmp_path: Path):
    random_kills(100, seed, tmp_path, reference)
