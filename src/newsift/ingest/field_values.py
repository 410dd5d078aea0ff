"""Values of a record's fields as what they claim to be: a text, a name, an address, a time; None otherwise.

Nothing is guessed: a value that cannot be what its field's name says counts as absent.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

from newsift.ingest.hints import host_of
from newsift.ingest.remnants import resolve_entities

_MILLISECONDS = 100_000_000_000  # a larger number than this is a time in milliseconds (as seconds: year 5138)
_EARLIEST_EPOCH = 100_000_000  # 1973; smaller numbers are years or ids, not times
_EPOCH = re.compile(
    r"1[0-9]{9}(?:[0-9]{3})?"
)  # a string of ten or thirteen figures; others are calendar dates
_CALENDAR = re.compile(r"(?:19|20)[0-9]{2}[01][0-9][0-3][0-9](?:[0-2][0-9][0-5][0-9](?:[0-5][0-9])?)?")
_NUMBER = re.compile(r"-?[0-9]{1,18}")
_MAX_MOMENT = 100  # characters of the longest wording of a date
_MAX_NAME = 200  # characters of an outlet's, a section's or an author's name
_MAX_TITLE = 500
_SURROGATE = re.compile("[\ud800-\udfff]")  # JSON can escape a lone one, but no encoding can carry it
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*://|www\.", re.IGNORECASE)
# Where an object holds its value: in schema.org, WordPress, XML written as JSON, JSON-LD, MongoDB.
_INNER = (
    "name", "rendered", "main", "#text", "$t", "_text", "@value", "value", "$date", "$numberLong", "$oid",
    "title", "href", "url", "@id",
)  # fmt: skip
_INNER_TEXT = ("rendered", "value", "#text", "$t", "_text", "@value", "text", "content", "body", "html")
# Lists that a program wrote as text: "['Ada Quill', 'Ben Ash']".
_WRITTEN_LIST = re.compile(r"\[\s*(?:(?:'[^']*'|\"[^\"]*\")\s*,?\s*)*\]")
_QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")


def as_text(value: object) -> str | None:
    """Text of a string, a whole number, or an object that holds one under a usual name.

    Programs that turn XML into JSON write every value as a list of one; such a list is its element.
    """
    for _ in range(3):  # {"$date": {"$numberLong": "…"}} in a list of one
        if isinstance(value, list) and len(value) == 1:
            (value,) = value
        if isinstance(value, dict):
            held: dict[object, object] = value
            value = next((held[name] for name in _INNER if held.get(name) is not None), None)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        return None
    return without_surrogates(value).replace("\x00", "").strip() or None


def as_line(value: object, limit: int = _MAX_NAME) -> str | None:
    """A name or another short text that has a letter: without tags, references resolved, on one line."""
    text = as_text(value)
    if text is None or len(text) > 2 * limit:
        return None
    if "<" in text:
        text = _TAG.sub(" ", text)
    if "&" in text:
        text = resolve_entities(text)
    text = " ".join(text.split()) if not text.isprintable() or "  " in text else text.strip()
    return text if len(text) <= limit and any(map(str.isalpha, text)) else None


def as_title(value: object) -> str | None:
    """A headline; a longer text under a title's name is none. One of numbers alone is one."""
    text = as_text(value)
    if text is None or len(text) > _MAX_TITLE:
        return None
    return as_line(text, _MAX_TITLE) or (text if text.isprintable() else None)


def as_source(value: object) -> str | None:
    """An outlet's name; of the address of its site the host, while the address of a page names no outlet."""
    text = as_line(value)
    if text is None or not _ABSOLUTE.match(text):
        return text
    return host_of(text) if _is_site(text if "://" in text else f"//{text}") else None


def as_address(value: object) -> str | None:
    """The address of a page: with a host, and more than the front page of a site."""
    text = as_text(value)
    if text is None or any(map(str.isspace, text)) or text.casefold().startswith("mailto:"):
        return None
    text = text.replace("&amp;", "&")
    return text if host_of(text) is not None else None


def as_moment(value: object) -> str | None:
    """A time as text; seconds or milliseconds since 1970 become ISO 8601 in UTC."""
    if not isinstance(value, float):
        text = as_text(value)
        if text is None or len(text) > _MAX_MOMENT or not any(map(_is_figure, text)):
            return None
        if isinstance(value, str) and not _EPOCH.fullmatch(text):
            return text
        if not _NUMBER.fullmatch(text) or _CALENDAR.fullmatch(text):
            return text
        value = int(text)
    if not value >= _EARLIEST_EPOCH:  # written so that NaN is refused too
        return str(value) if isinstance(value, int) else None
    seconds = value / 1000 if value >= _MILLISECONDS else value
    try:
        return datetime.fromtimestamp(int(seconds), UTC).isoformat()
    except (OverflowError, ValueError, OSError):
        return None


def as_names(value: object, limit: int = _MAX_NAME) -> tuple[str, ...]:
    """Several names: of a list, of a list that was written as text, or one."""
    if isinstance(value, str) and _WRITTEN_LIST.fullmatch(value.strip()):
        value = [single or double for single, double in _QUOTED.findall(value)]
    parts = value if isinstance(value, list) else [value]
    return tuple(text for part in parts if (text := as_line(part, limit)))


def as_passage(value: object) -> str | bytes | None:
    """An article's text: a string, bytes, an object that holds one, or a list of paragraphs, one a line.

    None for anything else; empty where it holds nothing.
    """
    if isinstance(value, (str, bytes)):
        return value
    if isinstance(value, dict):
        held: dict[object, object] = value
        return next((inner for name in _INNER_TEXT if isinstance(inner := held.get(name), str)), None)
    if isinstance(value, list):
        parts = [as_passage(part) for part in value]
        if all(isinstance(part, str) for part in parts):
            return "\n".join(part for part in parts if isinstance(part, str))
    return None


def without_surrogates(text: str) -> str:
    """`text` with lone surrogates replaced."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def _is_figure(char: str) -> bool:
    return char.isdigit() and char != "0"


def _is_site(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.path in {"", "/"} and not parts.query
