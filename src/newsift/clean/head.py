"""The head: what stands before the story's first sentence, and which of its lines is the title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsift.clean.lines import content_words
from newsift.clean.symbols import FURNITURE, Sym
from newsift.clean.verdicts import Decision, drop, drop_as
from newsift.models import Label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsift.clean.lines import Line
    from newsift.clean.symbols import Reading

_TITLE_WORDS = range(3, 34)
# A line that far above the story is a title only when its words return in the story.
_NEAR = 6
_LEAD_LINES = 6


def title_of(
    lines: Sequence[Line], readings: Sequence[Reading], start: int, stop: int, lead: set[str]
) -> int | None:
    """Index of the title among lines[start:stop], the lines before the story; None when none qualifies.

    Args:
        lead: Content words of the story's first paragraphs.
    """
    repeats: dict[str, int] = {}
    for i in range(start, stop):
        repeats[lines[i].key] = repeats.get(lines[i].key, 0) + 1
    best: tuple[float, int] | None = None
    first = next((i for i in range(start, stop) if readings[i].sym not in FURNITURE), None)
    for i in range(start, stop):
        line = lines[i]
        if not _may_be_title(line, readings[i]):
            continue
        words = content_words(line.text)
        shared = len(words & lead)
        overlap = shared / len(words) if words else 0.0
        near = stop - i <= _NEAR
        if (
            overlap < (0.1 if i == first else 0.2)
            and not (near and repeats[line.key] > 1)
            and not (i == first and near)
        ):
            continue
        score = 3 * overlap + min(repeats[line.key] - 1, 2) + 0.08 * min(line.words, 12)
        score += 0.5 * near + 0.4 * (i == first) - 0.6 * line.item - 0.5 * line.colon
        if best is None or score > best[0] + 1e-9:
            best = (score, i)
    return best[1] if best else None


def _may_be_title(line: Line, reading: Reading) -> bool:
    if line.words not in _TITLE_WORDS or line.pipes > 2:
        return False
    if reading.sym in (Sym.HEADLINE, Sym.COLON, Sym.ITEM, Sym.DATA):
        return True
    if reading.sym is Sym.PROSE:
        return line.question and line.words <= 20
    return reading.sym is Sym.SENTENCE or (reading.sym is Sym.FRAGMENT and line.words == 3)


def decide_head(
    lines: Sequence[Line], readings: Sequence[Reading], start: int, stop: int, title: int | None
) -> dict[int, Decision]:
    """Decisions for lines[start:stop], none of which is part of the body."""
    out: dict[int, Decision] = {}
    title_key = lines[title].key if title is not None else ""
    for i in range(start, stop):
        line, reading = lines[i], readings[i]
        if i == title:
            out[i] = drop(Label.TITLE, "TITLE", "head.title")
        elif title_key and line.key == title_key:
            out[i] = drop(Label.DUPLICATE, "TITLE_REPEATED", "head.title_repeated")
        elif reading.reason:
            out[i] = drop_as(reading)
        elif title is not None and title_key and len(title_key) > 12 and title_key in line.key:
            out[i] = drop(Label.CAPTION, "TITLE_AS_CAPTION", "head.caption")
        elif reading.sym is Sym.FRAGMENT:
            near = stop - i <= _NEAR
            after = title is not None and i > title
            label, reason = (
                (Label.BYLINE, "BYLINE")
                if after
                else (Label.SECTION, "SECTION")
                if near
                else (Label.NAVIGATION, "NAVIGATION")
            )
            out[i] = drop(label, reason, "head.fragment")
        elif title is not None and i > title:
            short = line.words <= 6
            out[i] = (
                drop(Label.BYLINE, "BYLINE", "head.byline")
                if short
                else drop(Label.STANDFIRST, "SUBTITLE", "head.subtitle")
            )
        elif stop - i <= _NEAR:
            out[i] = drop(Label.STANDFIRST, "KICKER", "head.kicker")
        else:
            out[i] = drop(Label.NAVIGATION, "BEFORE_STORY", "head.before")
    return out
