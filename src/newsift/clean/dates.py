"""Dates as news pages write them: month tables, three calendars, numbers of all scripts.

Only what is written counts: a date needs day, month and year (or a known reference for "3 hours ago"),
the text around it must be a date line rather than a sentence, and a date in the future is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from newsift.clean.calendars import gregorian_day, jalali_day
from newsift.clean.date_names import date_names
from newsift.clean.shadow import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsift.clean.date_names import DateNames
    from newsift.rules.dates import Calendar
    from newsift.rules.pack import Rules

Kind = Literal["published", "updated"]
Precision = Literal["day", "minute", "second"]

_EARLIEST = 1990  # pages did not date themselves before there was a web
_JALALI_YEARS = range(1369, 1411)  # 1990 to 2031; higher numbers are lunar Hijri years
_SLACK = timedelta(days=1)  # clocks ahead of UTC may date a page "tomorrow"
_MAX_OTHER_WORDS = 4  # of two letters and more: place, agency, name
_SENTENCE_END = re.compile(r"[.!?؟。]\s*[\"'»)]*$")
_WORD = re.compile(r"[^\W\d_]+")

_YEAR = re.compile(r"\d{4}")  # every date has one, but those of `_YEAR_SHORT`
_ISO = re.compile(
    r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?:\s*t?\s*(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?"
    r"\s*(z(?![a-z])|[+-]\d{2}:?\d{2}(?!\d))?)?(?!\d)"
)
_ISO_SHAPE = re.compile(r"^\d{4}-\d{2}-\d{2}(?:$|[T ]\d{2}:\d{2})")
_ISO_DAY = 10  # characters of YYYY-MM-DD
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:t?(\d{2})(\d{2})(\d{2})?)?z?$")
_EPOCH = re.compile(r"^\d{10}(?:\d{3})?$")
_YEAR_FIRST = re.compile(
    r"(?<![\d./-])(\d{4})\s*([./-]|年|년)\s*(\d{1,2})\s*(?:[./-]|月|월)\s*(\d{1,2})(?![\d/-]|\.\d)"
)
_YEAR_LAST = re.compile(r"(?<![\d./-])(\d{1,2})\s*([./-])\s*(\d{1,2})\s*\2\s*(\d{4})(?!\d(?!\d?:\d\d))")
_YEAR_SHORT = re.compile(r"(?<![\d./-])(\d{2})([./])(\d{2})\2(\d{2})(?![\d./-])")
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


@dataclass(frozen=True, slots=True)
class _Match:
    """A day found in the folded text, between `start` and `end`."""

    start: int
    end: int
    day: date
    calendar: Calendar
    time: tuple[int, int, int] | None = None
    offset: timedelta | None = None
    seconds: bool = False


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
    matches = list(_find(folded, names, day_first=language != "en" or bool(_ARABIC_SCRIPT.search(text))))
    if not matches:
        relative = _relative(folded, names, reference)
        return (relative,) if relative else ()
    if not _is_date_line(folded, matches, names):
        return ()
    if any(match.calendar == "gregorian" for match in matches):
        matches = [match for match in matches if match.calendar == "gregorian"]
    found = [_dated(folded, matches, index, names) for index in range(len(matches))]
    return tuple(each for each in found if each.value.year >= _EARLIEST and not is_future(each.value, now))


def parse_stamp(
    value: str, rules: Rules, *, now: datetime | None = None, language: str | None = None
) -> ParsedDate | None:
    """A machine-written value (`datePublished`, `article:published_time`, a record's field).

    Reads ISO 8601 with or without zone, compact and epoch forms, and anything `parse_date` reads.
    """
    iso = _iso_stamp(value.strip())
    if iso is not None:
        return None if is_future(iso.value, now) or iso.value.year < _EARLIEST else iso
    folded = fold(value)
    if _EPOCH.match(folded):
        seconds = int(folded[:10])
        stamp = ParsedDate(datetime.fromtimestamp(seconds, tz=UTC).replace(tzinfo=None), "second")
    elif compact := _COMPACT.match(folded):
        parts = [int(part) for part in compact.groups(default="0")]
        day = gregorian_day(*parts[:3])
        if day is None or not _valid_time(*parts[3:]):
            return None
        precision: Precision = "day" if compact[4] is None else "minute" if compact[6] is None else "second"
        stamp = ParsedDate(datetime(day.year, day.month, day.day, parts[3], parts[4], parts[5]), precision)  # noqa: DTZ001
    else:
        return parse_date(value, rules, now=now, language=language)
    return None if is_future(stamp.value, now) or stamp.value.year < _EARLIEST else stamp


def _iso_stamp(value: str) -> ParsedDate | None:
    """A plain Gregorian ISO stamp, the commonest form, without the general reader's patterns."""
    if not _ISO_SHAPE.match(value):
        return None
    try:
        stamp = datetime.fromisoformat(value)
    except ValueError:
        return None
    if stamp.year < _EARLIEST:
        return None  # another calendar
    if stamp.tzinfo is not None:
        stamp = stamp.astimezone(UTC).replace(tzinfo=None)
    precision: Precision = "day" if len(value) == _ISO_DAY else "second" if value[16:17] == ":" else "minute"
    return ParsedDate(stamp.replace(microsecond=0), precision)


def is_future(value: datetime, now: datetime | None) -> bool:
    """Whether a date cannot have been written yet, allowing for time zones."""
    return now is not None and value > now + _SLACK


# --- finding ---------------------------------------------------------------------------------------


def _find(folded: str, names: DateNames, *, day_first: bool) -> Iterator[_Match]:
    """Non-overlapping days in order of their place; ISO before numbers before names at equal place."""
    candidates: list[_Match] = []
    if _YEAR.search(folded) is not None:
        candidates = [*_iso(folded), *_numeric(folded, day_first=day_first), *_named(folded, names)]
    if day_first and not candidates:
        candidates = list(_short_year(folded))
    end = -1
    for match in sorted(candidates, key=lambda each: (each.start, -each.end)):
        if match.start >= end:
            yield match
            end = match.end


def _iso(folded: str) -> Iterator[_Match]:
    for found in _ISO.finditer(folded):
        year, month, day = (int(part) for part in found.groups()[:3])
        gregorian = _numbered_day(year, month, day)
        if gregorian is None:
            continue
        time = None
        if found[4] is not None:
            time = (int(found[4]), int(found[5]), int(found[6] or 0))
            if not _valid_time(*time):
                continue
        yield _Match(
            found.start(),
            found.end(),
            gregorian[0],
            gregorian[1],
            time=time,
            offset=_offset(found[7]) if time else None,
            seconds=found[6] is not None,
        )


def _numeric(folded: str, *, day_first: bool) -> Iterator[_Match]:
    for found in _YEAR_FIRST.finditer(folded):
        day = _numbered_day(int(found[1]), int(found[3]), int(found[4]))
        if day is not None:
            end = found.end() + (1 if folded[found.end() : found.end() + 1] in {"日", "일"} else 0)
            yield _Match(found.start(), end, *day)
    for found in _YEAR_LAST.finditer(folded):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        if found[2] == "/" and first != second and first <= 12 and second <= 12 and not day_first:  # noqa: PLR2004
            continue  # 3/4 is in March or in April
        if second > 12:  # noqa: PLR2004 - month first, as Americans write
            first, second = second, first
        day = _numbered_day(year, second, first)
        if day is not None:
            yield _Match(found.start(), found.end(), *day)


def _short_year(folded: str) -> Iterator[_Match]:
    """Day, month and two digits of the year, as old pages write it: "14/09/09", "14.09.09"."""
    for found in _YEAR_SHORT.finditer(folded):
        day = gregorian_day(2000 + int(found[4]), int(found[3]), int(found[1]))
        if day is not None:
            yield _Match(found.start(), found.end(), day, "gregorian")


def _numbered_day(year: int, month: int, day: int) -> tuple[date, Calendar] | None:
    """Which calendar a numeric date is in follows from its year."""
    if year in _JALALI_YEARS:
        found = jalali_day(year, month, day)
        return (found, "jalali") if found else None
    found = gregorian_day(year, month, day) if year >= _EARLIEST else None
    return (found, "gregorian") if found else None


def _named(folded: str, names: DateNames) -> Iterator[_Match]:
    if names.month_heads.isdisjoint(_WORD.findall(folded)):
        return
    day_first, month_first, _ = names.named
    for pattern in names.named:
        for found in pattern.finditer(folded):
            if pattern is day_first:
                day, first, second, number = found.groups()
            elif pattern is month_first:
                first, second, day, number = found.groups()
            else:
                number, first, second, day = found.groups()
            meant = _meant(first, second, names)
            if meant is None:
                continue
            value = _day(meant, int(number), int(day))
            if value is not None:
                yield _Match(found.start(), found.end(), value, meant[0])


def _meant(first: str, second: str | None, names: DateNames) -> tuple[Calendar, int] | None:
    """The month that a name, or two names for one month, stand for; None when the two disagree."""
    left = names.months.get(" ".join(first.split()))
    if second is None:
        return left
    return left if left == names.months.get(" ".join(second.split())) else None


def _day(meant: tuple[Calendar, int], year: int, day: int) -> date | None:
    calendar, month = meant
    if calendar == "gregorian":
        return gregorian_day(year, month, day)
    if calendar == "jalali":
        return jalali_day(year, month, day)
    # A lunar month begins when the moon is seen: a day computed alone may be one off. Kept only to
    # recognise the line; `parse_dates` returns the Gregorian date that stands beside it.
    return date(1, month, min(day, 28))


# --- reading around the day ------------------------------------------------------------------------


def _is_date_line(folded: str, matches: list[_Match], names: DateNames) -> bool:
    """Whether the text is little more than its dates, labels, weekdays and times."""
    rest = []
    cursor = 0
    for match in matches:
        rest.append(folded[cursor : match.start])
        cursor = match.end
    rest.append(folded[cursor:])
    other = " | ".join(rest)
    for pattern in (names.updated, names.published, names.am, names.pm, names.fillers):
        other = pattern.sub(" ", other)
    words = sum(len(word) > 1 for word in _WORD.findall(other))
    if words > _MAX_OTHER_WORDS:
        return False
    return not (words > 1 and _SENTENCE_END.search(folded))


def _dated(folded: str, matches: list[_Match], index: int, names: DateNames) -> ParsedDate:
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
    return ((hour, minute, second), found[3] is not None) if _valid_time(hour, minute, second) else None


def _valid_time(hour: int, minute: int, second: int = 0) -> bool:
    return hour < 24 and minute < 60 and second < 60  # noqa: PLR2004


def _offset(text: str | None) -> timedelta | None:
    """Distance from UTC that "+03:00" states; zero for "z", None without either."""
    if not text:
        return None
    if text == "z":
        return timedelta()
    sign = -1 if text[0] == "-" else 1
    digits = text[1:].replace(":", "")
    return sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))


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
