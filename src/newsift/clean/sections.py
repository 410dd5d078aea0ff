"""How a story is divided: guides, reports and interviews whose paragraphs stand under headings and lists.

The more unmarked lines a story has between its paragraphs, the less each of them says. Of the labelled
pages at hand (real and our own, 230 with text lines of other stories between paragraphs) none has more
than four such gaps; of 66 clean bodies that lost lines to the same rules 57 had five or more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsift.clean.symbols import STORY, Sym

if TYPE_CHECKING:
    from newsift.clean.walk import Walk

_SECTIONS = 5
_LOOSE = frozenset({Sym.SOFT, Sym.HEADLINE, Sym.FRAGMENT})
_ENDS = frozenset({Sym.STOP, Sym.HARD})


def is_sectioned(walk: Walk) -> bool:
    """Whether headings and lists between paragraphs are the way this story is built."""
    return count_gaps(walk) >= _SECTIONS


def count_gaps(walk: Walk) -> int:
    """Runs of unmarked lines between lines of the story, above its first sign-off."""
    if walk.gaps < 0:
        walk.gaps = _count(walk)
    return walk.gaps


def _count(walk: Walk) -> int:
    gaps, told, inside = 0, False, False
    for j in range(walk.low, walk.high + 1):
        sym = walk.readings[j].sym
        if sym in _ENDS and told:
            break
        if sym in STORY:
            told = told or sym is Sym.PROSE
            gaps += inside
            inside = False
        elif sym in _LOOSE:
            inside = inside or (told and walk.readings[j - 1].sym in STORY)
        else:
            inside = False
    return gaps
