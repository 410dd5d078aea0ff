"""Headlines of other stories that stand among the story's own lines without a heading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsift.clean.lines import content_words
from newsift.clean.shadow import fold
from newsift.clean.symbols import Sym

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsift.clean.lines import Line
    from newsift.clean.markers import MarkerIndex
    from newsift.clean.symbols import Reading

_HEADLINE_WORDS = range(5, 26)


def headline_evidence(line: Line, index: MarkerIndex, *, tidy: float) -> tuple[float, str]:
    """How strongly a line between paragraphs looks like the headline of another story, and by what.

    Args:
        tidy: Share of the document's paragraphs that end with a sentence mark: where all of them do,
            one without is no paragraph.
    """
    score, seen = 0.0, []

    def add(value: float, name: str) -> None:
        nonlocal score
        score += value
        seen.append(name)

    early_colon = ":" in line.text and len(line.text.split(":", 1)[0].split()) <= 5 and not line.colon
    if line.words >= 9:
        add(1.0, "long")
    if early_colon:
        add(0.7, "speaker")
    if line.text.count(":") >= 2 or "|" in line.text or ".." in line.text.rstrip("."):
        add(0.8, "marks")
    if line.fused:
        add(1.0, "fused")
    if line.upper >= 0.85:
        add(1.5, "capitals")
    if tidy > 0.5:
        add(tidy - 0.5, "unmarked")
    if line.commas:
        add(-0.5 * line.commas, "commas")
    if line.quoted:
        add(-1.5, "quoted")
    if opens_running(line, index):
        add(-1.2, "running")
    if line.words > 22:
        add(-0.7, "too long")
    if line.item:
        add(-1.0, "item")
    return score, "+".join(seen)


def opens_running(line: Line, index: MarkerIndex) -> bool:
    """Whether a line opens like a running paragraph: a conjunction, in Arabic also one written as prefix."""
    first = fold(line.text[:40]).split(" ", 1)[0].strip("\"'.,:;-()")
    return first in index.conjunctions or (first[:1] == "و" and len(first) > 3)


def is_headline_run(lines: Sequence[Line], readings: Sequence[Reading], start: int, stop: int) -> bool:
    """Whether lines[start:stop] are a list of headlines rather than a list that belongs to the story."""
    run = [
        line
        for line, r in zip(lines[start:stop], readings[start:stop], strict=True)
        if r.sym is not Sym.FRAGMENT
    ]
    if len(run) < 2:
        return False
    long = sum(line.words in _HEADLINE_WORDS for line in run)
    data = sum(r.sym is Sym.DATA for r in readings[start:stop])
    return long >= 0.7 * len(run) and data <= 0.3 * len(run)


def title_lead_overlap(title: Line, lead: Sequence[Line]) -> float:
    """Share of a headline's words that the following paragraphs repeat, 0..1."""
    words = content_words(title.text)
    if not words:
        return 0.0
    told: set[str] = set()
    for line in lead:
        told |= content_words(line.text)
    return len(words & told) / len(words)
