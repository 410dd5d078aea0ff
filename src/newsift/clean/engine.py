"""The main-content decision for HTML: which blocks of a page are the story."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsift.clean.shadow import line_key

if TYPE_CHECKING:
    from newsift.models import Document


@dataclass(frozen=True, slots=True)
class BlockChoice:
    """Whether a block belongs to the story, and which rule decided."""

    keep: bool
    score: float
    rule_id: str


def main_blocks(document: Document, template: frozenset[int] = frozenset()) -> tuple[BlockChoice, ...]:
    """One choice for each block of an HTML document.

    Args:
        document: A parsed page.
        template: Keys of the lines that are boilerplate on the page's site.
    """
    return tuple(
        BlockChoice(keep=False, score=-1.0, rule_id="html.template")
        if template and line_key(block.text) in template
        else BlockChoice(keep=True, score=1.0, rule_id="html.engine")
        if block.in_engine
        else BlockChoice(keep=False, score=-1.0, rule_id="html.outside")
        for block in document.blocks
    )
