"""A decoded and parsed input."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from newsift.models.kinds import Format


class Block(NamedTuple):
    """A line or paragraph of the decoded input: `Document.text[start:end] == text`.

    A tuple: a document has dozens, and a frozen dataclass takes four times as long to make.

    Blocks are in order and do not overlap; what lies between them is white space (or, in HTML,
    separators that the walk wrote). HTML blocks carry the tag path's facts, text blocks do not.
    """

    block_no: int
    start: int
    end: int
    text: str
    blank_before: bool = False  # an empty line stands before this one
    tag: str | None = None  # innermost block-level tag: "p", "h2", "li", "td", ...
    context: tuple[str, ...] = ()  # tags, class and id tokens of its ancestors, outermost first
    link_density: float = 0.0  # share of characters inside <a>, 0..1
    in_engine: bool | None = None  # the main-content engine kept it; None for plain text


@dataclass(frozen=True, slots=True)
class Hint:
    """A metadata value with where it was found, best first in `MetadataHints`."""

    value: str
    origin: str  # "record", "json-ld", "opengraph", "meta", "microdata", "time", "html-title", ...


@dataclass(frozen=True, slots=True)
class MetadataHints:
    """What the container (record fields, HTML head) says; text lines are read by `clean`."""

    titles: tuple[Hint, ...] = ()
    urls: tuple[Hint, ...] = ()
    published: tuple[Hint, ...] = ()
    updated: tuple[Hint, ...] = ()
    sources: tuple[Hint, ...] = ()
    authors: tuple[Hint, ...] = ()
    sections: tuple[Hint, ...] = ()
    keywords: tuple[Hint, ...] = ()
    languages: tuple[Hint, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A decoded and parsed input.

    Attributes:
        text: The decoded text with HTML's character references (`&eacute;`) resolved and `<br>` as line
            ends. For HTML, the visible text as the walk renders it, one line a block. Offsets refer to it.
        site: Registered domain or record source used to look up site rules and templates; None unknown.
    """

    path: str
    content_hash: bytes
    record_no: int
    format: Format
    text: str
    blocks: tuple[Block, ...]
    hints: MetadataHints
    encoding: str
    encoding_origin: str  # "bom", "declared", "meta", "utf-8", "detected"
    site: str | None = None
