"""Which blocks of the walk an extraction engine kept, found by the engine's own words.

An engine rewrites what it returns (white space, control characters, sometimes order); our blocks keep
the source. Both sides are squeezed to their printed characters, the engine's pieces are looked up in
the page from the surest to the least sure, and a block counts as kept when most of it is covered.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from newsift.models import Block

# What engines drop or rewrite: white space, controls, and format characters such as U+200C.
_DROPPED = re.compile(
    "[\\s\x00-\x1f\x7f-\xa0\xad\u0600-\u0605\u061c\u180e\u200b-\u200f\u2028-\u202f\u205f-\u206f\ufeff\ue000-\uf8ff\ufffd|]+"
)
_SURE = 25  # printed characters; a piece this long that occurs once is where it is
_CHUNK = 20  # of a piece that the engine changed, this much is looked up at a time
# Characters times pieces: above it only whole blocks are looked up, for a page of 40,000 links would take
# half a minute. The longest story of the development pages has a tenth of it.
_LONG_SEARCH = 400_000_000
_SHARE = 0.5  # of a block's characters


def squeeze(text: str) -> str:
    """`text` without what engines drop: the form in which both sides are compared."""
    return _DROPPED.sub("", text)


def covered_shares(blocks: Sequence[Block], pieces: Sequence[str]) -> list[float]:
    """Share of each block's printed characters that the engine's `pieces` account for, 0..1."""
    squeezed = [squeeze(block.text) for block in blocks]
    page = "".join(squeezed)
    ends: list[int] = []
    total = 0
    for text in squeezed:
        total += len(text)
        ends.append(total)
    covered = [0] * len(blocks)
    for start, end in _locate(page, squeezed, [found for piece in pieces if (found := squeeze(piece))]):
        index, cursor = bisect_right(ends, start), start
        while index < len(blocks) and cursor < end:
            stop = min(end, ends[index])
            covered[index] += stop - cursor
            cursor = stop
            index += 1
    return [min(1.0, part / len(text)) if text else 0.0 for part, text in zip(covered, squeezed, strict=True)]


def mark_kept(blocks: Sequence[Block], pieces: Sequence[str]) -> tuple[Block, ...]:
    """The blocks with `in_engine` set: True where the engine's pieces cover most of the block."""
    return marked(blocks, covered_shares(blocks, pieces))


def marked(blocks: Sequence[Block], shares: Sequence[float]) -> tuple[Block, ...]:
    """The blocks with `in_engine` set from the shares that an engine covers of them."""
    return tuple(
        Block(  # not `replace`: a page has hundreds of blocks
            block.block_no,
            block.start,
            block.end,
            block.text,
            block.blank_before,
            block.tag,
            block.context,
            block.link_density,
            share >= _SHARE,
        )
        for block, share in zip(blocks, shares, strict=True)
    )


def _locate(page: str, squeezed: Sequence[str], pieces: Sequence[str]) -> list[tuple[int, int]]:
    """Where each piece stands in the page; a place is given away once."""
    places: list[int | None]
    if len(page) * len(pieces) > _LONG_SEARCH:
        whole = _whole_blocks(squeezed)
        places = [whole.get(piece) for piece in pieces]
    else:
        places = [_only_place(page, piece) for piece in pieces]
    following = _next_places(places, len(page))
    found: list[tuple[int, int]] = []
    cursor = 0
    for piece, place, limit in zip(pieces, places, following, strict=True):
        start = place
        if start is None:
            start = page.find(piece, cursor, max(limit, cursor))
            if start < 0 and len(piece) >= _SURE:
                start = page.find(piece)
        if start >= 0:
            found.append((start, start + len(piece)))
            cursor = start + len(piece)
        elif len(piece) >= _SURE:
            part = _chunks(page, piece, cursor)
            found.extend(part)
            cursor = part[-1][1] if part else cursor
    return _disjoint(found)


def _whole_blocks(squeezed: Sequence[str]) -> dict[str, int | None]:
    """Start of each long block whose text no other block has; None where several have it."""
    places: dict[str, int | None] = {}
    start = 0
    for text in squeezed:
        if len(text) >= _SURE:
            places[text] = None if text in places else start
        start += len(text)
    return places


def _only_place(page: str, piece: str) -> int | None:
    """Start of a long piece that occurs exactly once, None otherwise."""
    if len(piece) < _SURE:
        return None
    start = page.find(piece)
    return start if start >= 0 and page.find(piece, start + 1) < 0 else None


def _next_places(places: Sequence[int | None], end: int) -> list[int]:
    """For each piece the sure place that follows it."""
    following = [end] * len(places)
    limit = end
    for index in range(len(places) - 1, -1, -1):
        following[index] = limit
        place = places[index]
        if place is not None:
            limit = place
    return following


def _chunks(page: str, piece: str, cursor: int) -> list[tuple[int, int]]:
    """Places of the parts of a piece that the engine joined or altered."""
    found: list[tuple[int, int]] = []
    for offset in range(0, len(piece), _CHUNK):
        part = piece[offset : offset + _CHUNK]
        start = page.find(part, cursor)
        if start < 0 and len(part) == _CHUNK:
            start = page.find(part)
        if start >= 0 and len(part) == _CHUNK:
            found.append((start, start + len(part)))
            cursor = start + len(part)
    return found


def _disjoint(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans' union, in order."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
