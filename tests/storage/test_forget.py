"""Takedown: nothing of an input is left anywhere, and it never comes back."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from newsift.settings import StorageSettings
from newsift.storage import Store
from newsift.storage.forget import ClusterMember, Selector, erase
from tests.storage.store_world import Input, Loader, found, identity, inputs

SECRET = "كلمة لا توجد في أي مقال آخر قط"


def first(members: list[ClusterMember]) -> str:
    return min(member.article_id for member in members)


def private_input(story: str | None = None) -> Input:
    return Input(
        "people/secret.txt", f"نص {SECRET} وبقيته", title="اسم شخص", source="gossip.example", story=story
    )


def must_hold_nothing_of(item: Input, warehouse: Path) -> None:
    """No database file anywhere below the warehouse shows the text, the article or the path."""
    for file in warehouse.rglob("*.duckdb*"):
        with duckdb.connect(str(file), read_only=True) as con:
            tables = con.execute(
                "SELECT database_name, schema_name, table_name FROM duckdb_tables() WHERE NOT internal"
            ).fetchall()
            for database, schema, table in tables:
                text = f'SELECT count(*) FROM "{database}".{schema}.{table} t WHERE contains(t::VARCHAR, ?)'
                # The path stays known to the private store: that the file is not read again.
                needles = (SECRET, item.article_id, *([] if table == "inbox_files" else [item.path]))
                for needle in needles:
                    assert con.execute(text, [needle]).fetchall() == [(0,)], (file, table, needle)


def test_nothing_is_left_of_a_forgotten_input(loader: Loader, warehouse: Path):
    item = private_input()
    loader.load([*inputs(5), item])
    loader.store.publish()
    loader.load(inputs(2, start=10))
    loader.store.publish()
    result = loader.store.forget([Selector("path", item.path)], note="court order", elect=first)
    assert result.plan.articles == ((item.article_id, "اسم شخص"),)
    loader.store.close()
    must_hold_nothing_of(item, warehouse)
    assert len(list((warehouse / "snapshots").iterdir())) == 1, "older snapshots showed it"


def keep_copies(store: Store) -> list[Path]:
    """What migrations, rebuilds and accidents leave beside a store, each with all that it holds."""
    paths = store.paths
    kept = [
        paths.before_migration / "store-before-0002.duckdb",
        paths.before_rebuild / paths.store.name,
        paths.aside / f"{paths.wal.name}.20260101T000000",
        paths.aside / f"{paths.published.name}.20260101T000000",
    ]
    for file in kept:
        file.parent.mkdir(exist_ok=True)
        shutil.copyfile(paths.published, file)
    return kept


def test_older_copies_of_the_store_go_with_what_was_forgotten(loader: Loader, warehouse: Path):
    item = private_input()
    loader.load([*inputs(5), item])
    loader.store.publish()
    *copies, strange = keep_copies(loader.store)
    result = loader.store.forget([Selector("path", item.path)], note="", elect=first)
    assert result.wiped == tuple(copies)
    assert not any(file.exists() for file in copies)
    assert result.leftovers == (strange,), "it may be all that is left of another warehouse"
    loader.store.close()
    strange.unlink()
    must_hold_nothing_of(item, warehouse)


def test_a_file_set_aside_that_shows_nothing_forgotten_is_left_alone(loader: Loader):
    loader.load(inputs(5))
    loader.store.publish()
    *_, innocent = keep_copies(loader.store)
    unreadable = innocent.with_name("newsift.duckdb.20260102T000000")
    unreadable.write_bytes(b"damaged")
    loader.load([private_input()])
    result = loader.store.forget([Selector("path", private_input().path)], note="", elect=first)
    assert innocent.exists()
    assert result.leftovers == (unreadable,)


def erased_only(store: Store, item: Input) -> None:
    """The state in which a kill right after the erasing transaction leaves the warehouse."""
    selector = [Selector("path", item.path)]
    planned = store.plan_forget(selector)
    store.connection.begin()
    erase(store.connection, planned, selectors=selector, note="", elect=first)
    store.connection.commit()


@pytest.mark.parametrize("by", ["the same call", "the next publication"])
def test_a_takedown_that_was_killed_half_way_is_completed_by(by: str, loader: Loader, warehouse: Path):
    item = private_input()
    loader.load([*inputs(5), item])
    loader.store.publish()
    *copies, strange = keep_copies(loader.store)
    strange.unlink()
    erased_only(loader.store, item)
    if by == "the same call":
        result = loader.store.forget([Selector("path", item.path)], note="", elect=first)
        assert result.plan.unfinished
        assert result.wiped == tuple(copies)
    else:
        loader.store.publish()
    assert not loader.store.plan_forget([Selector("path", item.path)]).unfinished
    loader.store.close()
    assert len(list((warehouse / "snapshots").iterdir())) == 1
    must_hold_nothing_of(item, warehouse)


def test_a_forgotten_input_is_not_ingested_again(loader: Loader):
    item = private_input()
    loader.load([item])
    loader.store.forget([Selector("article", item.article_id)], note="", elect=first)
    assert loader.load([item]) == set()
    known = loader.store.known([item.content_hash])[item.content_hash]
    assert known.status == "forgotten"
    assert loader.store.known_at([(item.path, item.content_hash.hex())]) != set()
    assert loader.store.totals().files == 0
    assert loader.store.unchanged([found(item)]) == {item.path: 1}


def test_the_story_of_a_forgotten_canonical_elects_another(loader: Loader):
    members = [Input(f"{n}.txt", f"نص القصة {n}", story="s") for n in range(3)]
    loader.load([*members, private_input()])
    cluster, canonical = loader.store.connection.execute(
        "SELECT cluster_id, article_id FROM articles WHERE is_canonical AND cluster_id IN "
        "(SELECT cluster_id FROM articles GROUP BY ALL HAVING count(*) = 3)"
    ).fetchall()[0]
    result = loader.store.forget([Selector("article", canonical)], note="", elect=first)
    left = sorted({m.article_id for m in members} - {canonical})
    assert result.new_canonicals == (left[0],)
    con = loader.store.connection
    assert con.execute(
        "SELECT article_id, is_canonical FROM articles WHERE cluster_id = ? ORDER BY 1", [cluster]
    ).fetchall() == [(left[0], True), (left[1], False)]
    assert con.execute("SELECT article_id, canonical_id FROM duplicates").fetchall() == [(left[1], left[0])]
    assert con.execute("SELECT n_copies FROM stories WHERE cluster_id = ?", [cluster]).fetchall() == [(2,)]


def test_a_source_is_forgotten_with_all_it_published(loader: Loader):
    loader.load([*inputs(3), private_input(), Input("b.txt", "نص ثان", source="gossip.example")])
    planned = loader.store.plan_forget([Selector("source", "gossip.example")])
    assert planned.paths == ("b.txt", "people/secret.txt")
    assert loader.store.totals().articles == 5, "a plan touches nothing"
    loader.store.forget([Selector("source", "gossip.example")], note="", elect=first)
    assert loader.store.totals().articles == 3


def test_the_records_of_a_file_go_with_it(loader: Loader):
    records = [Input(f"news.jsonl#{n}", f"نص السجل {n}", source=None) for n in range(3)]
    loader.load([*records, Input("news.jsonl.txt", "ملف آخر")])
    assert len(loader.store.plan_forget([Selector("path", "news.jsonl")]).contents) == 3
    assert len(loader.store.plan_forget([Selector("path", "news.jsonl#1")]).contents) == 1


def test_an_unknown_name_forgets_nothing(loader: Loader):
    loader.load(inputs(2))
    loader.store.publish()
    before = identity(loader.store.snapshot_path)
    result = loader.store.forget([Selector("path", "nowhere.txt")], note="", elect=first)
    assert not result.plan
    assert identity(loader.store.snapshot_path) == before


@pytest.mark.parametrize("kind", ["path", "article"])
def test_forgetting_survives_the_next_start(kind: str, warehouse: Path, settings: StorageSettings):
    item = private_input()
    with Store.open(warehouse, settings) as store:
        Loader(store).load([item])
        value = item.path if kind == "path" else item.article_id
        store.forget([Selector(kind, value)], note="", elect=first)
    with Store.open(warehouse, settings) as store:
        assert Loader(store).load([item]) == set()
