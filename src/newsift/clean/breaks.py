"""Where one story ends and another begins, without any known wording to say so.

Between two paragraphs stand a few lines that are no paragraphs: a label with a value (the source), a run
of words (the tags), a short heading, a headline. Whether they end the story is a sum of evidence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsift.clean.symbols import Sym

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newsift.clean.lines import Line
    from newsift.clean.symbols import Reading
    from newsift.rules.schema import BreakWeights

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
_LABEL_WORDS = 3
_TITLE_WORDS = 4
_LEAD = 2  # paragraphs that tell the headline again
_TOLD = 0.5
_NEW = 0.25
_TAG_SHARE = 0.6
_DRIFT = 0.06
_PARAGRAPH_CHARS = 600
_HEADING_WORDS = 5
_TAG_WORDS = 6
_TITLE_DISTANCE = 4  # a title, then at most a dateline, a date and a name
STRONG_SIGNS = frozenset({"signed off", "marker", "tags", "title listed", "title dated", "separated"})
SIGNS = STRONG_SIGNS | {"heading", "label"}
_MAX_ROWS = 3  # more lines of label and value are a table of the story
_USUAL = 3
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
    copies: Mapping[str, int],
    weights: BreakWeights,
    *,
    signed_off: bool,
    separated: bool = False,
) -> tuple[float, frozenset[str]]:
    """How strongly lines[start:stop], a gap between paragraphs, ends the story, and by what.

    Args:
        high: Last line of the core: the second article must have its paragraphs within it.
        before: The story's lines so far.
        copies: How often each line's identity occurs in the document.
        signed_off: A known source or tags line stands right before the gap.
        separated: A line of asterisks or dashes does.
    """
    after = [lines[j] for j in range(stop, high + 1) if readings[j].sym is Sym.PROSE][:_NEIGHBOURS]
    title = _title(lines, readings, start, stop, _words(after[:_LEAD]))
    rows = sum(is_labelled(lines[j]) for j in range(start, stop))
    if any(is_usual_row(lines, j) for j in range(start, stop)):
        return 0.0, frozenset()
    if len(after) < _LEAD or title is None or rows > _MAX_ROWS:
        return 0.0, frozenset()
    signs = [("signed off", weights.signed_off)] if signed_off else []
    if separated:
        signs.append(("separated", weights.separated))
    signs += _line_signs(lines, readings, range(start, stop), title, _words(before), weights)
    near, follow = _words(before[-_NEIGHBOURS:]), _words(after)
    if title > start or separated or (title + 1 < stop and readings[title + 1].sym is Sym.DATE):
        share = _share(lines[title], _words(after[:_LEAD]))
        if share >= _TOLD:
            signs.append(("title told", weights.title_told))
        if share > _share(lines[title], near) + _NEW:
            signs.append(("title new", weights.title_new))
    if copies.get(lines[title].identity, 0) > 1 and lines[title].words >= _HEADING_WORDS:
        signs.append(("title listed", weights.title_listed))
    if title + 1 < stop and readings[title + 1].sym is Sym.DATE:
        signs.append(("title dated", weights.title_dated))
    if len(near & follow) < _DRIFT * len(near | follow):
        signs.append(("drift", weights.drift))
    names = frozenset(name for name, _ in signs)
    return (sum(value for _, value in signs), names) if SIGNS & names else (0.0, frozenset())


def is_usual_row(lines: Sequence[Line], j: int) -> bool:
    """Whether the label of a row stands at the head of two more lines: the story is built so."""
    label, mark, _ = lines[j].text.partition(":")
    if not mark or len(label.split()) > _LABEL_WORDS:
        return False
    head = label + mark
    return sum(line.text.startswith(head) for line in lines) >= _USUAL


def _line_signs(
    lines: Sequence[Line],
    readings: Sequence[Reading],
    gap: range,
    title: int,
    told: set[str],
    weights: BreakWeights,
) -> list[tuple[str, float]]:
    """What the single lines of the gap say; `told` are the words of the story above."""
    signs: list[tuple[str, float]] = []
    for j in gap:
        line, sym = lines[j], readings[j].sym
        short = line.words <= _HEADING_WORDS and not line.item
        if sym in (Sym.STOP, Sym.ZONE):
            signs.append(("marker", weights.marker))
        elif sym is Sym.COLON and short and j + 1 == title:
            signs.append(("heading", weights.heading))
        elif j != title and is_labelled(line):
            tags = line.words >= _TAG_WORDS and _share(line, told) >= _TAG_SHARE and not line.commas
            signs.append(("tags" if tags else "label", weights.label))
        elif sym is Sym.FRAGMENT and short and j < title:
            signs.append(("fragment", weights.fragment))
    return signs


def _title(
    lines: Sequence[Line], readings: Sequence[Reading], start: int, stop: int, told: set[str]
) -> int | None:
    """The headline of the gap that the paragraphs below repeat most; the first of equals."""
    near_end = range(max(start, stop - _TITLE_DISTANCE), stop)
    titles = [
        j for j in near_end if readings[j].sym in (Sym.HEADLINE, Sym.DATA) and lines[j].words >= _TITLE_WORDS
    ]
    return max(titles, key=lambda j: (_share(lines[j], told), -j), default=None)


def _words(lines: Sequence[Line]) -> set[str]:
    out: set[str] = set()
    for line in lines:
        out |= line.content_words(_PARAGRAPH_CHARS)
    return out


def _share(line: Line, words: set[str]) -> float:
    own = line.content_words()
    return len(own & words) / len(own) if own else 0.0


def is_labelled(line: Line) -> bool:
    """A row "label: value": up to three words, a colon, something behind it."""
    label, mark, value = line.text.partition(":")
    return (
        bool(mark and value.strip())
        and len(label.split()) <= _LABEL_WORDS
        and not line.final
        and not line.item
    )
