"""Symbols: what a line is on its own, before its neighbours are looked at. The zone automaton's alphabet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from newsift.clean.lines import Cut
from newsift.clean.markers import Hit, How
from newsift.models import Label

if TYPE_CHECKING:
    from collections.abc import Callable

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
}


def read_line(line: Line, index: MarkerIndex) -> Reading:
    """The symbol of one line."""
    if line.cut in _CUTS:
        rule = line.hit.rule_id if line.cut is Cut.MARKER and line.hit is not None else f"cut.{line.cut}"
        label, reason = _CUTS[line.cut]
        return Reading(Sym.DROP, label, reason, rule)
    return _read_marker(line) or _read_shape(line, index)


_CUTS: dict[Cut | None, tuple[Label, str]] = {
    Cut.MARKER: (Label.MARKER, "GLUED_MARKER"),
    Cut.CODE: (Label.OTHER, "CODE"),
    Cut.TITLE: (Label.DUPLICATE, "TITLE_REPEATED"),
}
_AGENCY_WORDS = 4
_ADDRESS_WORDS = 30


def _read_shape(line: Line, index: MarkerIndex) -> Reading:
    """The symbol of a line that bears no marker."""
    address = line.address
    if line.date and not line.item:
        reading = _DATE_LINE
    elif address and (line.text.startswith("pic.") or "(@" in line.text):
        reading = _SOCIAL
    elif address and (not line.final or line.words <= _ADDRESS_WORDS):
        reading = _ADDRESS
    elif line.words <= _AGENCY_WORDS and line.key in index.agencies:
        reading = _AGENCY
    elif not line.key and line.digits == 0:
        reading = _NO_LETTERS
    elif _is_menu_row(line):
        reading = _MENU_ROW
    elif _is_hashtags(line):
        reading = _HASHTAG_LINE
    elif _is_credit(line):
        reading = _CREDIT_LINE
    elif _is_counter(line):
        reading = _COUNTER_LINE
    else:
        reading = _SHAPES[_shape(line)]
    return reading


_DATE_LINE = Reading(Sym.DATE, Label.DATE, "DATE_LINE", "shape.date")
_SOCIAL = Reading(Sym.DROP, Label.OTHER, "SOCIAL_EMBED", "shape.social")
_ADDRESS = Reading(Sym.SOFT, Label.FOOTER, "ADDRESS", "shape.address")
_AGENCY = Reading(Sym.STOP, Label.AGENCY, "AGENCY_LINE", "lexicon.agency")
_NO_LETTERS = Reading(Sym.DROP, Label.OTHER, "NO_LETTERS", "shape.no_letters")
_MENU_ROW = Reading(Sym.DROP, Label.NAVIGATION, "PIPED_LIST", "shape.pipes")
_HASHTAG_LINE = Reading(Sym.STOP, Label.KEYWORDS, "HASHTAGS", "shape.hashtags")
_CREDIT_LINE = Reading(Sym.DROP, Label.CAPTION, "PHOTO_CREDIT", "shape.credit")
_COUNTER_LINE = Reading(Sym.DROP, Label.NAVIGATION, "GALLERY_COUNTER", "shape.counter")
_SHAPES = {sym: Reading(sym, Label.OTHER, "", "") for sym in Sym}


_FRAGMENT_WORDS = 3
_ITEM_WORDS = 12


def _shape(line: Line) -> Sym:
    if line.prose and _is_label_row(line):
        sym = Sym.DATA
    elif line.prose and not (line.words < _ITEM_WORDS and line.item and not line.final):
        sym = Sym.PROSE
    elif line.colon:
        sym = Sym.COLON
    elif line.item:
        sym = Sym.ITEM
    elif line.final:
        sym = Sym.SENTENCE
    elif _is_data(line):
        sym = Sym.DATA
    else:
        sym = Sym.FRAGMENT if line.words <= _FRAGMENT_WORDS else Sym.HEADLINE
    return sym


_DATA_WORDS = 14
_DIGITS = 0.2
_SOME_DIGITS = 0.04
_VALUE_WORDS = 4


def _is_data(line: Line) -> bool:
    """Label and value ("Venue: Kyiv"), a score, a table row."""
    if line.words > _DATA_WORDS:
        return False
    if line.digits >= _DIGITS:
        return True
    label, mark, value = line.text.partition(":")
    if not mark or not value.strip() or len(label.split()) > _LABEL_WORDS:
        return False
    return line.digits > _SOME_DIGITS or len(value.split()) <= _VALUE_WORDS


def _is_label_row(line: Line) -> bool:
    """A label and a long row of words without any punctuation, such as tags behind an unknown label."""
    if line.final or line.weak or line.words > _ROW_WORDS or line.commas:
        return False
    label, mark, row = line.text.partition(":")
    return bool(mark) and len(label.split()) <= _LABEL_WORDS and not _SENTENCE_MARKS.intersection(row)


_ROW_WORDS = 60
_LABEL_WORDS = 3
_SENTENCE_MARKS = frozenset(".،؛;:()")


_HASHTAGS = 2
_CREDIT_SIGN_WORDS = 12
_COUNT_OF = re.compile(
    r"(\d{1,3})\s*(?:of|de|von|van|sur|di|из|з|z|av|af|من|از)\s*(\d{1,3})", re.IGNORECASE
)


def _is_hashtags(line: Line) -> bool:
    """Nothing but hashtags, two or more."""
    words = line.text.split() if line.text.startswith("#") else ()
    return len(words) >= _HASHTAGS and all(word.startswith("#") for word in words)


def _is_credit(line: Line) -> bool:
    return "©" in line.text and line.words <= _CREDIT_SIGN_WORDS and not line.final


def _is_counter(line: Line) -> bool:
    """The place of a picture in a gallery: "3 of 12"."""
    found = _COUNT_OF.fullmatch(line.text.strip(" ()[]")) if line.digits > 0 else None
    return found is not None and 0 < int(found[1]) <= int(found[2])


_PIPES = 3
_WORDS_A_PIPE = 8


def _is_menu_row(line: Line) -> bool:
    """Items of a menu on one line: "Home | World | Sport"."""
    return not line.final and (pipes := line.pipes) >= _PIPES and line.words <= _WORDS_A_PIPE * pipes


def _read_marker(line: Line) -> Reading | None:
    """What the line's marker makes of it; None where the line is a sentence that only holds the words."""
    hit = line.hit
    if hit is None:
        return None
    sym = _SYMBOLS.get(hit.family, _furniture)(line, hit)
    if sym is None:
        return None
    if sym is Sym.INLINE:
        return Reading(sym, Label.RELATED, "RELATED_INLINE", hit.rule_id)
    label, reason = _REASONS[hit.family]
    return Reading(sym, label, reason, hit.rule_id)


