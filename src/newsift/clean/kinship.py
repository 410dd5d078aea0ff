"""What a line has in common with the story around it: the words that both use.

A subhead takes its words from the section below it, a list's heading from the story that announces it. A
headline of another story, and the label above a list of such, often share none: of the unmarked lines
between two paragraphs with four content words or more, 16 of 27 foreign headlines (own labelled pages)
share at most a fifth with the whole story; of 28 subheads of real bodies in five languages 3 do, one of
them a link.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsift.clean.lines import spaceless
from newsift.clean.symbols import Sym

if TYPE_CHECKING:
    from newsift.clean.lines import Line
    from newsift.clean.walk import Walk

_OWN = 4  # fewer content words prove nothing
_LABEL = 1
_UNTOLD = 0.2
_TOLD = 0.3
_SECTION = 2  # paragraphs below a subhead


def untold(walk: Walk, j: int) -> float:
    """1 for a line that shares no word with the story's paragraphs, falling to 0 where it shares a fifth.

    Also 0 for lines with few content words and for scripts that put no spaces between words.
    """
    line = walk.lines[j]
    own = line.content_words()
    if len(own) < _OWN or spaceless(line.text):
        return 0.0
    return max(0.0, 1 - len(own & _story(walk)) / len(own) / _UNTOLD)


def is_told(walk: Walk, j: int) -> bool:
    """Whether the paragraphs use a good part of the line's words."""
    own = walk.lines[j].content_words()
    return bool(own) and len(own & _story(walk)) >= _TOLD * len(own)


def heads_section(walk: Walk, j: int) -> bool:
    """Whether the next paragraphs take up a good part of the line's words, as a section does."""
    own = walk.lines[j].content_words()
    below: set[str] = set()
    found = 0
    for i in range(j + 1, walk.high + 1):
        if walk.readings[i].sym is Sym.PROSE:
            below |= walk.lines[i].content_words()
            found += 1
            if found == _SECTION:
                break
    return bool(own) and len(own & below) >= _TOLD * len(own)


def is_foreign_label(walk: Walk, line: Line) -> bool:
    """Whether no word of a short heading occurs in the story that it would introduce."""
    own = line.content_words()
    return len(own) >= _LABEL and not spaceless(line.text) and not own & _story(walk)


def _story(walk: Walk) -> set[str]:
    """Content words of the title and of the core's paragraphs."""
    if not walk.told:
        paragraphs = (i for i in range(walk.low, walk.high + 1) if walk.readings[i].sym is Sym.PROSE)
        for i in paragraphs:
            walk.told |= walk.lines[i].content_words()
        if walk.title is not None:
            walk.told |= walk.lines[walk.title].content_words()
    return walk.told
