"""The headline: which line above a story is its title, and which lines cannot be one."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsift.clean.captions import PICTURES, caption_credit
from newsift.clean.lines import content_words_of
from newsift.clean.markers import How
from newsift.clean.shadow import fold, squash
from newsift.clean.symbols import FURNITURE, Sym

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsift.clean.lines import Line
    from newsift.clean.markers import MarkerIndex
    from newsift.clean.symbols import Reading

_TITLE_WORDS = range(3, 34)
# A line that far above the story is a title only when its words return in the story.
NEAR = 6
_NEED_LISTED = 0.5  # share of a title's words that the story must repeat, under a heading of other stories
_NEED_ABOVE = 0.25  # but right above the story, or above its date
_TO_DATE = 3
_SHORT_TITLE = 2
_LABELS = frozenset({"breaking", "photo_credit", "navigation", "latest", "most_read", "read_also"})


def title_of(
    lines: Sequence[Line],
    readings: Sequence[Reading],
    start: int,
    stop: int,
    lead: set[str],
    index: MarkerIndex,
) -> int | None:
    """Index of the title among lines[start:stop], the lines before the story; None when none qualifies.

    Args:
        lead: Content words of the story's first paragraphs.
    """
    head = _Head(lines, readings, start, stop, lead, index)
    best: tuple[float, int] | None = None
    above: _Candidate | None = None
    for i in range(start, stop):
        if not may_be_title(lines[i], readings[i]):
            continue
        words = lines[i].content_words()
        candidate = _Candidate(i, words, len(words & lead) / len(words) if words else 0.0)
        if not head.qualifies(candidate):
            continue
        score = head.score(candidate)
        if above is not None and above.i == i - 1 and _follows(candidate, above):
            score -= 0.6 + head.repeated(i)  # a standfirst, a caption printed twice
        if lines[i].words > _SHORT_WORDS and (i == start or lines[i - 1].key != lines[i].key):
            above = candidate
        if best is None or score > best[0] + 1e-9:
            best = (score, i)
    if best is None:
        return _short_title(lines, readings, start, stop, lead)
    return _fuller(lines, readings, best[1], start, stop)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A line that may be the title, its content words and the share of them that the story repeats."""

    i: int
    words: frozenset[str]
    overlap: float


def _follows(candidate: _Candidate, above: _Candidate) -> bool:
    """Whether a line right below a likely title says the same at more length."""
    return above.overlap >= _STRONG or len(candidate.words & above.words) >= _TAKEN * len(above.words)


class _Head:
    """The lines before the story, and what each of them has going for it as the title."""

    def __init__(
        self,
        lines: Sequence[Line],
        readings: Sequence[Reading],
        start: int,
        stop: int,
        lead: set[str],
        index: MarkerIndex,
    ) -> None:
        self.lines, self.readings, self.start, self.stop = lines, readings, start, stop
        self.lead, self.index = lead, index
        self.counts = Counter(lines[i].key for i in range(start, stop))
        self.listed = listed_above(readings, start, stop)
        own = (i for i in range(start, stop) if readings[i].sym not in _NOT_A_TITLE)
        self.first = next((i for i in own if lines[i].words > _SHORT_TITLE), None)

    def repeated(self, i: int) -> int:
        """How often the line stands in the head again, twice at most."""
        return min(self.counts[self.lines[i].key] - 1, 2)

    def qualifies(self, candidate: _Candidate) -> bool:
        """Whether the story repeats enough of the line's words for its place and form."""
        i, line = candidate.i, self.lines[candidate.i]
        again, near = self.counts[line.key] > 1, self.stop - i <= NEAR
        need = 0.0 if near and (again or i == self.first) else 0.1 if i == self.first else 0.2
        if i in self.listed or self.readings[i].reason:
            need = _NEED_ABOVE if _at_title_place(self.readings, i, self.stop) else _NEED_LISTED
        below = self.readings[i + 1].sym if i + 1 < self.stop else None
        placed = below is Sym.DATE or self.stop - self.start == 1
        if line.words <= _SHORT_WORDS and not placed:  # a section, an outlet
            need = max(need, _NEED_ABOVE)
        if candidate.overlap < max(need, _needed(line, self.index, self.lead)):
            return False
        return candidate.overlap > 0 or again or _NAMES.search(line.text) is None

    def score(self, candidate: _Candidate) -> float:
        """How much speaks for the line, compared with the other lines of the head."""
        i, line = candidate.i, self.lines[candidate.i]
        score = 3 * candidate.overlap + self.repeated(i) + 0.08 * min(line.words, 12)
        score += 0.5 * (self.stop - i <= NEAR) + 0.4 * (i == self.first) - 0.6 * line.item
        score -= 0.5 * line.colon + 0.8 * bool(_TICKER.match(line.text)) + 0.8 * line.fused
        score -= 0.6 * line.text.endswith(")") + 0.8 * (self.readings[i].sym is Sym.FRAGMENT)
        return score - 1.5 * bool("©" in line.text or caption_credit(line, self.index))


