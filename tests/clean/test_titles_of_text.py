"""Which line above the story is its title, and when there is none."""

from __future__ import annotations

import pytest
from cleaning_world import ARABIC, STORY, TITLE, article, body, clean

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
        "Rosewater- Hilda Marrow:",
        "روزنامه آفتاب/ هدى القاسمي",
        "مرسى الورد: فهد الغامدي",
        "Front page > Regions",
        "Share Save Listen",
        "Cook 50 min",
        "ROSEWATER, 14 May 2025 - The Post",
        "Fishermen mend their nets in the harbour of Shell Island (Reuters)",
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


def test_a_title_may_say_in_brackets_that_there_are_photos():
    line = "السوق القديم في مرسى الورد يفتح أبوابه (صورة)"
    assert title(line, "17 مايو 2025", *ARABIC) == line


def test_the_first_of_two_lines_that_say_the_same_is_the_title():
    first = "Covered market of Rosewater opens"
    standfirst = "The covered market of Rosewater opens on Monday after two years of rebuilding its roof"
    assert title(first, standfirst, "17 May 2025", *STORY) == first


def test_a_line_that_is_printed_twice_below_the_title_is_a_caption():
    caption = "Visitors below the new roof of the covered market"
    assert title(TITLE, caption, caption, *STORY) == TITLE


def test_the_bare_title_is_preferred_to_the_one_behind_the_path_and_to_the_one_before_the_caption():
    assert title("Home page Regions " + TITLE, TITLE, "17 May 2025", *STORY) == TITLE
    assert title(TITLE, "17 May 2025", TITLE + " the new roof", *STORY) == TITLE


def test_a_title_that_was_cut_short_gives_way_to_the_whole_one():
    assert title(TITLE[:30] + "...", "17 May 2025", TITLE, *STORY) == TITLE


def test_a_title_in_devanagari_shares_its_words_with_the_story():
    line = "गुलाबपुर में पुराना बाजार फिर खुला"
    story = (
        "गुलाबपुर: शहर का पुराना बाजार दो साल की मरम्मत के बाद सोमवार को फिर खुला, और सैकड़ों लोग वहां पहुंचे।",
        "महापौर ने कहा कि बाजार की छत और दरवाजे वैसे ही रखे गए हैं, और काम अगले साल तक चलेगा।",
    )
    assert title("Demo", line, *story) == line


def test_a_text_of_which_each_word_is_parted_by_two_blanks_has_a_title():
    found = title(TITLE.replace(" ", "  "), "17 May 2025", *STORY)
    assert found is not None
    assert " ".join(found.split()) == TITLE
