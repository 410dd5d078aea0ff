"""Split multi-record containers into inputs: JSON Lines, JSON documents, WARC, Parquet.

The n-th record (0-based, blank lines not counted) of `a.jsonl` has the path `a.jsonl#n`. Its content hash
is that of the record's bytes, so the same record in two files is one article.
"""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any, BinaryIO

import ijson
import orjson

from newsift.errors import DocumentError
from newsift.models import FoundFile, RawFile, RecordFields, Refused, content_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from newsift.settings import InputSettings

Splitter = "Callable[[FoundFile, BinaryIO, InputSettings], Iterator[RawFile | Refused]]"
_CHUNK = 1 << 16


def json_lines(found: FoundFile, stream: BinaryIO, settings: InputSettings) -> Iterator[RawFile | Refused]:
    """One JSON object a line; a bad line is refused alone, those after it are read."""
    number = 0
    for line in _lines(stream, settings.max_record_bytes):
        if line is None:
            yield _refused(found, number, None, _too_large(settings))
        elif not line.strip(b" \t\r\n\xef\xbb\xbf\x00"):
            continue
        else:
            yield _record(found, number, line, settings)
        number += 1


def json_document(found: FoundFile, stream: BinaryIO, settings: InputSettings) -> Iterator[RawFile | Refused]:
    """A `.json` file: one record, a list of records, or (against its name) JSON Lines.

    A list is parsed as a stream. A single record has the file's own path, without `#n`.
    """
    head = stream.read(_CHUNK)
    rest = _Rejoined(head, stream)
    first = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if first == b"[":
        yield from _json_list(found, rest, settings)
        return
    data = rest.read(settings.max_record_bytes + 1)
    try:
        orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        if _looks_like_lines(data):
            yield from json_lines(found, _as_stream(_Rejoined(data, stream)), settings)
            return
    if len(data) > settings.max_record_bytes:
        raise _too_large(settings)
    yield _record(found, None, data, settings)


