"""Symbols: what a line is on its own, before its neighbours are looked at. The zone automaton's alphabet."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from newsift.clean.lines import Cut
from newsift.clean.markers import How
from newsift.models import Label

if TYPE_CHECKING:
    from newsift.clean.lines import Line
    from newsift.clean.markers import MarkerIndex


class Sym(StrEnum):
    """The alphabet. The first group is said by markers, the second seen in the line's shape."""

    ZONE = "zone"  # announces related stories that follow
    INLINE = "inline"  # such an announcement with the headline on the same line
    STOP = "stop"  # stands where a story has ended: source, tags, end sign
    HARD = "hard"  # after it comes no story any more: comments, copyright
    DROP = "drop"  # furniture wherever it stands
    SOFT = "soft"  # furniture in head and tail, possibly text in between
    DATE = "date"

    PROSE = "prose"
    SENTENCE = "sentence"  # short, with a final mark
    COLON = "colon"  # introduces what follows
    ITEM = "item"  # bulleted or numbered
    DATA = "data"  # label and value, score, table row
    HEADLINE = "headline"  # several words, no final mark
    FRAGMENT = "fragment"  # up to three words


STORY = frozenset({Sym.PROSE, Sym.SENTENCE, Sym.COLON, Sym.ITEM, Sym.DATA})
FURNITURE = frozenset({Sym.ZONE, Sym.INLINE, Sym.STOP, Sym.HARD, Sym.DROP, Sym.DATE})


@dataclass(frozen=True, slots=True)
class Reading:
    """A line's symbol with the label, reason and rule it would be removed under."""

    sym: Sym
    label: Label
    reason: str
    rule_id: str


_ZONES = frozenset({"read_also", "related", "most_read", "latest"})
# Families whose wordings stories use too: in a long sentence they decide only outside the story.
_TALKATIVE = frozenset({"follow_us", "subscribe", "share", "advert", "contact", "paywall"})
_TALK_WORDS = 18
_REASONS: dict[str, tuple[Label, str]] = {
    "read_also": (Label.MARKER, "READ_ALSO"),
    "related": (Label.MARKER, "RELATED_HEADING"),
    "most_read": (Label.MARKER, "MOST_READ_HEADING"),
    "latest": (Label.MARKER, "LATEST_HEADING"),
    "continue": (Label.MARKER, "CONTINUE"),
    "tags": (Label.KEYWORDS, "TAGS_LINE"),
    "source": (Label.SOURCE, "SOURCE_LINE"),
    "share": (Label.SHARE, "SHARE_BAR"),
    "date_label": (Label.DATE, "DATE_PUBLISHED"),
    "update_label": (Label.DATE, "DATE_UPDATED"),
    "subscribe": (Label.SUBSCRIBE, "NEWSLETTER"),
    "follow_us": (Label.SUBSCRIBE, "FOLLOW_US"),
    "copyright": (Label.FOOTER, "COPYRIGHT"),
    "comments": (Label.COMMENTS, "COMMENTS"),
    "photo_credit": (Label.CAPTION, "PHOTO_CREDIT"),
    "bio": (Label.BIO, "AUTHOR_BIO"),
    "byline": (Label.BYLINE, "BYLINE"),
    "reading_time": (Label.NAVIGATION, "READING_TIME"),
    "views": (Label.NAVIGATION, "VIEW_COUNT"),
    "navigation": (Label.NAVIGATION, "NAVIGATION"),
    "advert": (Label.OTHER, "ADVERT"),
    "disclaimer": (Label.FOOTER, "DISCLAIMER"),
    "paywall": (Label.SUBSCRIBE, "PAYWALL"),
    "cookies": (Label.FOOTER, "COOKIES"),
    "end_sign": (Label.OTHER, "END_SIGN"),
    "contact": (Label.FOOTER, "CONTACT"),
    "permalink": (Label.SHARE, "PERMALINK"),
    "breaking": (Label.NAVIGATION, "BREAKING"),
    "title_word": (Label.NAVIGATION, "NAVIGATION"),
}


def read_line(line: Line, index: MarkerIndex) -> Reading:
    """The symbol of one line."""
    match line.cut:
        case Cut.MARKER:
            rule = line.hit.rule_id if line.hit is not None else "shape.glued"
            return Reading(Sym.DROP, Label.MARKER, "GLUED_MARKER", rule)
        case Cut.CODE:
            return Reading(Sym.DROP, Label.OTHER, "CODE", "shape.code")
        case Cut.TITLE:
            return Reading(Sym.DROP, Label.DUPLICATE, "TITLE_REPEATED", "shape.title_tail")
    marked = _read_marker(line)
    if marked is not None:
        return marked
    if line.date and not line.item:
        return Reading(Sym.DATE, Label.DATE, "DATE_LINE", "shape.date")
    if line.address and not line.final:
        return Reading(Sym.SOFT, Label.FOOTER, "ADDRESS", "shape.address")
    if line.key in index.agencies and line.words <= 4:
        return Reading(Sym.STOP, Label.AGENCY, "AGENCY_LINE", "lexicon.agency")
    if not line.key and line.digits == 0:
        return Reading(Sym.DROP, Label.OTHER, "NO_LETTERS", "shape.no_letters")
    if _is_tag_run(line):
        return Reading(Sym.DROP, Label.NAVIGATION, "PIPED_LIST", "shape.pipes")
    return Reading(_shape(line), Label.OTHER, "", "")


