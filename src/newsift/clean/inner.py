"""Markers inside a paragraph: pages whose line breaks were lost, so that furniture stands among sentences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsift.clean.markers import How
from newsift.clean.shadow import fold, squash

if TYPE_CHECKING:
    from newsift.clean.markers import Hit, MarkerIndex

INNER_WORDS = 40  # shorter lines are read whole
_REACH = 80
_LINK_WORDS = 30
_SENTENCE_END = re.compile(r"[.!؟?۔][\"”»)]?\s+")
_WORD_START = re.compile(r"(?<=\s)\S")
_LINKS = frozenset({"read_also", "related"})
_TAIL = _LINKS | {"most_read", "tags", "source", "comments", "copyright", "follow_us", "subscribe"}


def inner_cuts(text: str, index: MarkerIndex) -> list[int]:
    """Offsets at which a marker begins, or the story goes on behind one, within a long paragraph.

    A marker is looked for behind the end of a sentence. A link ends where a word opens a running sentence
    (or at the next full stop); where no sentence follows any more, the rest is cut at every marker in it.
    """
    cuts: list[int] = []
    for end in _SENTENCE_END.finditer(text):
        start = end.end()
        if cuts and start < cuts[-1]:
            continue
        hit = _marker(text, start, index, first=True)
        if hit is None:
            continue
        resume = _resume(text, start + hit.end, index)
        if resume is not None and hit.family in _LINKS:
            cuts += [start, resume]
        elif _SENTENCE_END.search(text, start) is None and text.rstrip()[-1:] not in ".؟!۔":
            return [*cuts, start, *_tail_cuts(text, start + hit.end, index)]
    return cuts


def _marker(text: str, start: int, index: MarkerIndex, *, first: bool) -> Hit | None:
    """A marker of several words, or one with a colon, at this offset."""
    piece = text[start : start + _REACH]
    hit = index.match_start(piece, squash(piece))
    if hit is None or hit.family not in _TAIL:
        return None
    several = " " in piece[: hit.end].strip()
    labelled = hit.how is How.LABEL
    return hit if (labelled and (first or several or ":" in piece[: hit.end + 3])) or several else None


def _resume(text: str, start: int, index: MarkerIndex) -> int | None:
    """Where a running sentence opens behind a link."""
    openers = tuple(word for word in index.conjunctions if word.startswith("و"))
    for number, word in enumerate(_WORD_START.finditer(text, start)):
        if number > _LINK_WORDS:
            break
        first = fold(text[word.start() : word.start() + _REACH].split(None, 1)[0])
        if number > 1 and first.startswith(openers):
            return word.start()
    return None


def _tail_cuts(text: str, start: int, index: MarkerIndex) -> list[int]:
    return [
        word.start()
        for word in _WORD_START.finditer(text, start)
        if _marker(text, word.start(), index, first=False) is not None
    ]
