"""Symbols: what a line is before its neighbours are looked at. The zone automaton's alphabet."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from newsift.models import Label


class Sym(StrEnum):
    """The alphabet. The first group is said by markers, the second seen in the line's shape."""

    ZONE = "zone"  # announces related stories that follow
    INLINE = "inline"  # such an announcement with the headline on the same line
    STOP = "stop"  # stands where a story has ended: source, tags, end sign
    HARD = "hard"  # after it comes no story any more: comments, copyright
    DROP = "drop"  # furniture wherever it stands
    SOFT = "soft"  # furniture in head and tail, possibly text in between
    DATE = "date"

    PROSE = "prose"
    SENTENCE = "sentence"  # short, with a final mark
    COLON = "colon"  # introduces what follows
    ITEM = "item"  # bulleted or numbered
    DATA = "data"  # label and value, score
    ROW = "row"  # of a table
    HEADLINE = "headline"  # several words, no final mark
    FRAGMENT = "fragment"  # up to three words


STORY = frozenset({Sym.PROSE, Sym.SENTENCE, Sym.COLON, Sym.ITEM, Sym.DATA, Sym.ROW})
FURNITURE = frozenset({Sym.ZONE, Sym.INLINE, Sym.STOP, Sym.HARD, Sym.DROP, Sym.DATE})


class Reading(NamedTuple):
    """A line's symbol with the label, reason and rule it would be removed under."""

    sym: Sym
    label: Label
    reason: str
    rule_id: str
