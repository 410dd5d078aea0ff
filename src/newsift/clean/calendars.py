"""Calendars that news pages date themselves in, converted to Gregorian days."""

from __future__ import annotations

from datetime import date, timedelta

# Years at which the length of the Jalali leap cycle changes (Borkowski 1996, valid to 3177).
_BREAKS = (
    -61,
    9,
    38,
    199,
    426,
    686,
    756,
    818,
    1111,
    1181,
    1210,
    1635,
    2060,
    2097,
    2192,
    2262,
    2324,
    2394,
    2456,
    3178,
)
_LONG_MONTHS = 6  # the first six months have 31 days, the next five 30, the last 29 or 30


def gregorian_day(year: int, month: int, day: int) -> date | None:
    """The day, or None when there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def jalali_day(year: int, month: int, day: int) -> date | None:
    """Gregorian day of a solar Hijri date (Iran, Afghanistan); None when there is no such day."""
    if not (1 <= month <= 12 and 1 <= day <= (31 if month <= _LONG_MONTHS else 30)):  # noqa: PLR2004
        return None
    start = _nowruz(year)
    found = start + timedelta(days=(month - 1) * 31 - (month // 7) * (month - 7) + day - 1)
    return found if found < _nowruz(year + 1) else None


def _nowruz(year: int) -> date:
    """First day of a Jalali year, by Borkowski's arithmetic of the 33-year cycles."""
    leaps, previous, jump = -14, _BREAKS[0], 0
    for limit in _BREAKS[1:]:
        jump = limit - previous
        if year < limit:
            break
        leaps += jump // 33 * 8 + jump % 33 // 4
        previous = limit
    past = year - previous
    leaps += past // 33 * 8 + (past % 33 + 3) // 4
    if jump % 33 == 4 and jump - past == 4:  # noqa: PLR2004 - the last four years of a cycle
        leaps += 1
    gregorian = year + 621
    gregorian_leaps = gregorian // 4 - (gregorian // 100 + 1) * 3 // 4 - 150
    return date(gregorian, 3, 1) + timedelta(days=19 + leaps - gregorian_leaps)
