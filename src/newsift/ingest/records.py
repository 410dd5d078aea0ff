"""Split JSON files into their records: JSON Lines, a list, or one object.

The n-th record (0-based, blank lines not counted) of `a.jsonl` has the path `a.jsonl#n`. Its content hash
is that of the record's bytes, so the same record in two files is one article.
"""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, BinaryIO, cast

import orjson

from newsift.errors import DocumentError
from newsift.ingest.decode import decode, wide_encoding
from newsift.ingest.fields import record_input, record_too_large, refused_record
from newsift.ingest.json_list import list_items
from newsift.ingest.streams import DAMAGED, HeadedReader, some, transcoded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsift.models import FoundFile, RawFile, Refused
    from newsift.settings import InputSettings

_HEAD = 1 << 16
_CHUNK = 1 << 16
_BOM = b"\xef\xbb\xbf"
_BLANK = b" \t\r\n\x00" + _BOM
_PEEKED_LINES = 5


def json_lines(found: FoundFile, stream: BinaryIO, settings: InputSettings) -> Iterator[RawFile | Refused]:
    """One JSON object a line; a bad line is refused alone, those after it are read.

    A file that holds a list instead is read as one.
    """
    head, whole = _peek(stream)
    if head.lstrip(_BLANK).startswith(b"["):
        yield from _list(found, whole, settings)
    else:
        yield from _lines(found, whole, settings)


def json_document(found: FoundFile, stream: BinaryIO, settings: InputSettings) -> Iterator[RawFile | Refused]:
    """A `.json` file: one record, a list of records, or (against its name) JSON Lines.

    A single record has the file's own path, without `#n`.
    """
    head, whole = _peek(stream)
    if head.lstrip(_BLANK).startswith(b"["):
        yield from _list(found, whole, settings)
    elif _looks_like_lines(head):
        yield from _lines(found, whole, settings)
    else:
        data = whole.read(settings.max_record_bytes + 1)
        if len(data) > settings.max_record_bytes:
            raise record_too_large(settings)
        yield _record(found, None, data, settings)


def _lines(found: FoundFile, stream: BinaryIO, settings: InputSettings) -> Iterator[RawFile | Refused]:
    number = 0
    for line in _bounded_lines(stream, settings.max_record_bytes):
        if line is None:
            yield refused_record(found, number, None, record_too_large(settings))
        elif line.strip(_BLANK):
            yield _record(found, number, line, settings)
        else:
            continue
        number += 1


def _list(found: FoundFile, stream: BinaryIO, settings: InputSettings) -> Iterator[RawFile | Refused]:
    for number, item in enumerate(list_items(stream, settings.max_record_bytes)):
        if item is None:
            yield refused_record(found, number, None, record_too_large(settings))
        else:
            yield _record(found, number, item, settings)


def _record(found: FoundFile, number: int | None, data: bytes, settings: InputSettings) -> RawFile | Refused:
    data = data.strip(_BLANK)
    try:
        loaded = _loads(data)
    except DocumentError as error:
        return refused_record(found, number, data, error)
    return record_input(found, number, loaded, data, settings)


def _loads(data: bytes) -> object:
    """The record's value: strict JSON first, then what only Python's own reader takes.

    Raises:
        DocumentError: INVALID_JSON, or what `decode` says of bytes that are no text.
    """
    try:
        return cast("object", orjson.loads(data))
    except orjson.JSONDecodeError as strict:
        text = decode(data).text  # not UTF-8, or damaged: as for any other input
        try:  # lone surrogates, NaN and raw line ends inside strings
            return cast("object", json.loads(text, strict=False))
        except (json.JSONDecodeError, RecursionError):
            raise DocumentError(
                f"the record is not valid JSON: {strict}",
                stage="read",
                reason="INVALID_JSON",
                remedy="Mend the record or its writer",
            ) from None


def _bounded_lines(stream: BinaryIO, limit: int) -> Iterator[bytes | None]:
    """Lines of at most `limit` bytes; None stands for a longer one, whose rest is skipped unread."""
    while line := stream.readline(limit + 1):
        if len(line) <= limit:
            yield line
            continue
        while not line.endswith(b"\n") and (line := stream.readline(_CHUNK)):
            pass
        yield None


def _peek(stream: BinaryIO) -> tuple[bytes, BinaryIO]:
    """The first bytes, and the whole stream again; both in UTF-8 where the file is UTF-16 or UTF-32."""
    head = _read_head(stream)
    encoding = wide_encoding(head)
    whole = cast("BinaryIO", io.BufferedReader(HeadedReader(head, stream), _CHUNK))
    if encoding is None:
        return head, whole
    whole = transcoded(whole, encoding)
    head = _read_head(whole)
    return head, cast("BinaryIO", io.BufferedReader(HeadedReader(head, whole), _CHUNK))


def _read_head(stream: BinaryIO) -> bytes:
    """The first 64 KB, or all before the end or before damage (which the next read meets again)."""
    parts: list[bytes] = []
    missing = _HEAD
    try:
        while missing and (part := some(stream, missing)):
            parts.append(part)
            missing -= len(part)
    except DAMAGED:
        if not parts:
            raise
    return b"".join(parts)


def _looks_like_lines(head: bytes) -> bool:
    """Whether one of the first lines is a JSON object of its own and another line follows it."""
    lines = [line for line in head.lstrip(_BLANK).split(b"\n") if line.strip()]
    return len(lines) > 1 and any(_is_object(line) for line in lines[: min(_PEEKED_LINES, len(lines) - 1)])


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(orjson.loads(line.strip(_BLANK)), dict)
    except orjson.JSONDecodeError:
        return False
