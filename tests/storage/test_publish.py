"""The published file: whole, read-only, readable by old clients, and never half a run."""

from __future__ import annotations

import shutil
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from newsift.errors import ConfigError, InvariantError
from newsift.settings import StorageSettings
from newsift.storage import Store
from newsift.storage import publish as publishing
from newsift.storage.schema import MACROS, PUBLISHED_TABLES, VIEWS
from newsift.storage.snapshot import query
from tests.storage.store_world import Input, Loader, identity, inputs


def ask(path: Path, statement: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(path), read_only=True) as con:
        return con.execute(statement).fetchall()


def export(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every published row that does not depend on when it was written, sorted."""
    volatile = {"run_id", "ingested_at", "first_seen_at", "failed_at"}
    tables = {}
    with duckdb.connect(str(path), read_only=True) as con:
        for table in PUBLISHED_TABLES:
            if table.name in ("runs", "snapshot"):
                continue
            names = [c.name for c in table.published_columns() if c.name not in volatile]
            tables[table.name] = con.execute(
                f"SELECT {', '.join(names)} FROM {table.name} ORDER BY ALL"
            ).fetchall()
    return tables


def test_the_snapshot_is_read_only_compact_and_in_the_old_format(loader: Loader):
    loader.load(inputs(200))
    loader.finish(seen=200, clean=200)
    path = loader.store.publish()
    assert stat.S_IMODE(path.stat().st_mode) == 0o444
    assert ask(path, "SELECT tags['storage_version'] FROM duckdb_databases() WHERE NOT internal") == [
        ("v1.4.0+",)
    ]
    assert ask(path, "SELECT count(*) FROM duckdb_indexes()") == [(0,)]
    keys = "SELECT count(*) FROM duckdb_constraints() WHERE constraint_type <> 'NOT NULL'"
    assert ask(path, keys) == [(0,)]
    hidden = "SELECT column_name FROM duckdb_columns() WHERE column_name IN ('doc_no') AND NOT internal"
    assert ask(path, hidden) == []
    assert not list(path.parent.glob("*.wal"))


def test_bodies_and_removed_text_are_stored_with_zstd(loader: Loader):
    # Short texts are stored otherwise whatever the column asks for; an article's length is not short.
    long_body = " ".join(f"كلمة{n * n} من المقال" for n in range(400))
    items = [Input(f"{n}.txt", f"{n} {long_body} {n}", removed=f"{n} " + "رابط " * 50) for n in range(100)]
    loader.load(items)
    path = loader.store.publish()
    methods = ask(
        path,
        "SELECT DISTINCT compression FROM pragma_storage_info('articles') "
        "WHERE column_name = 'body' AND segment_type = 'VARCHAR'",
    )
    assert methods == [("ZSTD",)]


def test_everything_published_bears_a_comment(loader: Loader):
    path = loader.store.publish()
    queries = {
        "columns": "SELECT table_name || '.' || column_name FROM duckdb_columns() WHERE NOT internal "
        "AND coalesce(comment, '') = ''",
        "tables": "SELECT table_name FROM duckdb_tables() WHERE coalesce(comment, '') = ''",
        "views": "SELECT view_name FROM duckdb_views() WHERE NOT internal AND coalesce(comment, '') = ''",
        "macros": "SELECT function_name FROM duckdb_functions() WHERE NOT internal "
        "AND coalesce(comment, '') = ''",
    }
    assert {name: ask(path, q) for name, q in queries.items()} == {name: [] for name in queries}
    views = ask(path, "SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY 1")
    assert views == sorted((view.name,) for view in VIEWS)
    macros = ask(path, "SELECT DISTINCT function_name FROM duckdb_functions() WHERE NOT internal ORDER BY 1")
    assert macros == sorted((macro.name,) for macro in MACROS)


def test_described_columns_of_views_are_those_they_have(loader: Loader):
    path = loader.store.publish()
    for view in VIEWS:
        described = [(column.name, column.type) for column in view.columns]
        real = ask(path, f"SELECT column_name, column_type FROM (DESCRIBE {view.name})")
        assert real == described


def test_an_incremental_snapshot_equals_a_full_one(loader: Loader):
    loader.load([Input(f"{n}.txt", f"نص {n} طويل", story=f"s{n % 3}") for n in range(9)])
    loader.store.publish()
    loader.next_run()
    loader.load([Input(f"{n}.txt", f"نص {n} طويل", story=f"s{n % 3}") for n in range(9, 15)])
    move_role(loader)
    path = loader.store.publish()
    assert ask(path, "SELECT built, snapshot_no FROM snapshot") == [("incremental", 2)]
    incremental = export(path)
    path = loader.store.publish(full=True)
    assert ask(path, "SELECT built, snapshot_no FROM snapshot") == [("full", 3)]
    assert export(path) == incremental
    assert ask(path, "SELECT count(*) FROM articles") == [(15,)]


def move_role(loader: Loader) -> None:
    """The second article of the first story takes over as canonical."""
    import pyarrow as pa

    leader, follower = loader.store.connection.execute(
        "SELECT canonical_id, min(article_id) FROM duplicates GROUP BY canonical_id ORDER BY 1 LIMIT 1"
    ).fetchall()[0]
    rows = pa.table(
        {
            "article_id": [leader, follower],
            "cluster_id": [leader, leader],
            "is_canonical": [False, True],
        }
    )
    with loader.store.batch(loader.run_id) as writer:
        writer.set_clusters(rows)
        writer.drop_duplicates([follower])
        writer.put_duplicates(
            pa.Table.from_pylist([{"article_id": leader, "canonical_id": follower, "relation": "near"}])
        )


def test_publishing_what_is_published_changes_nothing(loader: Loader):
    loader.load(inputs(3))
    loader.finish(seen=3, clean=3)
    before = identity(loader.store.publish())
    assert identity(loader.store.publish()) == before


def test_a_run_without_news_still_shows_in_a_small_snapshot(loader: Loader):
    loader.load(inputs(3))
    loader.finish(seen=3, clean=3)
    loader.store.publish()
    loader.next_run()
    loader.finish("nothing-new", seen=3, skipped=3)
    path = loader.store.publish()
    assert ask(path, "SELECT status, skipped FROM runs ORDER BY run_id") == [
        ("completed", 0),
        ("nothing-new", 3),
    ]


def test_a_run_without_news_leaves_a_large_snapshot_alone(warehouse: Path, settings: StorageSettings):
    with Store.open(warehouse, settings.model_copy(update={"idle_publish_mb": 0})) as store:
        loader = Loader(store)
        loader.load(inputs(3))
        before = identity(store.publish())
        loader.next_run()
        loader.finish("nothing-new")
        assert identity(store.publish()) == before


def test_the_last_three_snapshots_stay_as_hard_links(loader: Loader):
    for n in range(5):
        loader.load(inputs(1, start=n))
        path = loader.store.publish()
    kept = sorted(loader.store.paths.snapshots.iterdir())
    assert [p.name for p in kept] == [f"newsift-{n:08d}.duckdb" for n in (3, 4, 5)]
    assert kept[-1].stat().st_ino == path.stat().st_ino
    assert [ask(p, "SELECT count(*) FROM articles") for p in kept] == [[(3,)], [(4,)], [(5,)]]


def test_a_long_reader_keeps_its_snapshot_while_others_follow(loader: Loader):
    loader.load(inputs(2))
    path = loader.store.publish()
    with duckdb.connect(str(path), read_only=True) as reader:
        loader.load(inputs(2, start=2))
        loader.store.publish()
        assert reader.execute("SELECT count(*) FROM articles").fetchall() == [(2,)]
    assert ask(path, "SELECT count(*) FROM articles") == [(4,)]


def test_a_strange_file_in_place_of_the_snapshot_is_kept_aside(loader: Loader):
    loader.load(inputs(2))
    loader.store.snapshot_path.write_bytes(b"not a database")
    path = loader.store.publish()
    assert ask(path, "SELECT built FROM snapshot") == [("full",)]
    assert [p.read_bytes() for p in loader.store.paths.aside.iterdir()] == [b"not a database"]


def test_a_snapshot_of_another_store_is_not_continued(
    loader: Loader, tmp_path: Path, settings: StorageSettings
):
    with Store.open(tmp_path / "other", settings) as other:
        foreign = Loader(other)
        foreign.load(inputs(5, start=50))
        data = other.publish().read_bytes()
    loader.load(inputs(2))
    loader.store.snapshot_path.write_bytes(data)
    path = loader.store.publish()
    assert ask(path, "SELECT count(*) FROM articles") == [(2,)]
    assert ask(path, "SELECT built FROM snapshot") == [("full",)]
    assert len(list(loader.store.paths.aside.iterdir())) == 1


def test_a_full_build_follows_when_the_last_is_too_old(warehouse: Path, settings: StorageSettings):
    with Store.open(warehouse, settings.model_copy(update={"full_publish_days": 0.0})) as store:
        loader = Loader(store)
        for n in range(2):
            loader.load(inputs(1, start=n))
            path = store.publish()
    assert ask(path, "SELECT built FROM snapshot") == [("full",)]


def test_a_snapshot_that_lacks_rows_is_not_published(loader: Loader, monkeypatch: pytest.MonkeyPatch):
    loader.load(inputs(2))
    path = loader.store.publish()
    before = identity(path)
    loader.load(inputs(2, start=2))
    monkeypatch.setattr(publishing, "_append", lambda *_: None)
    with pytest.raises(InvariantError, match="not published"):
        loader.store.publish()
    assert identity(path) == before


def test_a_snapshot_that_shows_another_run_is_not_published(loader: Loader, settings: StorageSettings):
    loader.load(inputs(3))
    before = identity(loader.store.publish())
    loader.next_run()
    store = loader.store
    state = publishing._state(store.connection)  # of a run that the file below does not know
    built = store.paths.building / "snapshot.duckdb"
    shutil.copyfile(store.snapshot_path, built)
    built.chmod(0o600)
    rows = replace(state, rows={**state.rows, "runs": state.rows["runs"] - 1})
    with pytest.raises(InvariantError, match="does not show the last run"):
        publishing._finish(built, store.paths, settings, rows, new=False)
    assert identity(store.snapshot_path) == before
    publishing._finish(built, store.paths, settings, replace(rows, run_id=last_run(built)), new=False)


def last_run(published: Path) -> str:
    return str(ask(published, "SELECT run_id FROM snapshot")[0][0])


def test_publishing_keeps_the_stores_own_lock(loader: Loader, settings: StorageSettings):
    """Opening and closing the store's file by hand in this process would drop DuckDB's lock on it."""
    loader.load(inputs(2))
    loader.store.publish()
    code = f"import duckdb; duckdb.connect({str(loader.store.paths.store)!r})"
    second = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    assert second.returncode != 0
    assert "Could not set lock" in second.stderr


def test_search_is_blind_to_spelling(loader: Loader):
    loader.load([
        Input("1.txt", "وصلت القافلة إلى المدينة", title="القافلة تصل"),
        Input("2.txt", "المَدينةُ الكَبيرة تستقبل القافله", title=None),
        Input("3.txt", "Der Zürcher See", title="Café"),
    ])  # fmt: skip
    path = loader.store.publish()

    def hits(words: str) -> int:
        return query(path, "SELECT * FROM search_articles(?)", [words]).num_rows

    assert hits("القافلة المدينة") == 2
    assert hits("الى المدينه") == 1
    assert hits("cafe zurcher") == 1
    assert hits("CAFÉ") == 1
    assert hits("غائب") == 0
    assert hits("  ") == 0


def test_a_wrong_query_and_a_missing_file_are_configuration_errors(loader: Loader, tmp_path: Path):
    path = loader.store.publish()
    assert query(path, "SELECT ? + 1 AS n", [2]).to_pylist() == [{"n": 3}]
    with pytest.raises(ConfigError, match="cannot be answered"):
        query(path, "SELECT nothing FROM nowhere")
    with pytest.raises(ConfigError, match="no published file"):
        query(tmp_path / "none.duckdb", "SELECT 1")
