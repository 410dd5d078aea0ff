"""What happens to inbox files after their commit."""

from __future__ import annotations

import json

import pytest
from run_world import OTHER, STORY, rows

from newsift.errors import ConfigError
from newsift.pipeline.run import ingest, open_run
from newsift.settings import load_settings


@pytest.fixture
def after(settings, tmp_path):
    """Settings with another fate for ingested files."""

    def choose(fate: str):
        changed = {"after_ingest": fate, "archive_dir": str(tmp_path / "archive")}
        return settings.model_copy(update={"inputs": settings.inputs.model_copy(update=changed)})

    return choose


def test_archived_files_keep_their_path_and_refused_ones_stay(put, inbox, tmp_path, after):
    put("day/a.txt", STORY)
    put("bad.txt", b"%PDF-")
    put("mixed.jsonl", json.dumps({"text": OTHER}, ensure_ascii=False) + "\n{broken\n")
    ingest(inbox, tmp_path / "wh", after("archive"))
    assert (tmp_path / "archive" / "day" / "a.txt").read_text() == STORY
    assert sorted(path.name for path in inbox.rglob("*") if path.is_file()) == ["bad.txt", "mixed.jsonl"]


def test_second_file_of_an_archived_path_gets_a_number(put, inbox, tmp_path, after):
    for text in (STORY, OTHER):
        put("a.txt", text)
        ingest(inbox, tmp_path / "wh", after("archive"))
    assert (tmp_path / "archive" / "a.txt").read_text() == STORY
    assert (tmp_path / "archive" / "a.txt.1").read_text() == OTHER


def test_deleted_files_are_in_the_warehouse(put, inbox, tmp_path, after):
    put("a.txt", STORY)
    ingest(inbox, tmp_path / "wh", after("delete"))
    assert not any(path.is_file() for path in inbox.rglob("*"))
    assert len(rows(tmp_path / "wh", "FROM articles")) == 1


def test_run_that_fails_before_its_commit_deletes_nothing(put, inbox, tmp_path, after):
    file = put("a.txt", STORY)
    with pytest.raises(RuntimeError):
        prepare_then_fail(inbox, tmp_path / "wh", after("delete"))
    assert file.exists()


def prepare_then_fail(inbox, warehouse, settings):
    with open_run(inbox, warehouse, settings) as run:
        run.refine([run.prepare(batch) for batch in run.plan()])
        raise RuntimeError


def test_file_left_behind_by_a_crash_after_the_commit_goes_with_the_next_run(
    put, inbox, tmp_path, after, settings
):
    file = put("a.txt", STORY)
    ingest(inbox, tmp_path / "wh", settings)
    assert file.exists()
    ingest(inbox, tmp_path / "wh", after("delete"))
    assert not file.exists()


def test_archive_without_a_place_is_a_configuration_error(project_root):
    with pytest.raises(ConfigError, match="archive_dir"):
        load_settings(
            project_root / "config" / "newsift.toml",
            environ={},
            overrides={"inputs": {"after_ingest": "archive"}},
        )


def test_archive_inside_the_inbox_is_a_configuration_error(put, inbox, tmp_path, after):
    put("a.txt", STORY)
    chosen = after("archive")
    inside = chosen.inputs.model_copy(update={"archive_dir": str(inbox / "done")})
    with pytest.raises(ConfigError, match="inside the inbox"):
        ingest(inbox, tmp_path / "wh", chosen.model_copy(update={"inputs": inside}))
