"""The next story right below the first, whole or cut short, where no heading says so.

Pages that load story after story repeat in the next one's head what stood in the first one's; a teaser
is a headline and a paragraph that breaks off.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsift.clean.lines import several_sentences
from newsift.clean.symbols import Sym
from newsift.models import Label

if TYPE_CHECKING:
    from newsift.clean.lines import Line
    from newsift.clean.walk import Walk

_TITLE_WORDS = range(4, 31)
_NAME_WORDS = range(2, 7)
_TOLD = 0.5  # of a title's words that the paragraph below repeats
_NEW = 0.25  # and so many more than the story above
_AHEAD = 8
_NEAR = 3
_LONG = 25
# "CAIRO - agencies: ...", "ROMA – Il governo ...": a place, perhaps an agency, and a dash or a colon.
_DATELINE = re.compile(r"[^\W\d_][^\n.,،;:!?؟–—-]{1,40}?(?:\s?[–—:]|\s-)\s")
_HEAD = frozenset({Label.BYLINE, Label.OTHER, Label.SECTION, Label.STANDFIRST, Label.SOURCE})


def begins_again(walk: Walk, start: int, stop: int) -> bool:
    """Whether lines[start:stop], a gap above the paragraph at `stop`, are the head of the next story."""
    titles = [j for j in range(start, stop) if walk.lines[j].words in _TITLE_WORDS and not walk.lines[j].item]
    if not titles:
        return False
    if any(_dated_below(walk, j) for j in titles):
        return True
    if walk.prose_after(stop) < _LONG:
        return False
    same = _repeats_head(walk, start, stop) or _same_dateline(walk, stop)
    return same and any(_is_new_title(walk, j, stop) for j in titles)


def is_teaser(walk: Walk, i: int) -> bool:
    """Whether the line at `i` and the paragraph below it announce another story behind this one's end.

    The paragraph breaks off, and it is the document's last or a "read more" stands below it; or the line
    exclaims or asks, and the last paragraph alone has no final mark.
    """
    j = i + 1
    if walk.sym(j) is not Sym.PROSE or walk.lines[j].final or walk.kept_words < _STORY_WORDS:
        return False
    line, text = walk.lines[i], walk.lines[j].text.rstrip()
    below = walk.readings[j + 1].reason if j + 1 < len(walk.lines) else ""
    last = walk.next_prose(j + 1) is None
    if line.words not in _TITLE_WORDS or not (last or below == "CONTINUE"):
        return False
    if _told_above(walk, i) >= _TOLD_ABOVE or walk.sym(i - 1) is Sym.COLON:
        return False
    if text.endswith(_CUT):
        return True
    above = [walk.lines[k] for k in range(walk.low, i) if walk.sym(k) is Sym.PROSE]
    alone = not walk.lines[j].weak and all(each.final for each in above)
    return last and alone and line.question and several_sentences(text, walk.lines[j].words)


def is_all_that_follows(walk: Walk, j: int) -> bool:
    """Whether the paragraph at `j`, right below a related heading, is the document's last and untold.

    The story above must have been closed by a line of one to three words: who wrote it.
    """
    signed = walk.sym(j - 2) is Sym.FRAGMENT and not walk.lines[j - 2].item
    if not signed or walk.next_prose(j + 1) is not None or walk.kept_words < _STORY_WORDS:
        return False
    return _told_above(walk, j) <= _KIN


def _told_above(walk: Walk, j: int) -> float:
    """Share of the line's words that the story so far has used."""
    own = walk.lines[j].content_words()
    above: set[str] = set()
    for k, decision in walk.decisions.items():
        if decision.kept or k == walk.title:
            above |= walk.lines[k].content_words()
    return len(own & above) / max(1, len(own))


_STORY_WORDS = 25
_TOLD_ABOVE = 0.3
_CUT = ("...", "…", "[…]", "[...]", "..")
_KIN = 0.1


def _dated_below(walk: Walk, j: int) -> bool:
    """Whether the line stands once more a little below, right under a date: a standfirst came in between."""
    identity = walk.lines[j].identity
    if walk.copies[identity] < len(("here", "below")):
        return False
    for k in range(j + 1, min(len(walk.lines), j + _AHEAD)):
        if walk.lines[k].identity == identity:
            return any(walk.sym(d) is Sym.DATE for d in range(max(j + 1, k - _NEAR), k))
    return False


def _repeats_head(walk: Walk, start: int, stop: int) -> bool:
    """Whether a name of the gap stood in the document's head, too: the writer, the desk."""
    names = {
        walk.lines[j].identity
        for j in range(start, stop)
        if walk.lines[j].words in _NAME_WORDS and walk.copies[walk.lines[j].identity] > 1
    }
    return any(
        not decision.kept and decision.label in _HEAD and walk.lines[k].identity in names
        for k, decision in walk.decisions.items()
        if k < walk.low + _AHEAD and k < start
    )


def _same_dateline(walk: Walk, stop: int) -> bool:
    """Whether the paragraph opens with a place as only the story's first paragraph does."""
    told = [walk.lines[k] for k, decision in sorted(walk.decisions.items()) if decision.kept]
    if not told or not _has_dateline(told[0]) or not _has_dateline(walk.lines[stop]):
        return False
    return not any(_has_dateline(line) for line in told[1:])


def _has_dateline(line: Line) -> bool:
    return _DATELINE.match(line.text) is not None


def _is_new_title(walk: Walk, j: int, stop: int) -> bool:
    """Whether the paragraph below tells the line's words, and the story above does not."""
    own = walk.lines[j].content_words()
    told = len(own & walk.lines[stop].content_words()) / max(1, len(own))
    return told >= _TOLD and told > _told_above(walk, j) + _NEW
