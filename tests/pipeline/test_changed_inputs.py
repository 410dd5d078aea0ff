"""An input that is delivered again, changed: one story when it is the same page, two when it is another."""

from __future__ import annotations

from pathlib import Path

import pytest
from run_world import rows

from newsift.pipeline.reprocess import reprocess
from newsift.pipeline.run import ingest

PLACES = ("Alder", "Brenn", "Corwick", "Dunmore", "Eskdale", "Farrow", "Glanton", "Hexby", "Inver", "Jarrow")


def notice(street: str, place: str, what: str, day: int = 12) -> str:
    """About 40 words; most of them are the frame that every notice of the council has."""
    return (
        f"Council of {place} closes {street} for repairs\n{day} March 2026\n"
        f"The council of {place} said on Thursday that {street} will be closed to all traffic until further "
        f"notice while its engineers carry out urgent repairs to {what}, and asked drivers to follow the "
        "signs of the police.\nSource: Council Gazette\n"
    )


@pytest.fixture
def council(put, inbox, tmp_path, settings) -> Path:
    """A warehouse that knows the frame for a formula, and a page about Mill Lane."""
    for number, place in enumerate(PLACES):
        put(
            f"known/{number}.txt",
            notice(f"{place} Road", place, f"the {place.lower()} bridge", day=number + 1),
        )
    put("page.txt", notice("Mill Lane", "Port Wenn", "the gas main below the old market hall"))
    ingest(inbox, tmp_path / "wh", settings)
    return tmp_path / "wh"


def stories_at(warehouse: Path, path: str) -> int:
    (row,) = rows(
        warehouse,
        "SELECT count(DISTINCT a.cluster_id) AS n FROM files f JOIN articles a USING (article_id) "
        f"WHERE f.path = '{path}'",
    )
    return int(str(row["n"]))


CHANGED = notice("Mill Lane", "Port Wenn", "a water pipe that burst beside its school").replace(
    "Thursday", "Friday"
)


def test_a_short_page_delivered_again_with_changes_stays_one_story(council, put, inbox, settings):
    put("page.txt", CHANGED)
    ingest(inbox, council, settings)
    assert stories_at(council, "page.txt") == 1
    methods = rows(council, "SELECT method, relation FROM duplicates WHERE method = 'same-path'")
    assert methods == [{"method": "same-path", "relation": "version"}]


def test_the_same_text_at_another_path_is_a_story_of_its_own(council, put, inbox, settings):
    put("elsewhere.txt", CHANGED)
    ingest(inbox, council, settings)
    assert rows(council, "FROM duplicates") == []


def test_another_notice_written_over_the_old_one_is_a_new_story(council, put, inbox, settings):
    put("page.txt", notice("Queen Street", "Stanwick", "the tram rails in front of the theatre"))
    ingest(inbox, council, settings)
    put("page.txt", notice("Mill Lane", "Port Wenn", "a water pipe beside its school", day=13))
    ingest(inbox, council, settings)
    assert stories_at(council, "page.txt") == 3


def test_history_cleaned_again_keeps_changed_pages_together(council, put, inbox, settings):
    put("page.txt", CHANGED)
    ingest(inbox, council, settings)
    reprocess(council, settings)
    assert stories_at(council, "page.txt") == 1