def _needed(line: Line, index: MarkerIndex, lead: set[str]) -> float:
    """Share of its words that the story must repeat for a line of doubtful form to be the title."""
    credit = caption_credit(line, index) if line.text.endswith((")", "]")) else ""
    if credit and fold(credit) not in PICTURES:  # "(photos)" is part of a headline
        return _NEVER
    words = fold(line.text).split()
    if all(squash(word) in index.whole for word in words):
        return _NEVER  # "Share Save Listen": buttons side by side
    if line.digits > 0 and line.words <= _DATED_WORDS and not index.date_words.isdisjoint(words):
        return _NEED_LISTED
    if line.final and line.text.endswith(".") and line.words >= _SENTENCE_WORDS:
        return _NEVER
    place, colon, said = line.text.partition(":")  # "Suez: Nadia Barai" is a byline
    byline = (
        line.words <= _SHORT_WORDS and colon and place and said and not content_words_of(fold(said)) & lead
    )
    return _NEVER if byline else 0.0


_NEVER = 2.0
_STRONG = 0.1
_TAKEN = 0.3  # share of a title's words that a standfirst takes up
_DATED_WORDS = 8
_SHORT_WORDS = 4
_SENTENCE_WORDS = 6


def _at_title_place(readings: Sequence[Reading], i: int, stop: int) -> bool:
    """Whether a date follows at once or behind a line or two, or the story, below a ticker."""
    if any(reading.sym is Sym.DATE for reading in readings[i + 1 : i + 1 + _TO_DATE]):
        return True
    above = next((reading for reading in readings[i::-1] if reading.sym is Sym.ZONE), None)
    return i == stop - 1 and (above is None or above.reason == "LATEST_HEADING")


def _short_title(
    lines: Sequence[Line], readings: Sequence[Reading], start: int, stop: int, lead: set[str]
) -> int | None:
    """Two words right above the story that return in it, where nothing longer can be the title."""
    for i in range(stop - 1, max(start, stop - _TO_DATE) - 1, -1):
        words = lines[i].content_words()
        fits = (
            readings[i].sym is Sym.FRAGMENT
            and lines[i].words == _SHORT_TITLE
            and not is_dateline(lines[i].text)
        )
        if fits and words and len(words & lead) >= _NEED_LISTED * len(words):
            return i
    return None


_NOT_A_TITLE = FURNITURE | {Sym.SOFT}
_TICKER = re.compile(r"\d{1,2}(?::\d{2})?\s")


def listed_above(readings: Sequence[Reading], start: int, stop: int) -> set[int]:
    """Headlines under a related heading and headlines in a row of three or more: hardly the title."""
    out: set[int] = set()
    row: list[int] = []
    under = False
    for i in range(start, stop):
        sym = readings[i].sym
        if sym is Sym.ZONE:
            under = True
        elif sym is Sym.PROSE:
            under = False
        if sym in (Sym.HEADLINE, Sym.DATA, Sym.SENTENCE, Sym.PROSE, Sym.ITEM):
            row.append(i)
            if under:
                out.add(i)
        else:
            out.update(row if len(row) >= _ROW else ())
            row = []
    out.update(row[:-1] if len(row) > _ROW else ())  # the last line of a row may be the title
    return out


