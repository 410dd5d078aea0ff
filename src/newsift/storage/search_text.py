"""`norm_text` in Python: the macro's twin, quick enough for whole bodies and run in the worker processes.

The macro takes 0.7 ms an article, all of it in the one writer; this takes a tenth, because words repeat. A
test holds the two to each other.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Letter forms that count as one; the same table as in sql/norm_text.sql.
_FOLDED = str.maketrans(
    "ٱ" + "ىیېے" + "کڪ" + "ةہەۀھ" + "٠١٢٣٤٥٦٧٨٩" + "۰۱۲۳۴۵۶۷۸۹",
    "ا" + "يييي" + "كك" + "ههههه" + "0123456789" + "0123456789",
    "ـ\u200b\u200c\u200d\u200e\u200f\u00ad\ufeff",
)
_HANGUL = range(0xAC00, 0xD7A4)  # composed syllables: they bear no marks


def search_text(text: str) -> str:
    """What `norm_text(text)` returns, word by word: white space stays as it is."""
    return "\n".join(" ".join(map(_word, line.split(" "))) for line in text.split("\n"))


@lru_cache(maxsize=200_000)
def _word(word: str) -> str:
    if word.isascii():
        return word.lower()
    return "".join(map(_letter, word)).translate(_FOLDED)


@lru_cache(maxsize=20_000)
def _letter(letter: str) -> str:
    """One character without its marks, in lower case where that is one character."""
    if ord(letter) in _HANGUL:
        return letter
    bare = "".join(
        c for c in unicodedata.normalize("NFD", letter) if not unicodedata.category(c).startswith("M")
    )
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in bare)
