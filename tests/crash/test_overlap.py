"""Two runs at once, killed again and again, over 1,500 files with copies: every content exactly once."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

import pytest

from tests.crash.driver import ingest, world
from tests.crash.state import export, problems_of_snapshot

FILES, BATCH, RUNS = 1_500, 250, 2
ROUNDS = 6


def start(warehouse: Path) -> int:
    """A run in a child; it waits for the lock of the other one."""
    child = os.fork()
    if child == 0:
        code = 99
        try:
            sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115  (until the child ends)
            ingest(warehouse, FILES, BATCH)
            code = 0
        finally:
            os._exit(code)
    return child


def overlap(rounds: int, seed: int, folder: Path) -> None:
    chance = random.Random(seed)
    began = time.monotonic()
    ingest(folder / "reference", FILES, BATCH)
    length = time.monotonic() - began
    warehouse = folder / "warehouse"
    for _ in range(rounds):
        children = [start(warehouse) for _ in range(RUNS)]
        time.sleep(chance.uniform(0.05, length / 3))
        for child in children:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        assert problems_of_snapshot(warehouse / "newsift.duckdb") == []
    children = [start(warehouse) for _ in range(RUNS)]
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0, 0]
    assert problems_of_snapshot(warehouse / "newsift.duckdb") == []
    found = export(warehouse / "newsift.duckdb")
    assert found == export(folder / "reference" / "newsift.duckdb")
    contents = {item.content_hash.hex() for item in world(FILES)}
    assert len({row[1] for row in found["files"]} & contents) == len(contents)


def test_overlapping_runs_with_kills_ingest_everything_once(tmp_path: Path):
    overlap(ROUNDS, 1, tmp_path)


@pytest.mark.stress
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", range(5))
def test_overlapping_runs_with_many_kills_ingest_everything_once(seed: int, tmp_path: Path):
    overlap(25, seed, tmp_path)
