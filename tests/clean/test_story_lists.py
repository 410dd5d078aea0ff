"""The reverse: what looks like furniture and belongs to the story must stay."""

import pytest
from cleaning_world import ARABIC, HEADLINES, STORY, TITLE, body, clean, page

from newsift.models import Rejection


def test_a_bulleted_list_that_a_colon_announces_stays():
    items = ["- new paving for the yard", "- solar lamps along the aisles", "- a small museum of crafts"]
    assert body(page(TITLE, *STORY, "The next stage includes:", *items)) == [
        *STORY, "The next stage includes:", *items,
    ]  # fmt: skip


def test_names_of_victims_at_the_end_stay():
    names = ["1. Corporal Anton Merrow.", "2. Ilse Brandt, of Hill Street.", "3. A boy of nine years."]
    assert body(page(TITLE, *STORY, "The dead are:", *names))[-3:] == names


def test_a_line_up_and_results_at_the_end_stay():
    rows = [
        "Venue: Harbour Park",
        "Attendance: 6,400",
        "Referee: L. Stone",
        "1960: Harbour - Hills 2-1",
        "1964: Hills - Bay 2-0",
    ]
    assert body(page(TITLE, *STORY, "The match in figures", *rows))[-5:] == rows


def test_numbered_tips_with_final_marks_stay():
    tips = [f"{n}- Never leave the old doors open in the wind of the harbour." for n in (1, 2)]
    tips += ["3- Keep the lamps low.", "4- Sweep the aisles every evening before the gates are shut."]
    assert body(page(TITLE, *STORY, *tips))[-4:] == tips


def test_subheads_stay():
    text = page(TITLE, *STORY[:2], "Arches of stone", *STORY[2:])
    assert "Arches of stone" in body(text)


def test_a_subhead_in_question_form_stays():
    assert "What about the car park?" in body(page(TITLE, *STORY[:2], "What about the car park?", *STORY[2:]))


def test_a_quoted_subhead_stays():
    quote = '"Three in four of the stalls lie inside the old wall of the town"'
    assert quote in body(page(TITLE, *STORY[:2], quote, *STORY[2:]))


def test_a_paragraph_without_a_final_mark_stays():
    bare = ARABIC[1].rstrip(".")
    assert body(page(ARABIC[0], bare, *ARABIC[2:])) == [ARABIC[0], bare, *ARABIC[2:]]


def test_a_closing_paragraph_without_a_final_mark_stays():
    bare = STORY[3].rstrip(".")
    assert body(page(TITLE, *STORY[:3], bare)) == [*STORY[:3], bare]


def test_bare_dates_as_headings_of_a_timeline_stay():
    lines = [
        TITLE,
        *STORY,
        "12 May 2024",
        STORY[1].replace("Mayor", "Then mayor"),
        "3 June 2025",
        STORY[2].replace("five", "six"),
    ]
    assert "12 May 2024" in body(page(*lines))
    assert "3 June 2025" in body(page(*lines))


@pytest.mark.parametrize(
    "sentence",
    [
        "Follow us, the guide told the visitors, and led them down the stairs to the cellar of the mill.",
        "Designed by a potter from the hills, the new lamps have won a prize in the capital this spring.",
        "The source of the fire was a lamp that had been left burning near the eastern gate all night.",
        "He said the app store had refused the programme twice before the town wrote to the company.",
        "Copyright law, the judge found, did not protect a recipe that every baker in the town knows.",
    ],
)
def test_sentences_that_use_a_markers_words_stay(sentence: str):
    assert sentence in body(page(TITLE, *STORY[:2], sentence, *STORY[2:]))


def test_a_story_of_short_sentences_stays():
    lines = [
        "He came home.",
        "Nobody was there.",
        "The lamp was still burning on the table.",
        "He sat down.",
    ]
    assert body(page(TITLE, STORY[0], *lines, STORY[1])) == [STORY[0], *lines, STORY[1]]


def test_a_second_part_with_regular_subheads_is_no_second_article():
    lines = [TITLE]
    for n, paragraph in enumerate(STORY):
        lines += [
            f"Part {n + 1} of the long restoration",
            "Facts: the town",
            paragraph,
            paragraph.replace("the", "that"),
        ]
    kept = body(page(*lines))
    assert all(paragraph in kept for paragraph in STORY)


def test_headlines_are_not_kept_only_because_a_list_stands_before_them():
    items = ["- new paving for the yard.", "- solar lamps along the aisles."]
    kept = body(page(TITLE, *STORY, "The next stage includes:", *items, "Related articles", *HEADLINES))
    assert kept[-1] == items[-1]


def test_a_table_of_winners_without_any_mark_stays():
    rows = [
        f"Prize {n}: the lamp of {name}" for n, name in (("one", "Anton"), ("two", "Ilse"), ("three", "Rook"))
    ]
    assert body(page(TITLE, *STORY, "These are the winners of the year", *rows))[-3:] == rows


def test_a_last_paragraph_of_two_sentences_without_a_final_mark_stays():
    last = "The town lends the square on Fridays. A ticket costs less than a loaf of bread, the mayor said"
    assert body(page(TITLE, *STORY, last, *HEADLINES)) == [*STORY, last]


def test_lines_of_a_poem_that_the_story_quotes_stay():
    poem = ["لا تقل لي كيف أبحرت وحيدا", "قل لبحري كيف لم يغرق معي", "كنت أحصي موجة من بعد أخرى"]
    kept = body(page(*ARABIC[:3], "وختم ببيت يحفظه:", *poem, ARABIC[3]))
    assert all(line in kept for line in poem)


def test_a_sentence_that_announces_figures_is_a_story_without_a_paragraph():
    lead = "فيما يلي كميات الأمطار التي سجلتها محطات الرصد في الإقليم خلال اليوم الماضي:"
    rows = ("– مرسى الورد: 45 مليمترا", "– وادي السنديان: 70 مليمترا", "– تل النور: نصف مليمتر")
    assert body("\n".join((lead, *rows))) == [lead, *rows]


def test_a_label_that_announces_headlines_is_no_story():
    rows = ("Ferry fares rise again", "Storm warning lifted", "Bakers want to sleep longer")
    lead = "More news of the region that our readers have liked this week:"
    assert isinstance(clean("\n".join((lead, *rows))).main, Rejection)