# Longest lines (in words) that a marker of the kind explains.
_RUNNING = 12  # a line with a final mark and so many words is a sentence, whatever it opens with
_INLINE = 60
_INLINE_LABEL = 40
_CONTINUE = 8
_SOURCE = 25
_SOURCE_LABEL = 9
_DATE = 30
_COUNTER = 8
_COUNTER_WHOLE = 6
_BYLINE = 12
_BYLINE_LABEL = 5
_CREDIT = 4
_CAPTION = 45
_MENU = 8
_TALK = 18
_COUNT = 0.04  # share of digits: "Comments: 12"


def _is_running(line: Line) -> bool:
    return line.final and line.words >= _RUNNING


def _zone(line: Line, hit: Hit) -> Sym | None:
    if hit.how is How.WHOLE:
        return Sym.ZONE
    sure = hit.how is How.LABEL and hit.family in ("read_also", "related")
    if sure and line.words <= _INLINE_LABEL:
        return Sym.INLINE
    led = hit.how in (How.START, How.LABEL)
    return Sym.INLINE if led and not _is_running(line) and line.words <= _INLINE else None


def _continue(line: Line, hit: Hit) -> Sym | None:
    led = hit.how is not How.END and line.words <= _CONTINUE
    return Sym.DROP if hit.how is How.WHOLE or led else None


