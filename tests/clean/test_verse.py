"""Verse, columns in short lines and sentences that end in two dots: a story without paragraphs is one."""

from __future__ import annotations

import pytest
from cleaning_world import ARABIC, HEADLINES, STORY, TITLE, body, page, reasons

AR_TITLE = "افتتاح السوق المسقوف في مرسى الورد"
RHYMED = (
    "يا مركبا عند المرافئ في انتظار",
    "هل عاد من سفر البحار لك الصغار",
    "أمي تعد الخبز قبل الشمس دوما",
    "وتقول إن الموج يخفي ألف دار",
    "وتعلق المصباح في الشباك ليلا",
    "كي يهتدي من ضل في عرض البحار",
    "والريح تعبث بالشراع ولا تبالي",
    "كم ضاع في كفيك من عمر ودار",
)
FREE = (
    "في آخر الرصيف",
    "يجلس بائع السمك وحيدا",
    "وأمامه سلة فارغة",
    "ينظر إلى الماء طويلا",
    "ويعد المراكب التي رجعت",
    "ثم يعد التي لم ترجع",
    "وحين يقبل المساء",
    "يطوي حصيره القديم",
    "ويمضي نحو البيت",
)
VOWELLED = ("وَلَيْلٍ كَمَوْجِ البَحْرِ أَقْبَلَ مُظْلِمًا", "عَلَى مَرْكَبٍ ضَلَّ الطَّرِيقَ فَأَوْغَلا")
DOTTED = (
    "زرت السوق القديم صباح أمس ولم أجد أحدا من باعته..",
    "قيل لي إنهم رحلوا إلى حي آخر..",
    "وهذا ما يحدث كلما نسينا أهل المهنة..",
    "فمن يعيد إليهم أبواب دكاكينهم؟",
    "سؤال لا يملك أحد جوابه..",
    "لكن السوق سيبقى ما بقي زواره..",
)


@pytest.mark.parametrize("poem", [RHYMED, FREE], ids=["rhymed", "running on"])
def test_a_poem_behind_a_paragraph_stays(poem: tuple[str, ...]):
    assert body(page(AR_TITLE, "17 مايو 2025", ARABIC[0], *poem, ARABIC[1])) == [ARABIC[0], *poem, ARABIC[1]]


def test_a_page_that_is_nothing_but_a_poem_is_an_article():
    poem = [*RHYMED, "وتظل تنتظر المراكب كل فجر", "حتى يعود مع الضياء لها النهار"]
    assert body("\n".join(poem)) == poem


def test_two_lines_with_their_vowels_written_out_are_a_quotation():
    text = page(AR_TITLE, *ARABIC[:2], *VOWELLED, ARABIC[2])
    assert body(text) == [*ARABIC[:2], *VOWELLED, ARABIC[2]]


def test_a_couplet_on_one_line_is_no_headline():
    couplet = "سلام على مرسى السفين وأهله ** سلام على من بات يرقب عائدا"
    assert couplet in body(page(AR_TITLE, *ARABIC[:2], couplet, ARABIC[2]))


def test_headlines_in_a_row_are_no_poem():
    text = page(TITLE, *STORY[:2], *HEADLINES, *STORY[2:])
    assert body(text) == list(STORY)


def test_lines_below_a_heading_of_related_stories_are_no_poem_even_if_they_rhyme():
    text = page(AR_TITLE, *ARABIC, "اقرأ أيضا", *RHYMED)
    assert body(text) == list(ARABIC)


def test_a_column_that_ends_its_sentences_in_two_dots_stays_whole():
    assert body(page("السوق القديم", "17 مايو 2025", "كتب: سالم الهلالي", *DOTTED)) == list(DOTTED)


def test_a_headline_cut_short_by_dots_is_still_one():
    cut = "Mayor of Shell Island resigns after..."
    text = page(TITLE, *STORY[:2], "Read also", cut, *STORY[2:])
    assert cut not in body(text)
    assert reasons(text)[cut]
