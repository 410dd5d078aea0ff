import pytest
from cleaning_world import FROG, HEADLINES, SECOND, STORY, TITLE, article, clean, document, page, rules

from newsift.models import Kind, Label, derived_id

KNOWN = ("Source: The Post", "Tags: market storm repairs traders doors", "Read also:")
UNKNOWN = ("Qorvat: The Post", "Zilmen: market storm repairs traders doors", "Vapsu tirel:")


@pytest.mark.parametrize("signs", [KNOWN, UNKNOWN, KNOWN[1:], KNOWN[:1] + KNOWN[2:], KNOWN[2:]])
def test_a_second_article_becomes_its_own_record(signs: tuple[str, ...]):
    cleaned = clean(page(TITLE, *STORY, *signs, FROG, *SECOND))
    assert article(cleaned).body.split("\n") == list(STORY)
    (second,) = cleaned.embedded
    assert second.body.split("\n") == list(SECOND)
    assert second.metadata.title == FROG
    assert second.kind is Kind.EMBEDDED
    assert second.parent_id == article(cleaned).article_id


def test_its_source_date_and_copyright_never_reach_the_parent():
    text = page(
        TITLE, *STORY, *KNOWN, FROG, "Published: 3 May 2026", *SECOND, "Source: The Marsh Gazette",
        "© 2026 The Marsh Gazette. All rights reserved.",
    )  # fmt: skip
    cleaned = clean(text)
    assert article(cleaned).metadata.source == "The Post"
    assert article(cleaned).metadata.published_at is None
    assert cleaned.embedded[0].metadata.source == "The Marsh Gazette"
    assert all("Gazette" not in a.body for a in (article(cleaned), *cleaned.embedded))


def test_a_title_repeated_in_the_list_below_marks_it():
    cleaned = clean(
        page(*STORY, "Read also:", FROG, *SECOND, "Related", *(f"• {h}" for h in (*HEADLINES, FROG)))
    )
    assert [a.metadata.title for a in cleaned.embedded] == [FROG]
    assert article(cleaned).metadata.title is None


def test_two_second_articles_get_two_records():
    third = tuple(s.replace("frog", "newt").replace("marshes", "ponds") for s in SECOND)
    other = FROG.replace("frog", "newt").replace("marshes", "ponds")
    cleaned = clean(page(TITLE, *STORY, *KNOWN, FROG, *SECOND, "Read also:", other, *third))
    assert [a.metadata.title for a in cleaned.embedded] == [FROG, other]
    assert [a.position for a in cleaned.embedded] == [1, 2]


def test_glued_markers_inside_it_are_cut_off_too():
    glued = (SECOND[0], "Read also" + SECOND[1], SECOND[2])
    cleaned = clean(page(TITLE, *STORY, *KNOWN, FROG, *glued))
    assert cleaned.embedded[0].body.split("\n") == list(SECOND)


def test_ids_come_from_the_content():
    text = page(TITLE, *STORY, *KNOWN, FROG, *SECOND)
    first, again = clean(text), clean(text)
    content = document(text).content_hash
    assert article(first).article_id == derived_id("article", content)
    assert first.embedded[0].article_id == derived_id("embedded", content, "1")
    assert first == again


def test_a_first_story_of_one_paragraph_is_still_the_main_one():
    cleaned = clean(page(TITLE, f"{STORY[0]} {STORY[1]} {STORY[2]}", *KNOWN, FROG, *SECOND))
    assert article(cleaned).body.startswith(STORY[0])
    assert len(cleaned.embedded) == 1


def test_comments_are_no_second_article():
    cleaned = clean(page(TITLE, *STORY, "Comments", FROG, *SECOND))
    assert cleaned.embedded == ()
    assert article(cleaned).body.split("\n") == list(STORY)


def test_a_single_link_whose_story_is_not_told_is_an_insert():
    cleaned = clean(page(TITLE, *STORY[:2], "Read also:", HEADLINES[0], *STORY[2:]))
    assert cleaned.embedded == ()
    assert article(cleaned).body.split("\n") == list(STORY)


def test_spans_of_a_second_article_are_owned_by_it():
    cleaned = clean(page(TITLE, *STORY, *KNOWN, FROG, *SECOND))
    owners = {v.owner for v in cleaned.verdicts if v.label is Label.EMBEDDED}
    assert owners == {1}
    assert rules().version


@pytest.mark.parametrize("between", [("* * *", FROG), (FROG, "3 May 2026")])
def test_a_separator_or_a_date_line_sets_a_second_article_off(between: tuple[str, ...]):
    cleaned = clean(page(TITLE, *STORY, *between, *SECOND))
    assert article(cleaned).body.split("\n") == list(STORY)
    assert [a.metadata.title for a in cleaned.embedded] == [FROG]
