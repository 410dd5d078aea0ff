"""Second stories on an HTML page: another <article> beside the main one, or the page's pattern once more.

Pages that load the next story below the first one hold whole stories that are not theirs. Each becomes an
article of its own. What only points to other stories (a headline and a summary, however many) does not,
nor do readers' comments, which many systems write as <article> too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsift.clean.lines import count_words
from newsift.clean.page_title import title_position
from newsift.clean.shadow import squash

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newsift.clean.engine import BlockChoice
    from newsift.models import Block, Document

_ARTICLE = "article#"
_FINAL = re.compile(r"[.!?…؟。！？۔।][\"'»”’)\]】」』]*\s*$")
_NO_STORY = re.compile(r"comment|disqus|reply|respon[ds]|review|promo|advert|sponsor|newsletter|author|bio$")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_MOSTLY_LINK = 0.5
_PARAGRAPH_CHARS = 60
_WIDE_CHARS = 25  # of a Chinese or Japanese paragraph
_MIN_PARAGRAPHS = 2
_UNTITLED_PARAGRAPHS = 4
_MIN_WORDS = 60
_TEASER_WORDS = 130  # among many, or under a linked headline: fewer words are a summary
_MANY = 3
_PROSE_SHARE = 0.6  # of a story's characters


@dataclass(frozen=True, slots=True)
class OtherStory:
    """A story that is not the page's own: numbers of its blocks, of its title, first and last paragraph."""

    blocks: tuple[int, ...]
    title: int | None
    first: int
    last: int


def other_stories(document: Document, choices: Sequence[BlockChoice]) -> tuple[OtherStory, ...]:
    """Second stories in the order of the page.

    Args:
        document: A parsed page.
        choices: What `clean.engine` chose; only blocks that it refused are looked at.
    """
    refused = [block for block, choice in zip(document.blocks, choices, strict=True) if not choice.keep]
    beside = [block for block in refused if choices[block.block_no].rule_id == "html.other_article"]
    groups = list(_by_article(beside).values())
    found = [story for group in groups if (story := _story(group, many=len(groups) > _MANY)) is not None]
    found.extend(_repeated(document, refused))
    kept: list[OtherStory] = []
    taken: set[int] = set()
    for story in sorted(found, key=lambda each: each.blocks):
        if taken.isdisjoint(story.blocks):
            taken.update(story.blocks)
            kept.append(story)
    return tuple(kept)


def _by_article(blocks: Sequence[Block]) -> Mapping[str, list[Block]]:
    """The blocks of each outermost <article>."""
    groups: dict[str, list[Block]] = defaultdict(list)
    for block in blocks:
        number = next((token for token in block.context if token.startswith(_ARTICLE)), None)
        if number is not None:
            groups[number].append(block)
    return groups


def _repeated(document: Document, refused: Sequence[Block]) -> list[OtherStory]:
    """Stories under further first-level headings that stand in the same place as the page's title."""
    title = title_position(document)
    if title is None or document.blocks[title].tag != "h1":
        return []
    own = document.blocks[title]
    heads = [
        block
        for block in document.blocks[title + 1 :]
        if block.tag == "h1" and _place(block) == _place(own) and squash(block.text) != squash(own.text)
    ]
    out = []
    for number, head in enumerate(heads):
        end = heads[number + 1].block_no if number + 1 < len(heads) else len(document.blocks)
        group = [block for block in refused if head.block_no <= block.block_no < end]
        if group and group[0] is head and (story := _story(group, many=len(heads) > _MANY)) is not None:
            out.append(story)
    return out


def _place(block: Block) -> tuple[str, ...]:
    return tuple(token for token in block.context if not token.startswith(_ARTICLE))


def _story(blocks: Sequence[Block], *, many: bool) -> OtherStory | None:
    """The story that these blocks are; None for a teaser, a comment, a list."""
    prose = [block for block in blocks if _is_prose(block)]
    if len(prose) < _MIN_PARAGRAPHS or any(_NO_STORY.search(token) for token in _named(prose[0])):
        return None
    words = sum(count_words(block.text) for block in prose)
    inside = [block for block in blocks if prose[0].block_no <= block.block_no <= prose[-1].block_no]
    share = sum(len(block.text) for block in prose) / sum(len(block.text) for block in inside)
    heads = [block for block in blocks if block.block_no < prose[0].block_no]
    title = next((block for block in heads if block.tag in _HEADINGS and count_words(block.text) > 1), None)
    if title is None and len(prose) < _UNTITLED_PARAGRAPHS:
        return None
    pointing = many or (title is not None and title.link_density > _MOSTLY_LINK)
    if words < (_TEASER_WORDS if pointing else _MIN_WORDS) or share < _PROSE_SHARE:
        return None
    return OtherStory(
        tuple(block.block_no for block in blocks),
        title.block_no if title is not None else None,
        prose[0].block_no,
        prose[-1].block_no,
    )


def _named(block: Block) -> tuple[str, ...]:
    """The names from the innermost <article> on: those around it speak of the whole page."""
    places = [i for i, token in enumerate(block.context) if token.startswith(_ARTICLE)]
    start = block.context.index("article") if places else len(block.context)
    return block.context[start:]


def _is_prose(block: Block) -> bool:
    size = len(block.text)
    enough = _WIDE_CHARS if "\u3040" <= block.text[:1] <= "\uffef" else _PARAGRAPH_CHARS
    return size >= enough and block.link_density < _MOSTLY_LINK and _FINAL.search(block.text[-8:]) is not None
