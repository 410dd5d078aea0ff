"""Raw inputs as they were read, back from the store for re-processing."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
from pydantic import TypeAdapter

from newsift.models import Format, RawFile, RecordFields
from newsift.storage.connection import sql

_RECORD_FIELDS = TypeAdapter(RecordFields)


@dataclass(frozen=True, slots=True)
class StoredInput:
    """One kept input.

    Attributes:
        order: Number in order of arrival; pass it on as `after` for the next page.
        raw: What the reader gave when it was first ingested, record fields included.
        other_paths: Further paths at which the same bytes stood.
    """

    order: int
    raw: RawFile
    other_paths: tuple[str, ...]


def read_raw(con: duckdb.DuckDBPyConnection, *, after: int, limit: int) -> list[StoredInput]:
    """The next `limit` kept inputs after number `after`, in order of arrival."""
    rows = con.execute(sql("raw_inputs"), {"after": after, "limit": limit}).fetchall()
    return [_stored_input(row) for row in rows]


def _stored_input(row: tuple[object, ...]) -> StoredInput:
    order, path, content_hash, record_no, byte_size, media, declared_encoding, record, data, paths = row
    assert isinstance(order, int)
    assert isinstance(record_no, int)
    assert isinstance(byte_size, int)
    assert isinstance(data, bytes)
    assert isinstance(paths, list)
    raw = RawFile(
        path=str(path),
        data=data,
        content_hash=bytes.fromhex(str(content_hash)),
        byte_size=byte_size,
        record_no=record_no,
        fields=None if record is None else _RECORD_FIELDS.validate_json(str(record)),
        media=None if media is None else Format(str(media)),
        declared_encoding=None if declared_encoding is None else str(declared_encoding),
    )
    return StoredInput(order, raw, tuple(str(p) for p in paths if p != path))
