"""The edges of the zones: where an insert ends, what ends a story, what the head and the tail hold."""

from __future__ import annotations

import pytest
from cleaning_world import (
    ARABIC,
    FROG,
    HEADLINES,
    SECOND,
    STORY,
    TITLE,
    article,
    body,
    clean,
    document,
    page,
    reasons,
    verdict_of,
)

from newsift.models import Label


def verdict(text: str, line: str):
    return verdict_of(clean(text), document(text), line)


# --- inserts --------------------------------------------------------------------------------------------


def test_a_share_bar_within_an_insert_keeps_its_own_reason():
    text = page(TITLE, *STORY[:2], "Read also", HEADLINES[0], "Share on Facebook", HEADLINES[1], *STORY[2:])
    assert body(text) == list(STORY)
    assert reasons(text)["Share on Facebook"] == "SHARE_BAR"
    assert reasons(text)[HEADLINES[1]] == "RELATED_LIST"


def test_what_an_insert_removes_names_the_heading_above_it():
    text = page(TITLE, *STORY[:2], "Read also", HEADLINES[0], *STORY[2:])
    assert verdict(text, HEADLINES[0]).evidence == "under line 4"


def test_what_stands_behind_the_story_names_the_line_that_ended_it():
    text = page(TITLE, *STORY, "Related articles", *HEADLINES)
    assert {verdict(text, line).evidence for line in HEADLINES} == {"behind line 6"}


def test_an_insert_ends_at_a_line_that_introduces_a_list():
    lead, rows = "These are the new rules:", ["- No cars before nine", "- Baskets only, no trolleys at all"]
    text = page(TITLE, *STORY[:2], "Read also", HEADLINES[0], lead, *rows, *STORY[2:])
    assert body(text) == [*STORY[:2], lead, *rows, *STORY[2:]]


def test_a_colon_right_below_the_heading_opens_the_first_link_and_no_list():
    text = page(TITLE, *STORY[:2], "Read also", "Wheat prices:", HEADLINES[1], *STORY[2:])
    assert body(text) == list(STORY)


def test_a_list_of_the_story_below_the_links_stays():
    rows = ["- one spoon of seeds", "- a glass of warm water"]
    text = page(TITLE, *STORY[:2], "Read also", HEADLINES[0], HEADLINES[1], "Recipe", *rows, *STORY[2:])
    assert body(text) == [*STORY[:2], "Recipe", *rows, *STORY[2:]]


def test_a_list_and_the_subhead_behind_it_stay_below_the_links():
    rows = ["- one spoon of seeds", "- a glass of warm water"]
    text = page(TITLE, *STORY[:2], "Read also", *HEADLINES[:2], "Recipe", *rows, "Warning", *STORY[2:])
    assert body(text) == [*STORY[:2], "Recipe", *rows, "Warning", *STORY[2:]]


def test_bulleted_links_below_the_heading_all_go():
    links = [f"- {line}" for line in HEADLINES[:3]]
    assert body(page(TITLE, *STORY[:2], "Read also", *links, *STORY[2:])) == list(STORY)


def test_a_question_that_the_next_paragraph_answers_is_a_subhead_behind_the_links():
    question = "Will the old rent stay?"
    text = page(TITLE, *STORY[:2], "Read also", HEADLINES[0], question, *STORY[2:])
    assert body(text) == [*STORY[:2], question, *STORY[2:]]


def test_a_question_among_the_links_goes_with_them():
    links = ["Why do polar bears never drown?", "The song of the whale puzzles scholars"]
    assert body(page(TITLE, *STORY[:2], "Read also", *links, *STORY[2:])) == list(STORY)


@pytest.mark.parametrize("count", [1, 3])
def test_a_bare_button_heads_a_list_only_where_links_and_prose_follow(count: int):
    text = page(TITLE, *STORY[:2], "Read more", *HEADLINES[:count], *STORY[2:])
    assert body(text) == list(STORY) if count > 1 else STORY[2] in body(text)


# --- ends -----------------------------------------------------------------------------------------------


def test_a_story_goes_on_behind_a_source_line_when_most_of_it_is_still_to_come():
    text = page(TITLE, STORY[0], "Source: Rosewater Post", *STORY[1:], *SECOND)
    assert body(text) == [*STORY, *SECOND]


def test_a_short_paragraph_behind_the_source_is_no_story_any_more():
    note = "The harbour office gives advice to traders every Monday morning in the town hall."
    text = page(TITLE, *STORY, "Source: Rosewater Post", note)
    assert body(text) == list(STORY)


def test_a_headline_behind_the_source_begins_a_second_article():
    text = page(TITLE, *STORY, "Source: Rosewater Post", FROG, *SECOND)
    assert body(text) == list(STORY)
    assert [e.metadata.title for e in clean(text).embedded] == [FROG]


def test_a_value_behind_a_label_of_the_comments_does_not_end_the_story():
    rows = ["Website: www.rosewater.example", "Name: Covered market of Rosewater"]
    text = page(TITLE, *STORY[:2], *rows, *STORY[2:])
    assert body(text)[-2:] == list(STORY[2:])


def test_a_price_behind_premium_does_not_end_the_story():
    assert body(page(TITLE, *STORY[:3], "Premium: 70 crowns a month", STORY[3]))[-1] == STORY[3]


