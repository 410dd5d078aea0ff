"""Migrations: numbered `.sql` files with checksums, applied to a copy that then takes the store's place."""

from __future__ import annotations

import hashlib
import re
import shutil
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import duckdb

from newsift.errors import ConfigError, InvariantError
from newsift.settings import StorageSettings
from newsift.storage.connection import connect, count, translated
from newsift.storage.durable import fsync_file, fsync_folder, move_into_place, utc_now
from newsift.storage.lock import WriterLock
from newsift.storage.paths import WarehousePaths

_NAME = re.compile(r"^(\d{4})_[a-z0-9_]+\.sql$")


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered file."""

    version: int
    name: str
    checksum: str  # BLAKE2b-128 of the file, hex
    statements: str


@dataclass(frozen=True, slots=True)
class MigrationState:
    """How a store stands to the code.

    Attributes:
        applied: Names in the order of their numbers.
        pending: Migrations that the next run (or `newsift migrate`) applies.
    """

    applied: tuple[str, ...]
    pending: tuple[Migration, ...]


def shipped_migrations(folder: Path | None = None) -> tuple[Migration, ...]:
    """The migrations in `folder` (the package's own by default), in order.

    Raises:
        InvariantError: Numbers are missing or double, or a name is no migration's.
    """
    source = files("newsift.storage") / "migrations" if folder is None else folder
    found = []
    for entry in source.iterdir():
        if not entry.name.endswith(".sql"):
            continue
        match = _NAME.match(entry.name)
        if match is None:
            raise InvariantError(f"migration {entry.name} is not named like 0001_what_it_does.sql")
        data = entry.read_bytes()
        checksum = hashlib.blake2b(data, digest_size=16).hexdigest()
        found.append(Migration(int(match[1]), entry.name, checksum, data.decode()))
    found.sort(key=lambda migration: (migration.version, migration.name))
    if [migration.version for migration in found] != list(range(1, len(found) + 1)):
        raise InvariantError(f"migrations are not numbered 1, 2, 3 ...: {[m.name for m in found]}")
    return tuple(found)


def migration_state(con: duckdb.DuckDBPyConnection, shipped: tuple[Migration, ...]) -> MigrationState:
    """Compare what a store has with what the code ships.

    Raises:
        ConfigError: The store is newer than the code.
        InvariantError: A file was changed after it had been applied.
    """
    rows = con.execute("SELECT version, name, checksum FROM pipeline.migrations ORDER BY version").fetchall()
    by_version = {migration.version: migration for migration in shipped}
    for version, name, checksum in rows:
        known = by_version.get(version)
        if known is None:
            raise ConfigError(
                f"the store was written by a newer newsift (migration {name} is unknown here)",
                remedy="Update newsift to the version that last wrote it, or use another warehouse",
            )
        if known.checksum != checksum:
            raise InvariantError(
                f"migration {name} is not the file that was applied to this store",
                remedy="Restore the file as it was; changes to the schema need a new number",
            )
    applied = {row[0] for row in rows}
    return MigrationState(
        applied=tuple(row[1] for row in rows),
        pending=tuple(migration for migration in shipped if migration.version not in applied),
    )


def check(warehouse: Path, settings: StorageSettings) -> MigrationState:
    """How the store of a warehouse stands to this code; nothing is changed.

    Raises:
        ConfigError: There is no store, or it is newer than the code.
        StoreBusyError: A run has it open.
    """
    paths = WarehousePaths(warehouse)
    paths.require_store()
    with WriterLock(paths.lock, wait_seconds=settings.lock_wait_seconds), translated("read the store"):
        con = connect(paths.store, settings, read_only=not paths.wal.exists())
        try:
            return migration_state(con, shipped_migrations())
        finally:
            con.close()


def migrate_copy(paths: WarehousePaths, settings: StorageSettings, pending: tuple[Migration, ...]) -> None:
    """Apply `pending` to a copy of the store and put it in its place; the old file is kept.

    The store must be closed, without a log beside it. A failure leaves the store as it was. The finished
    copy is opened once more and counted: tables may come, go and grow, but none may have fewer rows.

    Raises:
        InvariantError: A migration fails, or the copy lost rows.
    """
    if paths.wal.exists():
        raise InvariantError(f"{paths.wal} must be checkpointed before a migration")
    paths.building.mkdir(parents=True, exist_ok=True)
    copy = paths.building / "migrating.duckdb"
    with translated("copy the store for a migration"):
        shutil.copyfile(paths.store, copy)
    with translated(f"apply migration {pending[0].name}"):
        con = connect(copy, settings, spill=paths.spill)
        try:
            before = _row_counts(con)
            for migration in pending:
                _apply(con, migration)
            con.execute("CHECKPOINT")
        finally:
            con.close()
    with translated("check the migrated store"):
        con = connect(copy, settings, read_only=True)
        try:
            after = _row_counts(con)
        finally:
            con.close()
    if lost := sorted(table for table, rows in before.items() if after.get(table, rows) < rows):
        raise InvariantError(
            f"after migration {pending[-1].name} rows of {', '.join(lost)} are missing; it is not used",
            remedy="The store is unchanged; report this with the message",
        )
    paths.before_migration.mkdir(parents=True, exist_ok=True)
    kept = paths.before_migration / f"store-before-{pending[0].version:04d}.duckdb"
    kept.unlink(missing_ok=True)
    kept.hardlink_to(paths.store)
    fsync_folder(paths.before_migration)
    fsync_file(copy)
    move_into_place(copy, paths.store)


def _row_counts(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    tables = con.execute(
        "SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE NOT internal ORDER BY 1"
    ).fetchall()
    return {str(name): count(con, f"SELECT count(*) FROM {name}") for (name,) in tables}


def _apply(con: duckdb.DuckDBPyConnection, migration: Migration) -> None:
    con.begin()
    try:
        con.execute(migration.statements)
        con.execute(
            "INSERT INTO pipeline.migrations VALUES (?, ?, ?, ?)",
            [migration.version, migration.name, migration.checksum, utc_now()],
        )
        con.execute("INSERT INTO pipeline.meta VALUES ('full_publish', ?)", [f"migration {migration.name}"])
        con.commit()
    except duckdb.Error as error:
        con.rollback()
        raise InvariantError(
            f"migration {migration.name} failed: {str(error).splitlines()[0]}",
            remedy="The store is unchanged; report this with the message",
        ) from error
