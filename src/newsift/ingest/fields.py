"""What a record (of JSON or Parquet) says, under newsift's names for it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from newsift.errors import DocumentError
from newsift.ingest.refusals import refuse
from newsift.models import Format, FoundFile, RawFile, RecordFields, Refused, content_digest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsift.settings import InputSettings

_MILLISECONDS = 100_000_000_000  # a larger number than this is a time in milliseconds (as seconds: year 5138)
_EARLIEST_EPOCH = 100_000_000  # 1973; smaller numbers are years or ids, not times
_SURROGATE = re.compile("[\ud800-\udfff]")  # JSON can escape a lone one, but no encoding can carry it
_HTML_FIELD = "html"


def record_input(
    found: FoundFile, number: int | None, record: object, data: bytes, settings: InputSettings
) -> RawFile | Refused:
    """One record as an input of its own.

    Args:
        found: The file that holds the record.
        number: Its 0-based place in the file; None for a file that is one record.
        record: The parsed record; anything but an object with text is refused.
        data: The record's own bytes, whose digest identifies it.
        settings: Names of fields, and the limit on a record's size.
    """
    try:
        if not isinstance(record, dict):
            raise _not_an_object(record)
        fields = map_fields(record, settings.fields)
        text, name = _text_of(record, fields, settings)
    except DocumentError as error:
        return refused_record(found, number, data, error)
    return RawFile(
        path=record_path(found, number),
        data=_without_surrogates(text).encode() if isinstance(text, str) else text,
        content_hash=content_digest(data),
        byte_size=len(data),
        record_no=number or 0,
        fields=fields,
        media=Format.HTML if name == _HTML_FIELD else None,
        declared_encoding="utf-8" if isinstance(text, str) else None,
    )


def record_path(found: FoundFile, number: int | None) -> str:
    """`path#n`, or the file's own path for a file that is one record."""
    return found.path if number is None else f"{found.path}#{number}"


def refused_record(found: FoundFile, number: int | None, data: bytes | None, error: DocumentError) -> Refused:
    """A refusal of one record, identified by its bytes where there are any."""
    path = record_path(found, number)
    refused = refuse(path, len(data or b""), error.reason, f"{path}: {error}", stage=error.stage)
    if data is None:
        return refused
    return Refused(
        path, content_digest(data), len(data), error.stage, error.reason, refused.error_class, refused.error
    )


def record_too_large(settings: InputSettings) -> DocumentError:
    """The error of a record over the limit."""
    return DocumentError(
        f"the record is larger than inputs.max_record_bytes ({settings.max_record_bytes})",
        stage="read",
        reason="RECORD_TOO_LARGE",
        remedy="Split it, or raise the limit if such records are wanted",
    )


def map_fields(record: Mapping[str, object], names: Mapping[str, tuple[str, ...]]) -> RecordFields:
    """Record fields under our names; values of a wrong type count as absent."""

    def first(ours: str) -> str | None:
        return next((text for text in map(_scalar, _values(record, names, ours)) if text), None)

    def several(ours: str) -> tuple[str, ...]:
        for value in _values(record, names, ours):
            parts = value if isinstance(value, list) else [value]
            texts = tuple(text for text in map(_scalar, parts) if text)
            if texts:
                return texts
        return ()

    def moment(ours: str) -> str | None:
        return next((text for text in map(_moment, _values(record, names, ours)) if text), None)

    return RecordFields(
        record_id=first("id"),
        url=first("url"),
        title=first("title"),
        published=moment("published"),
        updated=moment("updated"),
        source=first("source"),
        authors=several("authors"),
        language=first("language"),
        section=first("section"),
        keywords=several("keywords"),
    )


def _values(record: Mapping[str, object], names: Mapping[str, tuple[str, ...]], ours: str) -> list[object]:
    return [record[name] for name in names.get(ours, ()) if record.get(name) is not None]


def _scalar(value: object) -> str | None:
    """Text of a string, a whole number, or an object that has a name (as schema.org writes persons).

    Programs that turn XML into JSON write every value as a list of one; such a list is its element.
    """
    if isinstance(value, list) and len(value) == 1:
        (value,) = value
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        return None
    return _without_surrogates(value).replace("\x00", "").strip() or None


def _without_surrogates(text: str) -> str:
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def _moment(value: object) -> str | None:
    """A time as text; seconds or milliseconds since 1970 become ISO 8601 in UTC."""
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return _scalar(value)
    if not value >= _EARLIEST_EPOCH:  # written so that NaN is refused too
        return str(value) if isinstance(value, int) else None
    seconds = value / 1000 if value >= _MILLISECONDS else value
    try:
        return datetime.fromtimestamp(int(seconds), UTC).isoformat()
    except (OverflowError, ValueError, OSError):
        return None


def _text_of(
    record: Mapping[str, object], fields: RecordFields, settings: InputSettings
) -> tuple[str | bytes, str]:
    """The article's text and the name of the field that holds it: the first that is not empty.

    Feeds carry items that are a headline and a link, with an empty text: their text is the headline.
    """
    names = settings.fields["text"]
    wrong: str | None = None
    for name in names:
        value = record.get(name)
        if isinstance(value, (str, bytes)):
            if value.strip():
                return value, name
        elif isinstance(value, list) and value and all(isinstance(part, str) for part in value):
            return "\n".join(value), name
        elif value not in (None, []) and wrong is None:
            wrong = f"field '{name}' holds a JSON {_json_type(value)}, not text"
    if wrong is not None:
        raise DocumentError(
            wrong, stage="read", reason="WRONG_TYPE", remedy="Write the article's text as a string"
        )
    has_text_field = any(name in record for name in names)
    if settings.headline_items and has_text_field and fields.title and fields.url:
        return fields.title, "title"
    raise DocumentError(
        f"the record has no text under any of: {', '.join(names)}",
        stage="read",
        reason="NO_TEXT",
        remedy="Name its text field in inputs.fields.text",
    )


def _not_an_object(record: object) -> DocumentError:
    return DocumentError(
        f"the record is a JSON {_json_type(record)}, not an object",
        stage="read",
        reason="NOT_AN_OBJECT",
        remedy="Write one object per article",
    )


def _json_type(value: object) -> str:
    names = {dict: "object", list: "array", str: "string", bool: "boolean", type(None): "null"}
    return names.get(type(value), "number")
