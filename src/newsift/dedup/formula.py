"""Which shingles are formulas: in how many distinct stories each occurs, a story counting once a day.

Counting articles would make a big wire story's own words formulas; counting clusters alone would let a
daily weather report chain into one cluster and hide its formulas for ever. So a story counts again on
another day, unless it is still the same text: stories last days and are reprinted, templates last for ever
and are filled in anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from numpy.typing import NDArray

    from newsift.dedup.compare import ShingleSets

# Before formulas are known, plain Jaccard tells the stories of a day apart well enough ...
SAME_STORY_JACCARD = 0.5
# ... and from here on two texts of different days are one text (templates of two days share 0.3 to 0.6).
SAME_TEXT_JACCARD = 0.7


def provisional_stories(
    count: int,
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    jaccard: NDArray[np.float64],
    same_day: NDArray[np.bool_],
) -> list[int]:
    """A rough story (its smallest text) for each of `count` texts: closure over clearly similar pairs."""
    parent = list(range(count))

    def find(text: int) -> int:
        while parent[text] != text:
            parent[text] = parent[parent[text]]
            text = parent[text]
        return text

    similar = jaccard >= np.where(same_day, SAME_STORY_JACCARD, SAME_TEXT_JACCARD)
    for first, second in zip(left[similar].tolist(), right[similar].tolist(), strict=True):
        a, b = find(first), find(second)
        parent[max(a, b)] = min(a, b)
    return [find(text) for text in range(count)]


def uncounted(keys: Sequence[Sequence[Hashable]], counted: Iterable[Hashable]) -> list[int]:
    """Positions that none of whose keys was counted before, by `counted` or by an earlier position."""
    seen = set(counted)
    found: list[int] = []
    for position, own in enumerate(keys):
        if seen.isdisjoint(own):
            found.append(position)
        seen.update(own)
    return found


def count_stories(sets: ShingleSets, texts: Iterable[int]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Distinct shingles of the given texts (one a story and day), sorted, and in how many each occurs."""
    parts = [sets.of(text) for text in texts]
    if not parts:
        return np.zeros(0, dtype=np.uint32), np.zeros(0, dtype=np.int64)
    shingles, counts = np.unique(np.concatenate(parts), return_counts=True)
    return shingles, counts.astype(np.int64)
