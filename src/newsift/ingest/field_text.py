"""Which field of a record holds the article's text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsift.errors import DocumentError
from newsift.ingest.field_values import as_passage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsift.ingest.field_view import FieldView
    from newsift.settings import InputSettings

_LONG = 300  # characters: a text that no name announces is at least this long
_RIVAL = 0.5  # of the longest: a second text of this length could as well be the story
_TEASER = 300  # characters: what is shorter gives way to a far longer text under a later name
_FAR_LONGER = 2
_TAG = re.compile(r"<[A-Za-z!/]")
_SHOWN = 12  # names of fields in a message
_KINDS = (
    "id",
    "url",
    "title",
    "published",
    "updated",
    "source",
    "authors",
    "language",
    "section",
    "keywords",
)
# A program that escaped its line ends twice leaves a backslash and an n.
_WRITTEN_END = re.compile(r"(?:\\r)?\\n")


def text_of(view: FieldView, settings: InputSettings, headline: str | None) -> tuple[str | bytes, str, bool]:
    """The article's text, the name of its field, and whether that name announced a text.

    The first named field that is not empty wins. Feeds carry items that are a headline and a link, with an
    empty text: their text is the headline, unless another field says more. Without any text under a known
    name, the longest string is the text, unless another is nearly as long.

    Args:
        view: The record.
        settings: `fields`, `headline_items` and `longest_text`.
        headline: The record's title, where it has an address, too.

    Raises:
        DocumentError: NO_TEXT or WRONG_TYPE.
    """
    named = list(_named(view))
    if named:
        text, name = _fullest(named)
        return _with_line_ends(text), name, True
    rest = sorted(_unnamed(view), key=lambda found: -len(found[0]))
    if settings.longest_text and rest and len(rest[0][0]) >= _LONG and _stands_alone(rest):
        return _with_line_ends(rest[0][0]), rest[0][1], False
    wrong = _wrong_type(view)
    if wrong is not None:
        raise wrong
    says_more = bool(rest) and len(rest[0][0]) > len(headline or "")
    if settings.headline_items and headline and view.named("text") and not says_more:
        return headline, "title", True
    raise _no_text(view, rest)


def _named(view: FieldView) -> Iterator[tuple[str | bytes, str]]:
    for name, value in view.named("text"):
        text = as_passage(value)
        if text and text.strip():
            yield text, name


def _fullest(named: list[tuple[str | bytes, str]]) -> tuple[str | bytes, str]:
    """The first; where that is only a teaser, the first far longer one that is as free of markup."""
    first = named[0]
    if len(first[0]) >= _TEASER or not isinstance(first[0], str):
        return first
    for text, name in named[1:]:
        fuller = len(text) >= max(_TEASER, _FAR_LONGER * len(first[0]))
        if fuller and isinstance(text, str) and (not _TAG.search(text) or _TAG.search(first[0])):
            return text, name
    return first


def _unnamed(view: FieldView) -> Iterator[tuple[str, str]]:
    """Running text under names that say nothing, or something else than title, date, keywords ..."""
    known = {name for kind in _KINDS for name, _ in view.named(kind)}
    for name, value in view.items():
        text = as_passage(value)
        if name not in known and isinstance(text, str) and _is_running(text):
            yield text.strip(), name


def _is_running(text: str) -> bool:
    """Whether a string may be prose: no address, no number, no picture in letters, no data."""
    bare = text.strip()
    return (
        not bare.startswith(("{", "[", "data:", "http://", "https://"))
        and any(map(str.isalpha, bare))
        and (not bare.isascii() or " " in bare)
    )


def _stands_alone(rest: list[tuple[str, str]]) -> bool:
    return len(rest) == 1 or len(rest[1][0]) < _RIVAL * len(rest[0][0]) or rest[1][0] == rest[0][0]


def _with_line_ends(text: str | bytes) -> str | bytes:
    if isinstance(text, str) and "\\n" in text and "\n" not in text:
        return _WRITTEN_END.sub("\n", text)
    return text


def _wrong_type(view: FieldView) -> DocumentError | None:
    for name, value in view.named("text"):
        if value not in (None, []) and as_passage(value) is None and not view.is_layer(name, value):
            return DocumentError(
                f"field '{name}' holds a JSON {json_type(value)}, not text",
                stage="read",
                reason="WRONG_TYPE",
                remedy="Write the article's text as a string",
            )
    return None


def _no_text(view: FieldView, rest: list[tuple[str, str]]) -> DocumentError:
    names = [name for name, _ in view.items()]
    shown = ", ".join(f"'{name}'" for name in names[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")
    held = (
        f"none of its fields ({shown}) holds text under a name of inputs.fields.text"
        if names
        else "it is empty"
    )
    rivals = [f"'{name}' ({len(text)} characters)" for text, name in rest[:3] if len(text) >= _LONG]
    if len(rivals) > 1:
        held += f"; {' and '.join(rivals)} may each be it"
    return DocumentError(
        f"the record has no text: {held}",
        stage="read",
        reason="NO_TEXT",
        remedy="Name its text field in inputs.fields.text",
    )


def json_type(value: object) -> str:
    """What JSON calls a value's type."""
    names = {dict: "object", list: "array", str: "string", bool: "boolean", type(None): "null"}
    return names.get(type(value), "number")
