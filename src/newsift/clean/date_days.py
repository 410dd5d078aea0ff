"""Days in a folded text: ISO, numbers and names of months, in three calendars."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from newsift.clean.calendars import gregorian_day, jalali_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsift.clean.date_names import DateNames
    from newsift.rules.dates import Calendar

EARLIEST = 1990  # pages did not date themselves before there was a web
_JALALI_YEARS = range(1369, 1411)  # 1990 to 2031; higher numbers are lunar Hijri years
_LETTERS = re.compile(r"[^\W\d_]+")

_YEAR = re.compile(r"\d{4}")  # every date has one, but those of `_YEAR_SHORT`
_ISO = re.compile(
    r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?:\s*t?\s*(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?"
    r"\s*(z(?![a-z])|[+-]\d{2}:?\d{2}(?!\d))?)?(?!\d)"
)
_YEAR_FIRST = re.compile(
    r"(?<![\d./-])(\d{4})\s*([./-]|年|년)\s*(\d{1,2})\s*(?:[./-]|月|월)\s*(\d{1,2})(?![\d/-]|\.\d)"
)
_YEAR_LAST = re.compile(r"(?<![\d./-])(\d{1,2})\s*([./-])\s*(\d{1,2})\s*\2\s*(\d{4})(?!\d(?!\d?:\d\d))")
_YEAR_SHORT = re.compile(r"(?<![\d./-])(\d{2})([./])(\d{2})\2(\d{2})(?![\d./]|-(?!\d?\d:\d\d))")


@dataclass(frozen=True, slots=True)
class Match:
    """A day found in the folded text, between `start` and `end`."""

    start: int
    end: int
    day: date
    calendar: Calendar
    time: tuple[int, int, int] | None = None
    offset: timedelta | None = None
    seconds: bool = False


def find_days(folded: str, names: DateNames, *, day_first: bool) -> Iterator[Match]:
    """Non-overlapping days in order of their place; ISO before numbers before names at equal place."""
    candidates: list[Match] = []
    if _YEAR.search(folded) is not None:
        candidates = [*_iso(folded), *_numeric(folded, day_first=day_first), *_named(folded, names)]
    if day_first and not candidates:
        candidates = list(_short_year(folded))
    end = -1
    for match in sorted(candidates, key=lambda each: (each.start, -each.end)):
        if match.start >= end:
            yield match
            end = match.end


def _iso(folded: str) -> Iterator[Match]:
    for found in _ISO.finditer(folded):
        year, month, day = (int(part) for part in found.groups()[:3])
        gregorian = _numbered_day(year, month, day)
        if gregorian is None:
            continue
        time = None
        if found[4] is not None:
            time = (int(found[4]), int(found[5]), int(found[6] or 0))
            if not valid_time(*time):
                continue
        yield Match(
            found.start(),
            found.end(),
            gregorian[0],
            gregorian[1],
            time=time,
            offset=_offset(found[7]) if time else None,
            seconds=found[6] is not None,
        )


def _numeric(folded: str, *, day_first: bool) -> Iterator[Match]:
    for found in _YEAR_FIRST.finditer(folded):
        day = _numbered_day(int(found[1]), int(found[3]), int(found[4]))
        if day is not None:
            end = found.end() + (1 if folded[found.end() : found.end() + 1] in {"日", "일"} else 0)
            yield Match(found.start(), end, *day)
    for found in _YEAR_LAST.finditer(folded):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        if found[2] == "/" and first != second and first <= 12 and second <= 12 and not day_first:  # noqa: PLR2004
            continue  # 3/4 is in March or in April
        if second > 12:  # noqa: PLR2004 - month first, as Americans write
            first, second = second, first
        day = _numbered_day(year, second, first)
        if day is not None:
            yield Match(found.start(), found.end(), *day)


def _short_year(folded: str) -> Iterator[Match]:
    """Day, month and two digits of the year, as old pages write it: "14/09/09", "14.09.09"."""
    for found in _YEAR_SHORT.finditer(folded):
        day = gregorian_day(2000 + int(found[4]), int(found[3]), int(found[1]))
        if day is not None:
            yield Match(found.start(), found.end(), day, "gregorian")


def _numbered_day(year: int, month: int, day: int) -> tuple[date, Calendar] | None:
    """Which calendar a numeric date is in follows from its year."""
    if year in _JALALI_YEARS:
        found = jalali_day(year, month, day)
        return (found, "jalali") if found else None
    found = gregorian_day(year, month, day) if year >= EARLIEST else None
    return (found, "gregorian") if found else None


def _named(folded: str, names: DateNames) -> Iterator[Match]:
    if names.month_heads.isdisjoint(_LETTERS.findall(folded)):
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
                yield Match(found.start(), found.end(), value, meant[0])


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


def valid_time(hour: int, minute: int, second: int = 0) -> bool:
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
