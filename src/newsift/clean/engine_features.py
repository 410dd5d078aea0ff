"""What the main-content decision looks at: facts of a block, of its neighbours and of its container."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from newsift.clean.engine_places import PLACES, Path, home_path, marks, plain_contexts
from newsift.clean.page_title import title_position
from newsift.clean.shadow import line_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsift.models import Document

_TERMINAL = re.compile(r"[.!?…؟。！？۔।:][\"'»”’)\]】」』]*\s*$")
_COMMAS = re.compile("[,،;؛、，;·]")
_DIGITS = re.compile(r"\d")
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_PROSE_CHARS = 80  # of an alphabet; a Chinese character says three times as much
_WIDE_WEIGHT = 3
_NEAR = 3  # blocks to either side
_CORE_SHARE = 0.75  # of the prose that the story's container must hold

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
        "bias engine engine_before engine_after engine_near engine_between length short prose terminal "
        "commas digits link all_link link_near prose_near template template_near home_engine home_purity "
        "home_link home_prose home_template before_title near_title cluster core core_between "
        "core_engine_purity core_filled base base_between base_only early late tag_p tag_h1 tag_heading "
        "tag_item tag_cell tag_quote tag_caption tag_control tag_other"
    ).split(),
    *PLACES,
)
# Those that an engine's decision is part of: without meaning on a page about which none was asked.
ENGINE_FEATURES = frozenset(
    "engine engine_before engine_after engine_near engine_between home_engine home_purity cluster core "
    "core_between core_engine_purity core_filled base_only early late".split()
)
_INDEX = {name: number for number, name in enumerate(FEATURES)}
Column = NDArray[np.float64]


_LAST_ROWS: list[tuple[Document, NDArray[np.float64]]] = []  # doubt and choice ask about one page in turn


def block_features(document: Document, template: frozenset[int]) -> NDArray[np.float64]:
    """One row of `FEATURES` for each block (float64[blocks, features]); values lie between 0 and about 1.

    Args:
        document: A parsed page.
        template: Keys of the lines that are boilerplate on the page's site; empty when unknown.
    """
    if template:
        return _features(document, template)
    if not _LAST_ROWS or _LAST_ROWS[0][0] is not document:
        _LAST_ROWS[:] = [(document, _features(document, template))]
    return _LAST_ROWS[0][1]


def _features(document: Document, template: frozenset[int]) -> NDArray[np.float64]:
    blocks = document.blocks
    count = len(blocks)
    rows = np.zeros((count, len(FEATURES)))
    if not count:
        return rows
    size = np.array([_size(block.text) for block in blocks])
    link = np.array([block.link_density for block in blocks])
    engine = np.array([float(bool(block.in_engine)) for block in blocks])
    known = (
        np.array([float(line_key(block.text) in template) for block in blocks])
        if template
        else np.zeros(count)
    )
    terminal = np.array([float(_TERMINAL.search(block.text[-8:]) is not None) for block in blocks])
    mostly_text = link < 0.5  # noqa: PLR2004
    prose = (size >= _PROSE_CHARS) * terminal * mostly_text * (known == 0)
    place = np.arange(count)
    title = title_position(document)
    contexts = plain_contexts(blocks)
    paths = [home_path(context, block.tag) for context, block in zip(contexts, blocks, strict=True)]
    below_title = np.ones(count) if title is None else (place > title).astype(float)
    core = _container(paths, size * engine * (known == 0))
    base = _container(paths, size * prose * below_title)
    core = core or base  # without an engine
    in_core = np.array([float(context[: len(core)] == core) for context in contexts])
    in_base = np.array([float(context[: len(base)] == base) for context in contexts])
    first, last = _bounds(engine * in_core)
    between = ((place >= first) & (place <= last)).astype(float)
    base_first, base_last = _bounds(prose * in_base)
    base_between = ((place >= base_first) & (place <= base_last)) * in_base
    core_purity = float((size * engine * in_core).sum() / ((size * in_core).sum() or 1.0))
    texts = [block.text for block in blocks]
    lengths = np.array([len(text) for text in texts], dtype=float)
    commas = np.array([float(len(_COMMAS.findall(text))) for text in texts])
    digits = np.array([float(len(_DIGITS.findall(text))) for text in texts])
    near_size = _near(size)
    near_size[near_size == 0] = 1.0
    columns: dict[str, Column | float] = {
        "bias": 1.0,
        "engine": engine,
        "engine_before": np.concatenate(([0.0], engine[:-1])),
        "engine_after": np.concatenate((engine[1:], [0.0])),
        "engine_near": _near(size * engine) / near_size,
        "engine_between": between,
        "length": np.minimum(1.5, np.log1p(size) / 6),
        "short": (size < 25).astype(float),  # noqa: PLR2004 - a label or a name
        "prose": prose,
        "terminal": terminal,
        "commas": np.minimum(1.0, 20 * commas / (lengths + 20)),
        "digits": digits / lengths,
        "link": link,
        "all_link": (link > 0.8).astype(float),  # noqa: PLR2004
        "link_near": _near(size * link) / near_size,
        "prose_near": _near(size * prose) / near_size,
        "template": known,
        "template_near": _near(size * known) / near_size,
        "cluster": _clusters(engine, size),
        "core": in_core,
        "core_between": in_core * between,
        "core_engine_purity": in_core * core_purity,
        "core_filled": in_core * between * (engine == 0) * mostly_text,
        "base": in_base,
        "base_between": base_between,
        "base_only": in_base * (in_core == 0),
        "early": np.where(place < first, (first - place) / count, 0.0),
        "late": np.where(place > last, (place - last) / count, 0.0),
        **_home_columns(paths, size, engine=engine, link=link, prose=prose, known=known),
    }
    if title is not None:
        columns["before_title"] = (place < title).astype(float)
        columns["near_title"] = np.where(place > title, 1 / (1 + np.maximum(place - title, 0) / 10), 0.0)
    for name, column in columns.items():
        rows[:, _INDEX[name]] = column
    rows[place, [_INDEX[_TAGS.get(block.tag or "", "tag_other")] for block in blocks]] = 1.0
    known_marks = {context: marks(context, core) for context in set(contexts)}
    rows[:, -len(PLACES) :] = [known_marks[context] for context in contexts]
    return rows


def _home_columns(
    paths: Sequence[Path], size: Column, *, engine: Column, link: Column, prose: Column, known: Column
) -> dict[str, Column | float]:
    """What the blocks of one place are like together; each block gets the values of its place."""
    numbers: dict[Path, int] = {}
    home = np.array([numbers.setdefault(path, len(numbers)) for path in paths])

    def held(weight: Column) -> Column:
        sums = np.bincount(home, weights=weight, minlength=len(numbers))
        return np.asarray(sums[home], dtype=np.float64)

    sizes = held(size)
    return {
        "home_engine": held(size * engine) / (float((size * engine).sum()) or 1.0),
        "home_purity": held(size * engine) / sizes,
        "home_link": held(size * link) / sizes,
        "home_prose": held(size * prose) / (float((size * prose).sum()) or 1.0),
        "home_template": held(size * known) / sizes,
    }


def _near(values: Column) -> Column:
    """Sum of the `_NEAR` values on either side of each place, without its own."""
    total = np.concatenate(([0.0], np.cumsum(values)))
    place = np.arange(len(values))
    low = np.maximum(place - _NEAR, 0)
    high = np.minimum(place + _NEAR + 1, len(values))
    return np.maximum(total[high] - total[low] - values, 0.0)


def _container(paths: Sequence[Path], weights: Column) -> Path:
    """The deepest place that still holds most of the weight: the story's container."""
    total = float(weights.sum())
    core: Path = ()
    if total <= 0:
        return core
    by_path: dict[Path, float] = defaultdict(float)
    for index in np.flatnonzero(weights):
        by_path[paths[int(index)]] += float(weights[index])
    held: dict[Path, float] = defaultdict(float)
    for path, weight in by_path.items():
        for depth in range(1, len(path) + 1):
            held[path[:depth]] += weight
    for place, weight in held.items():
        if weight >= _CORE_SHARE * total and len(place) > len(core):
            core = place
    return core


