"""Dates as news pages write them: month tables, three calendars, numbers of all scripts.

Only what is written counts: a date needs day, month and year (or a known reference for "3 hours ago"),
the text around it must be a date line rather than a sentence, and a date in the future is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from newsift.clean.calendars import gregorian_day
from newsift.clean.date_days import EARLIEST, find_days, valid_time
from newsift.clean.date_names import date_names
from newsift.clean.shadow import fold

if TYPE_CHECKING:
    from newsift.clean.date_days import Match
    from newsift.clean.date_names import DateNames
    from newsift.rules.pack import Rules

Kind = Literal["published", "updated"]
Precision = Literal["day", "minute", "second"]

_SLACK = timedelta(days=1)  # clocks ahead of UTC may date a page "tomorrow"
_MAX_OTHER_WORDS = 4  # of two letters and more: place, agency, name
_SENTENCE_END = re.compile(r"[.!?؟。]\s*[\"'»)]*$")
_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"https?://\S+|\bwww\.\S+|\S+@\S+")  # its parts are no words

_ISO_SHAPE = re.compile(r"^\d{4}-\d{2}-\d{2}(?:$|[T ]\d{2}:\d{2})")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:t?(\d{2})(\d{2})(\d{2})?)?z?$")
_EPOCH = re.compile(r"^\d{10}(?:\d{3})?$")
_ARABIC_SCRIPT = re.compile(r"[\u0600-\u06ff]")


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """A date found in a text.

    Attributes:
        value: As written, without zone; converted to UTC when the text gives a numeric offset.
        kind: What a label before it says; None without a label.
    """

    value: datetime
    precision: Precision
    kind: Kind | None = None


def parse_date(
    text: str,
    rules: Rules,
    *,
    reference: datetime | None = None,
    now: datetime | None = None,
    language: str | None = None,
) -> ParsedDate | None:
    """The first date of a date line; see `parse_dates`."""
    found = parse_dates(text, rules, reference=reference, now=now, language=language)
    return found[0] if found else None


def parse_dates(
    text: str,
    rules: Rules,
    *,
    reference: datetime | None = None,
    now: datetime | None = None,
    language: str | None = None,
) -> tuple[ParsedDate, ...]:
    """All dates of a date line, in order.

    Args:
        text: A line such as "Last updated: 3 May 2024 - 17:05"; a sentence gives nothing.
        rules: Month names and date words come from its date tables.
        reference: Time the page was fetched; without it "3 hours ago" is no date.
        now: Dates after it (and a day of slack for time zones) are refused; None refuses none.
        language: ISO 639-1 of the document; settles whether 3/4/2024 is in March or April. English
            pages write both, so there it is no date.
    """
    names = date_names(rules.dates)
    folded = fold(text)
    matches = list(find_days(folded, names, day_first=language != "en" or bool(_ARABIC_SCRIPT.search(text))))
    if not matches:
        relative = _relative(folded, names, reference)
        return (relative,) if relative else ()
    if not _is_date_line(folded, matches, names):
        return ()
    if any(match.calendar == "gregorian" for match in matches):
        matches = [match for match in matches if match.calendar == "gregorian"]
    found = [_dated(folded, matches, index, names) for index in range(len(matches))]
    return tuple(each for each in found if each.value.year >= EARLIEST and not is_future(each.value, now))


def parse_stamp(
    value: str, rules: Rules, *, now: datetime | None = None, language: str | None = None
) -> ParsedDate | None:
    """A machine-written value (`datePublished`, `article:published_time`, a record's field).

    Reads ISO 8601 with or without zone, compact and epoch forms, and anything `parse_date` reads.
    """
    iso = _iso_stamp(value.strip())
    if iso is not None:
        return None if is_future(iso.value, now) or iso.value.year < EARLIEST else iso
    folded = fold(value)
    if _EPOCH.match(folded):
        seconds = int(folded[:10])
        stamp = ParsedDate(datetime.fromtimestamp(seconds, tz=UTC).replace(tzinfo=None), "second")
    elif compact := _COMPACT.match(folded):
        parts = [int(part) for part in compact.groups(default="0")]
        day = gregorian_day(*parts[:3])
        if day is None or not valid_time(*parts[3:]):
            return None
        precision: Precision = "day" if compact[4] is None else "minute" if compact[6] is None else "second"
        stamp = ParsedDate(datetime(day.year, day.month, day.day, parts[3], parts[4], parts[5]), precision)  # noqa: DTZ001
    else:
        return parse_date(value, rules, now=now, language=language)
    return None if is_future(stamp.value, now) or stamp.value.year < EARLIEST else stamp


def _iso_stamp(value: str) -> ParsedDate | None:
    """A plain Gregorian ISO stamp, the commonest form, without the general reader's patterns."""
    if not _ISO_SHAPE.match(value):
        return None
    try:
        stamp = datetime.fromisoformat(value)
    except ValueError:
        return None
    if stamp.year < EARLIEST:
        return None  # another calendar
    if not (stamp.hour or stamp.minute or stamp.second):
        # A day for which a system had no time; converted to UTC it would become the day before.
        return ParsedDate(stamp.replace(tzinfo=None), "day")
    if stamp.tzinfo is not None:
        stamp = stamp.astimezone(UTC).replace(tzinfo=None)
    precision: Precision = "second" if value[16:17] == ":" else "minute"
    return ParsedDate(stamp.replace(microsecond=0), precision)


def is_future(value: datetime, now: datetime | None) -> bool:
    """Whether a date cannot have been written yet, allowing for time zones."""
    return now is not None and value > now + _SLACK


# --- reading around the day ------------------------------------------------------------------------


def _is_date_line(folded: str, matches: list[Match], names: DateNames) -> bool:
    """Whether the text is little more than its dates, labels, weekdays and times."""
    rest = []
    cursor = 0
    for match in matches:
        rest.append(folded[cursor : match.start])
        cursor = match.end
    rest.append(folded[cursor:])
    other = _ADDRESS.sub(" ", " | ".join(rest))
    for pattern in (names.updated, names.published, names.am, names.pm, names.fillers):
        other = pattern.sub(" ", other)
    words = sum(len(word) > 1 for word in _WORD.findall(other))
    if words > _MAX_OTHER_WORDS:
        return False
    return not (words > 1 and _SENTENCE_END.search(folded))


def _dated(folded: str, matches: list[Match], index: int, names: DateNames) -> ParsedDate:
    match = matches[index]
    before = folded[matches[index - 1].end if index else 0 : match.start]
    after = folded[match.end : matches[index + 1].start if index + 1 < len(matches) else len(folded)]
    time, seconds = match.time, match.seconds
    if time is None:
        found = _time(after, names) or (_time(before, names) if index == 0 else None)
        if found:
            time, seconds = found
    value = datetime(match.day.year, match.day.month, match.day.day, *(time or (0, 0, 0)))  # noqa: DTZ001
    if match.offset is not None:
        value -= match.offset
    precision: Precision = "day" if time is None else "second" if seconds else "minute"
    kind = _kind(before, names)
    if kind is None and index + 1 == len(matches) and names.updated.search(after):
        kind = "updated"  # "23 December 2009, last update 18:00"
    return ParsedDate(value, precision, kind)


def _kind(before: str, names: DateNames) -> Kind | None:
    """The label nearest to the date decides; where both match at one place, the longer."""
    best: tuple[int, int, Kind] | None = None
    kinds: tuple[tuple[re.Pattern[str], Kind], ...] = (
        (names.published, "published"),
        (names.updated, "updated"),
    )
    for pattern, kind in kinds:
        for found in pattern.finditer(before):
            key = (found.end(), found.end() - found.start(), kind)
            if best is None or key[:2] > best[:2]:
                best = key
    return best[2] if best else None


def _time(text: str, names: DateNames) -> tuple[tuple[int, int, int], bool] | None:
    found = names.time.search(text)
    if found is None:
        return None
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if found[4] and hour == 12:  # noqa: PLR2004
        hour = 0
    elif found[5] and hour < 12:  # noqa: PLR2004
        hour += 12
    return ((hour, minute, second), found[3] is not None) if valid_time(hour, minute, second) else None


def _relative(folded: str, names: DateNames, reference: datetime | None) -> ParsedDate | None:
    """A time such as "3 hours ago" or "yesterday": only against a known reference."""
    if reference is None:
        return None
    counted = names.counted.search(folded)
    if counted and names.ago.search(folded):
        minutes = int(counted[1]) * names.units[" ".join(counted[2].split())]
        value = reference - timedelta(minutes=minutes)
        if minutes < 1440:  # noqa: PLR2004 - less than a day: the minute is meant
            return ParsedDate(value.replace(second=0, microsecond=0), "minute")
        return ParsedDate(datetime(value.year, value.month, value.day), "day")  # noqa: DTZ001
    for pattern, days in ((names.yesterday, 1), (names.today, 0)):
        if pattern.fullmatch(folded):
            value = reference - timedelta(days=days)
            return ParsedDate(datetime(value.year, value.month, value.day), "day")  # noqa: DTZ001
    return None
