"""Which line above the story is its title, and when there is none."""

from __future__ import annotations

import pytest
from cleaning_world import ARABIC, STORY, article, body, clean

QUESTIONS = (
    "Q: May the covered market open on Sundays, and who decides that?",
    "A: The town council decides it every spring, after hearing the traders of the whole quarter.",
    "Q: Who pays for the new roof above the fish hall?",
    "A: The province pays two thirds of it, and the traders the rest over ten years.",
)


def title(*lines: str) -> str | None:
    return article(clean("\n".join(lines))).metadata.title


@pytest.mark.parametrize(
    "line",
    [
        "Rosewater – Hilda Marrow",
        "مرسى الورد – هدى القاسمي",
        "The market on Sunday morning. Picture: Ann Lee",
        "Traders at the market — Foto: Lee",
        "Home / Regions / Rosewater / Covered market opens again",
        "© Rosewater Post picture desk",
        "Dr. Robin Hale",
        "In the house of artists;",
    ],
)
def test_who_wrote_where_a_credit_and_a_path_are_no_titles(line: str):
    assert title(line, "17 May 2025", *(ARABIC if line[0] > "ء" else STORY)) is None


def test_a_short_title_beside_the_date_is_one_when_the_story_takes_up_its_words():
    assert title("Column", "Ann Lee", "Covered market", "17 May 2025", *STORY) == "Covered market"
    assert title("Column", "Ann Lee", "17 May 2025", *STORY) is None


def test_a_title_may_carry_a_word_such_as_photos():
    line = "بالصور| السوق القديم في مرسى الورد يفتح أبوابه"
    assert title(line, "17 مايو 2025", *ARABIC) == line


def test_a_readers_question_belongs_to_the_story_and_is_not_its_title():
    lead = "Mayor Hilda Marrow answers the questions that readers sent to our desk this week:"
    text = ("Mayor: the market pays for itself", "17 May 2025", "By: Ann Lee", lead, *QUESTIONS)
    assert title(*text) == "Mayor: the market pays for itself"
    assert body("\n".join(text)) == [lead, *QUESTIONS]


def test_hours_of_the_week_and_ages_inside_a_story_are_no_dates():
    hours = ("Segunda: Vila Nova, das 8h às 11h", "Quarta: Porto Velho, das 14h às 17h")
    ages = ("كمال بن رجب، 31 سنة", "سالم بن صفر، 24 سنة")
    table = ("The bus with the books stops at these places:", *hours)
    victims = ("وفي ما يلي قائمة المصابين كما نشرتها البلدية:", *ages)
    assert body("\n".join((*STORY[:3], *table, STORY[3]))) == [*STORY[:3], *table, STORY[3]]
    assert body("\n".join((*ARABIC[:2], *victims, ARABIC[2]))) == [*ARABIC[:2], *victims, ARABIC[2]]
