"""How a run's work is cut: bounded batches, and the same ones when a killed run is repeated."""

from __future__ import annotations

import random

import pytest

from newsift.models import FoundFile
from newsift.pipeline.batches import cut_batches
from newsift.settings import Settings

FILES, BYTES = 7, 1000


@pytest.fixture
def small(settings: Settings) -> Settings:
    run = settings.run.model_copy(update={"files_per_batch": FILES, "bytes_per_batch": BYTES})
    return settings.model_copy(update={"run": run})


def listing(seed: int) -> list[FoundFile]:
    chance = random.Random(seed)
    return [FoundFile(f"{n:03d}", chance.choice((3, 60, 300, 2500)), 1, "") for n in range(80)]


def cut(files: list[FoundFile], unchanged: set[str], settings: Settings) -> list[list[str]]:
    return [[file.path for file in batch.files] for batch in cut_batches(files, unchanged, (), {}, settings)]


@pytest.mark.parametrize("seed", range(5))
def test_what_a_killed_run_left_is_cut_as_the_first_run_cut_it(seed: int, small: Settings):
    files = listing(seed)
    whole = cut(files, set(), small)
    for committed in range(len(files)):
        left = cut(files, {file.path for file in files[:committed]}, small)
        expected = [[path for path in batch if int(path) >= committed] for batch in whole]
        assert left == [batch for batch in expected if batch]


@pytest.mark.parametrize("seed", range(5))
def test_batches_are_bounded_and_hold_every_pending_file_once(seed: int, small: Settings):
    files = listing(seed)
    chance = random.Random(seed)
    unchanged = {file.path for file in files if chance.random() < seed / 5}
    batches = cut(files, unchanged, small)
    assert [path for batch in batches for path in batch] == [
        file.path for file in files if file.path not in unchanged
    ]
    sizes = {file.path: file.byte_size for file in files}
    for batch in batches:
        assert 0 < len(batch) <= FILES
        assert sum(sizes[path] for path in batch[:-1]) < BYTES, "only the last file may pass the limit"


def test_new_files_scattered_over_a_large_inbox_share_batches(small: Settings):
    files = [FoundFile(f"{n:04d}", 10, 1, "") for n in range(1000)]
    unchanged = {file.path for n, file in enumerate(files) if n % 50}
    assert [len(batch) for batch in cut(files, unchanged, small)] == [7, 7, 6]
