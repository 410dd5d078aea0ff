"""Reading the published file, as anybody may: read-only, any number of readers, at any moment of a run."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from newsift.errors import ConfigError
from newsift.storage.connection import first_line, translated
from newsift.storage.paths import WarehousePaths


@contextlib.contextmanager
def reading(published: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to a published file. It shows one snapshot, however long it stays open.

    Raises:
        ConfigError: There is no such file.
        TransientError: It cannot be read.
    """
    with translated(f"look for {published}"):
        WarehousePaths(published.parent).require_folder()
        is_there = published.is_file()
    if not is_there:
        raise ConfigError(
            f"there is no published file {published}", remedy="Check --warehouse, or run newsift run first"
        )
    with translated(f"open {published}"):
        con = duckdb.connect(str(published), read_only=True)
    try:
        con.execute("SET TimeZone = 'UTC'")
        yield con
    finally:
        con.close()


def query(published: Path, statement: str, parameters: Sequence[object] = ()) -> pa.Table:
    """Run one query on a published file.

    Args:
        parameters: Values for the query's `?` or `$1` places.

    Raises:
        ConfigError: There is no such file, or the query is wrong.
    """
    with reading(published) as con:
        try:
            return con.sql(statement, params=list(parameters) if parameters else None).to_arrow_table()
        except (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException) as error:
            raise ConfigError(f"the query cannot be answered: {first_line(error)}") from None
