"""Verse: poems inside a story or instead of one, whose lines end without a mark as headlines do.

What tells a poem from a list of headlines is its form: many short lines of much the same length that rhyme,
line by line or every second line; or lines that carry the vowel signs that only verse and scripture are
printed with; or, where they do neither, lines too short for headlines that run on from the last, or that
go on for longer than any list. A column broken into short lines is no verse, but reads the same.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from newsift.clean.related import opens_running
from newsift.clean.shadow import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsift.clean.lines import Line
    from newsift.clean.markers import MarkerIndex

_LINES = 6
_WORDS = range(1, 15)
_MEAN_WORDS = 3.0, 12.0
_RHYME = 0.75  # share of lines, or of every second line, that end in the same letter
_RHYMES = 4
_SIGNS = 0.05  # vowel signs a letter; news print hardly any
_SURE_SIGNS = 0.1  # a verse or two quoted
_FREE_LINES = 8
_FREE_WORDS = 3.5, 6.0  # menus have less, headlines more
_RUNNING = 0.2  # share of lines that open with a conjunction
_SENTENCES = 0.3  # share of lines from which a run is something else
_COLUMN_LINES = 16  # so many lines in a row are too many for a list
_COUPLET = re.compile(r"\w\W? +\*{2,4} +\w")  # a line of two halves
_BEHIND = frozenset({"related", "read_also", "most_read", "latest", "tags", "navigation"})


def with_verse(lines: Sequence[Line], index: MarkerIndex) -> list[Line]:
    """The lines; those of a poem are marked as prose, so that they count as the story's."""
    out = list(lines)
    for start, stop in _runs(lines):
        run = lines[start:stop]
        verse = _signs(run) >= _SURE_SIGNS or (len(run) >= _LINES and _is_verse(run, index))
        for i in range(start, stop):
            if not out[i].prose and (verse or _COUPLET.search(out[i].text) is not None):
                out[i] = replace(out[i], prose=True)
    return out


def _runs(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Stretches of short unmarked lines above which no heading of a list stands."""
    start = 0
    for i in range(len(lines) + 1):
        if i < len(lines) and _may_be_verse(lines[i]):
            continue
        above = lines[start - 1].hit if start else None
        if i > start and (above is None or above.family not in _BEHIND):
            yield start, i
        start = i + 1


def _may_be_verse(line: Line) -> bool:
    if line.words not in _WORDS or line.hit is not None or line.date or line.number is not None:
        return False
    if "**" in line.text:
        return _COUPLET.search(line.text) is not None
    speaker = 0 < line.text.find(":") < len(line.text) - 1
    return not speaker and line.digits == 0 and line.cut is None and not line.pipes


def _is_verse(run: Sequence[Line], index: MarkerIndex) -> bool:
    mean = sum(line.words for line in run) / len(run)
    if not _MEAN_WORDS[0] <= mean <= _MEAN_WORDS[1]:
        return False
    if _rhymes(run) or _signs(run) >= _SIGNS:
        return True
    if len(run) < _FREE_LINES or not _FREE_WORDS[0] <= mean <= _FREE_WORDS[1]:
        return False
    if sum(line.prose for line in run) >= _SENTENCES * len(run):
        return False
    running = sum(not line.prose and opens_running(line, index) for line in run)
    return len(run) >= _COLUMN_LINES or running >= _RUNNING * len(run)


def _rhymes(run: Sequence[Line]) -> bool:
    """Whether the lines rhyme, all of them or every second one."""
    endings = [_ending(line.text) for line in run]
    for part in (endings, endings[::2], endings[1::2]):
        most = Counter(part).most_common(1)[0][1]
        if most >= _RHYMES and most >= _RHYME * len(part):
            return True
    return False


def _ending(text: str) -> str:
    """The last letter of a line."""
    return next((char for char in reversed(fold(text)) if char.isalpha()), "")


def _signs(run: Sequence[Line]) -> float:
    """Vowel signs a letter, as Arabic script writes them."""
    text = "".join(line.text for line in run)
    vowels = len(_VOWELS.findall(text))
    return vowels / max(1, sum(map(str.isalpha, text))) if vowels else 0.0


_VOWELS = re.compile("[\u064b-\u0652]")
