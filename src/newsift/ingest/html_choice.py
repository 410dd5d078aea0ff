"""The choice between engines: by how much of the page's prose an engine accounts for, never by vote.

Trafilatura is the better engine on nearly every page; what it gives is doubted only where it is short and
leaves out most of the running prose of the page. Then readability is asked, and believed when it covers
clearly more. On the development pages that is one page in eighty.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from newsift.ingest.html_align import covered_shares, marked
from newsift.models import Block

_PROSE_CHARS = 80
_MOSTLY_LINK = 0.5
_FINAL = re.compile(r"[.!?…؟。！？۔][\"'»”’)\]】」』]*\s*$")
_DOUBTED = 0.5  # an engine that covers less of the prose is doubted
_SHORT = 3_500  # characters; an engine that gives more has found a story (readability never knew better)
_CLEARLY_MORE = 0.2
_KEPT = 0.5


def choose_engine(
    blocks: Sequence[Block], first: Sequence[str], second: Callable[[], Sequence[str]]
) -> tuple[Block, ...]:
    """The blocks with `in_engine` set by the engine that deserves it.

    Args:
        blocks: All blocks of the page.
        first: Texts that the main engine kept.
        second: Runs the other engine; called only when the first is doubted.
    """
    shares = covered_shares(blocks, first)
    confidence = _confidence(blocks, shares)
    size = sum(len(block.text) * share for block, share in zip(blocks, shares, strict=True))
    if confidence >= _DOUBTED or size > _SHORT:
        return marked(blocks, shares)
    others = covered_shares(blocks, second())
    return marked(blocks, others if _confidence(blocks, others) > confidence + _CLEARLY_MORE else shares)


def _confidence(blocks: Sequence[Block], shares: Sequence[float]) -> float:
    """Share of the page's prose (whole sentences that are no links) that an engine's texts cover."""
    prose = covered = 0
    for block, share in zip(blocks, shares, strict=True):
        size = len(block.text)
        if size >= _PROSE_CHARS and block.link_density < _MOSTLY_LINK and _FINAL.search(block.text[-8:]):
            prose += size
            covered += size * (share >= _KEPT)
    return covered / prose if prose else 1.0
