"""Which of the dates that a text page prints is the story's."""

from __future__ import annotations

from datetime import date

import pytest
from cleaning_world import ARABIC, STORY, TITLE, article, clean, page

ARABIC_TITLE = "السوق القديم في مرسى الورد يفتح أبوابه بعد عامين"


def day(*lines: str) -> date | None:
    found = article(clean(page(*lines))).metadata.published_at
    return found.date() if found is not None else None


@pytest.mark.parametrize(
    ("today", "own", "title", "story"),
    [
        ("Thursday 6 June 2024", "18 February 2024 - 19:16", TITLE, STORY),
        (
            "الخميس 06 يونيو 2024 الموافق 29 ذو القعدة 1445",
            "الأحد 18/فبراير/2024 - 07:16 م",
            ARABIC_TITLE,
            ARABIC,
        ),
    ],
)
def test_the_day_above_the_page_gives_way_to_the_earlier_date_below_the_title(
    today: str, own: str, title: str, story: tuple[str, ...]
):
    assert day(today, title, own, *story) == date(2024, 2, 18)


def test_a_later_date_below_the_title_does_not_replace_the_one_above_it():
    assert day("18 February 2024", TITLE, "6 June 2024", *STORY) == date(2024, 2, 18)


@pytest.mark.parametrize(
    ("line", "title", "story"),
    [
        ("Sport - 18 February 2024 20:47", TITLE, STORY),
        ("محليات | 18-02-2024, 18:22 |", ARABIC_TITLE, ARABIC),
    ],
)
def test_a_section_with_its_date_above_the_title_gives_the_date(
    line: str, title: str, story: tuple[str, ...]
):
    assert day(line, title, *story) == date(2024, 2, 18)


def test_a_labelled_date_inside_a_line_of_another_kind_is_read():
    persian = (
        "شهرداری بندر گلاب روز یکشنبه بازار سرپوشیده را پس از دو سال بازسازی دوباره به روی مردم گشود.",
        "شهردار گفت مهندسان طاق‌های سنگی و همه درهای قدیمی را حفظ کرده‌اند و اجاره‌ها بالا نخواهد رفت.",
        "بازرگانان می‌گویند محله دوباره زنده شده است، اما جایی برای خودروها ندارد و شورا باید کاری کند.",
    )
    assert day(*persian, "کد خبر: ۴۱۹۲۶ تاریخ انتشار : ۱۴۰۲/۱۱/۲۹") == date(2024, 2, 18)


def test_the_day_of_a_related_headline_inside_the_story_is_not_the_storys():
    insert = ("Read also:", "Ferries to Shell Island return", "10 April 2024")
    assert day("11 April 2024, 14:36", TITLE, *STORY[:2], *insert, *STORY[2:]) == date(2024, 4, 11)


def test_the_day_of_a_related_headline_behind_the_story_is_not_the_storys():
    tail = ("Related articles", "Ferries to Shell Island return", "1 June 2025", "Old mill burns down again")
    assert day(TITLE, *STORY, *tail) is None
