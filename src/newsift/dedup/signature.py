"""Shingles -> MinHash signatures and band keys, many texts at once.

Signatures are bit-identical to `datasketch.MinHash(scheme="affine32")` fed with the low 32 bits of the
same shingle hashes; datasketch supplies the permutations, we supply the speed (its `update_batch` needs
an object a text: 830 articles a second on real Arabic text where this path does more than 3,000).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from datasketch import MinHash

from newsift.dedup.shingles import shingle_hashes
from newsift.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from newsift.dedup.words import WordHasher
    from newsift.settings import DedupSettings

SCHEME = "affine32"
EMPTY = np.uint32(0xFFFFFFFF)  # datasketch's value of a set without members
_LOW_32 = np.uint64(0xFFFFFFFF)
_KEY_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_KEY_MIX = np.uint64(0xD6E8FEB86659FD93)
_KEY_SHIFT = np.uint64(32)
_ROWS_A_KEY_HOLDS = 2  # two 32-bit rows fill 64 bits
# Texts signed at once: 64 x 400 shingles x 128 permutations x 4 bytes stay near the processor's cache.
_CHUNK_SHINGLES = 4096


@dataclass(frozen=True, slots=True)
class SignatureVersion:
    """Everything that decides a signature's bits; two versions must never meet in one index."""

    normalisation: str
    shingle_words: int
    num_perm: int
    seed: int
    bands: int
    rows: int
    scheme: str = SCHEME

    @property
    def text(self) -> str:
        """One line, stored with the index: `affine32/128/1/w3/64x2/0123456789abcdef`."""
        return (
            f"{self.scheme}/{self.num_perm}/{self.seed}/w{self.shingle_words}"
            f"/{self.bands}x{self.rows}/{self.normalisation}"
        )


def signature_version(settings: DedupSettings, normalisation: str) -> SignatureVersion:
    """The version that settings and word rules lead to.

    Raises:
        ConfigError: More bands x rows than permutations.
    """
    if settings.bands * settings.rows > settings.num_perm:
        raise ConfigError(
            f"[dedup] bands x rows = {settings.bands * settings.rows} exceeds num_perm = {settings.num_perm}",
            remedy="Lower bands or rows, or raise num_perm",
        )
    return SignatureVersion(
        normalisation, settings.shingle_words, settings.num_perm, settings.seed, settings.bands, settings.rows
    )


@lru_cache(maxsize=8)
def permutations(num_perm: int, seed: int) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Datasketch's factors and summands (a, b) for a seed."""
    reference = MinHash(num_perm=num_perm, seed=seed, scheme=SCHEME)
    factors, summands = reference.permutations
    return np.ascontiguousarray(factors), np.ascontiguousarray(summands)


def sign_hashes(
    hashes: NDArray[np.uint32], offsets: NDArray[np.int64], *, num_perm: int, seed: int
) -> NDArray[np.uint32]:
    """MinHash of each set of 32-bit hashes.

    Args:
        hashes: Members of all sets, one after another; repeats do not matter.
        offsets: `n_sets + 1` positions in `hashes`.

    Returns:
        `uint32[n_sets, num_perm]`, equal to datasketch's `hashvalues`.
    """
    factors, summands = permutations(num_perm, seed)
    n_sets = len(offsets) - 1
    signatures = np.full((n_sets, num_perm), EMPTY, dtype=np.uint32)
    mixed = _fmix32(hashes)
    first = 0
    while first < n_sets:
        # As many sets as fit a chunk, at least one.
        last = int(np.searchsorted(offsets, offsets[first] + _CHUNK_SHINGLES, side="right")) - 1
        last = min(max(last, first + 1), n_sets)
        _sign_chunk(mixed, offsets[first : last + 1], factors, summands, signatures[first:last])
        first = last
    return signatures


def _sign_chunk(
    mixed: NDArray[np.uint32],
    offsets: NDArray[np.int64],
    factors: NDArray[np.uint32],
    summands: NDArray[np.uint32],
    out: NDArray[np.uint32],
) -> None:
    filled = np.flatnonzero(np.diff(offsets))
    if not len(filled):
        return
    members = mixed[offsets[0] : offsets[-1]]
    values = factors[:, None] * members[None, :]
    values += summands[:, None]
    starts = offsets[:-1][filled] - offsets[0]
    out[filled] = np.minimum.reduceat(values, starts, axis=1).T


def _fmix32(hashes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """MurmurHash3's 32-bit finaliser, as datasketch applies it before the permutations."""
    mixed = hashes ^ (hashes >> np.uint32(16))
    mixed *= np.uint32(0x85EBCA6B)
    mixed ^= mixed >> np.uint32(13)
    mixed *= np.uint32(0xC2B2AE35)
    mixed ^= mixed >> np.uint32(16)
    return mixed


def sign_texts(texts: Sequence[str], hasher: WordHasher, version: SignatureVersion) -> NDArray[np.uint32]:
    """Normalise, shingle and sign texts: `uint32[n_texts, num_perm]`."""
    words, offsets = hasher.hash_texts(texts)
    hashes, ends = shingle_hashes(words, offsets, version.shingle_words)
    low = (hashes & _LOW_32).astype(np.uint32)
    return sign_hashes(low, ends, num_perm=version.num_perm, seed=version.seed)


def band_keys(signatures: NDArray[np.uint32], *, bands: int, rows: int) -> NDArray[np.uint64]:
    """64-bit keys of each signature's bands, the band's number mixed in: `uint64[n, bands]`.

    Two signatures share the key of a band when they agree in all its rows; with two rows and below,
    only then (the mix is a bijection), with more rows but for one chance in 2^64.
    """
    count = len(signatures)
    cut = signatures[:, : bands * rows].reshape(count, bands, rows).astype(np.uint64)
    keys = np.zeros((count, bands), dtype=np.uint64)
    for row in range(rows):
        if row >= _ROWS_A_KEY_HOLDS:  # fold before the next one
            keys = (keys ^ (keys >> _KEY_SHIFT)) * _KEY_MIX
        keys = (keys << _KEY_SHIFT) ^ (keys >> _KEY_SHIFT) ^ cut[:, :, row]
    numbers = np.arange(1, bands + 1, dtype=np.uint64) * _KEY_FACTOR
    keys = (keys ^ numbers) * _KEY_MIX
    return keys ^ (keys >> _KEY_SHIFT)


def is_empty(signatures: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Which signatures belong to texts without a word; they must not meet each other in a bucket."""
    return np.asarray((signatures == EMPTY).all(axis=1))


def estimate(left: NDArray[np.uint32], right: NDArray[np.uint32]) -> NDArray[np.float64]:
    """Datasketch's Jaccard estimate of row pairs: the share of equal positions, standard error
    sqrt(J (1 - J) / num_perm).
    """
    return np.asarray((left == right).mean(axis=1))
