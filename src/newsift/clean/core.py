"""The core: the run of lines that holds the story, found by a linear score.

A line's score is the sum of the weights that apply to it (`config/scoring.toml`); the core is the run
with the greatest sum. It separates a story from the hundreds of menu lines of a flattened page; where
a document is mostly story, the core is nearly all of it, and the zones decide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsift.clean.symbols import Sym

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsift.clean.lines import Line
    from newsift.clean.symbols import Reading
    from newsift.rules.schema import ScoringFile

# An earlier run with this share of the best run's score is the story: what follows is another one.
_EARLIER_SHARE = 0.5


# Which weight a symbol has; paragraphs also count by their length.
_WEIGHTS = {
    Sym.PROSE: "prose_base",
    Sym.SENTENCE: "short_sentence",
    Sym.COLON: "colon",
    Sym.ITEM: "item",
    Sym.DATA: "data",
    Sym.ROW: "data",
    Sym.DATE: "date",
    Sym.FRAGMENT: "fragment",
    Sym.SOFT: "fragment",
    Sym.HEADLINE: "headline",
    Sym.ZONE: "zone_marker",
    Sym.INLINE: "zone_marker",
    Sym.STOP: "terminator",
    Sym.HARD: "terminator",
    Sym.DROP: "furniture",
}
_LINKED = 0.5


def line_score(line: Line, reading: Reading, weights: ScoringFile) -> float:
    """How much a line speaks for the story (> 0) or for page furniture (< 0)."""
    score: float = getattr(weights, _WEIGHTS[reading.sym])
    if reading.sym is Sym.PROSE:
        score += weights.prose_per_word * min(line.words, weights.prose_word_cap)
    if line.link_density > _LINKED:
        score += weights.link * line.link_density
    return score


def line_scores(lines: Sequence[Line], readings: Sequence[Reading], weights: ScoringFile) -> list[float]:
    """The score of each line; a paragraph that stands alone among headlines is likely a teaser."""
    scores = [line_score(line, r, weights) for line, r in zip(lines, readings, strict=True)]
    last = len(lines) - 1
    if last < _MENU_LINES:
        return scores
    for i, reading in enumerate(readings):
        if reading.sym is not Sym.PROSE or i <= _TOP_LINES + 1:  # at the very top it is a standfirst
            continue
        before = readings[i - 1].sym if i else Sym.DROP
        after = readings[i + 1].sym if i < last else Sym.DROP
        if before in _TEASER_SIDES and after in _TEASER_SIDES:
            scores[i] *= weights.teaser
    return scores


_MENU_LINES = 80  # a page whose menu came along has more lines than that
_TEASER_SIDES = frozenset(
    {Sym.HEADLINE, Sym.FRAGMENT, Sym.ITEM, Sym.DATE, Sym.DATA, Sym.SOFT, Sym.DROP, Sym.STOP}
)


def core_run(scores: Sequence[float], readings: Sequence[Reading]) -> tuple[int, int]:
    """First and last index of the story's run; (0, -1) when no line speaks for a story.

    Of the maximal runs (each ends where its running sum has fallen to nothing) it is the earliest that
    reaches half of the best one's sum. A run right before it that only a list under a related heading
    separates belongs to it: the story's first paragraph, then links, then the rest.
    """
    runs: list[tuple[float, int, int]] = []
    total = best = 0.0
    start, end = 0, -1
    for i, score in enumerate(scores):
        if total <= 0:
            if best > 0:
                runs.append((best, start, end))
            total, best, start, end = 0.0, 0.0, i, -1
        total += score
        if total > best:
            best, end = total, i
    if best > 0:
        runs.append((best, start, end))
    if not runs:
        return 0, -1
    line = _EARLIER_SHARE * max(r[0] for r in runs)
    at = next(k for k, r in enumerate(runs) if r[0] >= line)
    _, start, end = runs[at]
    first = at
    while first > 0 and _only_list_between(readings, runs[first - 1], start):
        first -= 1
        start = runs[first][1]
    if len(scores) <= _MENU_LINES or _is_bare(readings):
        # No menu: behind a list the story may go on to the last line.
        end = max([end, *(i for i, r in enumerate(readings) if r.sym is Sym.PROSE)])
    return start, end


def _is_bare(readings: Sequence[Reading]) -> bool:
    """Whether hardly a line bears a marker: a text that somebody has cleaned before."""
    marked = sum(r.reason not in {"", "NO_LETTERS"} for r in readings)
    return marked * _FEW_MARKED <= len(readings)


_FEW_MARKED = 40  # lines to each marked one
_LIST_LINES = 16


def _only_list_between(readings: Sequence[Reading], run: tuple[float, int, int], after: int) -> bool:
    _, begin, before = run
    between = [r.sym for r in readings[before + 1 : after]]
    if len(between) > _LIST_LINES or readings[before].sym is not Sym.PROSE:
        return False
    first = next((s for s in between if s not in (Sym.DATE, Sym.DROP)), None)
    if first is Sym.ZONE or (first is Sym.STOP and begin <= _TOP_LINES):
        return True
    # Without a known heading only at the very top of a document: further down it is a menu with teasers.
    return begin <= _TOP_LINES and len(between) <= _TOP_LIST and all(s in _LISTED for s in between)


_TOP_LINES = 4
_TOP_LIST = 8
_LISTED = frozenset(
    {Sym.HEADLINE, Sym.FRAGMENT, Sym.ITEM, Sym.SENTENCE, Sym.COLON, Sym.DATA, Sym.DATE, Sym.SOFT, Sym.DROP}
)
