"""Month names and date words: `config/languages/<iso>.dates.toml`, one file per language.

A language needs no markers to have dates: every file that lies there is read, and all names are
looked for in every line, whatever its language (a page in Persian may carry an English date).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from newsift.rules.toml import read_toml

Calendar = Literal["gregorian", "jalali", "hijri"]
Names = tuple[str, ...]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class MonthTable(_Table):
    """Names of the twelve months, all spellings and grammatical cases; keys m1 to m12."""

    m1: Names = ()
    m2: Names = ()
    m3: Names = ()
    m4: Names = ()
    m5: Names = ()
    m6: Names = ()
    m7: Names = ()
    m8: Names = ()
    m9: Names = ()
    m10: Names = ()
    m11: Names = ()
    m12: Names = ()

    def months(self) -> tuple[Names, ...]:
        """The names of January (or the calendar's first month) first."""
        return (
            self.m1, self.m2, self.m3, self.m4, self.m5, self.m6,
            self.m7, self.m8, self.m9, self.m10, self.m11, self.m12,
        )  # fmt: skip


class DateWords(_Table):
    """Words that stand around a date."""

    published: Names = ()  # labels of a publication date
    updated: Names = ()  # labels of an update
    am: Names = ()
    pm: Names = ()
    fillers: Names = ()  # weekday names, "corresponding to", "at", era marks: no content of their own
    ago: Names = ()  # "ago", "منذ": makes number + unit a relative date
    minute: Names = ()
    hour: Names = ()
    day: Names = ()
    week: Names = ()
    today: Names = ()
    yesterday: Names = ()


class DatesFile(_Table):
    """The content of `<iso>.dates.toml`."""

    gregorian: MonthTable = MonthTable()
    jalali: MonthTable = MonthTable()
    hijri: MonthTable = MonthTable()
    words: DateWords = DateWords()


@dataclass(frozen=True, slots=True)
class DateTables:
    """The date files of all languages, by ISO code."""

    files: Mapping[str, DatesFile] = field(default_factory=dict)


def load_dates(folder: Path) -> DateTables:
    """Read every `<iso>.dates.toml` of `folder`; an empty table when there is none.

    Raises:
        ConfigError: Names the file, the key and what is allowed.
    """
    return DateTables(
        {
            file.name.partition(".")[0]: read_toml(file, DatesFile)
            for file in sorted(folder.glob("*.dates.toml"))
        }
    )
