"""What the main-content decision looks at: facts of a block, of its neighbours and of its container."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsift.clean.shadow import line_key, squash

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsift.models import Block, Document

_TERMINAL = re.compile(r"[.!?…؟。！？۔।:][\"'»”’)\]】」』]*\s*$")
_COMMAS = re.compile("[,،;؛、，;·]")
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_PROSE_CHARS = 80  # of an alphabet; a Chinese character says three times as much
_WIDE_WEIGHT = 3
_NEAR = 3  # blocks to either side
_CORE_SHARE = 0.75  # of the prose that the story's container must hold

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
_PLACES = tuple((name, re.compile(pattern)) for name, pattern in _WORDINGS.items())
_TAGS = {
    **dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), "tag_heading"),
    **dict.fromkeys(("li", "dd", "dt"), "tag_item"),
    **dict.fromkeys(("td", "th", "tr"), "tag_cell"),
    **dict.fromkeys(("figcaption", "caption"), "tag_caption"),
    **dict.fromkeys(("button", "label", "legend", "form", "summary"), "tag_control"),
    "p": "tag_p",
    "h1": "tag_h1",
    "blockquote": "tag_quote",
}

FEATURES: tuple[str, ...] = (
    *(
        "bias engine engine_before engine_after engine_near engine_between length short prose terminal commas "
        "digits link all_link link_near prose_near template template_near home_engine home_purity home_link "
        "home_prose home_template before_title near_title cluster core core_between core_engine_purity "
        "core_filled base base_between base_only early late tag_p tag_h1 tag_heading tag_item tag_cell tag_quote "
        "tag_caption tag_control tag_other"
    ).split(),
    *_WORDINGS,
)
_INDEX = {name: number for number, name in enumerate(FEATURES)}
Path = tuple[str, ...]


@dataclass(slots=True)
class _Home:
    """Sums over the blocks that stand in one place of the markup."""

    size: float = 0.0
    engine: float = 0.0
    linked: float = 0.0
    prose: float = 0.0
    template: float = 0.0


def block_features(document: Document, template: frozenset[int]) -> list[list[float]]:
    """One row of `FEATURES` for each block; every value lies between 0 and about 1.

    Args:
        document: A parsed page.
        template: Keys of the lines that are boilerplate on the page's site; empty when unknown.
    """
    blocks = document.blocks
    count = len(blocks)
    sizes = [_size(block.text) for block in blocks]
    engine = [bool(block.in_engine) for block in blocks]
    known = [bool(template) and line_key(block.text) in template for block in blocks]
    terminal = [_TERMINAL.search(block.text) is not None for block in blocks]
    prose = [
        size >= _PROSE_CHARS and ended and block.link_density < 0.5 and not boiler  # noqa: PLR2004 - mostly no link
        for size, ended, block, boiler in zip(sizes, terminal, blocks, known, strict=True)
    ]
    paths = [_home_path(block) for block in blocks]
    homes: dict[Path, _Home] = defaultdict(_Home)
    for i, block in enumerate(blocks):
        home = homes[paths[i]]
        home.size += sizes[i]
        home.engine += sizes[i] * engine[i]
        home.linked += sizes[i] * block.link_density
        home.prose += sizes[i] * prose[i]
        home.template += sizes[i] * known[i]
    page_engine = sum(home.engine for home in homes.values()) or 1.0
    page_prose = sum(home.prose for home in homes.values()) or 1.0
    title = _title_position(document)
    core = _container(paths, [size * (e and not t) for size, e, t in zip(sizes, engine, known, strict=True)])
    base = _container(
        paths,
        [
            size * (p and (title is None or i > title))
            for i, (size, p) in enumerate(zip(sizes, prose, strict=True))
        ],
    )
    in_core = [block.context[: len(core)] == core for block in blocks]
    in_base = [block.context[: len(base)] == base for block in blocks]
    first, last = _bounds([e and c for e, c in zip(engine, in_core, strict=True)])
    base_first, base_last = _bounds([p and b for p, b in zip(prose, in_base, strict=True)])
    core_size = sum(size for size, inside in zip(sizes, in_core, strict=True) if inside) or 1.0
    core_purity = sum(s for s, e, c in zip(sizes, engine, in_core, strict=True) if e and c) / core_size
    clusters = _clusters(engine, sizes)
    marks: dict[Path, tuple[float, ...]] = {}
    rows = []
    for i, block in enumerate(blocks):
        home = homes[paths[i]]
        near = [j for j in range(max(0, i - _NEAR), min(count, i + _NEAR + 1)) if j != i]
        near_size = sum(sizes[j] for j in near) or 1.0
        between = first <= i <= last
        row = [0.0] * len(FEATURES)
        for name, value in (
            ("bias", 1.0),
            ("engine", engine[i]),
            ("engine_before", i > 0 and engine[i - 1]),
            ("engine_after", i + 1 < count and engine[i + 1]),
            ("engine_near", sum(sizes[j] for j in near if engine[j]) / near_size),
            ("engine_between", between),
            ("length", min(1.5, math.log1p(sizes[i]) / 6)),
            ("short", sizes[i] < 25),  # noqa: PLR2004 - a label or a name
            ("prose", prose[i]),
            ("terminal", terminal[i]),
            ("commas", min(1.0, 20 * len(_COMMAS.findall(block.text)) / (len(block.text) + 20))),
            ("digits", sum(map(str.isdigit, block.text)) / len(block.text)),
            ("link", block.link_density),
            ("all_link", block.link_density > 0.8),  # noqa: PLR2004
            ("link_near", sum(sizes[j] * blocks[j].link_density for j in near) / near_size),
            ("prose_near", sum(sizes[j] for j in near if prose[j]) / near_size),
            ("template", known[i]),
            ("template_near", sum(sizes[j] for j in near if known[j]) / near_size),
            ("home_engine", home.engine / page_engine),
            ("home_purity", home.engine / home.size if home.size else 0.0),
            ("home_link", home.linked / home.size if home.size else 0.0),
            ("home_prose", home.prose / page_prose),
            ("home_template", home.template / home.size if home.size else 0.0),
            ("before_title", title is not None and i < title),
            ("near_title", title is not None and i > title and 1 / (1 + (i - title) / 10)),
            ("cluster", clusters[i]),
            ("core", in_core[i]),
            ("core_between", in_core[i] and between),
            ("core_engine_purity", in_core[i] and core_purity),
            ("core_filled", in_core[i] and between and not engine[i] and block.link_density < 0.5),  # noqa: PLR2004
            ("base", in_base[i]),
            ("base_between", base_first <= i <= base_last and in_base[i]),
            ("base_only", in_base[i] and not in_core[i]),
            ("early", i < first and (first - i) / count),
            ("late", i > last and (i - last) / count),
            (_TAGS.get(block.tag or "", "tag_other"), 1.0),
        ):
            row[_INDEX[name]] = float(value)
        known_marks = marks.get(block.context)
        if known_marks is None:
            known_marks = marks[block.context] = _marks(block.context, core)
        row[-len(_PLACES) :] = known_marks
        rows.append(row)
    return rows


def _title_position(document: Document) -> int | None:
    """Where the page prints its title: the story does not begin above it."""
    titles = {key for hint in document.hints.titles if (key := squash(hint.value))}
    found = [block for block in document.blocks if squash(block.text) in titles]
    for wanted in (("h1",), ("h2", "h3"), None):
        for block in found:
            if wanted is None or block.tag in wanted:
                return block.block_no
    return None


def _container(paths: Sequence[Path], weights: Sequence[float]) -> Path:
    """The deepest place that still holds most of the weight: the story's container."""
    total = sum(weights)
    core: Path = ()
    if total <= 0:
        return core
    held: dict[Path, float] = defaultdict(float)
    for path, weight in zip(paths, weights, strict=True):
        if weight > 0:
            for depth in range(1, len(path) + 1):
                held[path[:depth]] += weight
    for place, weight in held.items():
        if weight >= _CORE_SHARE * total and len(place) > len(core):
            core = place
    return core


