"""Whole runs through the real stages into real DuckDB files."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys

import pytest
from run_world import OTHER, STORY, exports, rows

from newsift.errors import ConfigError, StoreBusyError
from newsift.pipeline.run import ingest, open_run


def run(inbox, warehouse, settings):
    return ingest(inbox, warehouse, settings)


def test_story_becomes_one_clean_article_and_every_input_has_a_row(put, inbox, tmp_path, settings):
    put("a.txt", STORY)
    put("b.txt", OTHER)
    summary = run(inbox, tmp_path / "wh", settings)
    assert (summary.seen, summary.clean, summary.stories) == (2, 2, 2)
    found = rows(
        tmp_path / "wh",
        "SELECT path, status, title FROM files JOIN articles USING (article_id) ORDER BY path",
    )
    assert [(row["path"], row["status"]) for row in found] == [("a.txt", "clean"), ("b.txt", "clean")]
    assert found[0]["title"] == "افتتاح جسر جديد في مدينة النخيل"


def test_second_run_does_nothing_and_says_so(put, inbox, tmp_path, settings):
    put("a.txt", STORY)
    run(inbox, tmp_path / "wh", settings)
    before = rows(tmp_path / "wh", "FROM articles")
    summary = run(inbox, tmp_path / "wh", settings)
    assert summary.status == "nothing-new"
    assert (summary.seen, summary.skipped, summary.clean) == (1, 1, 0)
    assert rows(tmp_path / "wh", "FROM articles") == before


def test_touched_file_with_the_same_bytes_is_skipped(put, inbox, tmp_path, settings):
    file = put("a.txt", STORY)
    run(inbox, tmp_path / "wh", settings)
    file.touch()
    summary = run(inbox, tmp_path / "wh", settings)
    assert (summary.seen, summary.skipped) == (1, 1)
    assert len(rows(tmp_path / "wh", "FROM files")) == 1


@pytest.mark.parametrize("later", [False, True], ids=["same run", "later run"])
def test_same_bytes_at_two_paths_are_two_files_and_one_article(put, inbox, tmp_path, settings, later):
    put("a.txt", STORY)
    if later:
        run(inbox, tmp_path / "wh", settings)
    put("copies/b.txt", STORY)
    summary = run(inbox, tmp_path / "wh", settings)
    files = rows(tmp_path / "wh", "FROM files ORDER BY path")
    assert [row["path"] for row in files] == ["a.txt", "copies/b.txt"]
    assert len({row["article_id"] for row in files}) == 1
    assert len(rows(tmp_path / "wh", "FROM articles")) == 1
    assert summary.seen == summary.clean + summary.skipped == 2


def test_new_bytes_at_an_old_path_are_a_new_version_and_the_old_one_stays(put, inbox, tmp_path, settings):
    put("a.txt", STORY)
    run(inbox, tmp_path / "wh", settings)
    put("a.txt", OTHER)
    run(inbox, tmp_path / "wh", settings)
    files = rows(tmp_path / "wh", "FROM files ORDER BY version")
    assert [(row["path"], row["version"]) for row in files] == [("a.txt", 1), ("a.txt", 2)]
    assert len(rows(tmp_path / "wh", "FROM articles")) == 2


def test_bad_input_is_quarantined_with_stage_and_remedy_and_the_others_load(put, inbox, tmp_path, settings):
    put("good.txt", STORY)
    put("broken.txt.gz", gzip.compress(OTHER.encode())[:-20])
    put("binary.txt", b"%PDF-1.7 \x00\x01")
    put("empty.txt", b"")
    summary = run(inbox, tmp_path / "wh", settings)
    assert (summary.seen, summary.clean, summary.quarantined) == (4, 1, 3)
    refused = rows(tmp_path / "wh", "SELECT path, stage, reason, error FROM quarantine ORDER BY path")
    assert [(row["path"], row["stage"], row["reason"]) for row in refused] == [
        ("binary.txt", "decode", "BINARY"),
        ("broken.txt.gz", "read", "DAMAGED_COMPRESSION"),
        ("empty.txt", "decode", "EMPTY"),
    ]
    assert all(row["path"] in row["error"] for row in refused)


def test_run_that_refused_everything_says_so(put, inbox, tmp_path, settings):
    put("binary.txt", b"\x7fELF\x00")
    assert run(inbox, tmp_path / "wh", settings).status == "all-refused"


def test_records_of_a_container_are_inputs_of_their_own(put, inbox, tmp_path, settings):
    records = [
        {"id": "1", "title": "جسر", "text": STORY, "source": "الضفتين"},
        {"id": "2", "title": "بلا نص"},
        {"id": "3", "text": OTHER, "url": "https://sahel.example/cup"},
    ]
    put("day.jsonl", "\n".join(json.dumps(record, ensure_ascii=False) for record in records))
    summary = run(inbox, tmp_path / "wh", settings)
    assert (summary.seen, summary.clean, summary.quarantined) == (3, 2, 1)
    assert [row["path"] for row in rows(tmp_path / "wh", "FROM files ORDER BY path")] == [
        "day.jsonl#0",
        "day.jsonl#1",
        "day.jsonl#2",
    ]


def test_grown_container_adds_only_its_new_records(put, inbox, tmp_path, settings):
    first = json.dumps({"text": STORY}, ensure_ascii=False) + "\n"
    put("day.jsonl", first)
    run(inbox, tmp_path / "wh", settings)
    put("day.jsonl", first + json.dumps({"text": OTHER}, ensure_ascii=False) + "\n")
    summary = run(inbox, tmp_path / "wh", settings)
    assert (summary.seen, summary.clean, summary.skipped) == (2, 1, 1)


def many_stories(put, count: int) -> None:
    for number in range(count):
        text = STORY.replace("النخيل", f"النخيل {number % 7}").replace("أربعة", f"{number % 5 + 2}")
        put(f"s{number:03d}.txt", text + ("" if number % 3 else "\nشارك\n"))


def test_two_workers_and_small_batches_give_the_same_rows_as_one(put, inbox, tmp_path, settings):
    many_stories(put, 24)
    run(inbox, tmp_path / "one", settings)
    cut = settings.run.model_copy(update={"workers": 2, "files_per_batch": 5})
    run(inbox, tmp_path / "two", settings.model_copy(update={"run": cut}))
    assert exports(tmp_path / "one") == exports(tmp_path / "two")


def commit_first_batch_then_fail(inbox, warehouse, settings):
    with open_run(inbox, warehouse, settings) as broken:
        prepared = [broken.prepare(batch) for batch in broken.plan()]
        broken.refine(prepared)
        broken.commit(prepared[:1])
        raise RuntimeError


def test_run_that_fails_midway_leaves_the_rest_to_the_next_one(put, inbox, tmp_path, settings):
    many_stories(put, 12)
    run(inbox, tmp_path / "clean", settings)
    small = settings.model_copy(
        update={"run": settings.run.model_copy(update={"files_per_batch": 4, "records_per_commit": 4})}
    )
    run(inbox, tmp_path / "pieces", small)
    with pytest.raises(RuntimeError):
        commit_first_batch_then_fail(inbox, tmp_path / "broken", small)
    run(inbox, tmp_path / "broken", small)
    assert exports(tmp_path / "broken") == exports(tmp_path / "pieces")
    statuses = rows(tmp_path / "broken", "SELECT status FROM runs ORDER BY started_at")
    assert [row["status"] for row in statuses] == ["failed", "completed"]


def test_second_writer_is_told_who_holds_the_warehouse(put, inbox, tmp_path, settings):
    put("a.txt", STORY)
    impatient = settings.model_copy(
        update={"storage": settings.storage.model_copy(update={"lock_wait_seconds": 0.0})}
    )
    with open_run(inbox, tmp_path / "wh", settings):
        code = (
            "import sys; from pathlib import Path; from newsift.cli import main;"
            f"sys.exit(main(['run','--inbox',{str(inbox)!r},'--warehouse',{str(tmp_path / 'wh')!r}]))"
        )
        second = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=False,
            env={"NEWSIFT_STORAGE__LOCK_WAIT_SECONDS": "0", "PATH": "/usr/bin:/bin"},
            timeout=60,
        )
        assert second.returncode == 4
        assert "process" in second.stderr.lower()
        with pytest.raises(StoreBusyError), open_run(inbox, tmp_path / "wh", impatient):
            pass


def test_missing_inbox_is_a_configuration_error(tmp_path, settings):
    with pytest.raises(ConfigError, match="not a folder"):
        run(tmp_path / "nowhere", tmp_path / "wh", settings)


def test_history_stays_when_the_inbox_is_emptied(put, inbox, tmp_path, settings):
    put("a.txt", STORY)
    run(inbox, tmp_path / "wh", settings)
    shutil.rmtree(inbox)
    inbox.mkdir()
    summary = run(inbox, tmp_path / "wh", settings)
    assert summary.seen == 0
    assert len(rows(tmp_path / "wh", "FROM articles")) == 1