def _tags(line: Line, hit: Hit) -> Sym | None:
    return Sym.STOP if hit.how is How.WHOLE or not _is_running(line) else None


def _source(line: Line, hit: Hit) -> Sym | None:
    limit = _SOURCE_LABEL if hit.how is How.LABEL else _SOURCE
    return Sym.STOP if hit.how is How.WHOLE or line.words <= limit else None


def _date(line: Line, hit: Hit) -> Sym | None:
    if line.digits > 0 and line.words <= _DATE:
        return Sym.DATE
    return Sym.DROP if hit.how is How.WHOLE else None


def _counter(line: Line, hit: Hit) -> Sym | None:
    whole = hit.how is How.WHOLE and line.words <= _COUNTER_WHOLE
    return Sym.DROP if whole or (line.digits > 0 and line.words <= _COUNTER) else None


def _byline(line: Line, hit: Hit) -> Sym | None:
    limit = _BYLINE_LABEL if hit.how is How.LABEL else _BYLINE
    return Sym.SOFT if line.words <= limit and not line.final else None


def _credit(line: Line, hit: Hit) -> Sym | None:
    led = hit.how in (How.LABEL, How.START) and line.words <= _CAPTION
    closed = hit.how is How.END and not line.final
    if line.words <= _CREDIT or led or closed:
        return Sym.DROP if line.words > 1 else Sym.SOFT
    return None


def _menu(line: Line, hit: Hit) -> Sym | None:
    return Sym.SOFT if hit.how is How.WHOLE or line.words <= _MENU else None


def _bio(_line: Line, _hit: Hit) -> Sym | None:
    return Sym.SOFT


def _ending(line: Line, hit: Hit) -> Sym | None:
    if not _is_running(line):
        named = hit.how is How.LABEL and hit.family == "comments" and line.digits < _COUNT and line.words > 1
        return Sym.SOFT if named else Sym.HARD  # "Website: …", "Name: …" may be rows of a table
    return {How.LABEL: None, How.START: Sym.SOFT}.get(hit.how, Sym.HARD)


def _end_sign(_line: Line, hit: Hit) -> Sym | None:
    return Sym.STOP if hit.how is How.WHOLE else None


def _talk(line: Line, hit: Hit) -> Sym | None:
    """Wordings that stories use too: in a long sentence they decide only outside the story."""
    if line.final and line.words >= _TALK:
        return Sym.SOFT
    return _furniture(line, hit)


def _paywall(line: Line, hit: Hit) -> Sym | None:
    if hit.how in (How.WHOLE, How.LABEL):  # with a colon it may be a price: "Premium: …"
        return Sym.DROP
    return Sym.HARD if line.words < _TALK else Sym.SOFT


def _furniture(line: Line, hit: Hit) -> Sym | None:
    return None if hit.how is How.LABEL and _is_running(line) else Sym.DROP


_SYMBOLS: dict[str, Callable[[Line, Hit], Sym | None]] = {
    "read_also": _zone,
    "related": _zone,
    "most_read": _zone,
    "latest": _zone,
    "continue": _continue,
    "tags": _tags,
    "source": _source,
    "date_label": _date,
    "update_label": _date,
    "reading_time": _counter,
    "views": _counter,
    "byline": _byline,
    "photo_credit": _credit,
    "navigation": _menu,
    "breaking": _menu,
    "bio": _bio,
    "comments": _ending,
    "copyright": _ending,
    "end_sign": _end_sign,
    "paywall": _paywall,
    "follow_us": _talk,
    "subscribe": _talk,
    "share": _talk,
    "advert": _talk,
    "contact": _talk,
}
