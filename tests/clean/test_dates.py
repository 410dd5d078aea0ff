"""Date lines of news pages: calendars, month names, labels, and what is no date."""

from datetime import datetime
from pathlib import Path

import pytest

from newsift.clean.calendars import jalali_day
from newsift.clean.date_names import date_names
from newsift.clean.dates import parse_date, parse_dates, parse_stamp
from newsift.rules import load_rules

RULES = load_rules(Path(__file__).parents[2] / "config")
NOW = datetime(2026, 1, 15)


def written(text, **options):
    found = parse_date(text, RULES, now=NOW, **options)
    if found is None:
        return None
    return (
        found.value.isoformat(timespec="minutes")
        if found.precision != "day"
        else found.value.date().isoformat()
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("الاثنين 4 مارس 2024", "2024-03-04"),
        ("4 آذار 2024 - 08:15", "2024-03-04T08:15"),
        ("21 كانون الأول 2022", "2022-12-21"),
        ("21 كانون الثاني 2022", "2022-01-21"),
        ("19 جويلية 2020", "2020-07-19"),
        ("19 شتنبر 2020", "2020-09-19"),
        ("5 مايو/ أيار 2021", "2021-05-05"),
        ("٣٠ أغسطس ٢٠٢٣ ٠٩:٠٥ م", "2023-08-30T21:05"),
        ("12:05 ص 1 فبراير 2020", "2020-02-01T00:05"),
        ("3rd, October 2024 GMT", "2024-10-03"),
        ("Oct. 3, 2024, 7:20 p.m. ET", "2024-10-03T19:20"),
        ("۱۲ خرداد ۱۴۰۱ - ۲۳:۴۰", "2022-06-02T23:40"),
        ("1401/03/12", "2022-06-02"),
        ("3 ربيع الأول 1445 هـ الموافق 18 سبتمبر 2023 م", "2023-09-18"),
        ("18 janvier 2023 à 9h05", "2023-01-18T09:05"),
        ("18. März 2023, 9:05 Uhr", "2023-03-18T09:05"),
        ("18 Şubat 2023 Cumartesi", "2023-02-18"),
        ("18 августа 2023 г.", "2023-08-18"),
        ("18 września 2012, godz. 10:11", "2012-09-18T10:11"),
        ("18 Ιανουαρίου 2012", "2012-01-18"),
        ("2012年01月18日 09:05", "2012-01-18T09:05"),
        ("18 de mayo de 2023", "2023-05-18"),
        ("2024-05-17T18:30:00+02:00", "2024-05-17T16:30"),
        ("31/12/2020", "2020-12-31"),
        ("7 / 3 / 2022 السبت", "2022-03-07"),
        ("14/09/09", "2009-09-14"),
        ("14.09.09 | 08:45", "2009-09-14T08:45"),
        ("6/11/202010:42 م (بتوقيت مكة)", "2020-11-06T22:42"),
        ("السبت 06-11-2010 10:20 | كتب: د.ب.أ |", "2010-11-06T10:20"),
        ("9 مايو 2021 - 18:20 (GMT+04:00)", "2021-05-09T18:20"),
        ("9 مايو 2021 (GMT+04:00)", "2021-05-09"),
    ],
)
def test_a_date_line_gives_its_date(text, expected):
    assert written(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "قبل 5 ساعات",
        "7 دقائق قراءة",
        "© 2010 - 2024",
        "30 فبراير 2020",
        "مايو 2020",
        "بدأت الحرب في 24 فبراير 2022 بعد أشهر من التوتر على حدود البلدين وانتشار القوات.",
        "The pier was opened by the mayor on 4 March 2024 after a long dispute.",
        "5 مايو/حزيران 2021",
        "25 شوال 1436",
        "1 يناير 2044",
        "8:30",
        "عدد الزيارات 2024",
    ],
)
def test_what_is_no_date_line_gives_nothing(text):
    assert written(text) is None


def test_an_english_page_does_not_tell_march_from_april():
    assert written("3/4/2024", language="en") is None
    assert written("3/4/2024", language="fr") == "2024-04-03"
    assert written("4/23/2024", language="en") == "2024-04-23"


def test_the_label_before_a_date_says_its_kind():
    found = parse_dates("نشر في: 3 مايو 2024 - آخر تحديث: 4 مايو 2024 10:30", RULES, now=NOW)
    assert [(date.kind, date.value) for date in found] == [
        ("published", datetime(2024, 5, 3)),
        ("updated", datetime(2024, 5, 4, 10, 30)),
    ]


def test_a_label_behind_the_only_date_says_its_kind():
    found = parse_date("الأربعاء 5 أيار/مايو 2010، آخر تحديث 18:00 (GMT+0400)", RULES, now=NOW)
    assert (found.kind, found.value) == ("updated", datetime(2010, 5, 5, 18))


def test_a_relative_date_needs_a_known_reference():
    reference = datetime(2024, 5, 3, 12, 30)
    assert parse_date("منذ 3 ساعات", RULES, reference=reference).value == datetime(2024, 5, 3, 9, 30)
    assert parse_date("2 days ago", RULES, reference=reference).value == datetime(2024, 5, 1)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("20240517", datetime(2024, 5, 17)),
        ("1715970600", datetime(2024, 5, 17, 18, 30)),
        ("2024-05-17T18:30:00.123Z", datetime(2024, 5, 17, 18, 30)),
        ("Fri, 17 May 2024 18:30:00 GMT", datetime(2024, 5, 17, 18, 30)),
    ],
)
def test_machine_written_values_are_read(value, expected):
    assert parse_stamp(value, RULES, now=NOW).value == expected


def test_nowruz_and_leap_days_follow_the_calendar():
    assert jalali_day(1403, 12, 30).isoformat() == "2025-03-20"
    assert jalali_day(1402, 12, 30) is None
    assert jalali_day(1399, 1, 1).isoformat() == "2020-03-20"


def test_no_month_name_is_lost_to_an_ambiguity():
    """A name that meant two months in two languages would silently be dropped."""
    spellings = {
        name
        for file in RULES.dates.files.values()
        for table in (file.gregorian, file.jalali, file.hijri)
        for names in table.months()
        for name in names
    }
    from newsift.clean.shadow import fold

    assert {name for name in spellings if fold(name) not in date_names(RULES.dates).months} == set()
