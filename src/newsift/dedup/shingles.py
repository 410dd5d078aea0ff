"""Word hashes -> shingle hashes: runs of n consecutive words as one 64-bit number."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_FACTOR = np.uint64(0x9E3779B97F4A7C15)  # odd (golden ratio): multiplying is a bijection on 64 bits
_MIX_1 = np.uint64(0xFF51AFD7ED558CCD)  # MurmurHash3's 64-bit finaliser
_MIX_2 = np.uint64(0xC4CEB9FE1A85EC53)
_SHIFT = np.uint64(33)


def shingle_hashes(
    words: NDArray[np.uint64], offsets: NDArray[np.int64], size: int
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Hash every run of `size` words of every text; a text with fewer words is one single shingle.

    Args:
        words: Word hashes of all texts, one after another.
        offsets: `n_texts + 1` ascending positions in `words`.
        size: Words in a shingle, at least 1.

    Returns:
        Shingle hashes in text order, repeats kept, and their `n_texts + 1` offsets. An empty text has none.
    """
    lengths = np.diff(offsets)
    counts = np.where(lengths >= size, lengths - size + 1, (lengths > 0).astype(np.int64))
    ends = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(counts)))
    # Position of every shingle's first word.
    starts = np.repeat(offsets[:-1] - ends[:-1], counts) + np.arange(ends[-1], dtype=np.int64)
    limits = np.repeat(offsets[1:], counts)
    state = np.zeros(len(starts), dtype=np.uint64)
    for step in range(size):
        position = starts + step
        inside = position < limits
        if inside.all():
            state = (state + words[position]) * _FACTOR
        else:
            value = np.where(inside, words[np.where(inside, position, 0)], np.uint64(0))
            state = (state + value) * _FACTOR
    state ^= state >> _SHIFT
    state *= _MIX_1
    state ^= state >> _SHIFT
    state *= _MIX_2
    state ^= state >> _SHIFT
    return state, ends


def shingle_sets(
    words: NDArray[np.uint64], offsets: NDArray[np.int64], size: int
) -> Iterator[NDArray[np.uint64]]:
    """The sorted, distinct shingles of each text."""
    hashes, ends = shingle_hashes(words, offsets, size)
    for start, end in itertools.pairwise(ends):
        yield np.unique(hashes[start:end])
