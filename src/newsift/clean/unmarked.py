"""Texts that end their paragraphs without a mark: what is a paragraph is told by length and neighbours.

Many sites, Arabic ones above all, print no full stop at a paragraph's end. Where hardly any longer line of
a document ends with a mark, its absence says nothing; a paragraph is then a line that is longer than
headlines are, that holds clause marks, or that opens like a running sentence beside others of its kind.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from newsift.clean.markers import How
from newsift.clean.related import opens_running

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsift.clean.lines import Line
    from newsift.clean.markers import MarkerIndex

_STOP = re.compile(r"[^\W\d_][.!?؟۔] +[^\W\d_]")
_MARKED = 0.34  # share of final marks (by words) among likely paragraphs from which a mark means something
_SOME = 3
_SURE_WORDS = 14  # hardly a headline
_LIKELY_WORDS = 8  # with a comma inside, a sentence's end, or an opening that runs on
_MOSTLY = 0.35  # of a document's words
_SHORT_WORDS = 6
_TITLE_WORDS = 15
_SPOKEN_WORDS = 18  # a sentence that quotes somebody behind a colon is longer than a headline that does
_CLAUSE_ENDS = ("،", ",", "؛", ";")
_DOTTED = 4
_DOTTED_SHARE = 0.3
_DOTTED_WORDS = 3
_BEHIND = frozenset(
    {"related", "read_also", "most_read", "latest", "source", "tags", "comments", "copyright"}
)


def with_dotted_stops(lines: Sequence[Line], least: int) -> Sequence[Line]:
    """The lines; where the document ends its sentences with two dots, as Arabic columns do, these are stops.

    Two dots at the end of a single line cut a headline short; three are a teaser's.

    Args:
        least: Words of the shortest line that a final mark makes a sentence (`prose_words`).
    """
    free = [line for line in lines if line.hit is None and line.words >= _DOTTED_WORDS]
    dotted = [line for line in free if line.text.endswith("..") and not line.text.endswith("...")]
    if len(dotted) < _DOTTED or len(dotted) < _DOTTED_SHARE * len(free):
        return lines
    stops = {line.start for line in dotted}
    return [
        replace(line, final=True, weak=False, prose=line.prose or line.words >= least)
        if line.start in stops
        else line
        for line in lines
    ]


def with_clauses(lines: Sequence[Line]) -> list[Line]:
    """The lines; clauses below each other that end in commas, as decrees and rulings open, are prose."""
    out = list(lines)
    start = 0
    for i in range(len(lines) + 1):
        if i < len(lines) and lines[i].text.endswith(_CLAUSE_ENDS) and not lines[i].date:
            continue
        if i - start >= _SOME:
            out[start:i] = [replace(line, prose=True) for line in lines[start:i]]
        start = i + 1
    return out


def with_unmarked_prose(lines: Sequence[Line], index: MarkerIndex) -> list[Line]:
    """The lines; where the document does without final marks, its paragraphs are marked as prose."""
    likely = [i for i, line in enumerate(lines) if _is_free(line) and _is_paragraph(line, index)]
    below = _unmarked_until(lines, likely, index)
    if below is None:
        return list(lines)
    out = list(lines)
    top = next((i for i, line in enumerate(lines) if line.hit is None and not line.date), 0)
    for i in likely:
        title = i == top and lines[i].words <= _TITLE_WORDS
        if i < below and not title and not lines[i].prose and _is_plain(lines[i]):
            out[i] = replace(lines[i], prose=True)
    for i in range(1, min(below, len(out) - 1)):
        line = out[i]
        runs_on = line.words >= _SHORT_WORDS and _is_plain(line) and opens_running(line, index)
        if runs_on and not line.prose and out[i - 1].prose:
            out[i] = replace(line, prose=True)
    return out


def _unmarked_until(lines: Sequence[Line], likely: Sequence[int], index: MarkerIndex) -> int | None:
    """The line down to which final marks mean nothing; None where they do mean something.

    That is the whole document; or, where a second article has marks, the story above it; or a short
    document that is mostly such paragraphs.
    """
    story = _before_lists(lines, likely)
    words = sum(lines[i].words for i in story)
    marked = sum(lines[i].words for i in story if lines[i].final)
    if len(story) >= _SOME and marked <= _MARKED * words:
        return len(lines)
    run = next((k for k, i in enumerate(likely) if lines[i].final), len(likely))
    if run >= _SOME and any(opens_running(lines[i], index) for i in likely[:run]):
        return likely[run] if run < len(likely) else len(lines)
    free = sum(line.words for line in lines if line.hit is None)
    if story and not marked and words >= _MOSTLY * free:
        return len(lines)
    return None


def _before_lists(lines: Sequence[Line], likely: Sequence[int]) -> Sequence[int]:
    """The likely paragraphs above the first marker that stands behind stories, where there are enough."""
    first = next(
        (i for i, line in enumerate(lines) if line.hit is not None and line.hit.family in _BEHIND), 0
    )
    above = [i for i in likely if i < first]
    return above if len(above) >= _SOME else likely


def _is_free(line: Line) -> bool:
    """Whether no marker explains the line: one that merely opens a long line does not."""
    return line.hit is None or (line.words >= _SURE_WORDS and line.hit.how is How.START)


def _is_paragraph(line: Line, index: MarkerIndex) -> bool:
    if line.words < _LIKELY_WORDS:
        return False
    clauses = line.words >= _SURE_WORDS or line.commas > 0
    return clauses or opens_running(line, index) or _STOP.search(line.text) is not None


def _is_plain(line: Line) -> bool:
    """No list row, label, date or headline with its speaker: what may be a paragraph at all."""
    listed = (
        line.item
        or line.date
        or line.colon
        or line.pipes
        or line.text[:1].isdigit()
        or line.text[:1].islower()
    )
    speaker = ":" in line.text and line.words < _SPOKEN_WORDS
    return not (listed or speaker or line.fused or line.question)
