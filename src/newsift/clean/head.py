"""The head: what stands before the story's first sentence, and which of its lines is the title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsift.clean.captions import caption_credit
from newsift.clean.markers import How
from newsift.clean.symbols import FURNITURE, Sym
from newsift.clean.verdicts import Decision, drop, drop_as
from newsift.models import Label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsift.clean.lines import Line
    from newsift.clean.markers import MarkerIndex
    from newsift.clean.symbols import Reading

_TITLE_WORDS = range(3, 34)
# A line that far above the story is a title only when its words return in the story.
_NEAR = 6
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
    repeats: dict[str, int] = {}
    for i in range(start, stop):
        repeats[lines[i].key] = repeats.get(lines[i].key, 0) + 1
    listed = _listed(readings, start, stop)
    best: tuple[float, int] | None = None
    first = next((i for i in range(start, stop) if readings[i].sym not in _NOT_A_TITLE), None)
    for i in range(start, stop):
        line = lines[i]
        if not may_be_title(line, readings[i]):
            continue
        words = line.content_words()
        overlap = len(words & lead) / len(words) if words else 0.0
        near = stop - i <= _NEAR
        again = repeats[line.key] > 1
        need = 0.0 if near and (again or i == first) else 0.1 if i == first else 0.2
        if i in listed or readings[i].reason:
            need = _NEED_ABOVE if _at_title_place(readings, i, stop) else _NEED_LISTED
        if overlap < need or (not overlap and not again and _NAMES.search(line.text)):
            continue
        score = 3 * overlap + min(repeats[line.key] - 1, 2) + 0.08 * min(line.words, 12)
        score += 0.5 * near + 0.4 * (i == first) - 0.6 * line.item - 0.5 * line.colon
        score -= 0.8 * bool(_TICKER.match(line.text)) + 0.8 * line.fused
        score -= 0.6 * line.text.endswith(")") + 0.8 * (readings[i].sym is Sym.FRAGMENT)
        score -= 1.5 * bool("©" in line.text or caption_credit(line, index))
        if best is None or score > best[0] + 1e-9:
            best = (score, i)
    if best is None:
        return _short_title(lines, readings, start, stop, lead)
    return _fuller(lines, readings, best[1], start, stop)


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
            readings[i].sym is Sym.FRAGMENT and lines[i].words == _SHORT_TITLE and not is_dateline(lines[i])
        )
        if fits and words and len(words & lead) >= _NEED_LISTED * len(words):
            return i
    return None


_NOT_A_TITLE = FURNITURE | {Sym.SOFT}
_TICKER = re.compile(r"\d{1,2}(?::\d{2})?\s")


def _listed(readings: Sequence[Reading], start: int, stop: int) -> set[int]:
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
        if len(key) > _KEY_LETTERS and other.startswith(key) and len(other) > len(key):
            rest = lines[i].text[-(len(lines[i].text) - len(lines[title].text)) :].strip()
            if not rest.startswith(("-", "|", "–", "—", "/")):
                return i  # a caption had cut it short
        if (
            len(other) > _KEY_LETTERS
            and (key.endswith(other) or key.startswith(other))
            and _SITE_MARK.search(lines[title].text)
        ):
            return i  # the page's own title carries the site's name
    return title


_KEY_LETTERS = 15
_LABELLED = 4
_ROW = 3
_TITLE_PIPES = 2
_QUESTION_WORDS = 24
_SPEAKER = re.compile(r"[^\W\d]\s?[:：]")
_CRUMB = re.compile(r"\s[/»›>]\s|\S\s{2,}(?=\S)")
# "... on Monday. Image: Ann Lee", "... — Foto: Lee", or cut off in the middle of a clause.
_CREDITED = re.compile(r"[.،,—–/]\s*\w+\s?[:：]\s*[^\W\d][^\s\d]*(?:\s[^\s\d]+){0,2}$|[;؛,،]$")
# "Cairo – agencies", "Homs - Siham Ali": a place and who wrote there.
_DATELINE = re.compile(r"[^\W\d][^:،,;!?؟]*\s[-–—]\s[^:،,;!?؟]*:?")
_DATELINE_WORDS = 5
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
        or len(_CRUMB.findall(line.text)) > 1
        or (line.words <= _DATELINE_WORDS and _DATELINE.fullmatch(line.text) is not None)
    )


def decide_head(
    lines: Sequence[Line], readings: Sequence[Reading], start: int, stop: int, title: int | None
) -> dict[int, Decision]:
    """Decisions for lines[start:stop], none of which is part of the body."""
    title_key = lines[title].key if title is not None else ""
    listed = _listed(readings, start, stop)
    out: dict[int, Decision] = {}
    for i in range(start, stop):
        line, reading = lines[i], readings[i]
        if i == title:
            out[i] = drop(Label.TITLE, "TITLE", "head.title")
        elif title_key and line.key == title_key:
            out[i] = drop(Label.DUPLICATE, "TITLE_REPEATED", "head.title_repeated")
        elif reading.reason == "NAVIGATION" and line.words <= _SECTION_WORDS and stop - i <= _NEAR:
            out[i] = drop(Label.SECTION, "SECTION", reading.rule_id)
        elif reading.reason:
            out[i] = drop_as(reading)
        elif i in listed:
            out[i] = drop(Label.RELATED, "HEADLINE_LIST", "head.list")
        elif len(title_key) > _KEY_LETTERS and title_key in line.key:
            out[i] = drop(Label.CAPTION, "TITLE_AS_CAPTION", "head.caption")
        else:
            after = title is not None and i > title
            out[i] = _unmarked(line, reading, near=stop - i <= _NEAR, after=after)
    return out


def _unmarked(line: Line, reading: Reading, *, near: bool, after: bool) -> Decision:
    """A line of the head that says nothing of itself: before or behind the title, near the story or not."""
    if reading.sym is Sym.FRAGMENT or (after and line.words <= _BYLINE_WORDS):
        return _fragment(line, near=near, after=after)
    if after:
        return drop(Label.STANDFIRST, "SUBTITLE", "head.subtitle")
    if near:
        return drop(Label.STANDFIRST, "KICKER", "head.kicker")
    return drop(Label.NAVIGATION, "BEFORE_STORY", "head.before")


_BYLINE_WORDS = 6
_SECTION_WORDS = 3


def _fragment(line: Line, *, near: bool, after: bool) -> Decision:
    """A short line of the head: the writer or the place behind the title, the section before it."""
    if after:
        if is_dateline(line):
            return drop(Label.OTHER, "DATELINE", "head.dateline")
        return drop(Label.BYLINE, "BYLINE", "head.byline")
    if near:
        return drop(Label.SECTION, "SECTION", "head.section")
    return drop(Label.NAVIGATION, "NAVIGATION", "head.fragment")


def is_dateline(line: Line) -> bool:
    """Place and outlet, "Cairo (Reuters)", "Cairo - agencies", "Cairo:": not a person's name."""
    text = line.text.rstrip(" .")
    return text.endswith((")", ":")) or bool(_PLACE.search(text))


_PLACE = re.compile(r"\w\s?[-–—ـ]\s?\w")
