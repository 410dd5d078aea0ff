"""Lines: the pieces of a document that get one verdict each, with the features the rules look at.

A block gives one line; a marker glued to a sentence splits it into two, so that the sentence stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsift.clean.markers import Hit, How, MarkerIndex
from newsift.clean.shadow import fold, squash

if TYPE_CHECKING:
    from newsift.models import Block, Document
    from newsift.rules.schema import ScoringFile

_CLOSERS = "\"'”’»›)]}*_\u200e\u200f\u200c\u00a0 "
_QUOTES = '"”»'
_FINALS = ".!?؟۔。！？।؛;"
_BULLET = re.compile(r"^(?:[•●○■□▪▫◾◼►▶▸»›❖✔✅☑★◆◇♦–—*·]+|️|-(?!\d))\s*|^[▪▫]\ufe0f?\s*")
_NUMBERED = re.compile(r"^\(?(\d{1,2}|[٠-٩]{1,2}|[۰-۹]{1,2})\s?[-.)–/]\s*(?=\D)")
_DATE = re.compile(
    r"(?<!\d)(?:\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})|(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}"
    r"|1[34]\d\d/\d{1,2}/\d{1,2})(?!\d)"
)
_TIME = re.compile(r"(?<!\d)\d{1,2}:\d{2}(?::\d{2})?(?!\d)")
_URL = re.compile(r"https?://|www\.|\b[\w.-]+@[\w-]+\.\w+", re.IGNORECASE)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\u0e00-\u0e7f]")
_WORD = re.compile(r"\w+")
_FUSED = re.compile(r"[a-zà-ÿа-я][.!?]?[A-ZÀ-ÞА-Я][a-zà-ÿа-я]|[.!?؟][\u0621-\u064aA-ZÀ-ÞА-Я]")


@dataclass(frozen=True, slots=True)
class Line:
    """One piece of a block and what can be seen of it. Offsets are those of the document's text."""

    start: int
    end: int
    text: str
    block: int  # index in Document.blocks
    blank_before: bool
    words: int
    final: bool  # ends with a sentence mark
    question: bool  # that mark is ? or !
    colon: bool  # ends with a colon
    bullet: bool
    number: int | None  # of a numbered item
    commas: int
    digits: float  # share of characters that are digits
    pipes: int
    upper: float  # share of capital letters among cased ones, when there are enough
    quoted: bool  # one quotation from end to end
    fused: bool  # two words touch as if a line break had been lost
    date: bool  # a date line: nothing but a date, with or without a label or a name
    key: str  # squashed text: identity for repeats
    hit: Hit | None
    prose: bool  # a sentence, or a paragraph too long to be anything else
    tag: str | None
    in_engine: bool | None
    link_density: float

    @property
    def item(self) -> bool:
        return self.bullet or self.number is not None


def split_lines(document: Document, index: MarkerIndex, scoring: ScoringFile) -> list[Line]:
    """All lines of the document in order; together they cover every block, white space aside."""
    lines: list[Line] = []
    for number, block in enumerate(document.blocks):
        lines.extend(_lines_of(number, block, index, scoring))
    return lines


def _lines_of(number: int, block: Block, index: MarkerIndex, scoring: ScoringFile) -> list[Line]:
    text = block.text
    if not text.strip():
        return []
    first = _line(number, block, 0, len(text), index, scoring, blank=block.blank_before)
    cut = _cut(first)
    if cut is None:
        return [first]
    left = _line(number, block, 0, cut, index, scoring, blank=block.blank_before)
    right = _line(number, block, cut, len(text), index, scoring, blank=False)
    return [left, right]


# Families whose marker, stuck to a running sentence, is cut off while the sentence stays.
_GLUE_FAMILIES = ("read_also", "continue", "related")
_GLUE_REST_WORDS = 5


def _cut(line: Line) -> int | None:
    """Where a marker ends (or begins, at the end of a line) that is stuck to a sentence."""
    hit = line.hit
    if hit is None or hit.family not in _GLUE_FAMILIES:
        return None
    if hit.how is How.GLUED:
        return hit.end if line.words >= _GLUE_REST_WORDS else None
    if hit.how is How.START and hit.family == "continue":
        return hit.end if line.words >= _GLUE_REST_WORDS and line.final else None
    if hit.how is How.END and hit.family == "continue":
        return hit.start if line.words >= _GLUE_REST_WORDS else None
    return None