def test_a_label_that_stands_at_three_lines_is_the_storys_pattern():
    parts = [
        line
        for n, name in enumerate(("Anna Moor", "Ben Ostler", "Cora Pine"))
        for line in (
            f"Place: hall {n} of the market",
            f"{name} speaks of the opening days",
            f"On evening {n} the guest {name} speaks of the opening days and of the long repair.",
            f"{name} has known the quarter since childhood, and brings {n + 2} pictures of the old hall.",
        )
    ]
    assert body(page(TITLE, *STORY, *parts)) == [*STORY, *parts]


def test_hashtags_alone_are_tags():
    text = page(TITLE, *STORY, "#market #harbour #Rosewater")
    assert body(text) == list(STORY)
    assert verdict(text, "#market").label is Label.KEYWORDS


def test_one_hashtag_may_be_a_subhead():
    assert "#market" in body(page(TITLE, *STORY[:2], "#market", *STORY[2:]))


@pytest.mark.parametrize("line", ["3 of 12", "3 من 12", "(3 of 12)"])
def test_the_place_of_a_picture_in_a_gallery_goes(line: str):
    assert reasons(page(TITLE, *STORY[:2], line, *STORY[2:]))[line] == "GALLERY_COUNTER"


@pytest.mark.parametrize("line", ["12 of 3", "2 - 1"])
def test_other_figures_are_no_place_in_a_gallery(line: str):
    assert line in body(page(TITLE, *STORY[:2], line, *STORY[2:]))


# --- head -----------------------------------------------------------------------------------------------


def test_behind_a_standfirst_and_before_the_date_a_short_line_is_the_writer_a_longer_one_a_caption():
    text = page(TITLE, STORY[0], "Ann Lee", "Traders carry baskets into the hall", "2 May 2025", *STORY[1:])
    assert verdict(text, "Ann Lee").label is Label.BYLINE
    assert verdict(text, "Traders carry").label is Label.CAPTION
    assert body(text) == list(STORY)


def test_the_title_again_below_the_standfirst_is_a_repetition():
    text = page(TITLE, STORY[0], TITLE, "2 May 2025", *STORY[1:])
    assert body(text) == list(STORY)
    assert [v.reason for v in clean(text).verdicts][2] == "TITLE_REPEATED"


def test_two_words_above_the_date_that_the_story_takes_up_are_the_title():
    text = page("Opinion", "Covered market", "17 May 2025", *STORY)
    assert article(clean(text)).metadata.title == "Covered market"


def test_two_words_that_the_story_does_not_take_up_are_no_title():
    assert article(clean(page("Opinion", "Robin Hale", "17 May 2025", *STORY))).metadata.title is None


def test_a_title_behind_a_kicker_with_a_stroke_is_found():
    title = "In pictures | Covered market of Rosewater opens again"
    assert article(clean(page("Video", title, "2 May 2025", *STORY))).metadata.title == title


def test_a_caption_behind_its_label_is_no_title():
    text = page("Image caption, the covered market of Rosewater opens", "2 May 2025", *STORY)
    assert article(clean(text)).metadata.title is None


def test_the_headline_above_the_date_is_the_title_though_a_list_stands_above_it():
    text = page("Latest", *HEADLINES[:3], TITLE, "2 May 2025", *STORY)
    assert article(clean(text)).metadata.title == TITLE


# --- tail -----------------------------------------------------------------------------------------------


def test_an_address_within_a_list_of_the_story_keeps_its_own_reason():
    rows = ["Team: North 12 wins", "www.rosewater.example/results", "Team: South 9 wins", "Team: East 7 wins"]
    text = page(TITLE, *STORY, "The final table of the season:", *rows)
    assert reasons(text).get("www.rosewater.example/results") == "ADDRESS"


def test_two_labels_behind_the_last_paragraph_end_the_story():
    text = page(TITLE, *STORY, "Redakto: Ann Lee", "Temoj: foiro", *HEADLINES)
    assert body(text) == list(STORY)
    assert reasons(text)["Redakto: Ann Lee"] == "TAIL_LABEL"


def test_a_table_with_figures_behind_the_last_paragraph_stays():
    rows = ["North: 12 points", "South: 9 points", "East: 7 points", "West: 2 points"]
    assert body(page(TITLE, *STORY, *rows)) == [*STORY, *rows]


def test_a_long_last_line_without_a_mark_stays_and_a_list_of_headlines_goes():
    last = "and so the old quarter by the water has its market back after two long and silent years"
    assert body(page(TITLE, *STORY, last)) == [*STORY, last]
    assert body(page(TITLE, *STORY, *HEADLINES)) == list(STORY)


def test_points_that_a_sentence_with_a_colon_announces_stay_at_the_very_end():
    lead = "The traders of the hall have therefore decided on the following:"
    points = [
        "First: we refuse any closure that nobody announces",
        "Second: we ask for a fair rent in winter",
    ]
    assert body(page(TITLE, *STORY, lead, *points)) == [*STORY, lead, *points]


def test_one_more_step_at_the_end_is_a_step_of_the_story():
    steps = [
        "Step one: the copy",
        "Copy the pictures to a disk that nobody else uses, and look at some of them again.",
        "Step two: the list",
        "Write a list of all names, and let a second person read it aloud before you go on.",
    ]
    last = ["Step three: the end", "Lock the box and then give the key away"]
    assert body(page(TITLE, *STORY, *steps, *last)) == [*STORY, *steps, *last]


def test_the_storys_own_words_in_a_row_are_its_tags():
    text = page(TITLE, *STORY, "market Rosewater Harbour stone arches traders")
    assert body(text) == list(STORY)


def test_a_byline_with_a_label_between_paragraphs_goes():
    text = page(*ARABIC[:2], "تصوير: سليم البحري", *ARABIC[2:])
    assert body(text) == list(ARABIC)