def _json_list(found: FoundFile, stream: _Rejoined, settings: InputSettings) -> Iterator[RawFile | Refused]:
    number = 0
    try:
        for item in ijson.items(_as_stream(stream), "item", use_float=True):
            # Re-serialised with sorted keys: a list has no lines whose bytes could be hashed.
            data = json.dumps(item, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")
            if len(data) > settings.max_record_bytes:
                yield _refused(found, number, data, _too_large(settings))
            else:
                yield _record(found, number, data, settings)
            number += 1
    except (ijson.JSONError, UnicodeDecodeError) as error:
        raise DocumentError(
            f"the JSON list breaks after record {number}: {error}",
            stage="read",
            reason="INVALID_JSON",
            remedy="Deliver it again; the records before were read",
        ) from None


def _record(found: FoundFile, number: int | None, data: bytes, settings: InputSettings) -> RawFile | Refused:
    try:
        loaded = _loads(data)
        if not isinstance(loaded, dict):
            raise DocumentError(
                f"the record is a JSON {type(loaded).__name__}, not an object",
                stage="read",
                reason="NOT_AN_OBJECT",
                remedy="Write one object per article",
            )
        text = _text_of(loaded, settings)
    except DocumentError as error:
        return _refused(found, number, data, error)
    return RawFile(
        path=found.path if number is None else f"{found.path}#{number}",
        data=text.encode("utf-8", "replace"),
        content_hash=content_digest(data.strip()),
        byte_size=len(data),
        record_no=number or 0,
        fields=map_fields(loaded, settings.fields),
        declared_encoding="utf-8",
    )


def _loads(data: bytes) -> object:
    data = data.removeprefix(b"\xef\xbb\xbf").strip()
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as strict:
        try:  # lone surrogates, NaN and damaged UTF-8 are refused by orjson alone
            return json.loads(data.decode("utf-8", "replace"))
        except (json.JSONDecodeError, RecursionError):
            raise DocumentError(
                f"the record is not valid JSON: {strict}",
                stage="read",
                reason="INVALID_JSON",
                remedy="Mend the record or its writer",
            ) from None


def _text_of(record: Mapping[str, Any], settings: InputSettings) -> str:
    names = settings.fields["text"]
    for name in names:
        value = record.get(name)
        if isinstance(value, str) and value.strip():
            return value
        if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
            return "\n".join(value)
        if value is not None and not isinstance(value, (str, list)):
            raise DocumentError(
                f"field '{name}' holds a {type(value).__name__}, not text",
                stage="read",
                reason="WRONG_TYPE",
                remedy="Write the article's text as a string",
            )
    raise DocumentError(
        f"the record has no text under any of: {', '.join(names)}",
        stage="read",
        reason="NO_TEXT",
        remedy="Name its text field in inputs.fields.text",
    )


def map_fields(record: Mapping[str, Any], names: Mapping[str, tuple[str, ...]]) -> RecordFields:
    """Record fields under our names; values of a wrong type count as absent."""

    def first(ours: str) -> str | None:
        for name in names.get(ours, ()):
            value = record.get(name)
            if isinstance(value, str) and value.strip():
                return value.strip()
            if isinstance(value, int) and not isinstance(value, bool) and ours in ("id", "published", "updated"):
                return str(value)
            if isinstance(value, dict) and isinstance(value.get("name"), str):
                return str(value["name"]).strip() or None
        return None

    def several(ours: str) -> tuple[str, ...]:
        for name in names.get(ours, ()):
            value = record.get(name)
            if isinstance(value, str) and value.strip():
                return (value.strip(),)
            if isinstance(value, list):
                parts = [item.get("name") if isinstance(item, dict) else item for item in value]
                return tuple(part.strip() for part in parts if isinstance(part, str) and part.strip())
        return ()

    return RecordFields(
        record_id=first("id"),
        url=first("url"),
        title=first("title"),
        published=first("published"),
        updated=first("updated"),
        source=first("source"),
        authors=several("authors"),
        language=first("language"),
        section=first("section"),
        keywords=several("keywords"),
    )


def _lines(stream: BinaryIO, limit: int) -> Iterator[bytes | None]:
    """Lines of at most `limit` bytes; None stands for a longer one, whose rest is skipped unread."""
    while line := stream.readline(limit + 1):
        if len(line) <= limit:
            yield line
            continue
        while not line.endswith(b"\n") and (line := stream.readline(_CHUNK)):
            pass
        yield None


def _looks_like_lines(data: bytes) -> bool:
    """Whether the first line alone is a JSON object and another follows."""
    first, _, rest = data.lstrip().partition(b"\n")
    try:
        return isinstance(orjson.loads(first), dict) and rest.lstrip()[:1] == b"{"
    except orjson.JSONDecodeError:
        return False


def _refused(found: FoundFile, number: int | None, data: bytes | None, error: DocumentError) -> Refused:
    path = found.path if number is None else f"{found.path}#{number}"
    digest = content_digest(data.strip() if data else f"{path}:{error.reason}".encode())
    size = len(data) if data else 0
    return Refused(path, digest, size, error.stage, error.reason, "DocumentError", f"{path}: {error}")


def _too_large(settings: InputSettings) -> DocumentError:
    return DocumentError(
        f"the record is larger than inputs.max_record_bytes ({settings.max_record_bytes})",
        stage="read",
        reason="RECORD_TOO_LARGE",
        remedy="Raise the limit if such records are wanted",
    )


class _Rejoined(io.RawIOBase):
    """A stream whose head was read already: the head again, then the rest."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = io.BytesIO(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        chunk = self._head.read(len(buffer)) or self._rest.read(len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def read(self, size: int = -1) -> bytes:
        head = self._head.read(size)
        return head + self._rest.read(size - len(head) if size >= 0 else -1)


def _as_stream(raw: io.RawIOBase) -> BinaryIO:
    return io.BufferedReader(raw)


SPLITTERS = {".jsonl": json_lines, ".json": json_document}
