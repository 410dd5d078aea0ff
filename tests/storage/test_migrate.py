"""Migrations: on a copy, checked, or not at all."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from newsift.errors import ConfigError, InvariantError
from newsift.settings import StorageSettings
from newsift.storage import Store
from newsift.storage import store as store_module
from newsift.storage.catalog import create_store_catalog
from newsift.storage.migrate import check, shipped_migrations
from tests.storage.store_world import Loader, inputs

CATALOG = """
SELECT schema_name, table_name, column_name, data_type, is_nullable, coalesce(comment, '')
FROM duckdb_columns() WHERE NOT internal
UNION ALL SELECT schema_name, table_name, 'table', '', false, coalesce(comment, '') FROM duckdb_tables()
UNION ALL SELECT schema_name, view_name, 'view', sql, false, coalesce(comment, '') FROM duckdb_views()
WHERE NOT internal
UNION ALL SELECT schema_name, function_name, 'macro', macro_definition, false, coalesce(comment, '')
FROM duckdb_functions() WHERE NOT internal
UNION ALL SELECT schema_name, table_name, constraint_type, constraint_text, false, ''
FROM duckdb_constraints()
ORDER BY ALL
"""


def catalog(con: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return con.execute(CATALOG).fetchall()


def test_the_migrations_build_what_the_schema_describes():
    with duckdb.connect() as described, duckdb.connect() as migrated:
        create_store_catalog(described)
        for migration in shipped_migrations():
            migrated.execute(migration.statements)
        assert catalog(migrated) == catalog(described)


@pytest.fixture
def two_migrations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped migrations and one more, as a later version of newsift would bring it."""
    folder = tmp_path / "migrations"
    folder.mkdir()
    for migration in shipped_migrations():
        (folder / migration.name).write_text(migration.statements)
    (folder / f"{len(shipped_migrations()) + 1:04d}_mood.sql").write_text(
        "ALTER TABLE main.articles ADD COLUMN mood VARCHAR; UPDATE main.articles SET mood = 'calm';"
    )
    monkeypatch.setattr(store_module, "shipped_migrations", lambda: shipped_migrations(folder))
    return folder


def filled(warehouse: Path, settings: StorageSettings) -> None:
    with Store.open(warehouse, settings) as store:
        Loader(store).load(inputs(3))
        store.publish()


def test_a_pending_migration_is_applied_on_a_copy_and_the_old_file_kept(
    warehouse: Path, settings: StorageSettings, tmp_path: Path, request: pytest.FixtureRequest
):
    filled(warehouse, settings)
    before = (warehouse / ".state" / "store.duckdb").read_bytes()
    request.getfixturevalue("two_migrations")
    with Store.open(warehouse, settings) as store:
        assert store.connection.execute("SELECT DISTINCT mood FROM articles").fetchall() == [("calm",)]
        assert store.totals().articles == 3
        kept = list(store.paths.before_migration.iterdir())
        assert [p.read_bytes() for p in kept] == [before]
        assert store.publish().exists()
        assert store.connection.execute(
            "SELECT built FROM pipeline.publications ORDER BY snapshot_no DESC LIMIT 1"
        ).fetchall() == [("full",)]
    with Store.open(warehouse, settings) as store:
        assert store.totals().articles == 3, "it is not applied twice"


def test_a_failing_migration_leaves_the_store_as_it_was(
    warehouse: Path, settings: StorageSettings, two_migrations: Path, monkeypatch: pytest.MonkeyPatch
):
    with monkeypatch.context() as patch:
        patch.setattr(store_module, "shipped_migrations", shipped_migrations)
        filled(warehouse, settings)
    before = (warehouse / ".state" / "store.duckdb").read_bytes()
    broken = max(two_migrations.iterdir())
    broken.write_text("UPDATE main.articles SET title = 'x'; SELECT error('the rows are not as expected');")
    with pytest.raises(InvariantError, match="not as expected"):
        Store.open(warehouse, settings)
    assert (warehouse / ".state" / "store.duckdb").read_bytes() == before


def test_a_migration_that_loses_rows_is_not_used(
    warehouse: Path, settings: StorageSettings, two_migrations: Path, monkeypatch: pytest.MonkeyPatch
):
    with monkeypatch.context() as patch:
        patch.setattr(store_module, "shipped_migrations", shipped_migrations)
        filled(warehouse, settings)
    before = (warehouse / ".state" / "store.duckdb").read_bytes()
    max(two_migrations.iterdir()).write_text("DELETE FROM main.articles WHERE doc_no = 1;")
    with pytest.raises(InvariantError, match=r"rows of main\.articles are missing"):
        Store.open(warehouse, settings)
    assert (warehouse / ".state" / "store.duckdb").read_bytes() == before


def test_a_store_newer_than_the_code_is_refused(
    warehouse: Path,
    settings: StorageSettings,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
):
    request.getfixturevalue("two_migrations")
    filled(warehouse, settings)
    with Store.open(warehouse, settings):
        pass
    with Store.open(warehouse, settings) as store:
        store.connection.execute("INSERT INTO pipeline.migrations VALUES (99, '0099_future.sql', 'x', now())")
    with pytest.raises(ConfigError, match="newer newsift") as caught:
        Store.open(warehouse, settings)
    assert "Update newsift" in caught.value.remedy


def test_a_migration_changed_after_it_was_applied_is_refused(
    warehouse: Path, settings: StorageSettings, two_migrations: Path
):
    filled(warehouse, settings)
    max(two_migrations.iterdir()).write_text("SELECT 1;")
    with pytest.raises(InvariantError, match="not the file that was applied"):
        Store.open(warehouse, settings)


def test_check_tells_what_is_pending_and_changes_nothing(warehouse: Path, settings: StorageSettings):
    with pytest.raises(ConfigError, match="there is no warehouse in"):
        check(warehouse, settings)
    filled(warehouse, settings)
    state = check(warehouse, settings)
    assert state.applied == tuple(m.name for m in shipped_migrations())
    assert state.pending == ()


@pytest.mark.parametrize(
    "names", [("0001_a.sql", "0003_b.sql"), ("0001_a.sql", "0001_b.sql"), ("first.sql",)]
)
def test_misnumbered_migrations_are_a_bug(names: tuple[str, ...], tmp_path: Path):
    for name in names:
        (tmp_path / name).write_text("SELECT 1")
    with pytest.raises(InvariantError):
        shipped_migrations(tmp_path)
