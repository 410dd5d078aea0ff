"""What a line shares with the story decides whether it belongs: subheads, labels, the last line."""

from __future__ import annotations

import pytest
from cleaning_world import ARABIC, HEADLINES, STORY, TITLE, body, page, reasons

OTHER = "Ferries to Shell Island return"
PERSIAN = (
    "بازار سرپوشیده بندر گلاب پس از دو سال بازسازی، روز یکشنبه به روی مردم باز شد.",
    "شهردار گفت مهندسان طاق‌های سنگی و همه درهای قدیمی را حفظ کرده‌اند و کار ادامه دارد.",
    "او افزود که کاسبان تا پنج سال اجاره قدیم را می‌پردازند و کالای خارجی نمی‌فروشند.",
)


def test_a_lone_headline_without_a_word_of_the_story_is_another_storys():
    text = page(TITLE, *STORY[:2], OTHER, *STORY[2:])
    assert body(text) == list(STORY)
    assert reasons(text)[OTHER] == "RELATED_INLINE"


def test_a_subhead_that_the_story_takes_up_stays():
    subhead = "Traders of cloth ask for parking"
    assert subhead in body(page(TITLE, *STORY[:2], subhead, *STORY[2:]))


@pytest.mark.parametrize("short", ["What happens now", "Old doors", "The long night"])
def test_a_short_subhead_stays_whatever_it_says(short: str):
    assert short in body(page(TITLE, *STORY[:2], short, *STORY[2:]))


def test_verses_that_a_line_with_a_colon_announces_share_no_word_and_stay():
    verses = ["Grey gulls are calling over empty piers", "Come home, my sailor, ere the winter nears"]
    text = page(
        TITLE, *STORY[:2], "A singer closed the evening with an old song of the harbour:", *verses, *STORY[2:]
    )
    assert [line for line in verses if line in body(text)] == verses


def test_a_line_that_holds_the_end_of_a_sentence_is_no_headline():
    line = "Nobody was hurt. Ferries sail again"
    assert line in body(page(TITLE, *STORY[:2], line, *STORY[2:]))


def test_a_short_line_between_asterisks_opens_a_part_of_the_story():
    line = "Grandmother roasted date kernels at night"
    assert line in body(page(TITLE, *STORY[:2], "* * *", line, *STORY[2:]))


def test_an_unknown_label_with_a_colon_and_one_foreign_headline_go_together():
    text = page(TITLE, *STORY[:2], "Vidu plu:", OTHER, *STORY[2:])
    assert body(text) == list(STORY)
    assert reasons(text)["Vidu plu:"] == "LIST_HEADING"


def test_an_unknown_label_without_a_colon_above_two_headlines_goes_with_them():
    links = ["نمایشگاه گلیم‌بافان عشایر در پلدختر", "کشف سه تندیس سفالی در تپه چغا"]
    text = page("بازگشایی بازار سرپوشیده بندر گلاب", *PERSIAN[:2], "نیز بدین سو بنگرید", *links, PERSIAN[2])
    assert body(text) == list(PERSIAN)


def test_a_label_without_a_colon_may_have_five_words():
    links = ["نمایشگاه گلیم‌بافان عشایر در پلدختر", "کشف سه تندیس سفالی در تپه چغا"]
    label = "Jen kelkaj aliaj bonaj tekstoj"
    assert body(page("بازگشایی بازار سرپوشیده بندر گلاب", *PERSIAN[:2], label, *links, PERSIAN[2])) == list(
        PERSIAN
    )


def test_a_label_in_unknown_words_right_above_a_foreign_headline_is_no_subhead():
    text = page(TITLE, *STORY[:2], "Pli multe", OTHER, *STORY[2:])
    assert body(text) == list(STORY)
    assert reasons(text)["Pli multe"] == "LIST_HEADING"


def test_rows_of_one_kind_between_paragraphs_stay_together():
    rows = [
        "First prize: the lamp of Anton Reed",
        "First reserve: the kite of Ilse Moor and the reed boat of Rook",
    ]
    text = page(TITLE, *STORY[:2], "The results came as follows", *rows, *STORY[2:])
    assert [row for row in rows if row in body(text)] == rows


def test_a_label_at_the_end_that_says_nothing_of_the_story_heads_other_stories():
    text = page(TITLE, *STORY, "Sengitaj nun:", "Ferries return to Shell Island", "Wheat prices climb again")
    assert body(text) == list(STORY)
    assert reasons(text)["Sengitaj nun:"] == "LIST_HEADING"


def test_a_list_at_the_end_that_its_own_word_announces_stays():
    rows = ["Come before nine", "Bring a basket", "Leave cars outside"]
    kept = body(page(TITLE, *STORY, "Rules of the market:", *rows))
    assert kept == [*STORY, "Rules of the market:", *rows]


def test_one_row_with_a_speaker_makes_no_table_of_the_headlines_above_it():
    tail = ["Back to the section", HEADLINES[0], HEADLINES[1], "Coach: we need a striker"]
    assert body(page(TITLE, *STORY, *tail)) == list(STORY)


def test_a_lone_short_last_line_that_speaks_of_the_story_stays():
    last = "The covered market opens every Sunday"
    assert body(page(TITLE, *STORY, last)) == [*STORY, last]


def test_a_lone_short_last_line_above_a_known_list_stays():
    last = "Nobody misses that quiet winter"
    assert body(page(TITLE, *STORY, last, "Related articles", *HEADLINES)) == [*STORY, last]


def test_a_lone_short_last_line_above_a_note_on_the_author_stays():
    last = "تلك مسألة لا يعرف أحد جوابها"
    assert body(page(*ARABIC, last, "* كاتبة وروائية من مرسى الورد")) == [*ARABIC, last]


def test_a_lone_foreign_headline_at_the_end_goes():
    assert body(page(TITLE, *STORY, "Ferries return to Shell Island")) == list(STORY)
