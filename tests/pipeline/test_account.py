"""A run's account: the same words on the command line, in the flow's output and in its artifact."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from flows.artifacts import summary_page
from newsift.models import RunSummary
from newsift.pipeline.account import account, counts, headline

START = datetime(2026, 3, 1, 6)
SUMMARY = RunSummary(
    run_id="r1",
    status="completed",
    started_at=START,
    finished_at=START + timedelta(seconds=2.5),
    seen=9,
    clean=5,
    rejected=1,
    quarantined=2,
    skipped=1,
    embedded=1,
    copies=1,
    stories=4,
    articles=6,
    rejected_by_reason={"NO_BODY": 1},
    quarantined_by_reason={"BINARY": 1, "EMPTY": 1},
    duplicates_by_relation={"near": 2},
    seconds_by_stage={"clean": 1.0},
    warnings=("look at this",),
    published_file="wh/newsift.duckdb",
)
NOTHING = replace(
    SUMMARY,
    status="nothing-new",
    seen=1,
    clean=0,
    rejected=0,
    quarantined=0,
    embedded=0,
    copies=0,
    rejected_by_reason={},
    quarantined_by_reason={},
    duplicates_by_relation={},
    warnings=(),
)


def test_account_says_what_every_number_means_and_where_to_look():
    assert account(SUMMARY).splitlines() == [
        "files seen    9 (each record of a file counts)",
        "clean         5",
        "embedded      1 (second articles found inside others)",
        "rejected      1 (1 NO_BODY)",
        "quarantined   2 (1 BINARY, 1 EMPTY)",
        "skipped       1 (known from earlier runs)",
        "same bytes    1 (also at another path)",
        "duplicates    2 (2 near)",
        "stories       4 (in the warehouse, of 6 articles)",
        "seconds       2.5",
        "warning       look at this",
        "file          wh/newsift.duckdb",
        "why           newsift explain PATH --warehouse wh",
        "refused       SELECT path, status, reason FROM files WHERE status <> 'clean'",
    ]


def test_account_of_a_run_without_news_says_so_first():
    assert account(NOTHING).startswith("nothing new: every input is known from an earlier run\n")
    assert (
        headline(replace(NOTHING, seen=0, skipped=0)) == "nothing new: the inbox holds no file that is read"
    )


def test_artifact_shows_the_same_counts_and_leads_to_the_file_and_to_explain(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    page = summary_page(SUMMARY)
    assert page.startswith("# 5 clean, 1 rejected, 2 quarantined\n")
    for count in counts(SUMMARY):
        assert f"| {count.name} | {count.number} | {count.detail} |" in page
    assert "look at this" in page
    assert f"newsift explain PATH --warehouse '{tmp_path / 'wh'}'" in page
