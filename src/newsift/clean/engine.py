"""The main-content decision for HTML: which blocks of a page are the story.

Trafilatura's decision is one feature among some sixty: a linear, explainable score over the block's own
facts, its neighbours and its container decides. What it mends are the engine's two habits: dropping
headings, lists and quotations inside the story's own container, and keeping teasers and comments that
stand apart from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newsift.clean.engine_features import FEATURES, block_features
from newsift.clean.shadow import line_key

if TYPE_CHECKING:
    from newsift.models import Block, Document
    from newsift.rules.engine import EngineWeights
    from newsift.rules.sites import SiteRules


@dataclass(frozen=True, slots=True)
class BlockChoice:
    """Whether a block belongs to the story, its score above the threshold, and which rule decided.

    Rules: "html.engine" (score and engine agree), "html.rescued" (kept against the engine),
    "html.refused" (dropped against the engine), "html.outside", "html.template" (boilerplate of the site).
    """

    keep: bool
    score: float
    rule_id: str


def main_blocks(
    document: Document,
    template: frozenset[int],
    engine: EngineWeights,
    site: SiteRules | None = None,
) -> tuple[BlockChoice, ...]:
    """One choice for each block of an HTML document.

    Args:
        document: A parsed page.
        template: Keys of the lines that are boilerplate on the page's site; empty when unknown.
        engine: Weights of the features; without any, the engine's decision stands.
        site: The site's own rules; what they say comes before everything learnt.
    """
    if engine.weights:
        weights = np.array([engine.weights.get(name, 0.0) for name in FEATURES])
        # Sums of products are rounded: the last bits must not differ between machines' vector units.
        scores = np.round(block_features(document, template) @ weights - engine.threshold, 6).tolist()
    else:
        scores = [1.0 if block.in_engine else -1.0 for block in document.blocks]
    return tuple(
        _by_site(block, site)
        or (
            BlockChoice(keep=False, score=min(score, 0.0), rule_id="html.template")
            if template and line_key(block.text) in template
            else _choice(score, in_engine=bool(block.in_engine))
        )
        for block, score in zip(document.blocks, scores, strict=True)
    )


def _by_site(block: Block, site: SiteRules | None) -> BlockChoice | None:
    """What the site's rules say of a block; None when they say nothing."""
    if site is None:
        return None
    place = {*block.context, block.tag}
    if not place.isdisjoint(site.html.drop):
        return BlockChoice(keep=False, score=-1.0, rule_id=f"site.{site.site}.drop")
    if site.html.story:
        inside = not place.isdisjoint(site.html.story)
        return BlockChoice(keep=inside, score=1.0 if inside else -1.0, rule_id=f"site.{site.site}.story")
    return None


def _choice(score: float, *, in_engine: bool) -> BlockChoice:
    if score > 0:
        return BlockChoice(keep=True, score=score, rule_id="html.engine" if in_engine else "html.rescued")
    return BlockChoice(keep=False, score=score, rule_id="html.refused" if in_engine else "html.outside")
