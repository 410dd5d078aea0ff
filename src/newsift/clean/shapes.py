"""What a line is on its own: what its marker says, else what can be seen in its shape."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsift.clean.lines import Cut
from newsift.clean.marked import read_marker
from newsift.clean.symbols import Reading, Sym
from newsift.models import Label

if TYPE_CHECKING:
    from newsift.clean.lines import Line
    from newsift.clean.markers import MarkerIndex


def read_line(line: Line, index: MarkerIndex) -> Reading:
    """The symbol of one line."""
    if line.cut in _CUTS:
        rule = line.hit.rule_id if line.cut is Cut.MARKER and line.hit is not None else f"cut.{line.cut}"
        label, reason = _CUTS[line.cut]
        return Reading(Sym.DROP, label, reason, rule)
    return read_marker(line) or _read_shape(line, index)


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
_COUNT_OF = re.compile(r"(\d{1,3})\s*(?:of|de|von|van|sur|di|из|з|z|av|af|من|از)\s*(\d{1,3})", re.IGNORECASE)


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
