"""What a record (of JSON or Parquet) says, under newsift's names for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from newsift.errors import DocumentError
from newsift.ingest.field_text import json_type, text_of
from newsift.ingest.field_values import (
    as_address,
    as_moment,
    as_names,
    as_source,
    as_text,
    as_title,
    without_surrogates,
)
from newsift.ingest.field_view import FieldView, name_key
from newsift.ingest.refusals import refuse
from newsift.models import Format, FoundFile, RawFile, RecordFields, Refused, content_digest

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsift.settings import InputSettings

_HTML_FIELD = "html"
# Times under these names are those of the crawl in records that do not even name a title.
_CRAWL_TIMES = frozenset({"timestamp", "time", "created", "createdat"})
_MAX_SECTION, _MAX_AUTHORS, _MAX_KEYWORDS = 100, 300, 3000  # characters


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
        view = FieldView(record, settings.fields)
        fields = map_fields(view)
        headline = fields.title if fields.url else None
        text, name, announced = text_of(view, settings, headline)
    except DocumentError as error:
        return refused_record(found, number, data, error)
    return RawFile(
        path=record_path(found, number),
        data=without_surrogates(text).encode() if isinstance(text, str) else text,
        content_hash=content_digest(data),
        byte_size=len(data),
        record_no=number or 0,
        fields=fields if announced else replace(fields, text_by_length=name),
        media=Format.HTML if _HTML_FIELD in name.casefold() else None,
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


def map_fields(view: FieldView) -> RecordFields:
    """A record's fields under our names; values that cannot be what their names say count as absent."""

    def first(ours: str, read: Callable[[object], str | None]) -> str | None:
        return next((found for _, value in view.named(ours) if (found := read(value))), None)

    def several(ours: str, limit: int) -> tuple[str, ...]:
        return next((found for _, value in view.named(ours) if (found := as_names(value, limit))), ())

    title = first("title", as_title)
    moments = (
        value for name, value in view.named("published") if title or name_key(name) not in _CRAWL_TIMES
    )
    sections = several("section", _MAX_SECTION)
    return RecordFields(
        record_id=first("id", as_text),
        url=first("url", as_address),
        title=title,
        published=next((found for found in map(as_moment, moments) if found), None),
        updated=first("updated", as_moment),
        source=first("source", as_source),
        authors=several("authors", _MAX_AUTHORS),
        language=first("language", as_text),
        section=", ".join(sections) or None,
        keywords=several("keywords", _MAX_KEYWORDS),
    )


def _not_an_object(record: object) -> DocumentError:
    return DocumentError(
        f"the record is a JSON {json_type(record)}, not an object",
        stage="read",
        reason="NOT_AN_OBJECT",
        remedy="Write one object per article",
    )