def _shape(line: Line) -> Sym:
    if line.prose and _is_label_row(line):
        return Sym.DATA
    if line.prose and not (line.item and line.words < 12 and not line.final):
        return Sym.PROSE
    if line.colon:
        return Sym.COLON
    if line.item:
        return Sym.ITEM
    if line.final:
        return Sym.SENTENCE
    if _is_data(line):
        return Sym.DATA
    return Sym.FRAGMENT if line.words <= 3 else Sym.HEADLINE


def _is_data(line: Line) -> bool:
    """Label and value ("Venue: Kyiv"), a score, a table row."""
    if line.words > 14:
        return False
    if line.digits >= 0.2:
        return True
    head, mark, rest = line.text.partition(":")
    return (
        bool(mark)
        and len(head.split()) <= 3
        and (line.digits > 0.04 or len(rest.split()) <= 4)
        and bool(rest.strip())
    )


def _is_label_row(line: Line) -> bool:
    """A label and a long row of words without any punctuation, such as tags behind an unknown label."""
    if line.final or line.weak or line.commas or line.words > _ROW_WORDS:
        return False
    label, mark, row = line.text.partition(":")
    return bool(mark) and len(label.split()) <= _LABEL_WORDS and not _SENTENCE_MARKS.intersection(row)


_ROW_WORDS = 60
_LABEL_WORDS = 3
_SENTENCE_MARKS = frozenset(".،؛;:()")


def _is_tag_run(line: Line) -> bool:
    """Items of a menu on one line: "Home | World | Sport"."""
    return line.pipes >= 3 and line.words <= 8 * line.pipes and not line.final


def _made(line: Line, sym: Sym) -> Reading:
    assert line.hit is not None
    label, reason = _REASONS[line.hit.family]
    return Reading(sym, label, reason, line.hit.rule_id)


def _read_marker(line: Line) -> Reading | None:  # noqa: PLR0911, PLR0912, C901 - one case a family
    hit = line.hit
    if hit is None:
        return None
    family, how = hit.family, hit.how
    whole = how is How.WHOLE
    running = line.final and line.words >= 12  # a sentence, whatever it opens with
    if family in _ZONES:
        if whole:
            return _made(line, Sym.ZONE)
        if how is How.LABEL and family in ("read_also", "related") and line.words <= 40:
            return Reading(Sym.INLINE, Label.RELATED, "RELATED_INLINE", hit.rule_id)
        if how in (How.START, How.LABEL) and not running and line.words <= 60:
            return Reading(Sym.INLINE, Label.RELATED, "RELATED_INLINE", hit.rule_id)
        return None
    if family == "continue":
        if whole:
            return _made(line, Sym.DROP)
        return _made(line, Sym.DROP) if how is not How.END and line.words <= 8 else None
    if family == "tags":
        return _made(line, Sym.STOP) if whole or not running else None
    if family == "source":
        if whole:
            return _made(line, Sym.STOP)
        limit = 9 if how is How.LABEL else 25
        return _made(line, Sym.STOP) if line.words <= limit else None
    if family in ("date_label", "update_label"):
        if line.digits > 0 and line.words <= 30:
            return _made(line, Sym.DATE)
        return _made(line, Sym.DROP) if whole else None
    if family in ("reading_time", "views"):
        if (whole and line.words <= 6) or (line.digits > 0 and line.words <= 8):
            return _made(line, Sym.DROP)
        return None
    if family == "byline":
        limit = 5 if how is How.LABEL else 12
        return _made(line, Sym.SOFT) if line.words <= limit and not line.final else None
    if family == "photo_credit":
        if (
            line.words <= 4
            or (how in (How.LABEL, How.START) and line.words <= 45)
            or (how is How.END and not line.final)
        ):
            return _made(line, Sym.DROP if line.words > 1 else Sym.SOFT)
        return None
    if family in ("navigation", "breaking", "title_word"):
        return _made(line, Sym.SOFT) if whole or line.words <= 8 else None
    if family == "bio":
        return _made(line, Sym.SOFT)
    if family in ("comments", "copyright") or (family == "paywall" and not whole):
        if running and how is How.LABEL:
            return None
        return _made(line, Sym.HARD)
    if family in _TALKATIVE and line.final and line.words >= _TALK_WORDS:
        return _made(line, Sym.SOFT)
    if family == "end_sign":
        return _made(line, Sym.STOP) if whole else None
    if how is How.LABEL and running:
        return None
    return _made(line, Sym.DROP)
