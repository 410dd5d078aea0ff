"""Tickers: the headlines of the hour that a page prints above its story, all in one line.

Such a line is as long as a paragraph and, where nothing parts its headlines, looks like one. What gives it
away: it closes with no mark though the paragraphs do, hardly a comma stands in it, and the story below takes
up none of its words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsift.clean.lines import spaceless
from newsift.clean.symbols import Reading, Sym
from newsift.models import Label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsift.clean.lines import Line

_PARTS = re.compile(r"\s+[-–—|*•/]+(?:\s+|$)")
_HEADLINES = 5  # so many between dashes are a ticker,
_HEADLINE_WORDS = range(3, 19)  # each of so many words
_WORDS = 35  # a ticker without dashes holds several headlines
_PARAGRAPH_WORDS = 12
_CLOSED = 0.7  # share of the paragraphs that close with a mark
_WORDS_A_COMMA = 25
_TOLD = 0.12  # share of its words that the story uses by chance

_TICKER = Reading(Sym.DROP, Label.RELATED, "TICKER", "head.ticker")


def with_tickers(lines: Sequence[Line], readings: list[Reading]) -> list[Reading]:
    """The readings, with that of a ticker among the lines above the story."""
    first = next((i for i, reading in enumerate(readings) if reading.sym is Sym.PROSE), None)
    if first is None or lines[first].final or not _is_ticker(lines, readings, first):
        return readings
    return [*readings[:first], _TICKER, *readings[first + 1 :]]


def _is_ticker(lines: Sequence[Line], readings: Sequence[Reading], first: int) -> bool:
    line = lines[first]
    story = [lines[i] for i in range(first + 1, len(lines)) if readings[i].sym is Sym.PROSE]
    paragraphs = [each for each in story if each.words >= _PARAGRAPH_WORDS]
    if line.item or not paragraphs or sum(each.final for each in paragraphs) < _CLOSED * len(paragraphs):
        return False
    parts = [len(part.split()) for part in _PARTS.split(line.text) if part.strip()]
    if len(parts) >= _HEADLINES and all(words in _HEADLINE_WORDS for words in parts[1:-1]):
        return True
    if line.words < _WORDS or spaceless(line.text) or line.commas * _WORDS_A_COMMA > line.words:
        return False
    told: set[str] = set()
    for each in story:
        told |= each.content_words()
    own = line.content_words()
    return len(own & told) < _TOLD * len(own)