def _line(
    number: int, block: Block, start: int, end: int, index: MarkerIndex, scoring: ScoringFile, *, blank: bool
) -> Line:
    raw = block.text[start:end]
    stripped = raw.strip()
    start += len(raw) - len(raw.lstrip())
    end = start + len(stripped)
    text = stripped
    bullet = _BULLET.match(text)
    numbered = None if bullet else _NUMBERED.match(text)
    content = text[bullet.end() :] if bullet else text
    words = count_words(content)
    bare = content.rstrip(_CLOSERS)
    closing = content[len(bare) :]
    last = bare[-1:]
    final = bool(last) and last in _FINALS
    if final and bare.endswith((" ..", "...")) and words < 14:
        final = False
    if not final and words >= 14:
        final = last == "…" or any(c in _QUOTES for c in closing)
    letters = [c for c in content[:200] if c.isalpha()]
    cased = sum(c.islower() or c.isupper() for c in letters)
    upper = sum(c.isupper() for c in letters) / cased if cased >= 12 else 0.0
    key = squash(content)
    hit = index.match(content, key, words)
    if hit is not None and content is not text:
        shift = len(text) - len(content)
        hit = Hit(hit.family, hit.rule_id, hit.how, hit.start + shift, hit.end + shift)
    digits = sum(c.isdigit() for c in content)
    date = digits > 0 and words <= 24 and is_date_line(content, words, index)
    prose = (final and words >= scoring.prose_words) or words >= scoring.unmarked_prose_words
    return Line(
        start=block.start + start,
        end=block.start + end,
        text=text,
        block=number,
        blank_before=blank,
        words=words,
        final=final,
        question=last in "?؟!！？" if last else False,
        colon=last in ":：" if last else False,
        bullet=bullet is not None,
        number=int(numbered.group(1)) if numbered else None,
        commas=content.count(",") + content.count("،") + content.count("，") + content.count("、"),
        digits=digits / max(1, len(content)),
        pipes=content.count("|"),
        upper=upper,
        quoted=content[:1] in '"“«„' and content[-1:] in '"”»“' and len(content) > 2,
        fused=bool(_FUSED.search(content)) if words >= 6 else False,
        date=date,
        key=key,
        hit=hit,
        prose=prose and not date,
        tag=block.tag,
        in_engine=block.in_engine,
        link_density=block.link_density,
    )


def count_words(text: str) -> int:
    """Words of a line; scripts without spaces count two characters as one word."""
    words = len(text.split())
    if words * 14 < len(text):
        ideographs = len(_CJK.findall(text))
        if ideographs > len(text) / 4:
            return words + ideographs // 2
    return words


def is_date_line(text: str, words: int, index: MarkerIndex) -> bool:
    """Whether a line with digits says little more than a date or a time."""
    dated = _DATE.search(text)
    timed = _TIME.search(text)
    tokens = [w for w in _WORD.findall(fold(text)) if not w.isdigit()]
    known = sum(_is_date_word(w, index.date_words) for w in tokens)
    other = len(tokens) - known - sum(w in index.date_fillers and w not in index.date_words for w in tokens)
    if dated:
        return other <= 6 and words <= 16
    if timed and other <= 2 and words <= 8:
        return True
    return known >= 2 and other <= max(2, known) and words <= 24


def _is_date_word(word: str, date_words: frozenset[str]) -> bool:
    return word in date_words or word.lstrip("0123456789") in date_words


def content_words(text: str) -> set[str]:
    """Words that carry meaning, shortened to five letters so that inflected forms meet."""
    out = set()
    for word in _WORD.findall(fold(text)):
        stem = word
        if "\u0600" <= word[0] <= "\u06ff":
            for prefix in ("وال", "بال", "فال", "كال", "ال", "لل", "و", "ب", "ل"):
                if stem.startswith(prefix) and len(stem) - len(prefix) >= 3:
                    stem = stem[len(prefix) :]
                    break
            if len(stem) >= 3:
                out.add(stem[:5])
        elif len(word) >= 4 or (_CJK.match(word) and len(word) >= 1):
            out.add(stem[:5])
    return out


def is_url(text: str) -> bool:
    """Whether the line holds an address (web or mail)."""
    return bool(_URL.search(text))
