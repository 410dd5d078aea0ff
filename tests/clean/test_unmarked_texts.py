"""Texts that print no full stop at the end of a paragraph."""

from __future__ import annotations

import pytest
from cleaning_world import ARABIC, FROG, HEADLINES, SECOND, STORY, TITLE, article, body, clean, page, reasons

from newsift.models import Rejection

BARE = tuple(line.rstrip(".") for line in STORY)
ARABIC_BARE = tuple(line.rstrip(".") for line in ARABIC)
FRENCH = (
    "Le marché couvert de Port-aux-Roses a rouvert dimanche, deux ans après la tempête",
    "La maire, Hilde Marot, a promis de garder les arches de pierre et les vieilles portes",
    "Les commerçants paieront le même loyer pendant cinq ans, a-t-elle ajouté devant la presse",
)


@pytest.mark.parametrize("story", [BARE, ARABIC_BARE, FRENCH])
def test_a_story_without_any_full_stop_is_kept_whole(story: tuple[str, ...]):
    title = "Harbour town reopens its market" if story is not ARABIC_BARE else "السوق القديم يفتح أبوابه"
    cleaned = article(clean(page(title, *story)))
    assert cleaned.body.split("\n") == list(story)
    assert cleaned.metadata.title == title


def test_the_first_line_stays_the_title_though_it_holds_a_comma():
    title = "Two years on, the covered market opens again"
    cleaned = article(clean(page(title, *BARE)))
    assert (cleaned.metadata.title, cleaned.body.split("\n")) == (title, list(BARE))


def test_headlines_behind_such_a_story_still_go():
    text = page(TITLE, *BARE, "Related articles", *HEADLINES)
    assert body(text) == list(BARE)
    assert {reasons(text)[line] for line in HEADLINES} == {"RELATED_LIST"}


def test_a_second_article_with_full_stops_does_not_hide_that_the_story_has_none():
    text = page(TITLE, *BARE, "Related articles", FROG, *SECOND)
    assert body(text) == list(BARE)


def test_a_page_of_headlines_is_no_story_for_want_of_full_stops():
    assert isinstance(clean(page(*HEADLINES, *(f"{h} at last" for h in HEADLINES))).main, Rejection)


def test_a_short_line_that_runs_on_from_a_paragraph_belongs_to_it():
    short = "However, nobody was there"
    text = page(TITLE, *BARE[:2], short + " to see it", *BARE[2:])
    assert short + " to see it" in body(text)
