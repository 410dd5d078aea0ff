"""Parquet files: one input a row. The n-th row (0-based) of `a.parquet` is `a.parquet#n`.

Only the columns named in `inputs.fields` are read. A row has no bytes of its own, so its content hash is that
of those columns as JSON with sorted keys: the same row in another file, or row order, is one article.
"""

from __future__ import annotations

import base64
import io
import json
import tempfile
from typing import TYPE_CHECKING, BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from newsift.errors import DocumentError
from newsift.ingest.field_view import name_key
from newsift.ingest.fields import record_input, record_too_large, refused_record
from newsift.models import FoundFile, RawFile, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsift.settings import InputSettings

_ROWS = 8  # rows in memory at a time: few, since each may be as large as a record
_BUFFER = 1 << 20
_SPOOLED = 64 << 20  # an unpacked .parquet.gz above this size goes to a temporary file
_SHOWN = 12  # columns in a message
_THRIFT_LIMIT = 100 << 20  # bytes of metadata; pyarrow's own default


def parquet_rows(found: FoundFile, stream: BinaryIO, settings: InputSettings) -> Iterator[RawFile | Refused]:
    """The rows of a file, in its order, a few in memory at a time.

    Raises:
        DocumentError: DAMAGED_PARQUET, where the file cannot be read any further; NO_TEXT when no column
            can hold the text; COMPRESSION_BOMB when its rows are absurdly larger than the file.
    """
    number, produced = 0, 0
    limit = min(settings.max_file_bytes, max(_SPOOLED, settings.max_expansion_ratio * found.byte_size))
    try:
        file = pq.ParquetFile(
            _seekable(stream),
            buffer_size=_BUFFER,
            pre_buffer=False,
            thrift_string_size_limit=_THRIFT_LIMIT,
            thrift_container_size_limit=_THRIFT_LIMIT,
        )
        columns = _columns(file.schema_arrow, settings)
        if _unpacked_size(file.metadata) > limit:
            raise _bomb(settings)
        for batch in file.iter_batches(batch_size=_ROWS, columns=columns, use_threads=False):
            cells = {name: _texts(batch.column(name)) for name in batch.schema.names}
            for row in range(batch.num_rows):
                item = _row(found, number, {name: column[row] for name, column in cells.items()}, settings)
                produced += item.byte_size
                if produced > limit:
                    raise _bomb(settings)
                yield item
                number += 1
    except (pa.ArrowException, OSError, ValueError) as error:
        if getattr(error, "errno", None) is not None:  # the disk or the network, not the file
            raise
        raise DocumentError(
            f"the Parquet file cannot be read beyond row {number}: {_first_line(error)}",
            stage="read",
            reason="DAMAGED_PARQUET",
            remedy="Deliver it again; the rows before were read",
        ) from None


def _seekable(stream: BinaryIO) -> BinaryIO:
    """`stream` itself, or its bytes in a temporary file: Parquet is read from its end."""
    if not isinstance(stream, io.BufferedReader) or stream.seekable():
        return stream
    spool = tempfile.SpooledTemporaryFile(max_size=_SPOOLED)  # noqa: SIM115 - closed with its last reference
    while chunk := stream.read(_BUFFER):
        spool.write(chunk)
    spool.seek(0)
    return spool  # type: ignore[return-value]


def _columns(schema: pa.Schema, settings: InputSettings) -> list[str]:
    """The columns that may say something of an article; without a named text column, all that hold text."""
    named = {name_key(name) for names in settings.fields.values() for name in names}
    text = {name_key(name) for name in settings.fields["text"]}
    wrappers = {name.casefold() for name in settings.fields["within"]}
    present = [
        field.name
        for field in schema
        if name_key(field.name) in named
        or (field.name.casefold() in wrappers and pa.types.is_struct(field.type))
    ]
    if any(name_key(name) in text or name.casefold() in wrappers for name in present):
        return present
    unnamed = [field.name for field in schema if _is_text(field.type) and field.name not in present]
    if not (unnamed and settings.longest_text):
        raise DocumentError(
            f"no column of the file ({', '.join(schema.names[:_SHOWN])}) is named in inputs.fields.text",
            stage="read",
            reason="NO_TEXT",
            remedy="Name its text column in inputs.fields.text",
        )
    return present + unnamed


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _unpacked_size(metadata: pq.FileMetaData) -> int:
    """Bytes of the largest column chunk before its values are repeated from a dictionary."""
    groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
    sizes = [group.column(n).total_uncompressed_size for group in groups for n in range(metadata.num_columns)]
    return max(sizes, default=0)


def _row(
    found: FoundFile, number: int, cells: dict[str, object], settings: InputSettings
) -> RawFile | Refused:
    record = {name: value for name, value in cells.items() if value is not None}
    data = json.dumps(record, ensure_ascii=False, sort_keys=True, default=_as_text).encode(
        "utf-8", "surrogatepass"
    )
    if len(data) > settings.max_record_bytes:
        return refused_record(found, number, data, record_too_large(settings))
    return record_input(found, number, record, data, settings)


def _texts(column: pa.Array) -> list[object]:
    """The cells as JSON would have them: times as ISO 8601, undecodable text as bytes."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_timestamp(column.type):
        column = _moments(column)
    elif pa.types.is_date(column.type):
        column = pc.cast(column, pa.string())
    try:
        values: list[object] = column.to_pylist()
    except UnicodeDecodeError:
        if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
            return [None] * len(column)
        values = column.cast(pa.large_binary()).to_pylist()
    return values


def _moments(column: pa.Array) -> pa.Array:
    """Whole seconds with the offset of UTC where the column has a time zone."""
    zone = column.type.tz
    seconds = pc.cast(column, pa.timestamp("s", "UTC" if zone else None), safe=False)
    texts = pc.cast(pc.cast(seconds, pa.timestamp("s")), pa.string())
    texts = pc.replace_substring(texts, " ", "T")
    return pc.binary_join_element_wise(texts, "+00:00", "") if zone else texts


def _as_text(value: object) -> str:
    return base64.b64encode(value).decode("ascii") if isinstance(value, bytes) else str(value)


def _first_line(error: BaseException) -> str:
    return str(error).partition("\n")[0][:200]


def _bomb(settings: InputSettings) -> DocumentError:
    return DocumentError(
        f"its rows are more than {settings.max_expansion_ratio} times larger than the file, or than "
        "inputs.max_file_bytes: a compression bomb",
        stage="read",
        reason="COMPRESSION_BOMB",
        remedy="Remove it, or raise inputs.max_expansion_ratio",
    )
