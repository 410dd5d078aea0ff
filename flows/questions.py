"""The questions that flows ask of the published file; the SQL of each is in `flows/sql`."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from newsift.storage.snapshot import query

Question = Literal[
    "duplicates",
    "last_heard",
    "quality_by_source",
    "quarantine",
    "report_days",
    "report_refusals",
    "report_sources",
    "report_totals",
    "stories",
    "trend",
]
Row = dict[str, object]  # column -> value, in the order of the SELECT list
_SQL = Path(__file__).parent / "sql"


def ask(published: Path, question: Question, *parameters: object) -> list[Row]:
    """The answer, row by row.

    Raises:
        ConfigError: There is no published file.
    """
    statement = (_SQL / f"{question}.sql").read_text(encoding="utf-8")
    rows: list[Row] = query(published, statement, parameters).to_pylist()
    return rows


def as_text(rows: list[Row], *, none: str) -> str:
    """Rows as an aligned table for a terminal, numbers to the right; `none` when there are no rows."""
    if not rows:
        return none
    heads = list(rows[0])
    cells = [[str(row[head]) for head in heads] for row in rows]
    widths = [max(len(head), *(len(line[at]) for line in cells)) for at, head in enumerate(heads)]
    numeric = [isinstance(rows[0][head], int | float) for head in heads]

    def line(parts: list[str]) -> str:
        padded = [
            part.rjust(width) if right else part.ljust(width)
            for part, width, right in zip(parts, widths, numeric, strict=True)
        ]
        return "  ".join(padded).rstrip()

    return "\n".join([line(heads), "  ".join("-" * width for width in widths), *map(line, cells)])
