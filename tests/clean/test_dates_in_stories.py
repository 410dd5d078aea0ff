"""Dates and ages that a story lists are not the page's own date."""

from __future__ import annotations

import pytest
from cleaning_world import ARABIC, STORY, TITLE, body, page

TIMETABLE = (
    "السبت 29 مارس: 7:00 صباحا، 11:00 صباحا",
    "الأحد 30 مارس: 9:00 صباحا، 1:00 ظهرا",
    "الاثنين 31 مارس: 9:00 صباحا",
)
DEPARTURES = (
    "Saturday 29 March 2025, 7:00 am",
    "Sunday 30 March 2025, 9:00 am",
    "Monday 31 March 2025, 9:00 am",
)


@pytest.mark.parametrize(("story", "rows"), [(ARABIC, TIMETABLE), (STORY, DEPARTURES)])
def test_three_dates_in_a_row_behind_a_paragraph_are_a_timetable(
    story: tuple[str, ...], rows: tuple[str, ...]
):
    kept = body(page("The ferry sails again", *story[:3], *rows, story[3]))
    assert kept == [*story[:3], *rows, story[3]]


def test_two_dates_stay_where_a_colon_announces_them():
    kept = body(page(TITLE, *STORY[:3], "The ferry sails on these days:", *DEPARTURES[:2], STORY[3]))
    assert kept == [*STORY[:3], "The ferry sails on these days:", *DEPARTURES[:2], STORY[3]]


def test_two_dates_behind_the_story_are_the_pages_own():
    assert body(page(TITLE, *STORY, *DEPARTURES[:2])) == list(STORY)


def test_dates_above_the_story_are_the_pages_own():
    assert body(page(TITLE, *DEPARTURES, *STORY)) == list(STORY)


def test_ages_are_no_dates():
    people = ["كمال بن رجب، 31 سنة", "صالح الزواري، 47 سنة", "أيمن الزواري، 22 سنة"]
    kept = body(page(*ARABIC[:2], "وفي ما يلي أسماء الفائزين كما نشرتها البلدية:", *people, *ARABIC[2:]))
    assert [line for line in people if line in kept] == people


def test_a_lead_in_with_a_colon_ends_the_head():
    kept = body(
        page(
            TITLE,
            STORY[0],
            "Three people spoke at the opening of the hall:",
            "Ada Reed, 54",
            "2 May 2025",
            *STORY[1:],
        )
    )
    assert "Three people spoke at the opening of the hall:" in kept
