"""Normalised shadow copies of a text: what matching looks at. The text itself is never altered.

Three shadows, from mild to strong:

    fold      letter forms, accents, case, digits and white space unified; words and marks remain
    squash    letters only: spacing, punctuation, digits and diacritics cannot hide a marker
    line_key  64-bit key of letters and digit runs: identity of titles and template lines
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import xxhash

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
