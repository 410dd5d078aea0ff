"""The head: what stands before the story's first sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsift.clean.headline import KEY_LETTERS, NEAR, is_dateline, listed_above
from newsift.clean.symbols import Sym
from newsift.clean.verdicts import Decision, drop, drop_as
from newsift.models import Label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsift.clean.lines import Line
    from newsift.clean.symbols import Reading


def decide_head(
    lines: Sequence[Line], readings: Sequence[Reading], start: int, stop: int, title: int | None
) -> dict[int, Decision]:
    """Decisions for lines[start:stop], none of which is part of the body."""
    title_key = lines[title].key if title is not None else ""
    listed = listed_above(readings, start, stop)
    out: dict[int, Decision] = {}
    for i in range(start, stop):
        line, reading = lines[i], readings[i]
        if i == title:
            out[i] = drop(Label.TITLE, "TITLE", "head.title")
        elif title_key and line.key == title_key:
            out[i] = drop(Label.DUPLICATE, "TITLE_REPEATED", "head.title_repeated")
        elif reading.reason == "NAVIGATION" and line.words <= _SECTION_WORDS and stop - i <= NEAR:
            out[i] = drop(Label.SECTION, "SECTION", reading.rule_id)
        elif reading.reason:
            out[i] = drop_as(reading)
        elif i in listed:
            out[i] = drop(Label.RELATED, "HEADLINE_LIST", "head.list")
        elif len(title_key) > KEY_LETTERS and title_key in line.key:
            out[i] = drop(Label.CAPTION, "TITLE_AS_CAPTION", "head.caption")
        else:
            after = title is not None and i > title
            out[i] = _unmarked(line, reading, near=stop - i <= NEAR, after=after)
    return out


def _unmarked(line: Line, reading: Reading, *, near: bool, after: bool) -> Decision:
    """A line of the head that says nothing of itself: before or behind the title, near the story or not."""
    if reading.sym is Sym.FRAGMENT or (after and line.words <= _BYLINE_WORDS):
        return _fragment(line, near=near, after=after)
    if after:
        return drop(Label.STANDFIRST, "SUBTITLE", "head.subtitle")
    if near:
        return drop(Label.STANDFIRST, "KICKER", "head.kicker")
    return drop(Label.NAVIGATION, "BEFORE_STORY", "head.before")


UNMARKED_SECTION = "head.section"  # the rule of a short line that only its place tells
_BYLINE_WORDS = 6
_SECTION_WORDS = 3


def _fragment(line: Line, *, near: bool, after: bool) -> Decision:
    """A short line of the head: the writer or the place behind the title, the section before it."""
    if after:
        if is_dateline(line.text):
            return drop(Label.OTHER, "DATELINE", "head.dateline")
        return drop(Label.BYLINE, "BYLINE", "head.byline")
    if near:
        return drop(Label.SECTION, "SECTION", UNMARKED_SECTION)
    return drop(Label.NAVIGATION, "NAVIGATION", "head.fragment")
