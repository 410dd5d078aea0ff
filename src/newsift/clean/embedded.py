"""Second articles: a headline and its prose behind the story's end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsift.clean.related import headline_evidence, is_link_list, title_lead_overlap
from newsift.clean.symbols import Sym
from newsift.clean.verdicts import Decision, drop, drop_as, keep
from newsift.models import Label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newsift.clean.lines import Line
    from newsift.clean.markers import MarkerIndex
    from newsift.clean.symbols import Reading
    from newsift.rules.schema import HeadlineWeights

_MIN_PARAGRAPHS = 2
_MIN_WORDS = 24
_TITLE_WORDS = range(3, 35)


@dataclass(frozen=True, slots=True)
class Embedded:
    """A second article: the index of its title line and a decision for each of its lines."""

    title: int | None
    decisions: Mapping[int, Decision]


def find_embedded(
    lines: Sequence[Line],
    readings: Sequence[Reading],
    start: int,
    index: MarkerIndex,
    weights: HeadlineWeights,
    tidy: float,
) -> list[Embedded]:
    """All second articles in lines[start:], the zone behind the story."""
    found: list[Embedded] = []
    i = start
    while i < len(lines):
        if readings[i].sym is Sym.HARD:
            break
        stop = _segment_end(lines, readings, i)
        article = _article(lines, readings, i, stop, index, weights, tidy)
        i = max(stop, i + 1)
        if article is not None:
            signed = dict(article.decisions)
            while i < len(lines) and readings[i].sym in (Sym.STOP, Sym.DROP, Sym.DATE):
                signed[i] = drop_as(readings[i])  # its own source, tags and share bar, never the parent's
                i += 1
            found.append(Embedded(article.title, signed))
        if i < len(lines) and readings[i].sym in (Sym.ZONE, Sym.STOP):
            i += 1
    return found


def _segment_end(lines: Sequence[Line], readings: Sequence[Reading], start: int) -> int:
    """A segment ends at the next heading or sign-off behind some prose, or at what ends everything."""
    prose = False
    for i in range(start, len(lines)):
        sym = readings[i].sym
        if sym is Sym.HARD or (sym in (Sym.ZONE, Sym.STOP) and (prose or sym is Sym.ZONE)):
            return i
        prose = prose or sym is Sym.PROSE
    return len(lines)


def _article(
    lines: Sequence[Line],
    readings: Sequence[Reading],
    start: int,
    stop: int,
    index: MarkerIndex,
    weights: HeadlineWeights,
    tidy: float,
) -> Embedded | None:
    prose = [j for j in range(start, stop) if readings[j].sym is Sym.PROSE]
    words = sum(lines[j].words for j in prose)
    if words < _MIN_WORDS or len(prose) < _MIN_PARAGRAPHS:
        return None  # a teaser, a disclaimer
    first = prose[0]
    last = next((j for j in reversed(prose) if not lines[j].item and not lines[j].question), prose[-1])
    listed = is_link_list(lines, readings, last + 1, stop)
    lead = [lines[j] for j in prose[:3]]
    title = _title(lines, readings, start, first, lead)
    if title is None and len(prose) < 2 * _MIN_PARAGRAPHS:
        return None
    decisions: dict[int, Decision] = {}
    for j in range(start, stop):
        line, reading = lines[j], readings[j]
        if j == title:
            decisions[j] = drop(Label.TITLE, "EMBEDDED_TITLE", "embedded.title")
        elif j < first:
            decisions[j] = (
                drop_as(reading) if reading.reason else drop(Label.OTHER, "EMBEDDED_HEAD", "embedded.head")
            )
        elif reading.sym in (Sym.INLINE, Sym.DROP, Sym.DATE, Sym.STOP):
            decisions[j] = drop_as(reading)
        elif title is not None and line.key == lines[title].key:
            decisions[j] = drop(Label.DUPLICATE, "TITLE_REPEATED", "embedded.title_repeated")
        elif j > last and (listed or reading.sym in (Sym.HEADLINE, Sym.FRAGMENT, Sym.SOFT)):
            decisions[j] = drop(Label.RELATED, "RELATED_LIST", "embedded.tail")
        elif (
            reading.sym is Sym.HEADLINE
            and headline_evidence(line, index, weights, tidy=tidy)[0] >= weights.threshold
        ):
            decisions[j] = drop(Label.RELATED, "RELATED_INLINE", "embedded.related")
        else:
            decisions[j] = keep("EMBEDDED_ARTICLE", Label.EMBEDDED, "embedded.body")
    return Embedded(title, decisions)


def _title(
    lines: Sequence[Line], readings: Sequence[Reading], start: int, first: int, lead: Sequence[Line]
) -> int | None:
    best: tuple[float, int] | None = None
    for j in range(start, first):
        line = lines[j]
        if (
            readings[j].sym not in (Sym.HEADLINE, Sym.SENTENCE, Sym.DATA, Sym.COLON)
            or line.words not in _TITLE_WORDS
        ):
            continue
        score = title_lead_overlap(line, lead) + 0.3 * (best is None)
        if best is None or score > best[0]:
            best = (score, j)
    return best[1] if best else None
