"""Blocks to lines.

A block gives one line; a marker glued to a sentence splits it into two, so that the sentence stays.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsift.clean.inner import INNER_WORDS, inner_cuts
from newsift.clean.lines import Cut, Line, read_features
from newsift.clean.markers import How, MarkerIndex
from newsift.clean.shadow import TextShadows, raw_start_of_suffix

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsift.models import Block, Document
    from newsift.rules.schema import ScoringFile


def split_lines(document: Document, index: MarkerIndex, scoring: ScoringFile) -> list[Line]:
    """All lines of the document in order; together they cover every block, white space aside."""
    shadows = TextShadows(document.text)
    headings = _heading_keys(document, shadows)
    lines: list[Line] = []
    for number, block in enumerate(document.blocks):
        text = block.text
        if text and not text.isspace():
            line = read_features(number, block, 0, len(text), shadows, index, scoring)
            cuts = _cuts(line, text, headings, index)
            lines += _pieces(line, block, cuts, index, scoring) if cuts else (line,)
    return lines


# Families whose marker, stuck to a running sentence, is cut off while the sentence stays.
_GLUE_FAMILIES = ("read_also", "continue", "related")
_GLUE_REST_WORDS = 5
# Script and style sheets that a dump has taken for text.
_CODE = re.compile(
    r"[\w.#*-]+ ?\{ ?[\w-]+ ?:[^{}]*\}|\bfunction ?\w* ?\(|\bvar \w+ ?=|\bjQuery\b|\$\("
    r"|\bdocument\.\w+|\bwindow\.\w+"
    r"|\(adsbygoogle|googletag\.|</? ?\w* ?[\w/ ]*>\s*(?:</?[^<>]{0,12}>)?$"
)
_HEADING_LETTERS = range(16, 240)
_HEADING_CHARS = 200


def _heading_keys(document: Document, shadows: TextShadows) -> tuple[str, ...]:
    """Letters of the first short lines: one may be the title, which some pages repeat at the very end."""
    keys = []
    for block in document.blocks[:12]:
        if len(block.text) <= _HEADING_CHARS and not block.text.rstrip().endswith((".", "،", ",")):
            key = shadows.letters(block.start, block.end)
            if len(key) in _HEADING_LETTERS:
                keys.append(key)
    return tuple(keys)


def _pieces(
    line: Line,
    block: Block,
    cuts: Sequence[tuple[int, Cut | None]],
    index: MarkerIndex,
    scoring: ScoringFile,
) -> list[Line]:
    """The block as several lines: a marker, code or the title is stuck to a sentence of it."""
    out: list[Line] = []
    for (start, forced), end in zip(cuts, [*(c[0] for c in cuts[1:]), len(block.text)], strict=True):
        if block.text[start:end].strip():
            piece = read_features(line.block, block, start, end, line.shadows, index, scoring)
            piece.cut, piece.blank_before = forced, block.blank_before and not out
            out.append(piece)
    return out


def _cuts(
    line: Line, text: str, headings: tuple[str, ...], index: MarkerIndex
) -> list[tuple[int, Cut | None]]:
    """Where the block falls into pieces: (offset, what the piece is), the first at 0; empty for one piece."""
    cuts = _marker_cuts(line, text, index) or _code_cut(text) or _title_cut(line, text, headings)
    if not cuts and line.words >= INNER_WORDS:
        inner = inner_cuts(text, index)
        cuts = [(at, None) for at in (0, *inner)] if inner else []
    return cuts


def _marker_cuts(line: Line, text: str, index: MarkerIndex) -> list[tuple[int, Cut | None]]:
    hit = line.hit
    if hit is None:
        return []
    lead = len(text) - len(text.lstrip())
    if hit.how is How.INSIDE and hit.family in _CALLS and line.words >= _CALL_WORDS:
        at = index.call_start(text, line.key, hit.family)
        return [(0, Cut.REST), (at, Cut.MARKER)] if at else []
    if hit.family in _GLUE_FAMILIES and line.words >= _GLUE_REST_WORDS:
        sentence = hit.family == "continue" and line.final
        follows = len(text[lead + hit.end :].split()) >= _GLUE_REST_WORDS
        if hit.how is How.GLUED or (hit.how is How.START and sentence and follows):
            return [(0, Cut.MARKER), (lead + hit.end, Cut.REST)]
        if hit.how is How.END and hit.family == "continue":
            return [(0, Cut.REST), (lead + hit.start, Cut.MARKER)]
        rest = len(text) - len(text[lead + hit.end :].lstrip(_MARKS))
        if hit.how is How.LABEL and line.final and opens_with_and(text[rest:]):
            return [(0, Cut.MARKER), (rest, Cut.REST)]
    return []


# Calls to follow or subscribe that a dump has written onto the last word of a sentence.
_CALLS = ("follow_us", "subscribe", "share")
_CALL_WORDS = 9


def _code_cut(text: str) -> list[tuple[int, Cut | None]]:
    if len(text) > _CODE_CHARS and ("{" in text or ">" in text or "function" in text):
        code = _CODE.search(text)
        if code is not None:
            return [(0, Cut.REST), (code.start(), Cut.CODE)]
    return []


def _title_cut(line: Line, text: str, headings: tuple[str, ...]) -> list[tuple[int, Cut | None]]:
    if line.words >= _TITLE_TAIL_WORDS and line.key.endswith(headings):
        for heading in headings:
            if line.key.endswith(heading) and len(line.key) > len(heading) + 20:
                at = _title_tail(text, len(heading))
                if at:
                    return [(0, Cut.REST), (at, Cut.TITLE)]
    return []


_CODE_CHARS = 40
_TITLE_TAIL_WORDS = 12
_LABEL_CHARS = 80


_MARKS = " \t\u00a0:|-–—.،,"
_AND = "و"


def opens_with_and(text: str) -> bool:
    """Whether an Arabic text opens with a word that "and" is written onto: a sentence that runs on."""
    first = text.split(" ", 1)[0]
    return first.startswith(_AND) and len(first) > len(_AND) + 2


def _title_tail(text: str, letters: int) -> int | None:
    """Where the repeated title at the end of a paragraph begins, with the label before it."""
    start = raw_start_of_suffix(text, letters)
    if start is None:
        return None
    before = text[:start].rstrip()
    if before.endswith((".", "!", "؟", "?", "۔")):
        return start
    if not before.endswith((":", "|", "-")):
        return None
    last = max(before.rfind(mark) for mark in (". ", "؟ ", "! ", "? ", "۔ ", '" ', "” "))
    return last + 2 if last > 0 and len(before) - last < _LABEL_CHARS else None
