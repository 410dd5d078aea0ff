"""What its marker makes of a line: furniture of some kind, or a sentence that only holds the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsift.clean.markers import Hit, How
from newsift.clean.symbols import Reading, Sym
from newsift.models import Label

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsift.clean.lines import Line


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


def read_marker(line: Line) -> Reading | None:
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
_STRETCH = 12  # words of a line that each word of a wording explains: "Sponsored by" opens no long story
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
    """Wordings that stories use too: in a long sentence they decide only outside the story, and not at
    all in one that is out of proportion to them ("Under the patronage of ...", "He joined ...").
    """
    if hit.how is How.START and line.words > _STRETCH * len(line.text[hit.start : hit.end].split()):
        return None
    if line.final and line.words >= _TALK:
        return Sym.SOFT
    return _furniture(line, hit)


def _disclaimer(line: Line, hit: Hit) -> Sym | None:
    """Words inside, such as "not necessarily", stand in stories too; what opens a disclaimer is sure."""
    return _talk(line, hit) if hit.how is How.INSIDE else _furniture(line, hit)


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
    "disclaimer": _disclaimer,
}