def _bounds(flags: Sequence[bool]) -> tuple[int, int]:
    """First and last index that is set; an empty range when none is."""
    chosen = [i for i, flag in enumerate(flags) if flag]
    return (chosen[0], chosen[-1]) if chosen else (len(flags), -1)


def _clusters(engine: Sequence[bool], sizes: Sequence[float]) -> list[float]:
    """For each block the size of the run of engine blocks it belongs to, as a share of the largest run.

    A run goes on over gaps of up to `_NEAR` blocks.
    """
    owner = [-1] * len(engine)
    totals: list[float] = []
    previous = -_NEAR - 2
    for i, kept in enumerate(engine):
        if not kept:
            continue
        if i - previous > _NEAR + 1:
            totals.append(0.0)
        else:
            owner[previous + 1 : i] = [len(totals) - 1] * (i - previous - 1)
        owner[i] = len(totals) - 1
        totals[-1] += sizes[i]
        previous = i
    largest = max(totals, default=1.0) or 1.0
    return [totals[number] / largest if number >= 0 else 0.0 for number in owner]


def _marks(context: Path, core: Path) -> tuple[float, ...]:
    """1 for each kind of place that a name announces, of those that tell this block from the story.

    Names of elements around the whole story say nothing about one of its blocks: only what lies below
    the last place shared with the story's container counts.
    """
    shared = 0
    for own, story in zip(context, core, strict=False):
        if own != story:
            break
        shared += 1
    tokens = set(context[shared:])
    return tuple(float(any(pattern.search(token) for token in tokens)) for _, pattern in _PLACES)


def _home_path(block: Block) -> Path:
    """The context above the block's own element: equal for siblings and for repeated teasers."""
    context = block.context
    for index in range(len(context) - 1, -1, -1):
        if context[index] == block.tag:
            return context[:index]
    return context


def _size(text: str) -> float:
    """Length in characters of an alphabet: Chinese, Japanese and Korean ones count three times."""
    return len(text) + (_WIDE_WEIGHT - 1) * len(_WIDE.findall(text))
