"""The main-content decision for HTML: which blocks of a page are the story.

A linear, explainable score over the block's own facts, its neighbours and its container decides. On about
half of all pages that leaves no doubt; about the others trafilatura is asked, and its decision is one more
feature (with weights of their own for all). What the score mends are the engine's two habits: dropping
headings, lists and quotations inside the story's own container, and keeping teasers and comments that
stand apart from it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newsift.clean.engine_features import FEATURES, block_features
from newsift.clean.page_title import title_position
from newsift.clean.shadow import line_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from newsift.models import Block, Document
    from newsift.rules.engine import EngineWeights
    from newsift.rules.sites import SiteRules


_TOO_LITTLE = 200  # characters of story: fewer, and the score has missed it
_PARAGRAPH = 120
_MOSTLY_LINK = 0.5
_WHOLE_LINK = 0.95
_SENTENCE = re.compile(r"[.!?…؟。！？۔][\"'»”’)\]】」』]*\s*$")


@dataclass(frozen=True, slots=True)
class BlockChoice:
    """Whether a block belongs to the story, its score above the threshold, and which rule decided.

    Rules: "html.structure" (kept by the page's structure, the engine was not asked), "html.engine" (score
    and engine agree), "html.rescued" (kept against the engine), "html.refused" (dropped against the engine),
    "html.outside", "html.template" (boilerplate of the site), "html.linked" (nothing but links) and
    "html.above_title" (above the page's <h1>), both where no engine keeps the block,
    "html.other_article" (an <article> beside the one with the title), "html.sibling" (between paragraphs
    that are kept), "html.last_resort", "site.*".
    """

    keep: bool
    score: float
    rule_id: str


def is_doubtful(document: Document, engine: EngineWeights) -> bool:
    """Whether the page's structure alone leaves doubt about what the story is: the engine must be asked.

    Doubt is the expected number of characters on the wrong side, as a share of those in the story (plus
    `_TOO_LITTLE`). It depends on the page alone, not on what is known of its site.
    """
    if not engine.without_engine:
        return True
    scores = _scores(document, frozenset(), engine.without_engine, engine.threshold)
    sizes = np.array([len(block.text) for block in document.blocks], dtype=float)
    chances = 1 / (1 + np.exp(-np.clip(scores, -30, 30)))
    doubt = float((sizes * np.minimum(chances, 1 - chances)).sum())
    story = float(sizes[scores > 0].sum()) + _TOO_LITTLE
    return round(doubt / story, 6) > engine.doubt


def _scores(
    document: Document, template: frozenset[int], weights: Mapping[str, float], threshold: float
) -> NDArray[np.float64]:
    """Weighted sum of each block's features above the threshold."""
    column = np.array([weights.get(name, 0.0) for name in FEATURES])
    # Sums of products are rounded: the last bits must not differ between machines' vector units.
    scores: NDArray[np.float64] = np.round(block_features(document, template) @ column - threshold, 6)
    return scores


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
    asked = any(block.in_engine is not None for block in document.blocks)
    weights = engine.weights if asked else engine.without_engine
    if weights:
        scores = _scores(document, template, weights, engine.threshold).tolist()
    else:
        scores = [1.0 if block.in_engine else -1.0 for block in document.blocks]
    foreign = _other_articles(document)
    title = title_position(document)
    above = title if title is not None and document.blocks[title].tag == "h1" else 0
    choices = [
        _by_site(block, site)
        or (_by_template(block, template, score) if template else None)
        or _inside_site(block, site)
        or _by_article(block, foreign)
        or _choice(block, score, above_title=block.block_no < above)
        for block, score in zip(document.blocks, scores, strict=True)
    ]
    choices = _with_siblings(document.blocks, choices)
    if (
        sum(len(block.text) for block, c in zip(document.blocks, choices, strict=True) if c.keep)
        < _TOO_LITTLE
    ):
        choices = [
            _last_resort(block, choice) for block, choice in zip(document.blocks, choices, strict=True)
        ]
    return tuple(choices)


def _with_siblings(blocks: Sequence[Block], choices: list[BlockChoice]) -> list[BlockChoice]:
    """Keep paragraphs too short to be told by themselves (questions, answers) with those around them.

    A whole sentence without links goes with the paragraphs of the same element right above and below it;
    where the engine keeps it as well, one of the two is enough.
    """
    out = list(choices)
    for i, (block, choice) in enumerate(zip(blocks, choices, strict=True)):
        if choice.rule_id not in {"html.refused", "html.outside"} or block.tag != "p" or block.link_density:
            continue
        if _SENTENCE.search(block.text) is None:
            continue
        kept = [
            0 <= j < len(blocks)
            and choices[j].keep
            and (blocks[j].tag, blocks[j].context) == (block.tag, block.context)
            for j in (i - 1, i + 1)
        ]
        if all(kept) or (any(kept) and block.in_engine):
            out[i] = BlockChoice(keep=True, score=choice.score, rule_id="html.sibling")
    return out


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
    """What the site's rules forbid; None when they say nothing."""
    if site is None or {*block.context, block.tag}.isdisjoint(site.html.drop):
        return None
    return BlockChoice(keep=False, score=-1.0, rule_id=f"site.{site.site}.drop")


def _by_template(block: Block, template: frozenset[int], score: float) -> BlockChoice | None:
    """A line that the site prints everywhere, or that its rules drop, goes wherever it stands."""
    if line_key(block.text) not in template:
        return None
    return BlockChoice(keep=False, score=min(score, 0.0), rule_id="html.template")


def _inside_site(block: Block, site: SiteRules | None) -> BlockChoice | None:
    """Whether a block lies where the site's rules say that the story is; None when they do not say."""
    if site is None or not site.html.story:
        return None
    inside = not {*block.context, block.tag}.isdisjoint(site.html.story)
    return BlockChoice(keep=inside, score=1.0 if inside else -1.0, rule_id=f"site.{site.site}.story")


_KEPT = {None: "html.structure", True: "html.engine", False: "html.rescued"}


def _choice(block: Block, score: float, *, above_title: bool) -> BlockChoice:
    in_engine = block.in_engine
    if score > 0 and not in_engine and above_title:
        return BlockChoice(keep=False, score=0.0, rule_id="html.above_title")
    if score > 0 and not in_engine and block.link_density >= _WHOLE_LINK:
        return BlockChoice(keep=False, score=0.0, rule_id="html.linked")
    if score > 0:
        return BlockChoice(keep=True, score=score, rule_id=_KEPT[in_engine])
    return BlockChoice(keep=False, score=score, rule_id="html.refused" if in_engine else "html.outside")
