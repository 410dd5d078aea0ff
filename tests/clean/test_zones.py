from cleaning_world import (
    ARABIC,
    HEADLINES,
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

from newsift.models import CleanArticle, Label, Rejection


def test_a_clean_article_stays_whole_and_gives_its_title():
    cleaned = article(clean(page(TITLE, "", *STORY)))
    assert cleaned.body.split("\n") == list(STORY)
    assert cleaned.metadata.title == TITLE


def test_a_marker_glued_to_a_sentence_is_cut_off_and_the_story_goes_on():
    glued = "إقرأ المزيد" + ARABIC[2]
    text = page(ARABIC[0], ARABIC[1], glued, ARABIC[3])
    assert body(text) == list(ARABIC)
    assert reasons(text) == {"إقرأ المزيد": "GLUED_MARKER"}


def test_a_glued_read_also_opens_no_zone():
    text = page(*ARABIC[:2], "اقرأ ايضاً" + ARABIC[2], ARABIC[3])
    assert body(text) == list(ARABIC)


def test_a_button_behind_the_last_word_is_cut_off():
    assert body(page(*STORY[:3], STORY[3] + " Read more")) == list(STORY)


def test_a_related_heading_between_paragraphs_is_an_insert_that_prose_closes():
    text = page(TITLE, *STORY[:2], "Related articles", *HEADLINES[:3], *STORY[2:])
    assert body(text) == list(STORY)
    assert reasons(text)[HEADLINES[1]] == "RELATED_LIST"


def test_an_insert_gives_the_subhead_behind_it_back():
    text = page(TITLE, *STORY[:2], "Related articles", *HEADLINES[:2], "", "Old doors", STORY[2], STORY[3])
    assert body(text) == [*STORY[:2], "Old doors", *STORY[2:]]


def test_a_related_heading_behind_the_source_is_terminal():
    text = page(TITLE, *STORY, "Source: The Post", "Read also:", *HEADLINES)
    assert body(text) == list(STORY)


def test_an_inline_read_also_takes_only_its_own_line():
    text = page(TITLE, STORY[0], f"Read also: {HEADLINES[0]}", *STORY[1:])
    assert body(text) == list(STORY)
    assert reasons(text)[f"Read also: {HEADLINES[0]}"] == "RELATED_INLINE"


def test_headlines_in_a_row_between_paragraphs_need_no_heading():
    assert body(page(TITLE, *STORY[:2], *HEADLINES[:3], *STORY[2:])) == list(STORY)


def test_headlines_behind_the_story_need_no_heading():
    text = page(TITLE, *STORY, *HEADLINES)
    assert body(text) == list(STORY)
    assert reasons(text)[HEADLINES[0]] == "HEADLINE_LIST"


def test_bulleted_headlines_under_an_unknown_heading_go_with_it():
    text = page(TITLE, *STORY, "Hulbo marit", *(f"• {h}" for h in HEADLINES))
    assert body(text) == list(STORY)


def test_two_headlines_fused_without_a_space_are_removed():
    first, other = "المصرف: تمويل ترميم الأقواس يكتمل قريبا", "القاسمي: موقف السيارات جاهز قبل الشتاء"
    text = page(*ARABIC[:2], first + other, *ARABIC[2:])
    assert body(text) == list(ARABIC)
    assert reasons(text)[first + other] in ("FUSED_HEADLINES", "RELATED_INLINE")


def test_two_headlines_run_together_are_told_by_the_list_that_holds_one():
    fused = HEADLINES[0] + HEADLINES[1].replace("Harbour", "Bay")
    text = page(TITLE, *STORY[:2], fused, *STORY[2:], "Related", *HEADLINES)
    assert body(text) == list(STORY)


def test_a_known_title_between_paragraphs_is_a_related_headline():
    line = "Harbour bridge to get new lamps"
    assert line in body(page(TITLE, *STORY[:2], line, *STORY[2:]))
    text = page(TITLE, *STORY[:2], line, *STORY[2:])
    assert body(text, known=(line,)) == list(STORY)
    assert reasons(text, known=(line,))[line] == "KNOWN_TITLE"


def test_a_site_template_line_is_removed_under_its_own_reason():
    line = "The Post has been read on this coast for ninety years."
    text = page(TITLE, *STORY, line)
    assert line in body(text)
    assert reasons(text, template=(line,))[line] == "SITE_TEMPLATE"


def test_the_title_repeated_as_caption_and_before_the_date_goes():
    text = page(
        "Culture", "2 min read", TITLE, STORY[0], TITLE, f"{TITLE} / Reuters", "17 May 2025", *STORY[1:]
    )
    cleaned = article(clean(text))
    assert cleaned.body.split("\n") == list(STORY)
    assert cleaned.metadata.title == TITLE


def test_the_title_at_the_end_of_the_last_paragraph_goes_with_its_label():
    text = page(TITLE, *STORY[:3], f"{STORY[3]} Link to the story at the Post: {TITLE}")
    assert body(text) == list(STORY)


def test_comments_and_what_follows_them_go():
    text = page(
        TITLE, *STORY, "Comments", "rook", "What a lovely market it is, I was there with my family.", "anna"
    )
    assert body(text) == list(STORY)


def test_a_copyright_line_above_the_story_ends_nothing():
    assert body(page("© 2026 The Post. All rights reserved.", TITLE, *STORY)) == list(STORY)


def test_photo_captions_between_paragraphs_go():
    caption = "Traders wait at the eastern gate of the market on Sunday morning (AP Photo/Ann Lee)"
    assert body(page(TITLE, *STORY[:2], caption, *STORY[2:])) == list(STORY)


def test_a_flattened_page_gives_only_its_story():
    menu = ["Home", "World", "Business", "Sport", "Culture", "Opinion", "Video", "Weather"] * 5
    tail = ["Share this article", "Most read", *HEADLINES, "Sign up for our newsletter", *menu]
    assert body(page(*menu, *HEADLINES[:2], TITLE, "By Ann Lee", *STORY, *tail)) == list(STORY)


def test_style_sheets_and_scripts_inside_a_paragraph_are_cut_off():
    code = '.box { border: 1px; float: left; } jQuery(document).ready(function(){ show("#vote"); });'
    assert body(page(TITLE, *STORY[:3], f"{STORY[3]} {code}")) == list(STORY)


def test_a_list_of_headlines_above_the_title_is_not_the_title():
    text = page("Breaking", *HEADLINES, TITLE, *STORY)
    cleaned = article(clean(text))
    assert cleaned.metadata.title == TITLE
    assert cleaned.body.split("\n") == list(STORY)


def test_without_a_title_line_the_title_is_null():
    assert article(clean(page(*STORY))).metadata.title is None


def test_a_lone_headline_is_no_article():
    cleaned = clean(page("The story or the poem? A quarrel between two writers of the last century"))
    assert isinstance(cleaned.main, Rejection)
    assert not any(v.kept for v in cleaned.verdicts)


def test_a_list_of_headlines_is_no_article():
    assert isinstance(clean(page("Latest news", *HEADLINES)).main, Rejection)


def test_one_short_paragraph_is_an_article():
    assert isinstance(clean(page(STORY[0] + " " + STORY[1])).main, CleanArticle)


def test_the_agency_above_the_publisher_is_labelled_as_such():
    text = page(TITLE, *STORY, "Source: Tass", "Source: The Post")
    cleaned, doc = clean(text), document(text)
    assert verdict_of(cleaned, doc, "Source: Tass").label is Label.AGENCY
    assert verdict_of(cleaned, doc, "Source: The Post").label is Label.SOURCE


def test_hard_wrapped_words_of_chinese_count_as_words():
    text = page(
        "老市场重新开放",
        "玫瑰港的老市场在经过两年修缮之后于星期日重新开放，市民纷纷前来参观，商贩们也陆续回到各自的摊位。",
        "市长表示，工程师们保留了石拱和全部木门，其中一些已有两百多年的历史，修缮费用由全城居民共同承担。",
    )
    assert len(body(text)) == 2


def test_a_page_on_one_line_is_cut_at_its_markers():
    text = (
        f"{ARABIC[0]} اقرأ أيضاً : غرامات جديدة على الوقوف المزدوج تبدأ الشهر المقبل "
        f"{ARABIC[2]} {ARABIC[3]} "
        "المصدر: صدى المرسى تابعوا قناتنا على الواتساب مواضيع ذات صلة : افتتاح النفق أمام حركة المرور"
    )
    assert " ".join(body(page(text))).split() == " ".join((ARABIC[0], ARABIC[2], ARABIC[3])).split()


def test_a_call_written_onto_the_last_word_is_cut_off():
    bare = ARABIC[3].rstrip(".")
    assert body(page(*ARABIC[:3], bare + "تابعونا على جوجل نيوز")) == [*ARABIC[:3], bare]


def test_credits_of_embedded_posts_go():
    post = ["pic.twitter.com/aBcD3fGh", "— Hilda Marrow (@hmarrow) June 3, 2026"]
    assert body(page(TITLE, *STORY[:2], *post, *STORY[2:])) == list(STORY)


def test_a_read_more_button_above_links_opens_an_insert():
    text = page(TITLE, *STORY[:2], "Read more", *HEADLINES[:2], *STORY[2:])
    assert body(text) == list(STORY)


def test_a_button_closes_an_insert_even_before_a_line_without_a_final_mark():
    bare = STORY[3].rstrip(".")
    text = page(TITLE, *STORY[:3], "Related", HEADLINES[0], "Continue reading", bare)
    assert body(text) == [*STORY[:3], bare]


def test_links_under_an_unknown_heading_with_a_colon_go():
    text = page(TITLE, *STORY[:2], "Zirgat molde:", *HEADLINES[:2], *STORY[2:])
    assert body(text) == list(STORY)


def test_a_byline_and_a_date_on_one_row_are_no_subhead():
    assert body(page(TITLE, "By Ann Lee • Published 3 May 2026", *STORY)) == list(STORY)


def test_an_article_written_onto_the_word_before_it_joins_two_headlines():
    fused = "ضبط تجاوزات على نهر الغراف في ذي قارالأنواء: عاصفة ترابية الأربعاء"
    assert fused not in body(page("افتتاح السوق في مرسى الورد", *ARABIC[:2], fused, ARABIC[2]))
    name = "عبدالإله يفتتح السوق القديم بعد الترميم"
    assert name in body(page("افتتاح السوق في مرسى الورد", *ARABIC[:2], name, ARABIC[2]))
