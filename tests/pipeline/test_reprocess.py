"""History processed again under other rules, from what the store kept."""

from __future__ import annotations

import json
import shutil

import pytest
from run_world import OTHER, STORY, exports

from newsift.errors import ConfigError
from newsift.pipeline.reprocess import preview, reprocess
from newsift.pipeline.run import ingest
from newsift.storage.snapshot import query


@pytest.fixture
def filled(put, inbox, tmp_path, settings):
    put("a.txt", STORY)
    put("copies/a.txt", STORY)
    put(
        "b.jsonl", json.dumps({"title": "نهائي الكأس", "source": "الساحل", "text": OTHER}, ensure_ascii=False)
    )
    put("bad.txt", b"%PDF-")
    ingest(inbox, tmp_path / "wh", settings)
    shutil.rmtree(inbox)  # history must not need it
    return tmp_path / "wh"


def test_reprocessing_under_the_same_rules_changes_nothing(filled, settings):
    before = exports(filled)
    summary = reprocess(filled, settings)
    assert exports(filled) == before
    assert summary.clean == 3


def test_preview_counts_nothing_to_change_and_writes_nothing(filled, settings):
    published = (filled / "newsift.duckdb").read_bytes()
    shown = preview(filled, settings)
    assert (shown.inputs, shown.changed) == (3, 0)
    assert (filled / "newsift.duckdb").read_bytes() == published


def test_changed_setting_shows_in_preview_and_then_in_the_warehouse(filled, settings):
    strict = settings.model_copy(
        update={"cleaning": settings.cleaning.model_copy(update={"min_body_words": 500})}
    )
    shown = preview(filled, strict)
    assert shown.newly_rejected >= 2
    assert {change.path for change in shown.samples} >= {"a.txt", "copies/a.txt"}
    reprocess(filled, strict)
    statuses = {
        row["path"]: row["status"]
        for row in query(filled / "newsift.duckdb", "SELECT path, status FROM files").to_pylist()
    }
    assert statuses["a.txt"] == statuses["copies/a.txt"] == "rejected"
    assert statuses["bad.txt"] == "quarantined"


def test_looking_leaves_nothing_behind(put, inbox, tmp_path, settings, caplog):
    put("a.txt", STORY)
    ingest(inbox, tmp_path / "wh", settings)
    assert preview(tmp_path / "wh", settings).inputs == 1
    caplog.clear()
    ingest(inbox, tmp_path / "wh", settings)
    assert [record.message for record in caplog.records if record.levelname == "WARNING"] == []


def test_runs_of_the_past_stay_after_reprocessing(filled, settings):
    reprocess(filled, settings)
    runs = query(filled / "newsift.duckdb", "SELECT inbox FROM runs ORDER BY started_at").to_pylist()
    assert len(runs) == 2
    assert runs[1]["inbox"] == "(kept inputs)"


def test_new_inputs_go_on_after_reprocessing(filled, put, inbox, settings):
    reprocess(filled, settings)
    inbox.mkdir()
    put("a.txt", STORY)
    put("new.txt", STORY.replace("النخيل", "الزيتون").replace("جسر", "سوق"))
    summary = ingest(inbox, filled, settings)
    assert (summary.seen, summary.skipped, summary.clean) == (2, 1, 1)


def test_preview_without_a_published_file_is_a_configuration_error(tmp_path, settings):
    with pytest.raises(ConfigError):
        preview(tmp_path / "wh", settings)
