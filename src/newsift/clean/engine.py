"""The main-content decision for HTML: which blocks of a page are the story.

Trafilatura's decision is one feature among some sixty: a linear, explainable score over the block's own
facts, its neighbours and its container decides. What it mends are the engine's two habits: dropping
headings, lists and quotations inside the story's own container, and keeping teasers and comments that
stand apart from it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newsift.clean.engine_features import FEATURES, block_features, title_position
from newsift.clean.shadow import line_key

if TYPE_CHECKING:
    from newsift.models import Block, Document
    from newsift.rules.engine import EngineWeights
    from newsift.rules.sites import SiteRules


_TOO_LITTLE = 200  # characters of story: fewer, and the score has missed it
_PARAGRAPH = 120
_MOSTLY_LINK = 0.5
_SENTENCE = re.compile(r"[.!?…؟。！？۔][\"'»”’)\]】」』]*\s*$")


@dataclass(frozen=True, slots=True)
class BlockChoice:
    """Whether a block belongs to the story, its score above the threshold, and which rule decided.

    Rules: "html.engine" (score and engine agree), "html.rescued" (kept against the engine),
    "html.refused" (dropped against the engine), "html.outside", "html.template" (boilerplate of the site),
    "html.other_article" (an <article> beside the one with the title), "html.last_resort", "site.*".
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
    foreign = _other_articles(document)
    choices = [
        _by_site(block, site)
        or _by_article(block, foreign)
        or (
            BlockChoice(keep=False, score=min(score, 0.0), rule_id="html.template")
            if template and line_key(block.text) in template
            else _choice(score, in_engine=bool(block.in_engine))
        )
        for block, score in zip(document.blocks, scores, strict=True)
    ]
    if (
        sum(len(block.text) for block, c in zip(document.blocks, choices, strict=True) if c.keep)
        < _TOO_LITTLE
    ):
        choices = [
            _last_resort(block, choice) for block, choice in zip(document.blocks, choices, strict=True)
        ]
    return tuple(choices)


def _last_resort(block: Block, choice: BlockChoice) -> BlockChoice:
    """Where the score keeps next to nothing: whole sentences that are no links, as the engine has them."""
    if choice.keep or choice.rule_id not in {"html.refused", "html.outside"}:
        return choice
    sentence = block.link_density < _MOSTLY_LINK and _SENTENCE.search(block.text) is not None
    if not sentence or not (block.in_engine or len(block.text) >= _PARAGRAPH):
        return choice
    return BlockChoice(keep=True, score=choice.score, rule_id="html.last_resort")


def _other_articles(document: Document) -> frozenset[str]:
    """Numbers of the `<article>` elements beside the one that holds the title: other stories."""
    title = title_position(document)
    own = _articles(document.blocks[title]) if title is not None else frozenset()
    if not own:
        return frozenset()
    return frozenset(
        number
        for block in document.blocks
        if (numbers := _articles(block)) and own.isdisjoint(numbers)
        for number in numbers
    )


def _articles(block: Block) -> frozenset[str]:
    return frozenset(token for token in block.context if token.startswith("article#"))


def _by_article(block: Block, foreign: frozenset[str]) -> BlockChoice | None:
    if foreign.isdisjoint(block.context):
        return None
    return BlockChoice(keep=False, score=-1.0, rule_id="html.other_article")


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
