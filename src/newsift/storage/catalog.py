"""Builds catalogs from the schema: the private store and the published file."""

from __future__ import annotations

import secrets

import duckdb

from newsift.settings import StorageSettings
from newsift.storage.connection import connect, sql
from newsift.storage.durable import move_into_place, utc_now
from newsift.storage.migrate import shipped_migrations
from newsift.storage.paths import WarehousePaths
from newsift.storage.private_schema import STORE_TABLES
from newsift.storage.schema import MACROS, PUBLISHED_TABLES, VIEWS
from newsift.storage.table import PRIVATE_SCHEMA


def create_store(paths: WarehousePaths, settings: StorageSettings) -> None:
    """Make an empty store beside its place and move it there whole, so that no half-made one is ever seen."""
    built = paths.building / "store.duckdb"
    con = connect(built, settings, spill=paths.spill)
    try:
        con.begin()
        create_store_catalog(con)
        con.execute("INSERT INTO pipeline.meta VALUES ('store_id', ?)", [secrets.token_hex(8)])
        now = utc_now()
        for migration in shipped_migrations():
            con.execute(
                "INSERT INTO pipeline.migrations VALUES (?, ?, ?, ?)",
                [migration.version, migration.name, migration.checksum, now],
            )
        con.commit()
        con.execute("CHECKPOINT")
    finally:
        con.close()
    move_into_place(built, paths.store)


def create_store_catalog(con: duckdb.DuckDBPyConnection) -> None:
    """All tables, views and macros of the store, with comments."""
    con.execute(f"CREATE SCHEMA IF NOT EXISTS {PRIVATE_SCHEMA}")
    for table in STORE_TABLES:
        con.execute(table.create())
        for statement in table.comments():
            con.execute(statement)
    create_views_and_macros(con)


def create_published_tables(con: duckdb.DuckDBPyConnection, catalog: str) -> None:
    """The published form of every table, in an attached file."""
    for table in PUBLISHED_TABLES:
        con.execute(table.create(catalog=catalog, published=True))


def comment_published_tables(con: duckdb.DuckDBPyConnection) -> None:
    for table in PUBLISHED_TABLES:
        for statement in table.comments(published=True):
            con.execute(statement)


def create_views_and_macros(con: duckdb.DuckDBPyConnection) -> None:
    """Views and macros with their comments.

    The file must be the connection's own, not attached: names in a view's text carry no catalog then, so
    that it works whatever the file is called.
    """
    for macro in MACROS:
        con.execute(sql(macro.name))
        for statement in macro.comments():
            con.execute(statement)
    for view in VIEWS:
        con.execute(sql(view.name))
        for statement in view.comments():
            con.execute(statement)
