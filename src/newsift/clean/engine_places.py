"""What the names of elements say of a place on a page: tags, ids and classes around a block."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsift.models import Block

Path = tuple[str, ...]

# Tokens of tag, class and id names by what they announce.
_WORDINGS: dict[str, str] = {
    "place_nav": r"^nav|menu|breadcrumb|pagina|pager|toolbar|navbar|navigation|^toc$|sitemap|topic",
    "place_related": (
        r"relat|similar|recommend|suggest|more$|more-|-more|popular|most|trend|latest|also|outbrain|taboola|teaser"
        r"|teaser|headlines|other|rank|^next|^prev|list-?news|newslist|hotnews"
    ),
    "place_comment": r"comment|disqus|reply|respond|discuss|forum|opinie|talkback|^post(?:s)?list",
    "place_share": r"share|sharing|social|facebook|twitter|addthis|follow|tools|rating|vote|^fb|like-?box",
    "place_aside": r"aside|sidebar|side-|-side|side(?:left|right)|rail|widget|right|complementary",
    "place_edge": (
        r"footer|^foot|masthead|banner|copyright|cookie|consent|modal|popup|overlay|login|search|legal"
    ),
    "place_author": r"author|byline|^bio|profile|about|writer|contributor",
    "place_promo": (
        r"promo|advert|^ads?$|^ads?[-_]|[-_]ads?$|sponsor|newsletter|subscri|signup|sign-up|paywall|donat"
        r"|offer|shop|product|^cta|-cta|reklam"
    ),
    "place_caption": r"caption|credit|figure|gallery|photo|image|video|media|slideshow|lightbox|foto",
    "place_meta": r"meta|^tags?$|[-_]tags?$|^tags?[-_]|tagged|keyword|categor|date|^time|label|kicker",
    "place_story": r"article|story|entry|content|post|text|body|main|single|detail|paragraph|prose|lead",
}
PLACES = tuple(_WORDINGS)
_PATTERNS = tuple(re.compile(pattern) for pattern in _WORDINGS.values())


def marks(context: Path, core: Path) -> list[float]:
    """1 for each kind of place that a name announces, of those that tell this block from the story.

    Names of elements around the whole story say nothing about one of its blocks: only what lies below
    the last place shared with the story's container counts.
    """
    shared = 0
    for own, story in zip(context, core, strict=False):
        if own != story:
            break
        shared += 1
    bits = 0
    for token in context[shared:]:
        bits |= _announced(token)
    return [float(bits >> number & 1) for number in range(len(PLACES))]


@lru_cache(maxsize=20_000)
def _announced(token: str) -> int:
    """Bit n is set when the token announces the n-th kind of place."""
    return sum(1 << number for number, pattern in enumerate(_PATTERNS) if pattern.search(token))


def plain_contexts(blocks: Sequence[Block]) -> list[Path]:
    """Contexts without the numbers of `<article>` elements: places that look alike are one place."""
    plain: dict[Path, Path] = {}
    for block in blocks:
        if block.context not in plain:
            plain[block.context] = (
                tuple(token for token in block.context if token[:8] != "article#")
                if "article" in block.context
                else block.context
            )
    return [plain[block.context] for block in blocks]


def home_path(context: Path, tag: str | None) -> Path:
    """The context above the block's own element: equal for siblings and for repeated teasers."""
    for index in range(len(context) - 1, -1, -1):
        if context[index] == tag:
            return context[:index]
    return context
