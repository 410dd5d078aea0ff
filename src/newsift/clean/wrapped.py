"""Hard-wrapped text: paragraphs that were broken at a fixed width are judged whole.

Mail, news wires and old dumps break paragraphs at some 60 to 80 columns. A line of such a text was
ended because the next word no longer fitted in; that, and not any wording, is how the breaks are found.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from newsift.clean.lines import begins_item, ends_final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsift.clean.lines import Line
    from newsift.models import Block, Document

_WIDTHS = range(45, 101)  # columns at which texts are wrapped
_JOINS = 2  # fewer broken lines say nothing about a document
_FEW = 3  # so few must all lead to the end of a sentence
_OVERRUN = 0.05  # share of lines longer than any wrapping (addresses, tables)
_SLACK = 1
_MID_SENTENCE = 0.6  # share of broken lines that end without a final mark; headlines fill no width
_FILLED = 0.25  # share of the lines long enough for a break that do break there
_SENTENCES = 0.5  # share of the paragraphs so found that end with a final mark
_LOWER = 0.3  # share of continuations in small letters, where the script has any


def unwrap(document: Document) -> Document:
    """The document with the lines of each wrapped paragraph as one block; itself when nothing is wrapped.

    Offsets stay those of `document.text`; `rewrap` leads back to the document's own blocks.
    """
    groups = _groups(document.blocks)
    if groups is None:
        return document
    blocks = []
    for start, stop in groups:
        first, last = document.blocks[start], document.blocks[stop - 1]
        whole = first._replace(end=last.end, text=document.text[first.start : last.end])
        blocks.append(whole if stop > start + 1 else first)
    return replace(document, blocks=tuple(blocks))


def rewrap(document: Document, lines: Sequence[Line]) -> list[tuple[int, Line]]:
    """Lines of an unwrapped document cut at the breaks again, each with the index of what it came from."""
    out: list[tuple[int, Line]] = []
    blocks = document.blocks
    at = 0
    for i, line in enumerate(lines):
        while blocks[at].end <= line.start:
            at += 1
        number = at
        while number < len(blocks) and blocks[number].start < line.end:
            start, end = max(line.start, blocks[number].start), min(line.end, blocks[number].end)
            raw = document.text[start:end]
            start += len(raw) - len(raw.lstrip())
            text = raw.strip()
            if text:
                piece = replace(line, start=start, end=start + len(text), text=text, block=number)
                out.append((i, piece))
            number += 1
    return out


def _groups(blocks: Sequence[Block]) -> list[tuple[int, int]] | None:
    """Runs of blocks that are one paragraph each; None when the text is not wrapped."""
    texts = [block.text.strip() for block in blocks]
    long = sum(len(text) >= _WIDTHS.stop for text in texts)
    if len(texts) <= _JOINS or long > _OVERRUN * len(texts):
        return None
    width = _width(blocks, texts)
    joins = [i for i in range(len(texts) - 1) if _breaks_at(blocks, texts, i, width)]
    filled = [i for i in range(len(texts) - 1) if len(texts[i]) >= _WIDTHS.start]
    if width not in _WIDTHS or len(joins) < _JOINS or len(joins) < _FILLED * len(filled):
        return None
    open_ended = sum(not ends_final(texts[i]) for i in joins)
    heads = [texts[i + 1][:1] for i in joins]
    cased = [c for c in heads if c.islower() or c.isupper()]
    small = sum(map(str.islower, cased))
    if open_ended < _MID_SENTENCE * len(joins) or small < _LOWER * len(cased):
        return None
    groups: list[tuple[int, int]] = []
    start = 0
    joined = set(joins)
    for i in range(len(texts)):
        if i not in joined:
            groups.append((start, i + 1))
            start = i + 1
    ends = [ends_final(texts[stop - 1]) for start, stop in groups if stop > start + 1]
    least = len(ends) if len(joins) <= _FEW else _SENTENCES * len(ends)
    return groups if sum(ends) >= least else None


def _width(blocks: Sequence[Block], texts: Sequence[str]) -> int:
    """The longest line that another one follows directly."""
    return max(
        (
            len(text)
            for text, below in zip(texts, blocks[1:], strict=False)
            if len(text) < _WIDTHS.stop and not below.blank_before
        ),
        default=0,
    )


def _breaks_at(blocks: Sequence[Block], texts: Sequence[str], i: int, width: int) -> bool:
    """Whether line `i` ends because the next line's first word did not fit in."""
    below = texts[i + 1]
    if not texts[i] or not below or blocks[i + 1].blank_before or len(texts[i]) >= _WIDTHS.stop:
        return False
    word = below.split(" ", 1)[0]
    fits = len(texts[i]) + 1 + len(word) + _SLACK <= width
    heading = below.endswith((":", "：")) and len(below) < width // 2
    return not (fits or heading or begins_item(below) or (word[0].isdigit() and not ends_final(below)))
