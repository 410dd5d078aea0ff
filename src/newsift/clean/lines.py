"""Lines: the pieces of a document that get one verdict each, with the features the rules look at."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from newsift.clean.markers import INSIDE_WORDS, Hit
from newsift.clean.shadow import SPACELESS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsift.clean.markers import MarkerIndex
    from newsift.clean.shadow import TextShadows
    from newsift.models import Block
    from newsift.rules.schema import ScoringFile

_CLOSERS = "\"'”’»›)]}*_\u200e\u200f\u200c\u00a0 "
_QUOTES = '"”»'
_COLONS = frozenset(":：")
_RULES = "-–—"  # ":-" announces like ":"
_FINALS = ".!?؟۔。！？।؛;"
_BULLET = re.compile(r"^(?:[•●○■□▪▫◾◼►▶▸»›❖✔✅☑★◆◇♦–—*·]+|️|-(?!\d))\s*|^[▪▫]\ufe0f?\s*")
_BULLET_SIGNS = frozenset("•●○■□▪▫◾◼►▶▸»›❖✔✅☑★◆◇♦–—*·\ufe0f-")  # what it can begin with
_NUMBERED = re.compile(r"^\(?(\d{1,2}|[٠-٩]{1,2}|[۰-۹]{1,2})\s?[-.)–/]\s*(?=\D)")
_DATE = re.compile(
    r"(?<!\d)(?:\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})|(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}"
    r"|1[34]\d\d/\d{1,2}/\d{1,2})(?!\d)"
)
_YEAR = re.compile(r"(?<!\d)(?:19|20|13|14)\d\d(?!\d)")
_TIME = re.compile(r"(?<!\d)\d{1,2}:\d{2}(?::\d{2})?(?!\d)")
_ADDRESS = re.compile(
    r"^\W*(?:https?://|www\.|pic\.\w+\.com/)\S+\W*$|^\W*[^(]{2,40}\(@\w+\)|[\w.-]+@[\w-]+\.\w{2,}",
    re.IGNORECASE,
)
_PIPES = "|", " • ", " · "
# A full stop, a space and a word behind a word of some length: a sentence has ended inside the line. The
# word is looked at only behind a mark: a pattern that begins with letters is tried at each letter.
_INNER = re.compile(r"[.؟!۔](?<=[^\W\d_]{4}.)[\"”»]?\s+[^\W\d_]")
_INNER_WORDS = 12
_FUSED = re.compile(
    r"[a-zà-ÿа-я][.!?]?[A-ZÀ-ÞА-Я][a-zà-ÿа-я]|[.!?؟][\u0621-\u064aA-ZÀ-ÞА-Я]"
    r"|\w{2}ة[\u0621-\u064a]{2}|\w{3}ى[\u0621-\u064a]{3}|(?!عبد)[\u0621-\u064a]{3}ال[أإآ][\u0621-\u064a]{2}"
)


class Cut(StrEnum):
    """What a piece of a block is."""

    REST = "rest"  # what stays when something stuck to it was cut off
    MARKER = "marker"
    CODE = "code"
    TITLE = "title"


@dataclass(slots=True)  # not frozen: nobody outside of clean/ sees one, and a frozen one takes twice as long
class Line:
    """One piece of a block and what can be seen of it. Offsets are those of the document's text.

    What nearly every line is asked for stands in a field; what few are asked for is a property.
    """

    start: int
    end: int
    text: str
    content: str  # the text without a bullet
    block: int  # index in Document.blocks
    blank_before: bool
    words: int
    final: bool  # ends with a sentence mark
    weak: bool  # ends like a sentence or like a headline: a quotation mark, an ellipsis
    question: bool  # that mark is ? or !
    colon: bool  # ends with a colon
    bullet: bool
    number: int | None  # of a numbered item
    digits: float  # share of characters that are digits
    date: bool  # a date line: nothing but a date, with or without a label or a name
    key: str  # squashed text: letters only
    identity: str  # what a repeated line shares with its first occurrence: letters and figures
    hit: Hit | None
    prose: bool  # a sentence, or a paragraph too long to be anything else
    cut: Cut | None  # why it is only a piece of its block; None for a whole block
    in_engine: bool | None
    link_density: float
    shadows: TextShadows = field(repr=False)  # of the whole document
    _content_words: frozenset[str] | None = field(default=None, init=False, repr=False)

    @property
    def folded(self) -> str:
        """`fold` of the text."""
        return self.shadows.folded(self.start, self.end)

    def content_words(self, chars: int | None = None) -> frozenset[str]:
        """Words that carry meaning, shortened so that inflected forms meet; of the first characters only."""
        if chars is not None and chars < self.end - self.start:
            return content_words_of(self.shadows.folded(self.start, self.start + chars))
        if self._content_words is None:
            self._content_words = content_words_of(self.folded)
        return self._content_words

    @property
    def item(self) -> bool:
        return self.bullet or self.number is not None

    @property
    def timed(self) -> bool:
        """A date line that gives a time of day."""
        return self.date and _TIME.search(self.content) is not None

    @property
    def commas(self) -> int:
        count = self.content.count
        return count(",") + count("،") + count("，") + count("、")

    @property
    def pipes(self) -> int:
        return sum(map(self.content.count, _PIPES))

    @property
    def quoted(self) -> bool:
        """One quotation from end to end."""
        text = self.content
        return text[:1] in '"“«„' and text[-1:] in '"”»“' and len(text) > len('""')

    @property
    def address(self) -> bool:
        """A web address, or a line with a mail address."""
        text = self.content
        some = self.words <= _SHORT_WORDS and ("@" in text or "/" in text or "www" in text)
        return some and _ADDRESS.search(text) is not None

    @property
    def upper(self) -> float:
        """Share of capital letters among cased ones; 0 where they are too few to say anything."""
        text = self.content
        if self.words > _SHORT_WORDS or not any(map(str.isupper, text[:3])):
            return 0.0
        capitals = sum(map(str.isupper, text))
        cased = capitals + sum(map(str.islower, text))
        return capitals / cased if cased >= _CASED else 0.0

    @property
    def fused(self) -> bool:
        """Two words touch as if a line break had been lost."""
        some = not self.final and _FUSED_WORDS <= self.words <= _SHORT_WORDS
        return some and _FUSED.search(self.text) is not None


def read_features(
    number: int,
    block: Block,
    start: int,
    end: int,
    shadows: TextShadows,
    index: MarkerIndex,
    scoring: ScoringFile,
) -> Line:
    """The line that `block.text[start:end]` is, outer white space aside; `number` is the block's index.

    Args:
        shadows: Those of the document's text.
    """
    raw = block.text[start:end]
    text = raw.strip()
    start += block.start + (len(raw) - len(raw.lstrip()) if text is not raw else 0)
    end = start + len(text)
    bullet = _BULLET.match(text) if text[:1] in _BULLET_SIGNS else None
    content = text[bullet.end() :] if bullet else text
    inner = end - len(content)  # where the content begins
    numbered = None if bullet or not text[:1].isdigit() else _NUMBERED.match(text)
    words = len(content.split()) if not shadows.spaceless else count_words(content)
    bare = content.rstrip(_CLOSERS)
    last = bare[-1:]
    final = last != "" and last in _FINALS
    weak = False
    if final and bare.endswith(("..", "…")):
        final, weak = False, words >= _WEAK_WORDS
    elif not final and words >= _WEAK_WORDS:
        weak = last == "…" or (bare is not content and any(c in _QUOTES for c in content[len(bare) :]))
    tokens = shadows.words(inner, end) if words <= INSIDE_WORDS else []
    key = shadows.letters(inner, end)
    if len(content) > _KEY_CHARS:  # the letters of its two ends
        key = shadows.letters(inner, inner + _KEY_HALF) + shadows.letters(end - _KEY_HALF, end)
    hit = index.match(content, key, tokens)
    if hit is not None and content is not text:
        shift = len(text) - len(content)
        hit = Hit(hit.family, hit.rule_id, hit.how, hit.start + shift, hit.end + shift)
    figures = shadows.digits(inner, end) if words <= _SHORT_WORDS else ""
    date = (
        figures != ""
        and words <= (_DATE_WORDS if last not in ":：" else 5)
        and is_date_line(content, tokens, words, index)
    )
    prose = not date and (
        (final and words >= scoring.prose_words)
        or weak
        or words >= scoring.unmarked_prose_words
        or several_sentences(content, words)
    )
    return Line(
        start=start,
        end=end,
        text=text,
        content=content,
        block=number,
        blank_before=block.blank_before,
        words=words,
        final=final,
        weak=weak,
        question=final and last in "?؟!！？",
        colon=bare.rstrip(_RULES)[-1:] in _COLONS if last in _RULES else last in _COLONS,
        bullet=bullet is not None,
        number=int(numbered.group(1)) if numbered else None,
        digits=len(figures) / len(content) if figures else 0.0,
        date=date,
        key=key,
        identity=key + figures,
        hit=hit,
        prose=prose,
        cut=None,
        in_engine=block.in_engine,
        link_density=block.link_density,
        shadows=shadows,
    )


_SHORT_WORDS = 70
_WEAK_WORDS = 14
_DATE_WORDS = 24
_FUSED_WORDS = 6
_KEY_CHARS = 240
_KEY_HALF = 120
_CASED = 12  # fewer letters say nothing about how a line is set


def several_sentences(text: str, words: int) -> bool:
    """Whether a sentence ends inside the text and another one follows."""
    return words >= _INNER_WORDS and _INNER.search(text) is not None


def begins_item(text: str) -> bool:
    """Whether a bullet or a number opens the text."""
    return _BULLET.match(text) is not None or _NUMBERED.match(text) is not None


def ends_final(text: str) -> bool:
    """Whether the text ends with a sentence mark, closing quotation marks and brackets aside."""
    return text.rstrip(_CLOSERS)[-1:] in tuple(_FINALS)


def count_words(text: str) -> int:
    """Words of a line; scripts without spaces count two characters as one word."""
    words = len(text.split())
    if not text.isascii() and SPACELESS.search(text) is not None:
        ideographs = len(SPACELESS.findall(text))
        if ideographs > len(text) / 4:
            return max(words, ideographs // 2)
    return words


def spaceless(text: str) -> bool:
    """Whether the text is written in a script that puts no spaces between words."""
    return not text.isascii() and SPACELESS.search(text) is not None


def is_date_line(text: str, folded: Sequence[str], words: int, index: MarkerIndex) -> bool:
    """Whether a line with digits, whose folded words are given, says little more than a date or a time."""
    known = other = 0
    for word in folded:
        if word.isdigit():
            continue
        if word in index.date_words or word.lstrip("0123456789") in index.date_words:
            known += 1
        elif word not in index.date_fillers:
            other += 1
    if (found := _DATE.search(text)) is not None:
        aside = found.start() > 0 and text[found.start() - 1] in "(["  # a time or a result of someone named
        return other <= (_PLACES if aside else _NAMES) and words <= _DATED_WORDS
    if other <= _PLACES and words <= _TIMED_WORDS and _TIME.search(text):
        return True
    if known == 0:
        return False
    has_year = any(map(_YEAR.search, folded))
    if known == 1:
        return other == 0 and has_year
    # Without a year it may be an age or a timetable: hardly another word may stand there.
    return other <= (max(_PLACES, known) if has_year else _PLACES_NO_YEAR)


# A date in figures may share its line with so many other words (who wrote, where); a date in words
# with fewer; a time stands almost alone.
_NAMES = 6
_DATED_WORDS = 16
_PLACES = 2
_PLACES_NO_YEAR = 1
_TIMED_WORDS = 8


# A word's first five letters, in Arabic script without the particles written onto it; one or two
# ideographs. Words of up to two (Arabic) or three letters carry little meaning.
_STEM = re.compile(
    r"(?<![\w\u0900-\u0dff])(?:(?:[وبفك]?ال|لل|[وبل])(?=[\u0600-\u06ff]{3}))?"
    r"([\u0600-\u06ff]{3,5}|[\u3040-\u30ff\u3400-\u9fff]{1,2}|[\u0900-\u0dff]{4,6}|[^\W\u0600-\u06ff]{4,5})"
)


def content_words_of(folded: str) -> frozenset[str]:
    """Words of a folded text that carry meaning, shortened so that inflected forms meet."""
    return frozenset(_STEM.findall(folded))
