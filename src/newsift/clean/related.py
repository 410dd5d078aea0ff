"""Headlines of other stories that stand among the story's own lines without a heading."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import category

from newsift.clean.lines import several_sentences
from newsift.clean.shadow import fold
from newsift.clean.symbols import Sym

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsift.clean.lines import Line
    from newsift.clean.markers import MarkerIndex
    from newsift.clean.symbols import Reading
    from newsift.rules.schema import HeadlineWeights

_HEADLINE_WORDS = range(5, 27)
_QUESTION_WORDS = 24
_RUN = 2
_LINKS = 3
_MOST = 0.7
_FEW = 0.2


_LONG = 9
_TOO_LONG = 22
_SPEAKER_WORDS = 5
_CAPITALS = 0.85


def headline_evidence(
    line: Line, index: MarkerIndex, weights: HeadlineWeights, *, tidy: float
) -> tuple[float, str]:
    """How strongly a line between paragraphs looks like the headline of another story, and by what.

    Args:
        tidy: Share of the document's paragraphs that end with a sentence mark: where all of them do,
            one without is no paragraph.
    """
    before_colon, colon, _ = line.text.partition(":")
    w = weights
    signs = {
        "long": w.long * (line.words >= _LONG),
        "speaker": w.speaker
        * (bool(colon) and not line.colon and len(before_colon.split()) <= _SPEAKER_WORDS),
        "marks": w.marks * (line.text.count(":") > 1 or "|" in line.text or ".." in line.text.rstrip(".")),
        "lost space": w.lost_space * line.fused,
        "capitals": w.capitals * (line.upper >= _CAPITALS),
        "unmarked": w.unmarked * max(0.0, tidy - 0.5),
        "commas": w.comma * line.commas,
        "quoted": w.quoted * line.quoted,
        "running": w.running * opens_running(line, index),
        "too long": w.too_long * (line.words > _TOO_LONG),
        "item": w.item * line.item,
    }
    return sum(signs.values()), "+".join(name for name, value in signs.items() if value)


def opens_running(line: Line, index: MarkerIndex) -> bool:
    """Whether a line opens like a running paragraph: a conjunction, in Arabic also one written as prefix."""
    first = fold(line.text[:40]).split(" ", 1)[0].strip("\"'.,:;-()")
    if first in index.conjunctions:
        return True
    return first[:1] == "و" and len(first) > len("وقد") and not first.startswith(_WAW_WORDS)


# Words whose first letter is no "and": minister, ministry, Washington, delegation, agency, ...
_WAW_WORDS = (
    "وزير", "وزار", "وزرا", "واشنط", "وفاه", "وفد", "وفود", "وسط", "وساط", "وكال", "وكيل", "وصول",
    "وقف", "وضع", "ولي", "ولاي", "وباء", "وثيق", "وثائ", "ورش", "وحد", "وعد", "وجه", "ودائع", "وادي",
    "والد", "واحد", "وقود", "ورق", "وظائ",
)  # fmt: skip


def is_headline_run(
    lines: Sequence[Line], readings: Sequence[Reading], start: int, stop: int, index: MarkerIndex
) -> bool:
    """Whether lines[start:stop] are a list of headlines rather than a list that belongs to the story."""
    run = [
        line
        for line, r in zip(lines[start:stop], readings[start:stop], strict=True)
        if r.sym not in (Sym.FRAGMENT, Sym.SOFT)
    ]
    if len(run) < _RUN:
        return False
    if has_pictures(run):
        return False
    long = sum(_may_be_headline(line) for line in run)
    data = sum(readings[j].sym is Sym.DATA and not is_speaker_line(lines[j]) for j in range(start, stop))
    running = sum(opens_running(line, index) for line in run)
    return long >= _MOST * len(run) and data <= (1 - _MOST) * len(run) and running <= _FEW * len(run)


def has_pictures(lines: Sequence[Line]) -> bool:
    """Whether lines open with different pictures each: points of the story."""
    return len({line.text[0] for line in lines if category(line.text[0]) == "So"}) > 1


def is_speaker_line(line: Line) -> bool:
    """A short line "name: what was said" without a figure: as likely a headline as a row of a table."""
    return ":" in line.text and line.digits == 0 and line.words >= _SPEAKER_LINE and not line.item


_SPEAKER_LINE = 4


def _may_be_headline(line: Line) -> bool:
    """A headline has its length and begins neither with a small letter nor with a quantity."""
    text = line.text.lstrip(_BULLETS)
    quantity = text[:1].isdigit() and line.words < _LONG
    return line.words in _HEADLINE_WORDS and not text[:1].islower() and not quantity


_BULLETS = " -–—*•●■▪»>"


def is_link_list(lines: Sequence[Line], readings: Sequence[Reading], start: int, stop: int) -> bool:
    """Whether the bulleted lines[start:stop] are headlines of other stories: long items without a mark."""
    items = [
        line
        for line, r in zip(lines[start:stop], readings[start:stop], strict=True)
        if r.sym in (Sym.ITEM, Sym.PROSE)
    ]
    if len(items) < _LINKS:
        return False
    finals = sum(line.final and not line.question for line in items)
    long = sum(_may_be_headline(line) for line in items)
    return finals <= _FEW * len(items) and long >= _MOST * len(items)


def like_headline(line: Line, index: MarkerIndex) -> bool:
    """A line that could be a sentence or a headline by its end: a question, a quotation."""
    if not (line.question or line.weak) or line.words > _QUESTION_WORDS:
        return False
    if not line.question and several_sentences(line.text, line.words):
        return False
    return line.commas <= (1 if line.question else 0) and not opens_running(line, index)


def title_lead_overlap(title: Line, lead: Sequence[Line]) -> float:
    """Share of a headline's words that the following paragraphs repeat, 0..1."""
    words = title.content_words()
    if not words:
        return 0.0
    told: set[str] = set()
    for line in lead:
        told |= line.content_words()
    return len(words & told) / len(words)
