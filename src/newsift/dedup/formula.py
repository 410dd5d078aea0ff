"""Which shingles are formulas: in how many distinct stories each occurs, a story counting once a day.

Counting articles would make a big wire story's own words formulas; counting clusters alone would let a
daily weather report chain into one cluster and hide its formulas for ever. A story counted once a day is
right for both: real stories last days, templates last for ever.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from numpy.typing import NDArray

    from newsift.dedup.compare import ShingleSets

SAME_STORY_JACCARD = 0.5  # before formulas are known, plain Jaccard tells stories apart well enough


def provisional_stories(
    count: int, left: NDArray[np.int64], right: NDArray[np.int64], jaccard: NDArray[np.float64]
) -> list[int]:
    """A rough story (its smallest text) for each of `count` texts: closure over clearly similar pairs."""
    parent = list(range(count))

    def find(text: int) -> int:
        while parent[text] != text:
            parent[text] = parent[parent[text]]
            text = parent[text]
        return text

    similar = jaccard >= SAME_STORY_JACCARD
    for first, second in zip(left[similar].tolist(), right[similar].tolist(), strict=True):
        a, b = find(first), find(second)
        parent[max(a, b)] = min(a, b)
    return [find(text) for text in range(count)]


def first_of_each(keys: Sequence[Hashable]) -> list[int]:
    """The first position of every distinct key."""
    seen: dict[Hashable, int] = {}
    for position, key in enumerate(keys):
        seen.setdefault(key, position)
    return list(seen.values())


def count_stories(sets: ShingleSets, texts: Iterable[int]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Distinct shingles of the given texts (one a story and day), sorted, and in how many each occurs."""
    parts = [sets.of(text) for text in texts]
    if not parts:
        return np.zeros(0, dtype=np.uint32), np.zeros(0, dtype=np.int64)
    shingles, counts = np.unique(np.concatenate(parts), return_counts=True)
    return shingles, counts.astype(np.int64)
