"""Shapes of a story that look like page furniture: none of it may be lost."""

from __future__ import annotations

from cleaning_world import ARABIC, HEADLINES, STORY, TITLE, article, body, clean, page

from newsift.models import Label

LEAD = "The harbour council agreed on five measures for the ferry crews at its meeting on Monday night:"
MEASURES = (
    "Free tickets for the families of all crews",
    "Two more deckhands on every winter crossing",
    "A pension from the age of sixty",
    "Warm meals on the night boats",
    "An end to unpaid cleaning hours",
)
CLOSING = "The council will vote on the money for the measures before the end of the month."


def test_a_lead_that_announces_a_list_opens_the_story() -> None:
    text = page("Local", TITLE, "14 September 2021", LEAD, *MEASURES, CLOSING)
    main = article(clean(text))
    assert main.body.split("\n") == [LEAD, *MEASURES, CLOSING]
    assert main.metadata.title == TITLE


def test_numbers_before_the_announced_items_change_nothing() -> None:
    numbered = [f"{i}. {measure}" for i, measure in enumerate(MEASURES, 1)]
    assert body(page(TITLE, LEAD, *numbered, CLOSING)) == [LEAD, *numbered, CLOSING]


def test_results_with_times_in_brackets_are_no_date_lines() -> None:
    rows = (
        "Men: 1. Owen Tighe (1.02.11), 2. Bede Carrow (1.03.40)",
        "Women: 1. Shula Karrick (1.14.05), 2. Elif Horan (1.15.58)",
    )
    assert body(page(TITLE, *STORY, "The results:", *rows)) == [*STORY, "The results:", *rows]


def test_a_paragraph_of_two_sentences_ends_an_insert_though_it_closes_with_a_quotation() -> None:
    paragraph = (
        'The teacher writes every lesson on oiled paper. She says: "The stars are brighter than the board"'
    )
    assert body(page(TITLE, *STORY[:2], "Read also", HEADLINES[0], paragraph, STORY[2])) == [
        *STORY[:2],
        paragraph,
        STORY[2],
    ]


def test_a_short_line_of_speech_ends_an_insert() -> None:
    said = "– He seemed to like rhymes, she says."
    text = page(TITLE, *STORY[:2], "LÄS MER:", HEADLINES[0], said, STORY[2])
    assert body(text) == [*STORY[:2], said, STORY[2]]


def test_the_terms_of_a_box_for_subscribers_do_not_end_the_story_around_it() -> None:
    box = ("Sign up to our newsletter", "Enter your email address", "Privacy policy")
    assert body(page(TITLE, *STORY[:3], *box, STORY[3])) == list(STORY)


def test_running_text_without_any_paragraph_is_kept_rather_than_rejected() -> None:
    lines = [
        ("the boats came in", "before the storm", "and nobody was hurt", "but two nets were lost,")[i % 4]
        + f" said number {'abcdefghijklmnopqrstuvwxyz'[i]}"
        for i in range(20)
    ]
    cleaned = clean(page("The harbour log", *lines, "Share"))
    assert set(lines[1:]) <= set(article(cleaned).body.split("\n"))
    assert [v.label for v in cleaned.verdicts][-1] is Label.SHARE


def test_a_formula_that_closes_each_decree_stays_each_time():
    formula = "And so it was decreed."
    text = page(TITLE, STORY[0], formula, STORY[1], formula, *STORY[2:], formula)
    assert body(text).count(formula) == 3


def test_a_bracket_at_the_end_is_a_credit_only_if_it_names_who_takes_pictures():
    aside = "وقال المحافظ إن التوقعات متوافقة مع تشديد السياسات النقدية (أي رفع أسعار الفائدة)."
    credited = "سفينة تدخل ميناء مرسى الورد صباح الثلاثاء (رويترز)"
    text = page("افتتاح السوق في مرسى الورد", *ARABIC[:2], aside, credited, ARABIC[2])
    assert body(text) == [*ARABIC[:2], aside, ARABIC[2]]


def test_a_long_line_with_a_colon_right_above_the_story_opens_it():
    lead = "صدر عن قيادة الميناء بيان بشأن الالتزام بمواعيد إقلاع العبارات خلال أيام العيد فيما يلي نصه :-"
    text = page("17 مايو 2025", lead, *ARABIC)
    assert body(text) == [lead, *ARABIC]


def test_the_clauses_that_open_a_decree_are_part_of_it():
    clauses = (
        "مجلس بلدية مرسى الورد،",
        "بعد الاطلاع على نظام الأسواق،",
        "وعلى ما عرضته لجنة الترميم،",
        "قرر:",
    )
    text = page("قرار بشأن السوق القديم في مرسى الورد", *clauses, *ARABIC)
    assert body(text) == [*clauses, *ARABIC]
