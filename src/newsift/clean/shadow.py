"""Normalised shadow copies of a text: what matching looks at. The text itself is never altered.

Three shadows, from mild to strong:

    fold      letter forms, accents, case, digits and white space unified; words and marks remain
    squash    letters only: spacing, punctuation, digits and diacritics cannot hide a marker
    line_key  64-bit key of letters and digit runs: identity of titles and template lines

A single text has its shadow made when somebody asks; `TextShadows` makes those of a whole document at once.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import xxhash

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Letters that different keyboards and printers write for the same thing. NFKD has already taken
# hamza and madda off their carriers (أ -> ا, ؤ -> و, ئ -> ي), so only true variants stand here.
_LETTERS = str.maketrans(
    {
        "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ے": "ي", "ک": "ك", "ڪ": "ك", "ة": "ه", "ۀ": "ه",
        "ہ": "ه", "ھ": "ه", "ە": "ه", "ۃ": "ه", "ء": "", "ـ": "", "ı": "i", "ß": "ss", "æ": "ae",
        "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ς": "σ", "’": "'", "‘": "'", "ʼ": "'", "`": "'",
        "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-", "−": "-",
    }
)  # fmt: skip
_DROPPED = ("Mn", "Me", "Cf")


def _fold_character(code: int) -> str:
    out = []
    for char in unicodedata.normalize("NFKD", chr(code)).lower().translate(_LETTERS):
        category = unicodedata.category(char)
        if category in _DROPPED:
            continue
        if category == "Nd":
            out.append(str(unicodedata.digit(char)))
        elif category[0] in "ZC":
            out.append(" ")
        else:
            out.append(char)
    return "".join(out)


class _Table(dict[int, str]):
    """A `str.translate` table that learns each code point when it first meets it."""


class _FoldTable(_Table):
    def __missing__(self, code: int) -> str:
        self[code] = _fold_character(code)
        return self[code]


class _SquashTable(_Table):
    def __missing__(self, code: int) -> str:
        kept = "".join(c for c in _fold_character(code) if unicodedata.category(c)[0] == "L")
        self[code] = kept
        return kept


class _KeyTable(_Table):
    def __missing__(self, code: int) -> str:
        folded = _fold_character(code)
        kept = "".join("0" if c.isdecimal() else c for c in folded if unicodedata.category(c)[0] in "LN")
        self[code] = kept
        return kept


class _WordTable(_Table):
    r"""As `fold`, but with a space for what is no part of a word (`\w`)."""

    def __missing__(self, code: int) -> str:
        self[code] = "".join(c if c.isalnum() or c == "_" else " " for c in _fold_character(code))
        return self[code]


class _DigitTable(_Table):
    """Digits as they are written; nothing for the rest."""

    def __missing__(self, code: int) -> str:
        self[code] = chr(code) if chr(code).isdecimal() else ""
        return self[code]


_FOLD = _FoldTable()
_SQUASH = _SquashTable()
_KEY = _KeyTable()
_ZERO_RUN = re.compile("00+")
_SPACE_RUN = re.compile("  +")


def fold(text: str) -> str:
    """Letter forms, case, accents and digits unified, white space single; words and marks remain."""
    return _fold_short(text) if len(text) <= _SHORT else _fold(text)


def _fold(text: str) -> str:
    folded = text.translate(_FOLD)
    return (_SPACE_RUN.sub(" ", folded) if "  " in folded else folded).strip()


# One line is asked for by several rules in turn.
_SHORT = 300
_RECENT = 128
_fold_short = lru_cache(maxsize=_RECENT)(_fold)


def squash(text: str) -> str:
    """Only the letters of `fold`: "إقرأ  أيضــاً:" and "اقرا ايضآ" are the same."""
    return _squash_short(text) if len(text) <= _SHORT else text.translate(_SQUASH)


@lru_cache(maxsize=_RECENT)
def _squash_short(text: str) -> str:
    return text.translate(_SQUASH)


class _Aligned:
    """A table's answers one character for one, so that a text and its shadow have the same offsets.

    `_NONE` stands for a character that the table drops, `_MANY` for one that has no sign of two bytes: the
    table makes several of it, or it is an emoji. No shadow holds these two, `fold` makes spaces of controls.
    numpy looks a text up some fifteen times as fast as `str.translate` does.
    """

    def __init__(self, table: _Table) -> None:
        self._table = table
        self._signs = np.zeros(sys.maxunicode + 1, dtype="<u2")  # 0: not met yet

    def of(self, codes: NDArray[np.intp]) -> str:
        signs = self._signs.take(codes)
        if np.count_nonzero(signs) < len(signs):
            for code in np.unique(codes[signs == 0]).tolist():
                found = self._table[code] or _NONE
                self._signs[code] = ord(found if len(found) == 1 and found < _TWO_BYTES else _MANY)
            signs = self._signs.take(codes)
        return str(signs.data, "utf-16-le")


_TWO_BYTES = "\U00010000"
_NONE = "\x01"
_MANY = "\x02"
_FOLDED = _Aligned(_FOLD)
_WORDS = _Aligned(_WordTable())
_LETTERS_ONLY = _Aligned(_SQUASH)
_DIGITS = _Aligned(_DigitTable())
_WORD = re.compile(r"\w+")
# Letters of scripts that put no spaces between words: kana, Chinese characters, Thai.
SPACELESS = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
_FIRST_SPACELESS = 0x0E00


class TextShadows:
    """The shadows of a whole text, made in one go: that of a piece `text[start:end]` is a slice.

    Attributes:
        spaceless: Whether the text holds letters of scripts that put no spaces between words.
    """

    __slots__ = ("_digits", "_folded", "_letters", "_words", "spaceless", "text")

    def __init__(self, text: str) -> None:
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.intp)
        self.text = text
        high = codes[codes >= _FIRST_SPACELESS].tolist()
        self.spaceless = bool(high) and SPACELESS.search("".join(map(chr, high))) is not None
        self._folded = _FOLDED.of(codes)
        self._words = _WORDS.of(codes)
        self._letters = _LETTERS_ONLY.of(codes)
        self._digits = _DIGITS.of(codes)

    def folded(self, start: int, end: int) -> str:
        """`fold` of the piece."""
        piece = self._folded[start:end].replace(_NONE, "")
        if _MANY in piece:
            return _fold(self.text[start:end])
        return (_SPACE_RUN.sub(" ", piece) if "  " in piece else piece).strip()

    def words(self, start: int, end: int) -> list[str]:
        r"""The words (`\w+`) of `fold` of the piece."""
        piece = self._words[start:end].replace(_NONE, "")
        return piece.split() if _MANY not in piece else _WORD.findall(_fold(self.text[start:end]))

    def letters(self, start: int, end: int) -> str:
        """`squash` of the piece."""
        piece = self._letters[start:end].replace(_NONE, "")
        return piece if _MANY not in piece else self.text[start:end].translate(_SQUASH)

    def digits(self, start: int, end: int) -> str:
        """The piece's digits as they are written, one behind the other."""
        piece = self._digits[start:end].replace(_NONE, "")
        return piece if _MANY not in piece else "".join(filter(str.isdecimal, self.text[start:end]))


def line_key(text: str) -> int:
    """uint64 identity of a line: letters and digit runs (each run one "0"); 0 for a line without either."""
    key = text.translate(_KEY)
    return xxhash.xxh3_64_intdigest(_ZERO_RUN.sub("0", key).encode()) if key else 0


def raw_end_of_prefix(text: str, letters: int) -> int | None:
    """Offset in `text` behind its first `letters` squashed letters.

    Marks without width in the shadow (diacritics, tatweel, joiners) that follow the last letter belong
    to it. None when the boundary falls inside one character (a ligature).
    """
    count = 0
    for offset, char in enumerate(text):
        if count == letters:
            if char == "ـ" or unicodedata.category(char) in _DROPPED:
                continue
            return offset
        count += len(_SQUASH[ord(char)])
        if count > letters:
            return None
    return len(text) if count == letters else None


def raw_start_of_suffix(text: str, letters: int) -> int | None:
    """Offset in `text` at which its last `letters` squashed letters begin; None inside a ligature."""
    count = 0
    for offset in range(len(text) - 1, -1, -1):
        count += len(_SQUASH[ord(text[offset])])
        if count == letters:
            return offset
        if count > letters:
            return None
    return None
