"""One input's bytes to a `Document`: decode, tell HTML from text, cut into blocks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsift.errors import DocumentError
from newsift.ingest.decode import decode
from newsift.ingest.hints import record_hints, site_of
from newsift.ingest.html import Doubt, parse_html
from newsift.ingest.remnants import without_remnants
from newsift.models import Block, Document, Format, RawFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsift.settings import InputSettings

# What separates blocks of a text dump: any line end that `str.splitlines` knows, and a run of four or more
# spaces or tabs inside a line, which is how dumps of older pages write a paragraph end.
_BLANKS = " \t\u00a0\u3000"
_WIDE = re.compile(f"[{_BLANKS}]{{4,}}")
_MAY_BE_WIDE = "    ", "\t", "\u00a0", "\u3000"  # without any of them no line has such a run
_LINE_ENDS = "\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_INVISIBLE = _BLANKS + "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_OUTER = _INVISIBLE + _LINE_ENDS
_TAGS = re.compile(
    r"<(?:!doctype\s+html|html|head|body|p|div|br|span|article|section|h[1-6]|ul|ol|li|a|table|img|strong|em|b|i)"
    r"\b[^<>]*>",
    re.IGNORECASE,
)
_MIN_TAGS = 2
_SNIFFED = 20_000


def parse(raw: RawFile, settings: InputSettings, is_doubtful: Doubt | None = None) -> Document:
    """Decode and parse one input.

    Args:
        raw: The input.
        settings: Limits on size and nesting.
        is_doubtful: As for `parse_html`.

    Raises:
        DocumentError: Stage "decode" or "parse"; the message names the file.
    """
    try:
        decoded = decode(raw.data, declared=raw.declared_encoding)
        text = decoded.text
        if not is_html(text, raw.media):
            text = without_remnants(text)  # markup that was escaped as a whole is markup again
        if is_html(text, raw.media):
            return parse_html(
                raw,
                text,
                settings,
                encoding=decoded.encoding,
                encoding_origin=decoded.origin,
                is_doubtful=is_doubtful,
            )
        blocks = text_blocks(text)
        _check_blocks(len(blocks), settings)
    except DocumentError as error:
        raise DocumentError(
            f"{raw.path}: {error.message}", stage=error.stage, reason=error.reason, remedy=error.remedy
        ) from None
    return Document(
        path=raw.path,
        content_hash=raw.content_hash,
        record_no=raw.record_no,
        format=Format.TEXT,
        text=text,
        blocks=blocks,
        hints=record_hints(raw.fields),
        encoding=decoded.encoding,
        encoding_origin=decoded.origin,
        site=site_of(raw),
    )


def is_html(text: str, media: Format | None) -> bool:
    """Whether decoded text is markup. A file name alone does not decide: dumps named .html are common."""
    sample = text[:_SNIFFED]
    tags = _TAGS.findall(sample)
    if media is Format.HTML:
        return bool(tags)
    return len(tags) >= _MIN_TAGS and (tags[0].lower().startswith(("<!doctype", "<html")) or "</" in sample)


def text_blocks(text: str) -> tuple[Block, ...]:
    """Blocks of plain text: non-empty lines without their outer white space, offsets into `text`."""
    blocks: list[Block] = []
    start, line_ends = 0, 0
    wide = any(blank in text for blank in _MAY_BE_WIDE)
    for line in text.splitlines(keepends=True):
        for offset, piece in _pieces(line) if wide else ((0, line),):
            stripped = piece.strip(_OUTER)
            if stripped:
                left = start + offset + (0 if piece[0] == stripped[0] else piece.index(stripped[0]))
                end = left + len(stripped)
                blocks.append(Block(len(blocks), left, end, stripped, line_ends > 1))
                line_ends = 0
        start += len(line)
        line_ends += 1
    return tuple(blocks)


def _pieces(line: str) -> Iterator[tuple[int, str]]:
    """What runs of blanks separate within a line, each piece with its offset."""
    start = 0
    for blanks in _WIDE.finditer(line):
        yield start, line[start : blanks.start()]
        start = blanks.end()
    yield start, line[start:]


def _check_blocks(count: int, settings: InputSettings) -> None:
    if count > settings.max_blocks:
        raise DocumentError(
            f"{count} blocks, the limit inputs.max_blocks is {settings.max_blocks}",
            stage="parse",
            reason="TOO_MANY_BLOCKS",
            remedy="It is hardly one article; split it or raise the limit",
        )
    if count == 0:
        raise DocumentError("the input holds only white space", stage="parse", reason="EMPTY")
