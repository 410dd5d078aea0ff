"""What the batch stage hands to the writer: one Arrow IPC file a chunk, written atomically.

A chunk file has one row per table, `name` and `ipc` (the table as an Arrow IPC stream), so that tables of
different shapes travel in one file that is either there whole or not at all.
"""

from __future__ import annotations

import os
import pickle
from typing import TYPE_CHECKING

import fsspec
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newsift.pipeline.batch import PreparedInput

_CONTAINER = pa.schema([("name", pa.string()), ("ipc", pa.large_binary())])
ITEMS = "items"  # the prepared inputs themselves, pickled, so that a second pass need not parse again


def write_chunk(path: str, tables: Mapping[str, pa.Table], items: Sequence[PreparedInput]) -> None:
    """Write one chunk; a reader sees the whole file or none."""
    rows = {name: _to_ipc(table) for name, table in tables.items()}
    pickled = pa.table(
        {"item": pa.array([pickle.dumps(item, protocol=5) for item in items], pa.large_binary())}
    )
    rows[ITEMS] = _to_ipc(pickled)
    container = pa.table({"name": list(rows), "ipc": list(rows.values())}, schema=_CONTAINER)
    temporary = f"{path}.{os.getpid()}.tmp"
    filesystem, local = fsspec.core.url_to_fs(temporary)
    with filesystem.open(local, "wb") as stream, pa.ipc.new_file(stream, _CONTAINER) as writer:
        writer.write_table(container)
    filesystem.mv(local, fsspec.core.url_to_fs(path)[1])


def read_chunk(path: str, *names: str) -> dict[str, pa.Table]:
    """The named tables of a chunk (all but the pickled items when none is named)."""
    filesystem, local = fsspec.core.url_to_fs(path)
    with filesystem.open(local, "rb") as stream:
        container = pa.ipc.open_file(stream).read_all()
    tables = {}
    for name, ipc in zip(container["name"].to_pylist(), container["ipc"], strict=True):
        if name in names or (not names and name != ITEMS):
            tables[name] = pa.ipc.open_stream(ipc.as_buffer()).read_all()
    return tables


def read_items(path: str) -> Iterator[PreparedInput]:
    """The prepared inputs of a chunk. Only files that this run's own workers wrote are ever unpickled."""
    for cell in read_chunk(path, ITEMS)[ITEMS]["item"]:
        yield pickle.loads(cell.as_buffer())  # noqa: S301 - written by this run, in a private folder


def _to_ipc(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())
