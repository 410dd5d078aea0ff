"""The engine declares itself broken, as by a checkpoint that fails in the middle: nothing more is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsift.errors import InvariantError
from newsift.settings import StorageSettings
from newsift.storage import Store, StoreBrokenError
from tests.storage.store_world import Loader, identity, inputs


def break_next_checkpoint(store: Store) -> None:
    """DuckDB's own switch for its tests: the next checkpoint ends in its FatalException."""
    store.connection.execute("SET debug_checkpoint_abort = 'before_header'")


def test_a_broken_engine_takes_no_further_work(warehouse: Path, settings: StorageSettings):
    with Store.open(warehouse, settings) as store:
        loader = Loader(store)
        loader.load(inputs(2))
        before = identity(store.publish())
        break_next_checkpoint(store)
        with pytest.raises(StoreBrokenError, match="engine stopped") as caught:
            loader.load(inputs(2, start=2))
        assert "process must end" in caught.value.remedy
        assert caught.value.exit_code == 70
        for work in (loader.next_run, store.publish, store.compact):
            with pytest.raises(StoreBrokenError, match="has stopped in this process"):
                work()
        store.fail_run(loader.run_id, "the engine stopped")  # says nothing: there is a first error already
        assert identity(store.snapshot_path) == before


def test_a_snapshot_that_cannot_be_finished_costs_neither_the_live_one_nor_the_store(loader: Loader):
    loader.load(inputs(2))
    before = identity(loader.store.publish())
    loader.load(inputs(2, start=2))
    break_next_checkpoint(loader.store)
    with pytest.raises(InvariantError, match="refused to publish"):
        loader.store.publish()
    assert identity(loader.store.snapshot_path) == before
    loader.store.connection.execute("RESET debug_checkpoint_abort")
    assert identity(loader.store.publish()) != before


def test_the_next_start_has_the_batch_at_whose_checkpoint_the_engine_broke(
    warehouse: Path, settings: StorageSettings
):
    with Store.open(warehouse, settings) as store:
        loader = Loader(store)
        break_next_checkpoint(store)
        with pytest.raises(StoreBrokenError):
            loader.load(inputs(3))
    with Store.open(warehouse, settings) as store:
        loader = Loader(store)
        loader.load(inputs(3))  # whatever the ledger has of it, nothing is lost or twice
        assert store.totals().articles == 3
        assert store.publish().exists()
