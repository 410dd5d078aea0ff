"""Row groups: large batches leave theirs, publishing merges them, and nothing else changes."""

from __future__ import annotations

import pytest

from newsift.storage import Store, row_groups
from tests.storage.store_world import Loader, inputs

BATCHES = 12


def groups(store: Store, table: str) -> int:
    rows = store.connection.execute(
        f"SELECT count(DISTINCT row_group_id) FROM pragma_storage_info('{table}')"
    ).fetchall()
    return int(rows[0][0])


def load_batches(loader: Loader) -> None:
    for n in range(BATCHES):
        loader.load(inputs(2, start=2 * n))


def test_publishing_merges_what_large_batches_left(loader: Loader, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(row_groups, "LARGE_BATCH", 1)
    load_batches(loader)
    tables = ("main.articles", "main.block_spans", "pipeline.raw", "pipeline.contents")
    assert [groups(loader.store, table) for table in tables] == [BATCHES] * len(tables)
    before = loader.store.connection.execute("SELECT * FROM main.articles ORDER BY doc_no").fetchall()
    loader.store.publish()
    assert [groups(loader.store, table) for table in tables] == [1] * len(tables)
    after = loader.store.connection.execute("SELECT * FROM main.articles ORDER BY doc_no").fetchall()
    assert after == before
    assert loader.load(inputs(2 * BATCHES)) == set(), "the ledger's key still knows every content"


def test_small_batches_are_merged_as_they_come(loader: Loader):
    load_batches(loader)
    assert groups(loader.store, "main.articles") < BATCHES / 2
    assert row_groups.merge(loader.store.connection) == ()


def test_the_engine_merges_again_after_a_large_batch(loader: Loader, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(row_groups, "LARGE_BATCH", 1)
    loader.load(inputs(2))
    shown = loader.store.connection.execute("SELECT current_setting('max_vacuum_tasks')").fetchall()
    assert shown[0][0] > 0
