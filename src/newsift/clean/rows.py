"""Tables that were flattened to text: lines whose cells tabs or bars divide alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsift.clean.symbols import Reading, Sym
from newsift.models import Label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsift.clean.lines import Line

_ROW = Reading(Sym.ROW, Label.OTHER, "", "")
_RUN = 3
_CELL_WORDS = 2.5  # a menu's items are shorter
_COLUMN_WORDS = 3  # of two columns: a section's or a site's name behind a bar is shorter
_FIGURES = 0.5  # share of rows with a figure


def with_rows(lines: Sequence[Line], readings: list[Reading]) -> list[Reading]:
    """The readings; lines that are rows of a table say so."""
    if not any("\t" in line.text or "|" in line.text for line in lines):
        return readings
    marks = [_mark(line.text) for line in lines]
    out = list(readings)
    start = 0
    while start < len(lines):
        stop = start + 1
        while marks[start] and stop < len(lines) and marks[stop] == marks[start]:
            stop += 1
        if _is_table([line.text for line in lines[start:stop]], marks[start]):
            out[start:stop] = [_ROW] * (stop - start)
        start = stop
    return out


def _mark(text: str) -> tuple[str, int] | None:
    """What divides a line, and how often."""
    for mark in ("\t", "|"):
        found = text.strip(" |").count(mark)
        if found:
            return mark, found
    return None


def _is_table(rows: Sequence[str], mark: tuple[str, int] | None) -> bool:
    if mark is None or len(rows) < _RUN:
        return False
    sign, times = mark
    figures = sum(any(map(str.isdigit, row)) for row in rows) >= _FIGURES * len(rows)
    if sign == "\t" or (times > 1 and figures):
        return True
    columns = list(
        zip(*([cell.strip() for cell in row.strip(" |").split(sign)] for row in rows), strict=True)
    )
    words = [sum(len(cell.split()) for cell in column) / len(column) for column in columns]
    if times > 1:
        return min(words) >= 1 and sum(words) / len(words) >= _CELL_WORDS
    return min(words) >= _COLUMN_WORDS and all(len(set(column)) == len(column) for column in columns)
