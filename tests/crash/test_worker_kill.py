"""kill -9 with a worker pool: no orphan writes on, a lost worker costs nothing, results are equal."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.crash.runs import fork_run, newsift_run
from tests.crash.state import Export, export, problems_of_snapshot

WORKERS = 2
ORPHAN_SECONDS = 20.0  # an orphan notices at once; a busy machine may let it wait for its turn

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to find processes")


def workers_of(parent: int) -> set[int]:
    """The processes of a run's pool that have begun: children that run code of their own."""
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                owner = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                if owner == parent and b"spawn_main" in (entry / "cmdline").read_bytes():
                    found.add(int(entry.name))
    return found


def alive(process: int) -> bool:
    """Whether it is there and not just waiting to be collected."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def until_gone(processes: set[int]) -> None:
    deadline = time.monotonic() + ORPHAN_SECONDS
    while any(alive(process) for process in processes):
        assert time.monotonic() < deadline, "workers outlive their run"
        time.sleep(0.05)


def listing(warehouse: Path) -> dict[str, tuple[int, int, int]]:
    """Every file and folder of a warehouse, with what changes when somebody writes to it."""
    shown = {}
    for path in sorted(warehouse.rglob("*")):
        seen = path.lstat()
        shown[str(path)] = (seen.st_ino, seen.st_size, seen.st_mtime_ns)
    return shown


@contextlib.contextmanager
def run_with_workers(inbox: Path, warehouse: Path) -> Iterator[tuple[int, set[int]]]:
    """A run whose pool has started: its process and those of its workers; what is left of it is killed."""
    child = fork_run(partial(newsift_run, inbox, workers=WORKERS), warehouse)
    workers: set[int] = set()
    try:
        deadline = time.monotonic() + 60
        while len(workers := workers_of(child)) < WORKERS:
            assert time.monotonic() < deadline, "the pool does not start"
            time.sleep(0.01)
        yield child, workers
    finally:
        for process in (child, *workers):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(child, 0)


def length_of_a_run(inbox: Path, warehouse: Path, reference: Export) -> float:
    """Seconds from the start of the pool to the end of a run that nobody disturbs."""
    with run_with_workers(inbox, warehouse) as (child, workers):
        began = time.monotonic()
        assert os.waitpid(child, 0)[1] == 0
        until_gone(workers)
    assert export(warehouse / "newsift.duckdb") == reference, "a pool changes no result"
    return time.monotonic() - began


def kill_runs(wanted: int, seed: int, inbox: Path, folder: Path, reference: Export) -> None:
    chance = random.Random(seed)
    length = length_of_a_run(inbox, folder / "clean", reference)
    for trial in range(wanted):
        warehouse = folder / str(trial)
        with run_with_workers(inbox, warehouse) as (child, workers):
            time.sleep(chance.uniform(0, length))
            orphans = workers | workers_of(child)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            until_gone(orphans)
            left = listing(warehouse)
        assert problems_of_snapshot(warehouse / "newsift.duckdb") == []
        time.sleep(0.2)
        assert listing(warehouse) == left, "something still writes"
        assert newsift_run(inbox, warehouse) == 0
        assert export(warehouse / "newsift.duckdb") == reference


def kill_workers(wanted: int, seed: int, inbox: Path, folder: Path, reference: Export) -> None:
    chance = random.Random(seed)
    length = length_of_a_run(inbox, folder / "clean", reference)
    for trial in range(wanted):
        warehouse = folder / str(trial)
        with run_with_workers(inbox, warehouse) as (child, workers):
            time.sleep(chance.uniform(0, length))
            with contextlib.suppress(ProcessLookupError):
                os.kill(chance.choice(sorted(workers)), signal.SIGKILL)
            assert os.waitpid(child, 0)[1] == 0, "the run goes on without the worker"
        assert export(warehouse / "newsift.duckdb") == reference


@pytest.mark.timeout(600)
def test_a_run_killed_with_its_pool_leaves_no_worker_and_nothing_lost_or_twice(
    crash_inbox: Path, reference: Export, tmp_path: Path
):
    kill_runs(4, 1, crash_inbox, tmp_path, reference)


@pytest.mark.timeout(600)
def test_a_run_whose_worker_is_killed_ends_as_if_nothing_had_been(
    crash_inbox: Path, reference: Export, tmp_path: Path
):
    kill_workers(4, 1, crash_inbox, tmp_path, reference)


@pytest.mark.timeout(600)
def test_orphans_that_wake_up_after_the_next_run_write_nothing(
    crash_inbox: Path, reference: Export, tmp_path: Path
):
    """They are stopped, as on a machine that has no time for them, while the next run does its work."""
    warehouse = tmp_path / "warehouse"
    with run_with_workers(crash_inbox, warehouse) as (child, workers):
        time.sleep(0.5)
        for worker in workers:
            os.kill(worker, signal.SIGSTOP)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        assert newsift_run(crash_inbox, warehouse) == 0
        before = listing(warehouse)
        for worker in workers:
            os.kill(worker, signal.SIGCONT)
        until_gone(workers)
        assert listing(warehouse) == before
    assert export(warehouse / "newsift.duckdb") == reference


@pytest.mark.stress
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", range(100, 104))
def test_runs_with_a_pool_survive_many_kills(seed: int, crash_inbox: Path, reference: Export, tmp_path: Path):
    kill_runs(15, seed, crash_inbox, tmp_path / "runs", reference)
    kill_workers(15, seed, crash_inbox, tmp_path / "workers", reference)
