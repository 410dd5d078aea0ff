"""The section of a text page: a short line above the title, and nothing where it may be the title itself."""

from __future__ import annotations

import json

import pytest

from newsift.pipeline.run import ingest
from newsift.storage.snapshot import query

PROSE = (
    "The night ferry between Port Alder and the island of Wenn sailed again on Thursday after four months in "
    "dock, carrying ninety passengers and eleven cars.\nThe operator said that new engines cut fuel use by a "
    "fifth, and that the timetable will stay as it was until the end of May.\n"
)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.txt", f"Ferry\n12 March 2026\n{PROSE}", (None, None)),
        ("a.txt", f"Ferry\n{PROSE}", (None, None)),
        (
            "a.txt",
            f"Sport\nNight ferry returns to Port Alder\n12 March 2026\n{PROSE}",
            ("Night ferry returns to Port Alder", "Sport"),
        ),
        (
            "a.json",
            json.dumps({"title": "The night ferry returns", "text": f"Sport\n{PROSE}"}),
            ("The night ferry returns", "Sport"),
        ),
        (
            "a.json",
            json.dumps({"label": "Ferry", "section": "Sport", "text": f"Ferry\n{PROSE}"}),
            (None, "Sport"),
        ),
    ],
)
def test_a_lone_short_line_is_a_section_only_beside_a_title(
    put, inbox, tmp_path, settings, name, content, expected
):
    put(name, content)
    ingest(inbox, tmp_path / "wh", settings)
    (row,) = query(tmp_path / "wh" / "newsift.duckdb", "SELECT title, section FROM articles").to_pylist()
    assert (row["title"], row["section"]) == expected
