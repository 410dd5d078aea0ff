"""Documents without a paragraph: what may be a story all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsift.clean.symbols import Sym

if TYPE_CHECKING:
    from newsift.clean.lines import Line
    from newsift.clean.walk import Walk

_RESCUE_WORDS = 80
_RESCUE_SHARE = 0.6
_RUNNING_WORDS = 4
_LEAD_WORDS = 10  # a shorter line with a colon is a label
_ROWS = 3
_FIGURES = 0.75  # share of rows with a figure, or with a label and a value
_ROW = frozenset({Sym.ITEM, Sym.HEADLINE, Sym.FRAGMENT, Sym.DATA, Sym.SENTENCE})


def announced_figures(walk: Walk) -> int | None:
    """A sentence with a colon above rows of figures: rainfall by town, prices, results; None for none."""
    lines = walk.lines
    for i, line in enumerate(lines):
        if walk.sym(i) is not Sym.COLON or line.words < _LEAD_WORDS:
            continue
        stop = i + 1
        while walk.sym(stop) in _ROW:
            stop += 1
        rows = lines[i + 1 : stop]
        if len(rows) >= _ROWS and sum(map(_is_row, rows)) >= _FIGURES * len(rows):
            return i
    return None


def _is_row(line: Line) -> bool:
    label, _, value = line.content.partition(":")
    return line.digits > 0 or bool(label and value)


def rescue(walk: Walk) -> None:
    """Decide a document without a paragraph: rejected, unless much of it reads like running text.

    Text whose lines were broken in an unknown way holds no line that is a paragraph; where enough words
    stand in lines that run on, all that no marker explains is the story.
    """
    lines, readings = walk.lines, walk.readings
    bare = [i for i in range(len(lines)) if not readings[i].reason]
    running = [i for i in bare if _runs_on(lines[i], lines[i - 1] if i else None)]
    words = sum(lines[i].words for i in running)
    enough = words >= _RESCUE_WORDS and words >= _RESCUE_SHARE * sum(lines[i].words for i in bare)
    for i in range(len(lines)):
        if enough and not readings[i].reason and running[0] <= i <= running[-1]:
            walk.keep(i, "BODY_UNMARKED")
        else:
            walk.drop_outside(i, "NO_STORY")


def _runs_on(line: Line, above: Line | None) -> bool:
    """Whether a line is part of running text: ends a sentence, holds the end of one, or carries one on."""
    if line.words < _RUNNING_WORDS:
        return False
    carries = above is not None and not above.final and line.text[:1].islower()
    return (line.final and not line.question) or carries or line.commas > 0 or ". " in line.text
