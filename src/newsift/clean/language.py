"""The language of a cleaned body, as ISO 639-1."""

from __future__ import annotations

import re
import sys
from copy import copy
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from py3langid.langid import MODEL_FILE, LanguageIdentifier

if TYPE_CHECKING:
    from collections.abc import Sequence

# The model knows dialects and rare languages that newspapers do not print in; a dialect is filed under
# its written language, and the candidates are those of the body's script.
_WRITTEN = {
    "arz": "ar",
    "ary": "ar",
    "apc": "ar",
    "nn": "no",
    "nb": "no",
    "wuu": "zh",
    "yue": "zh",
    "uzs": "uz",
    "sdh": "ku",
    "hbo": "he",
    "grc": "el",
}
_ARABIC = "[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]"
_LATIN = (
    "en fr es de it pt nl tr pl sv da no nn fi cs sk hu ro hr bs sl lt lv et sq id ms vi az uz tk ca gl eu "
    "sw so ha af tl is ga mt ku"
)
_BY_SCRIPT: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (re.compile(_ARABIC), frozenset("ar arz ary fa ur ps ku sdh ug".split())),
    (re.compile("[\u0400-\u04ff]"), frozenset("ru uk be bg sr mk kk ky mn tg tt ba".split())),
    (re.compile("[\u3040-\u30ff]"), frozenset({"ja"})),
    (re.compile("[\u4e00-\u9fff]"), frozenset({"zh", "ja", "wuu", "yue"})),
    (re.compile("[\uac00-\ud7af]"), frozenset({"ko"})),
    (re.compile("[\u0370-\u03ff]"), frozenset({"el"})),
    (re.compile("[\u0590-\u05ff]"), frozenset({"he"})),
    (re.compile("[A-Za-z\u00c0-\u024f]"), frozenset(_LATIN.split())),
)
_KANA = next(number for number, (_, languages) in enumerate(_BY_SCRIPT) if languages == {"ja"})
_SAMPLE = 300  # characters from the beginning and from the middle; the model's time grows with the text
_MIN_LETTERS = 20
# Japanese mixes kana with Chinese characters: this share of kana decides.
_KANA_SHARE = 0.05
# Letters that Arabic has and its neighbours' spelling has not, and the reverse.
_TA_MARBUTA = "ة"
_NOT_ARABIC = re.compile("[پچژگٹڈڑںےھہۆێڕڵەښځڼېۍ]")
_ARABIC_SHARE = 0.005
_FOREIGN_SHARE = 0.01


def detect(text: str) -> str | None:
    """The language `text` is written in; None when it holds too little to tell.

    Args:
        text: A cleaned body (never a single line: one line is a guess).
    """
    sample = _sample(text)
    letters, scripts = _counts(sample)
    if letters < _MIN_LETTERS:
        return None
    script = _script(scripts, letters)
    candidates = _BY_SCRIPT[script][1] if script is not None else None
    if candidates is not None and len(candidates) == 1:
        return next(iter(candidates))
    if (
        script == 0
        and sample.count(_TA_MARBUTA) >= _ARABIC_SHARE * letters
        and len(_NOT_ARABIC.findall(sample)) < _FOREIGN_SHARE * letters
    ):
        return "ar"
    code: str = _identifier(candidates).classify(sample)[0]
    written = _WRITTEN.get(code, code)
    return written if len(written) == 2 else None  # noqa: PLR2004 - ISO 639-1 has two letters


def _counts(sample: str) -> tuple[int, list[int]]:
    """How many letters a sample has, and how many characters of each script."""
    codes = np.frombuffer(sample.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    classes = _CLASSES.take(codes)
    if np.count_nonzero(classes) < len(classes):
        for code in np.unique(codes[classes == 0]).tolist():
            _CLASSES[code] = _class(chr(code))
        classes = _CLASSES.take(codes)
    counts = np.bincount(classes, minlength=2 * _NO_SCRIPT + 3).tolist()
    others, letters = counts[1::2], counts[2::2]
    return sum(letters), [a + b for a, b in zip(others, letters, strict=True)][:_NO_SCRIPT]


def _class(char: str) -> int:
    """1 and more: twice the index of its script, and one more for a letter."""
    script = next((n for n, (pattern, _) in enumerate(_BY_SCRIPT) if pattern.match(char)), _NO_SCRIPT)
    return 1 + 2 * script + char.isalpha()


_NO_SCRIPT = len(_BY_SCRIPT)
_CLASSES = np.zeros(sys.maxunicode + 1, dtype=np.uint8)  # of each character; 0: not met yet


def _script(counts: Sequence[int], letters: int) -> int | None:
    """Index of the script that most characters are of; None for one that is not listed."""
    if counts[_KANA] >= _KANA_SHARE * letters:
        return _KANA
    most = max(counts)
    return counts.index(most) if most else None


@lru_cache(maxsize=len(_BY_SCRIPT) + 1)
def _identifier(candidates: frozenset[str] | None) -> LanguageIdentifier:
    """The model, cut down to the candidates: it weighs the text for each language it holds."""
    if candidates is None:
        return LanguageIdentifier.from_model_file(MODEL_FILE)
    model = copy(_identifier(None))
    model.set_languages(candidates.intersection(model.labels))
    model.nb_ptc = np.ascontiguousarray(model.nb_ptc)
    return model


def _sample(text: str) -> str:
    if len(text) <= 2 * _SAMPLE:
        return text
    middle = len(text) // 2
    return f"{text[:_SAMPLE]} {text[middle : middle + _SAMPLE]}"
