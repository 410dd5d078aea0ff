"""Opening DuckDB with limits, and turning its errors into ours."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path

import duckdb

from newsift.errors import InvariantError, StoreBusyError, TransientError
from newsift.settings import StorageSettings

PUBLISHED_STORAGE_VERSION = "v1.4.0"  # clients of DuckDB 1.4, 1.5 and 2.0 open it

SNAPSHOT_CATALOG = "snapshot_file"  # the name under which a snapshot in the making is attached

_ENGINE_SHARE = 0.85

_OUTSIDE = re.compile(
    r"No space left|Input/output error|Disk quota|Read-only file system|Permission denied|"
    r"Too many open files|Stale file handle|Could not (?:write|read|truncate|fsync)|fsync failed|"
    r"Cannot open file|File too large",
    re.IGNORECASE,
)


class StoreBrokenError(InvariantError):
    """DuckDB declared its instance invalid: this process must end; the next one recovers."""


def sql(name: str) -> str:
    """The text of `sql/<name>.sql`."""
    return (files("newsift.storage") / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def connect(
    path: Path,
    settings: StorageSettings,
    *,
    spill: Path | None = None,
    read_only: bool = False,
    storage_version: str | None = None,
) -> duckdb.DuckDBPyConnection:
    """Open a database file under the limits of `settings`.

    Args:
        spill: Folder for what does not fit in memory; DuckDB's default (beside the file) when None.
        storage_version: Format for a file that does not exist yet; an existing file keeps its own.

    Raises:
        duckdb.Error: As DuckDB raises it; callers translate it with `translated`.
    """
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": _engine_limit(settings.memory_limit),
        "threads": settings.threads,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    if spill is not None:
        config["temp_directory"] = str(spill)
        config["max_temp_directory_size"] = settings.max_spill
    if storage_version is not None:
        config["storage_compatibility_version"] = storage_version
    con = duckdb.connect(str(path), read_only=read_only, config=config)
    con.execute("SET TimeZone = 'UTC'")
    con.execute("SET enable_progress_bar = false")
    return con


def _engine_limit(limit: str) -> str:
    """What the engine is given of `storage.memory_limit`: it goes up to 18 % over (measured on 2.0.0)."""
    number, unit = re.fullmatch(r"([\d.]+)\s*(\w+)", limit).groups()  # type: ignore[union-attr]  # settings check it
    return f"{float(number) * _ENGINE_SHARE:.3f}{unit}"


@contextlib.contextmanager
def translated(doing: str) -> Iterator[None]:
    """Turn DuckDB's and the system's errors inside the block into newsift's families.

    Args:
        doing: What the block does, for the message: "commit batch 3 of run ...".
    """
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise TransientError(
            f"out of memory while trying to {doing}: {first_line(error)}",
            remedy="Raise storage.memory_limit or storage.max_spill, or lower run.records_per_commit",
        ) from error
    except duckdb.Error as error:
        text = str(error)
        if "Could not set lock" in text:
            raise StoreBusyError(
                f"another program has the store open while trying to {doing}: {first_line(error)}",
                remedy="Close it; people query newsift.duckdb, never the files under .state",
            ) from error
        if stopped_engine(error) and not _OUTSIDE.search(text):
            raise StoreBrokenError(
                f"the database engine stopped while trying to {doing}: {first_line(error)}",
                remedy="This process must end; the next run recovers the store by itself",
            ) from error
        if _OUTSIDE.search(text):
            raise TransientError(
                f"the disk failed while trying to {doing}: {first_line(error)}",
                remedy="Free space or mend the disk, then run again; nothing committed is lost",
            ) from error
        raise InvariantError(
            f"the store refused to {doing}: {first_line(error)}", remedy="Run newsift doctor"
        ) from error
    except OSError as error:
        raise TransientError(
            f"the disk failed while trying to {doing}: {error.strerror or error}"
            + (f" ({error.filename})" if error.filename else ""),
            remedy="Free space or mend the disk or its permissions, then run again; nothing is lost",
        ) from error


def stopped_engine(error: BaseException | None) -> bool:
    """Whether this error ends all use of the store in this process, whatever caused it.

    A checkpoint that fails invalidates its database; a snapshot in the making is no loss.
    """
    if isinstance(error, duckdb.FatalException):
        return True
    text = str(error) if isinstance(error, duckdb.Error) else ""
    return "has been invalidated" in text and SNAPSHOT_CATALOG not in text


def first_line(error: BaseException) -> str:
    """The first line of an error's text, short enough for a message."""
    lines = str(error).splitlines()
    return (lines[0] if lines else type(error).__name__)[:300].rstrip(". ")


def scalar(
    con: duckdb.DuckDBPyConnection, query: str, parameters: list[object] | Mapping[str, object] | None = None
) -> object:
    """The single value that `query` returns; None when it returns no row."""
    # fetchall, not fetchone: an unfinished result keeps the connection busy.
    rows = (con.execute(query, parameters) if parameters else con.execute(query)).fetchall()
    return rows[0][0] if rows else None


def count(con: duckdb.DuckDBPyConnection, query: str, parameters: list[object] | None = None) -> int:
    """`scalar` for a query that returns a whole number."""
    value = scalar(con, query, parameters)
    if not isinstance(value, int):
        raise InvariantError(f"a count came back as {value!r}: {query}")
    return value
