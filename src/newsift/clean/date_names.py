"""Month names and date words of all languages, folded and compiled for `clean.dates`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from newsift.clean.shadow import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from newsift.rules.dates import Calendar, DateTables

# Nothing may stand against a name: "mar" is not in "marché", nor "اب" in "كتاب".
_EDGES = (r"(?<![^\W\d_])(?:", r")(?![^\W\d_])")
_NOTHING = r"(?!)"
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class DateNames:
    """Compiled tables; every text they are used on must be folded first.

    Attributes:
        months: Folded name -> (calendar, month 1-12). A name that means two months is left out.
        month_heads: The first run of letters of each name: a text without any of them names no month.
        named: Patterns of a day with a month's name: day first, month first, year first. Groups are the
            numbers and one or two names of the month, in the order of the text.
        time: Pattern of a time of day: hour, minute, second, mark for am, mark for pm.
        counted: Pattern of "3 hours": number and unit.
        units: Folded unit of a relative date -> its length in minutes.
    """

    months: Mapping[str, tuple[Calendar, int]]
    month_heads: frozenset[str]
    named: tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]
    time: re.Pattern[str]
    counted: re.Pattern[str]
    published: re.Pattern[str]
    updated: re.Pattern[str]
    am: re.Pattern[str]
    pm: re.Pattern[str]
    fillers: re.Pattern[str]
    ago: re.Pattern[str]
    today: re.Pattern[str]
    yesterday: re.Pattern[str]
    units: Mapping[str, int]


_COMPILED: dict[int, tuple[DateTables, DateNames]] = {}


def date_names(tables: DateTables) -> DateNames:
    """Compile the tables, once for each object."""
    known = _COMPILED.get(id(tables))
    if known is not None and known[0] is tables:
        return known[1]
    names = _compile(tables)
    if len(_COMPILED) > 8:  # noqa: PLR2004 - a process works with one set; tests with a few
        _COMPILED.clear()
    _COMPILED[id(tables)] = (tables, names)
    return names


def _compile(tables: DateTables) -> DateNames:
    found: dict[str, set[tuple[Calendar, int]]] = {}
    for file in tables.files.values():
        calendars: tuple[tuple[Calendar, tuple[tuple[str, ...], ...]], ...] = (
            ("gregorian", file.gregorian.months()),
            ("jalali", file.jalali.months()),
            ("hijri", file.hijri.months()),
        )
        for calendar, months in calendars:
            for number, spellings in enumerate(months, start=1):
                for spelling in spellings:
                    found.setdefault(fold(spelling), set()).add((calendar, number))
    months_by_name = {name: next(iter(meant)) for name, meant in found.items() if len(meant) == 1}
    words = [file.words for file in tables.files.values()]
    units = {
        fold(unit): minutes
        for word in words
        for spellings, minutes in ((word.minute, 1), (word.hour, 60), (word.day, 1440), (word.week, 10080))
        for unit in spellings
    }
    am = _alternatives(fold(mark) for word in words for mark in word.am)
    pm = _alternatives(fold(mark) for word in words for mark in word.pm)
    heads = {letters.group() for name in months_by_name if (letters := _LETTERS.search(name)) is not None}
    return DateNames(
        months=months_by_name,
        month_heads=frozenset(heads),
        named=_named_days(_alternatives(months_by_name)),
        time=re.compile(
            r"(?<![\d:.+])(?<!gmt-)(?<!utc-)(\d{1,2})(?::|h)(\d{2})(?::(\d{2}))?(?![\d:])"
            rf"(?:\s*(?:({am})|({pm})))?"
        ),
        counted=re.compile(rf"(\d{{1,2}})\s*({_alternatives(units)})"),
        published=_pattern(label for word in words for label in word.published),
        updated=_pattern(label for word in words for label in word.updated),
        am=re.compile(am),
        pm=re.compile(pm),
        fillers=_pattern(filler for word in words for filler in word.fillers),
        ago=_pattern(label for word in words for label in word.ago),
        today=_pattern(label for word in words for label in word.today),
        yesterday=_pattern(label for word in words for label in word.yesterday),
        units=units,
    )


def _named_days(names: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Day, month and year in the three orders they are written in; the month may have two names."""
    month = rf"({names})(?:\s*[/(-]\s*({names})\s*\)?)?"
    ordinal = r"(?:\s?(?:st|nd|rd|th|er|eme|e|o|a|η|η)(?![^\W\d_]))?\s*[.,،º°]*"
    joint = r"\s*(?:(?:de|del|of|di|d|من|شهر|ل)\s+)?[/,،.-]*\s*"
    year = r"\s*(?:(?:de|del|do|عام|سنه|في)\s+)?[/,،.-]*\s*"
    return (
        re.compile(rf"(?<![\d:])(\d{{1,2}}){ordinal}{joint}{month}{year}(\d{{4}})(?!\d)"),
        re.compile(rf"{month}\s*[.,،]?\s*(\d{{1,2}}){ordinal}\s*[,،]*\s*(\d{{4}})(?!\d)"),
        re.compile(rf"(?<!\d)(\d{{4}})\s*[.,،/-]?\s*{month}\s*[.,،/-]?\s*(\d{{1,2}})(?![\d:])"),
    )


def _pattern(wordings: Iterable[str]) -> re.Pattern[str]:
    return re.compile(_alternatives(fold(wording) for wording in wordings))


def _alternatives(folded: Iterable[str]) -> str:
    """A bounded alternation, longest first; white space inside a name may be any."""
    ordered = sorted({text for text in folded if text}, key=lambda text: (-len(text), text))
    if not ordered:
        return _NOTHING
    return _EDGES[0] + "|".join(_spaced(text) for text in ordered) + _EDGES[1]


@lru_cache(maxsize=4096)
def _spaced(text: str) -> str:
    return r"\s+".join(re.escape(part) for part in text.split())
