"""Where one story ends and another begins, without any known wording to say so.

Between two paragraphs stand a few lines that are no paragraphs: a label with a value (the source), a run
of words (the tags), a short heading, a headline. Whether they end the story is a sum of evidence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsift.clean.lines import content_words
from newsift.clean.symbols import Sym

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsift.clean.lines import Line
    from newsift.clean.symbols import Reading

BREAK_SCORE = 2.0
_GAP = frozenset(
    {
        Sym.HEADLINE,
        Sym.FRAGMENT,
        Sym.SOFT,
        Sym.DATA,
        Sym.COLON,
        Sym.DATE,
        Sym.DROP,
        Sym.STOP,
        Sym.ZONE,
        Sym.INLINE,
    }
)
_MAX_GAP = 12
_HEADING_WORDS = 5
_TAG_WORDS = 6
_TITLE_DISTANCE = 4  # a title, then at most a dateline, a date and a name
STRONG_SIGNS = frozenset({"signed off", "marker", "tags", "title listed"})
SIGNS = STRONG_SIGNS | {"heading", "label"}
_MAX_ROWS = 3  # more lines of label and value are a table of the story
_NEIGHBOURS = 4  # paragraphs on either side that are compared


def gap_end(readings: Sequence[Reading], start: int, high: int) -> int | None:
    """Index of the paragraph behind the gap that begins at `start`; None when none follows it."""
    for i in range(start, min(high + 1, len(readings), start + _MAX_GAP + 1)):
        sym = readings[i].sym
        if sym is Sym.PROSE:
            return i
        if sym not in _GAP:
            return None
    return None


def break_evidence(
    lines: Sequence[Line],
    readings: Sequence[Reading],
    start: int,
    stop: int,
    high: int,
    before: Sequence[Line],
    copies: dict[str, int],
    *,
    signed_off: bool,
) -> tuple[float, frozenset[str]]:
    """How strongly lines[start:stop], a gap between paragraphs, ends the story, and by what.

    Args:
        high: Last line of the core: the second article must have its paragraphs within it.
        before: The story's lines so far.
        copies: How often each line's key occurs in the document.
        signed_off: A known source or tags line stands right before the gap.
    """
    after = [lines[j] for j in range(stop, high + 1) if readings[j].sym is Sym.PROSE][:_NEIGHBOURS]
    titles = [
        j for j in range(start, stop) if readings[j].sym in (Sym.HEADLINE, Sym.DATA) and lines[j].words >= 4
    ]
    if len(after) < 2 or not titles:
        return 0.0, frozenset()
    near = _words(before[-_NEIGHBOURS:])
    whole = _words(before)
    told = _words(after[:2])
    title = max(titles, key=lambda j: (_share(lines[j], told), -j))
    score, seen = (1.0, ["signed off"]) if signed_off else (0.0, [])
    rows = sum(_is_labelled(lines[j]) for j in range(start, stop))
    if rows > _MAX_ROWS:
        return 0.0, frozenset()
    for j in range(start, stop):
        line, sym = lines[j], readings[j].sym
        if sym in (Sym.STOP, Sym.ZONE):
            score, seen = score + 1.0, [*seen, "marker"]
        elif sym is Sym.COLON and not line.item and line.words <= _HEADING_WORDS and j + 1 == title:
            score, seen = score + 0.7, [*seen, "heading"]
        elif j != title and _is_labelled(line):
            tags = line.words >= _TAG_WORDS and _share(line, whole) >= 0.6 and not line.commas
            score, seen = score + 0.8, [*seen, "tags" if tags else "label"]
        elif j < title and readings[j].sym is Sym.FRAGMENT and line.words <= _HEADING_WORDS:
            score, seen = score + 0.4, [*seen, "fragment"]
    if title > start:
        share, earlier = _share(lines[title], told), _share(lines[title], near)
        if share >= 0.5:
            score, seen = score + 0.6, [*seen, "title told"]
        if share > earlier + 0.25:
            score, seen = score + 0.6, [*seen, "title new"]
    if copies.get(lines[title].key, 0) > 1 and lines[title].words >= 5:
        score, seen = score + 1.5, [*seen, "title listed"]
    union = near | _words(after)
    if union and len(near & _words(after)) / len(union) < 0.06:
        score, seen = score + 0.5, [*seen, "drift"]
    return (score, frozenset(seen)) if SIGNS.intersection(seen) else (0.0, frozenset())


def _words(lines: Sequence[Line]) -> set[str]:
    out: set[str] = set()
    for line in lines:
        out |= content_words(line.text[:600])
    return out


def _share(line: Line, words: set[str]) -> float:
    own = content_words(line.text)
    return len(own & words) / len(own) if own else 0.0


def _is_labelled(line: Line) -> bool:
    label, mark, value = line.text.partition(":")
    return bool(mark and value.strip()) and len(label.split()) <= 3 and not line.final and not line.item


def is_link_list(lines: Sequence[Line], readings: Sequence[Reading], start: int, stop: int) -> bool:
    """Whether the bulleted lines[start:stop] are headlines of other stories: long items without a mark."""
    items = [
        line
        for line, r in zip(lines[start:stop], readings[start:stop], strict=True)
        if r.sym in (Sym.ITEM, Sym.PROSE)
    ]
    if len(items) < 3:
        return False
    finals = sum(line.final and not line.question for line in items)
    long = sum(5 <= line.words <= 26 for line in items)
    return finals <= 0.2 * len(items) and long >= 0.7 * len(items)
