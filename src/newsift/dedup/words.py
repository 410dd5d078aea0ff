"""Text -> normalised words -> 64-bit word hashes, vectorised over many texts.

Normalising letter by letter is the slowest step of deduplication (4,200 Arabic articles a second in
plain Python, 5,200 with a cache of tokens; measured). Here every character is a look-up in a table that
is filled as characters are met, and the hash of a word is a segmented sum, so that no Python object is
made for a word at all.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from newsift.rules.normalisation import Normalisation

_WORD_CATEGORIES = frozenset("LMN")
_CODE_POINTS = 0x110000
# What a character does: not met yet, vanish, end a word, belong to a word, be a word, become several.
_UNKNOWN, _DROP, _END, _PART, _ALONE, _SEVERAL = range(6)
# Characters hashed at once: arrays of 8 bytes each that stay in the processor's cache.
_CHUNK_CHARACTERS = 1 << 17
_FACTOR = 0x9E3779B97F4A7C15  # odd, so that no power of it vanishes modulo 2^64
_MASK = 0xFFFFFFFFFFFFFFFF


def normalise_words(text: str, rules: Normalisation) -> list[str]:
    """The words of `text` as deduplication reads them, in order: "الأُمّة، ١٢٣" gives "الامه", "123"."""
    known: dict[str, str] = {}
    pieces: list[str] = []
    for character in unicodedata.normalize("NFC", text):
        folded = known.get(character)
        if folded is None:
            # One character may become several: the sign for "the first" is "1" and the ideograph of a day.
            folded = "".join(
                f" {part} " if _is_unspaced(part, rules) else part for part in _fold(character, rules)
            )
            known[character] = folded
        pieces.append(folded)
    return "".join(pieces).split()


class WordHasher:
    """Hashes the words of many texts. Keep one per process: its character table fills as it reads.

    Not thread-safe. Results do not depend on what it has seen before.
    """

    def __init__(self, rules: Normalisation) -> None:
        self.rules = rules
        self._kind = np.zeros(_CODE_POINTS, dtype=np.uint8)
        self._value = np.zeros(_CODE_POINTS, dtype=np.uint64)
        self._several: dict[int, str] = {}
        self._powers = _powers(256)

    def hash_texts(self, texts: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        """Hash the words of each text.

        Returns:
            All word hashes one after another (uint64), and `len(texts) + 1` offsets into them (int64).
        """
        hashes: list[NDArray[np.uint64]] = []
        counts: list[NDArray[np.int64]] = [np.zeros(1, dtype=np.int64)]
        first = 0
        while first < len(texts):
            last, characters = first, 0
            while last < len(texts) and (last == first or characters + len(texts[last]) < _CHUNK_CHARACTERS):
                characters += len(texts[last])
                last += 1
            chunk_hashes, chunk_counts = self._hash_chunk(texts[first:last])
            hashes.append(chunk_hashes)
            counts.append(chunk_counts)
            first = last
        return (
            np.concatenate(hashes) if hashes else np.zeros(0, dtype=np.uint64),
            np.cumsum(np.concatenate(counts)),
        )

    def _hash_chunk(self, texts: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        """Word hashes of a few texts, and how many words each has."""
        composed = [unicodedata.normalize("NFC", text) for text in texts]
        codes, kinds = self._look_up(composed)
        if (kinds == _SEVERAL).any():
            rare = re.compile(f"[{re.escape(''.join(map(chr, self._several)))}]")
            composed = [text.translate(self._several) if rare.search(text) else text for text in composed]
            codes, kinds = self._look_up(composed)
        # One separator stands after every text.
        ends = np.cumsum(np.fromiter((len(text) + 1 for text in composed), np.int64, len(composed)))
        kept = np.flatnonzero(kinds != _DROP)
        kinds = kinds[kept]
        in_word = kinds >= _PART
        starts = in_word.copy()
        starts[1:] &= ~in_word[:-1] | (kinds[1:] == _ALONE) | (kinds[:-1] == _ALONE)
        letters = np.flatnonzero(in_word)
        if not len(letters):
            return np.zeros(0, dtype=np.uint64), np.zeros(len(texts), dtype=np.int64)
        first_letters = np.flatnonzero(starts[letters])
        lengths = np.diff(np.append(first_letters, len(letters)))
        place = np.arange(len(letters), dtype=np.int64) - np.repeat(first_letters, lengths)
        if (longest := int(lengths.max())) > len(self._powers):
            self._powers = _powers(2 * longest)
        values = self._value[codes[kept[letters]]]
        values *= self._powers[place]
        sums = np.add.reduceat(values, first_letters)
        hashes = _fmix64(sums + lengths.astype(np.uint64))
        bounds = np.searchsorted(kept[letters[first_letters]], ends)
        return hashes, np.diff(bounds, prepend=0)

    def _look_up(self, texts: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
        joined = "\n".join(texts) + "\n"
        codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        kinds = self._kind[codes]
        if not kinds.all():
            for code in np.unique(codes[kinds == _UNKNOWN]).tolist():
                self._learn(code)
            kinds = self._kind[codes]
        return codes, kinds

    def _learn(self, code: int) -> None:
        folded = _fold(chr(code), self.rules)
        if folded == "":
            self._kind[code] = _DROP
        elif folded == " ":
            self._kind[code] = _END
        elif len(folded) == 1:
            self._kind[code] = _ALONE if _is_unspaced(folded, self.rules) else _PART
            self._value[code] = _mix(ord(folded))
        else:
            self._kind[code] = _SEVERAL
            self._several[code] = folded


def _fold(character: str, rules: Normalisation) -> str:
    """What one character becomes: letters, marks, digits; " " where a word ends; "" for nothing."""
    # Fold composed letters first: decomposing would tear the hamza off its alef before the rule sees it.
    folded = unicodedata.normalize("NFKC", character).casefold().translate(rules.translation)
    # Accents are stripped as combining marks; what remains is composed again.
    bare = unicodedata.normalize("NFD", folded).translate(rules.translation)
    folded = unicodedata.normalize("NFC", bare).translate(rules.translation)
    parts: list[str] = []
    for part in folded:
        category = unicodedata.category(part)
        if category == "Nd":
            parts.append(str(unicodedata.decimal(part)))
        else:
            parts.append(part if category[0] in _WORD_CATEGORIES else " ")
    return "".join(parts)


def _is_unspaced(character: str, rules: Normalisation) -> bool:
    return any(low <= ord(character) <= high for low, high in rules.unspaced)


def _mix(code: int) -> int:
    """SplitMix64's finaliser: neighbouring letters get unrelated 64-bit values."""
    state = (code * _FACTOR + _FACTOR) & _MASK
    state = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    state = ((state ^ (state >> 27)) * 0x94D049BB133111EB) & _MASK
    return state ^ (state >> 31)


def _powers(count: int) -> NDArray[np.uint64]:
    """`_FACTOR ** 0 .. count - 1` modulo 2^64."""
    powers = np.full(count, _FACTOR, dtype=np.uint64)
    powers[0] = 1
    return np.cumprod(powers, dtype=np.uint64)


def _fmix64(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """MurmurHash3's 64-bit finaliser, in place."""
    values ^= values >> np.uint64(33)
    values *= np.uint64(0xFF51AFD7ED558CCD)
    values ^= values >> np.uint64(33)
    values *= np.uint64(0xC4CEB9FE1A85EC53)
    values ^= values >> np.uint64(33)
    return values