def _fuller(lines: Sequence[Line], readings: Sequence[Reading], title: int, start: int, stop: int) -> int:
    """The title's other rendering on the page: without the site's name, or not cut short."""
    key = lines[title].key
    for i in range(start, stop):
        other = lines[i].key
        if i == title or not may_be_title(lines[i], readings[i]):
            continue
        if len(key) > KEY_LETTERS and other.startswith(key) and len(other) > len(key):
            rest = lines[i].text[len(lines[title].text) :]
            if lines[title].text.endswith(("...", "…")) or rest[:1] in _GOES_ON:
                return i  # a caption had cut it short
        elif (
            len(other) > KEY_LETTERS
            and (key.endswith(other) or key.startswith(other))
            and not lines[i].text.endswith(("...", "…"))
        ):
            rest = lines[title].text[len(lines[i].text) :]
            if key.endswith(other) or _SITE_MARK.search(lines[title].text) or rest[:1] not in _GOES_ON:
                return i  # the title carries the site's name, a path or a caption
    return title


KEY_LETTERS = 15
_GOES_ON = frozenset(".:؟?!،,؛")
_LABELLED = 4
_ROW = 3
_TITLE_PIPES = 2
_QUESTION_WORDS = 24
_SPEAKER = re.compile(r"[^\W\d]\s?[:：]")
_CRUMB = re.compile(r"\s[/»›>]\s|\S\s{2,}(?=\S)")
# "... on Monday. Image: Ann Lee", "... — Foto: Lee", or cut off in the middle of a clause.
_CREDITED = re.compile(r"[.،,—–/]\s*\w+\s?[:：]\s*[^\W\d][^\s\d]*(?:\s[^\s\d]+){0,2}$|[;؛,،]$")
# "Cairo – agencies", "Homs - Siham Ali": a place and who wrote there.
_DATELINE = re.compile(r"[^\W\d][^:،,;!?؟]*(?:\s[-–—ـ/]\s?|[-–—ـ/]\s)[^:،,;!?؟]*:?")
_DATELINE_WORDS = 5
# "Front page > Regions", "Dr. Robin Hale", "Cook 50 min"
_PATH = re.compile(r"\s[»›>]\s|^[^\W\d]{1,2}\.\s(?!.*:)|^(?:\S+\s){0,2}\S*\d\S*(?:\s\S+){0,1}$")
_PATH_WORDS = 6
# What a credit, a byline, a breadcrumb or a date begins with, ends in or holds: no title, unless the story
# takes up the line's words.
_NAMES = re.compile(
    r"\)$|[:：]\s*\S+(?:\s\S+){0,2}$|(?<!\d)(?:19|20|13|14)\d\d(?!\d)|\d[:/.]\d\d"
    r"|^[^\W\d]{1,2}\.\s|\s[»›>]\s"
)
_SITE_MARK = re.compile(r"\s[-–—|:]\s")


def is_question_label(line: Line) -> bool:
    """Whether a line opens with one letter and a colon, "Q:", "س:": a line of an interview or a letter."""
    return _SPEAKER.match(line.text) is not None


def may_be_title(line: Line, reading: Reading) -> bool:
    """Whether length and shape of a line are those of a title."""
    if line.words not in _TITLE_WORDS or line.pipes > _TITLE_PIPES or _is_other_than_title(line):
        return False
    labelled = line.hit is not None and line.hit.how is How.LABEL
    if labelled and line.hit is not None and line.hit.family == "photo_credit" and "|" not in line.text:
        return False  # a caption, not "In pictures | …"
    if labelled and line.hit is not None and line.hit.family in _LABELS:
        return line.words > _LABELLED and not line.final  # "In pictures | …", "Live: …"
    if reading.sym in (Sym.HEADLINE, Sym.COLON, Sym.ITEM, Sym.DATA, Sym.SENTENCE):
        return True
    if reading.sym is Sym.PROSE:
        return (line.question or line.weak) and line.words <= _QUESTION_WORDS
    return reading.sym is Sym.FRAGMENT  # of three words


def _is_other_than_title(line: Line) -> bool:
    """A question of an interview, a credit, a path through the site, a place with a writer."""
    return (
        is_question_label(line)
        or "\u00a9" in line.text
        or _CREDITED.search(line.text) is not None
        or 1 < len(_CRUMB.findall(line.text)) < line.words - 1
        or (line.words <= _PATH_WORDS and _PATH.search(line.text) is not None)
        or (line.words <= _DATELINE_WORDS and _DATELINE.fullmatch(line.text) is not None)
    )


def is_dateline(text: str) -> bool:
    """Place and outlet, "Cairo (Reuters)", "Cairo - agencies", "Cairo:": not a person's name."""
    text = text.rstrip(" .")
    return text.endswith((")", ":")) or bool(_PLACE.search(text))


_PLACE = re.compile(r"\w\s?[-–—ـ]\s?\w")
