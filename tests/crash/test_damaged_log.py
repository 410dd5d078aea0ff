"""A damaged write-ahead log: set aside with a clear message, never deleted; the gap is ingested again."""

from __future__ import annotations

import os
import random
import signal
from pathlib import Path

import pytest

from newsift.settings import StorageSettings
from newsift.storage import Store
from tests.crash.driver import COMMITTED, commit_then_wait, ingest
from tests.crash.state import Export, export, problems_of_snapshot

COUNT, SIZE = 40, 20


@pytest.fixture(scope="module")
def small_reference(tmp_path_factory: pytest.TempPathFactory) -> Export:
    """The export of one clean run of the small world that these tests drive the store with."""
    warehouse = tmp_path_factory.mktemp("reference")
    ingest(warehouse, COUNT, SIZE)
    return export(warehouse / "newsift.duckdb")


def truncated(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(1, len(data))]


def flipped(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data))
    return data[:place] + bytes([data[place] ^ (1 << chance.randrange(8))]) + data[place + 1 :]


def zeroed_page(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(max(len(data) - 4096, 1))
    return data[:place] + bytes(min(4096, len(data) - place)) + data[place + 4096 :]


def zeroed_tail(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data))
    return data[:place] + bytes(len(data) - place)


def zeros_appended(data: bytes, chance: random.Random) -> bytes:
    return data + bytes(chance.randrange(1, 9000))


@pytest.fixture(scope="module")
def crashed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of a store whose process died after COMMIT and before the checkpoint."""
    warehouse = tmp_path_factory.mktemp("crashed")
    child = os.fork()
    if child == 0:
        try:
            commit_then_wait(warehouse, COUNT)
        finally:
            os._exit(1)
    ready = warehouse / COMMITTED
    while not ready.exists():
        assert os.waitpid(child, os.WNOHANG)[0] == 0, "the run ended early"
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    state = warehouse / ".state"
    return {name: (state / name).read_bytes() for name in ("store.duckdb", "store.duckdb.wal")}


@pytest.mark.parametrize("damage", [truncated, flipped, zeroed_page, zeroed_tail, zeros_appended])
def test_a_damaged_log_never_stops_the_next_run(damage, crashed, small_reference: Export, tmp_path: Path):
    chance = random.Random(damage.__name__)
    set_aside = 0
    for trial in range(5):
        state = tmp_path / str(trial) / ".state"
        state.mkdir(parents=True)
        (state / "store.duckdb").write_bytes(crashed["store.duckdb"])
        log = damage(crashed["store.duckdb.wal"], chance)
        (state / "store.duckdb.wal").write_bytes(log)
        with Store.open(state.parent, StorageSettings(memory_limit="512MB", threads=1)) as store:
            report = store.recovery
        if report.damaged_log is not None:
            set_aside += 1
            assert report.damaged_log.read_bytes() == log, "kept as it was"
            assert "ingested again" in report.messages[0]
        else:
            assert report.replayed
        ingest(state.parent, COUNT, SIZE)
        assert problems_of_snapshot(state.parent / "newsift.duckdb") == []
        assert export(state.parent / "newsift.duckdb") == small_reference
    if damage in (flipped, zeroed_page):
        assert set_aside > 0, "some damage must have been beyond replay"


def test_an_intact_log_is_replayed(crashed, tmp_path: Path):
    state = tmp_path / ".state"
    state.mkdir()
    for name, data in crashed.items():
        (state / name).write_bytes(data)
    with Store.open(tmp_path, StorageSettings(memory_limit="512MB", threads=1)) as store:
        assert store.recovery.replayed
        assert store.totals().files > 0
        assert not store.paths.wal.exists()
