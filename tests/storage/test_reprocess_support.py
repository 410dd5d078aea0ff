"""Kept inputs come back as they were read, and a rebuilt store takes the old one's place whole."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from newsift.models import Format, RawFile, RecordFields
from newsift.settings import StorageSettings
from newsift.storage import BatchRows, Store
from newsift.storage.forget import Selector
from tests.storage.store_world import Input, Loader, batch_tables, inputs, refused


def test_a_kept_input_is_the_one_that_was_read(loader: Loader):
    item = Input("feed.jsonl#3", "نص السجل")
    raw, document, cleaned = item.parts()
    fields = RecordFields(url="https://a.example/1", title="عنوان", authors=("a", "b"), keywords=("k",))
    raw = dataclasses.replace(raw, fields=fields, media=Format.HTML, declared_encoding="utf-8")
    rows = BatchRows(keep_raw=True)
    rows.cleaned(raw, document, cleaned)
    tables = rows.tables()
    with loader.store.batch(loader.run_id) as writer:
        Loader.fill(writer, [item], tables)
    [stored] = loader.store.raw_inputs()
    assert stored.raw == raw
    assert isinstance(stored.raw, RawFile)


def test_kept_inputs_come_in_order_of_arrival_page_by_page(loader: Loader):
    items = inputs(7)
    loader.load(items[4:])
    loader.load(items[:4])
    pages, after = [], -1
    while page := loader.store.raw_inputs(after, 3):
        pages.append([stored.raw.path for stored in page])
        after = page[-1].order
    assert [len(page) for page in pages] == [3, 3, 1]
    assert [path for page in pages for path in page] == [i.path for i in items[4:] + items[:4]]


def test_other_paths_of_the_same_bytes_are_told(loader: Loader):
    item = inputs(1)[0]
    loader.load([item, Input("copy.txt", item.body, title=item.title)])
    [stored] = loader.store.raw_inputs()
    assert (stored.raw.path, stored.other_paths) == (item.path, ("copy.txt",))


def test_nothing_is_kept_when_the_setting_is_off(loader: Loader):
    item = inputs(1)[0]
    rows = BatchRows(keep_raw=False)
    rows.cleaned(*item.parts())
    with loader.store.batch(loader.run_id) as writer:
        Loader.fill(writer, [item], rows.tables())
    assert loader.store.raw_inputs() == []


@pytest.mark.parametrize("bodies_changed", [True, False])
def test_a_rebuilt_store_takes_the_place_of_the_old_with_its_history(
    bodies_changed: bool, warehouse: Path, settings: StorageSettings
):
    items, gone = inputs(4), inputs(1, start=9)[0]
    with Store.open(warehouse, settings) as store:
        loader = Loader(store)
        loader.load([*items, gone], (refused("bad.bin"),))
        loader.finish(seen=6, clean=5, quarantined=1)
        store.publish()
        store.forget([Selector("path", gone.path)], note="", elect=lambda m: m[0].article_id)
        identity = store.connection.execute("SELECT * FROM pipeline.meta WHERE key = 'store_id'").fetchall()
        with Store.open(store.paths.rebuild, settings) as rebuilt:
            again = Loader(rebuilt)
            kept = [i for i in items if not bodies_changed or i is not items[0]]
            with rebuilt.batch(again.run_id) as writer:
                Loader.fill(writer, kept, batch_tables(kept))
            again.finish(seen=len(kept), clean=len(kept))
        store.adopt(store.paths.rebuild)
        assert store.totals().articles == len(kept)
        assert store.connection.execute("SELECT count(*) FROM runs").fetchall() == [(2,)]
        assert store.known([gone.content_hash])[gone.content_hash].status == "forgotten"
        assert store.connection.execute(
            "SELECT path, status FROM files WHERE status <> 'clean'"
        ).fetchall() == [("bad.bin", "quarantined")]
        assert store.connection.execute("SELECT path FROM quarantine").fetchall() == [("bad.bin",)]
        assert (
            store.connection.execute("SELECT * FROM pipeline.meta WHERE key = 'store_id'").fetchall()
            == identity
        )
        store.publish()
        built = store.connection.execute(
            "SELECT built FROM pipeline.publications ORDER BY snapshot_no DESC LIMIT 1"
        ).fetchall()
        assert built == [("full",)]
        assert (store.paths.before_rebuild / "store.duckdb").is_file()
    with Store.open(warehouse, settings) as store:
        assert store.totals().articles == len(kept)
        assert not list(store.paths.rebuild.iterdir())


def test_compaction_gives_space_back_and_loses_nothing(loader: Loader):
    loader.load([Input(f"{n}.txt", f"{n} " + "نص طويل جدا " * 2000) for n in range(150)])
    con = loader.store.connection
    con.execute("DELETE FROM main.articles WHERE word_count > 0")
    con.execute("CHECKPOINT")
    before = loader.store.paths.store.stat().st_size
    files = con.execute("SELECT * FROM files ORDER BY ALL").fetchall()
    loader.store.compact()
    assert loader.store.paths.store.stat().st_size < before
    con = loader.store.connection
    assert con.execute("SELECT * FROM files ORDER BY ALL").fetchall() == files
    assert loader.load(inputs(1)) != set(), (
        "the ledger's key is still there, and free contents can be claimed"
    )
    assert loader.load(inputs(1)) == set()