def _bounds(flags: Column) -> tuple[int, int]:
    """First and last place that is set; an empty range when none is."""
    chosen = np.flatnonzero(flags)
    return (int(chosen[0]), int(chosen[-1])) if len(chosen) else (len(flags), -1)


def _clusters(engine: Column, size: Column) -> Column:
    """For each block the size of the run of engine blocks it belongs to, as a share of the largest run.

    A run goes on over gaps of up to `_NEAR` blocks.
    """
    shares = np.zeros(len(engine))
    kept = np.flatnonzero(engine)
    if not len(kept):
        return shares
    breaks = np.flatnonzero(np.diff(kept) > _NEAR + 1)
    starts = kept[np.concatenate(([0], breaks + 1))]
    ends = kept[np.concatenate((breaks, [len(kept) - 1]))] + 1
    totals = [float((size * engine)[start:end].sum()) for start, end in zip(starts, ends, strict=True)]
    largest = max(totals) or 1.0
    for start, end, total in zip(starts, ends, totals, strict=True):
        shares[start:end] = total / largest
    return shares


def _size(text: str) -> float:
    """Length in characters of an alphabet: Chinese, Japanese and Korean ones count three times."""
    wide = 0 if text.isascii() else len(_WIDE.findall(text))
    return float(len(text) + (_WIDE_WEIGHT - 1) * wide)
