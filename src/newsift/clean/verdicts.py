"""Decisions about lines, and their translation into verdicts and article bodies."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from newsift.clean.evidence import seen
from newsift.models import Label, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsift.clean.lines import Line
    from newsift.clean.symbols import Reading


class Decision(NamedTuple):
    """What is done with one line."""

    label: Label
    reason: str
    rule_id: str
    kept: bool
    evidence: str = ""
    owner: int = 0


@cache  # of a few reasons
def keep(reason: str, label: Label = Label.BODY, rule_id: str = "zone.body") -> Decision:
    return Decision(label, reason, rule_id, True)


def drop(label: Label, reason: str, rule_id: str, evidence: str = "") -> Decision:
    return Decision(label, reason, rule_id, kept=False, evidence=evidence)


def drop_as(
    reading: Reading, reason: str = "", label: Label | None = None, rule_id: str = "zone.body"
) -> Decision:
    """Remove a line under its own marker, or under the given reason where it has none."""
    if reading.reason:
        return Decision(reading.label, reading.reason, reading.rule_id, kept=False)
    return Decision(label or reading.label, reason, rule_id, kept=False)


def to_verdicts(
    lines: Sequence[Line], decisions: Sequence[Decision], scores: Sequence[float]
) -> tuple[Verdict, ...]:
    """One verdict a line, in order; what is removed says what it looked like."""
    return tuple(
        Verdict(
            line.start,
            line.end,
            decision.label,
            decision.reason,
            decision.rule_id,
            decision.kept,
            decision.evidence or ("" if decision.kept else seen(line)),
            round(score, 3),
            decision.owner,
        )
        for line, decision, score in zip(lines, decisions, scores, strict=True)
    )


def body_of(
    text: str, lines: Sequence[Line], decisions: Sequence[Decision], owner: int
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The body of an article and its spans: kept lines joined by a line feed.

    Pieces of one block (a marker between them was cut out) join with the block's own white space.
    """
    parts: list[str] = []
    spans: list[tuple[int, int]] = []
    block = -1
    for line, decision in zip(lines, decisions, strict=True):
        if not decision.kept or decision.owner != owner:
            continue
        if parts:
            parts.append("\n" if line.block != block else _white_between(text, spans[-1][1], line.start))
        parts.append(text[line.start : line.end])
        spans.append((line.start, line.end))
        block = line.block
    return "".join(parts), tuple(spans)


def _white_between(text: str, end: int, start: int) -> str:
    """The white space that follows the first piece, or precedes the second; a space where there is none."""
    gap = text[end:start]
    head = gap[: len(gap) - len(gap.lstrip())]
    tail = gap[len(gap.rstrip()) :]
    return (head or tail or " ")[:1]
