"""kill -9 at the run's own write-side calls and at random moments: nothing lost, twice or torn."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.crash.driver import ingest
from tests.crash.faults import Point, inject, needs_strace, spread
from tests.crash.runs import fork_run, newsift_run
from tests.crash.state import Export, export, problems_of_snapshot

SLICES = 4
COUNT, SIZE = 40, 20
Check = Callable[[Path, str], None]


def survives(inbox: Path, warehouse: Path, reference: Export, moment: str) -> None:
    """The live file is whole now; the next run completes and gives what one clean run gives."""
    published = warehouse / "newsift.duckdb"
    assert problems_of_snapshot(published) == [], f"after the kill at {moment}"
    assert newsift_run(inbox, warehouse) == 0, f"after the kill at {moment}"
    assert problems_of_snapshot(published) == [], f"after recovering from {moment}"
    assert export(published) == reference, f"after recovering from {moment}"


def kill_at(points: list[Point], inbox: Path, folder: Path, reference: Export) -> None:
    reached = 0
    for point in points:
        warehouse = folder / str(point)
        killed = inject(partial(newsift_run, inbox, warehouse), folder / "said", point, "signal=SIGKILL")
        assert killed.code in (-signal.SIGKILL, 0), f"{point}: {killed}"
        reached += killed.code != 0
        survives(inbox, warehouse, reference, str(point))
    # How often a run writes its progress varies, so the last few calls of a kind may not come.
    assert reached >= 0.9 * len(points), f"only {reached} of {len(points)} calls were reached"


@needs_strace
@pytest.mark.timeout(600)
@pytest.mark.parametrize("part", range(SLICES))
def test_a_run_killed_at_any_of_its_writes_leaves_nothing_lost_or_twice(
    part: int, points: list[Point], crash_inbox: Path, reference: Export, tmp_path: Path
):
    chosen = spread(points, 40)
    assert len(chosen) >= 40
    kill_at(chosen[part::SLICES], crash_inbox, tmp_path, reference)


@needs_strace
@pytest.mark.stress
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("part", range(8))
def test_a_run_killed_at_every_one_of_its_writes_leaves_nothing_lost_or_twice(
    part: int, points: list[Point], crash_inbox: Path, reference: Export, tmp_path: Path
):
    kill_at(points[part::8], crash_inbox, tmp_path, reference)


def random_kills(wanted: int, seed: int, run: Callable[[Path], int], check: Check, folder: Path) -> None:
    """Fork runs and kill each after a random time until `wanted` of them died of it; check every one."""
    chance = random.Random(seed)
    began = time.monotonic()
    assert os.waitpid(fork_run(run, folder / "clean"), 0)[1] == 0
    length = time.monotonic() - began
    died = trial = 0
    while died < wanted:
        trial += 1
        assert trial <= 4 * wanted, f"only {died} of {trial} kills hit a living run"
        warehouse = folder / str(trial)
        child = fork_run(run, warehouse)
        delay = chance.uniform(0, length)
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
        if os.WIFSIGNALED(os.waitpid(child, 0)[1]):
            died += 1
            check(warehouse, f"{delay:.3f} s in trial {trial}")
        else:
            length *= 0.9  # the machine is quicker now than it was for the clean run


def pipeline_kills(wanted: int, seed: int, inbox: Path, folder: Path, reference: Export) -> None:
    def check(warehouse: Path, moment: str) -> None:
        survives(inbox, warehouse, reference, moment)

    random_kills(wanted, seed, partial(newsift_run, inbox), check, folder)


def store_kills(wanted: int, seed: int, folder: Path) -> None:
    """The same with the store alone: no time passes in cleaning, so nearly every kill hits a write."""
    ingest(folder / "reference", COUNT, SIZE)
    expected = export(folder / "reference" / "newsift.duckdb")

    def run(warehouse: Path) -> int:
        ingest(warehouse, COUNT, SIZE)
        return 0

    def check(warehouse: Path, moment: str) -> None:
        assert problems_of_snapshot(warehouse / "newsift.duckdb") == [], moment
        ingest(warehouse, COUNT, SIZE)
        assert problems_of_snapshot(warehouse / "newsift.duckdb") == [], moment
        assert export(warehouse / "newsift.duckdb") == expected, moment

    random_kills(wanted, seed, run, check, folder)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", range(2))
def test_a_run_killed_at_random_moments_leaves_nothing_lost_or_twice(
    seed: int, crash_inbox: Path, reference: Export, tmp_path: Path
):
    pipeline_kills(15, seed, crash_inbox, tmp_path, reference)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", range(2))
def test_a_load_killed_at_random_moments_leaves_nothing_lost_or_twice(seed: int, tmp_path: Path):
    store_kills(35, seed, tmp_path)


@pytest.mark.stress
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", range(100, 110))
def test_a_run_killed_at_a_thousand_random_moments(
    seed: int, crash_inbox: Path, reference: Export, tmp_path: Path
):
    pipeline_kills(50, seed, crash_inbox, tmp_path, reference)
    store_kills(50, seed, tmp_path / "store")
