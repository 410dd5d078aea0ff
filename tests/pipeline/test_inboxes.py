"""Several inboxes on one warehouse, and copies of the same bytes within them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from run_world import OTHER, STORY, rows

from newsift.errors import ConfigError
from newsift.pipeline.run import ingest
from newsift.settings import Settings, load_settings


def labelled(settings: Settings, label: str) -> Settings:
    return settings.model_copy(update={"inputs": settings.inputs.model_copy(update={"label": label})})


@pytest.fixture
def folder(tmp_path: Path):
    """Make an inbox of files that all have one size and time, as copies with kept times do."""

    def make(name: str, **files: str) -> Path:
        for stem, content in files.items():
            target = tmp_path / name / f"{stem}.txt"
            target.parent.mkdir(exist_ok=True)
            target.write_text(content)
            os.utime(target, (1_700_000_000,) * 2)
        return tmp_path / name

    return make


def test_copies_of_the_same_bytes_are_counted_once_for_each_further_path(put, inbox, tmp_path, settings):
    for path in ("a.txt", "b.txt", "deep/c.txt"):
        put(path, STORY)
    put("other.txt", OTHER)
    put("empty.txt", "")
    put("empty-too.txt", "")
    first = ingest(inbox, tmp_path / "wh", settings)
    assert (first.clean, first.copies) == (4, 2)
    put("later.txt", STORY)
    second = ingest(inbox, tmp_path / "wh", settings)
    assert (second.clean, second.skipped, second.copies) == (0, 7, 1)
    assert ingest(inbox, tmp_path / "wh", settings).copies == 0
    assert rows(tmp_path / "wh", "SELECT copies FROM runs WHERE copies > 0 ORDER BY run_id") == [
        {"copies": 2},
        {"copies": 1},
    ]
    assert rows(tmp_path / "wh", "SELECT n_copies FROM stories ORDER BY 1") == [{"n_copies": 1}] * 2


def test_file_of_another_inbox_is_read_although_path_size_and_time_are_known(folder, tmp_path, settings):
    changed = STORY.replace("الأحد", "السبت")
    assert len(changed.encode()) == len(STORY.encode())
    ingest(folder("one", a=STORY), tmp_path / "wh", settings)
    summary = ingest(folder("two", a=changed), tmp_path / "wh", settings)
    assert (summary.clean, summary.skipped) == (1, 0)


def test_colliding_paths_of_two_inboxes_are_warned_of_and_labels_keep_them_apart(folder, tmp_path, settings):
    one, two = folder("one", a=STORY), folder("two", a=OTHER)
    ingest(one, tmp_path / "wh", settings)
    (warning,) = ingest(two, tmp_path / "wh", settings).warnings
    assert "such as a.txt" in warning
    assert str(one) in warning
    assert "--label" in warning
    files = rows(tmp_path / "wh", "SELECT path, version FROM files ORDER BY version")
    assert files == [{"path": "a.txt", "version": 1}, {"path": "a.txt", "version": 2}]

    assert ingest(one, tmp_path / "apart", labelled(settings, "first")).warnings == ()
    assert ingest(two, tmp_path / "apart", labelled(settings, "second")).warnings == ()
    files = rows(tmp_path / "apart", "SELECT path, version FROM files ORDER BY path")
    assert files == [{"path": "first//a.txt", "version": 1}, {"path": "second//a.txt", "version": 1}]
    runs = rows(tmp_path / "apart", "SELECT inbox, label FROM runs ORDER BY run_id")
    assert runs == [{"inbox": str(one), "label": "first"}, {"inbox": str(two), "label": "second"}]
    again = ingest(one, tmp_path / "apart", labelled(settings, "first"))
    assert (again.skipped, again.status) == (1, "nothing-new")


def test_inbox_that_was_moved_is_the_same_inbox(folder, tmp_path, settings):
    one = folder("one", a=STORY, b=OTHER)
    ingest(one, tmp_path / "wh", settings)
    one.rename(tmp_path / "moved")
    summary = ingest(tmp_path / "moved", tmp_path / "wh", settings)
    assert (summary.skipped, summary.copies, summary.warnings) == (2, 0, ())


def test_relative_and_absolute_spelling_of_an_inbox_are_the_same(folder, tmp_path, settings, monkeypatch):
    one = folder("one", a=STORY)
    ingest(one, tmp_path / "wh", settings)
    monkeypatch.chdir(tmp_path)
    ingest("one", tmp_path / "wh", settings)
    assert rows(tmp_path / "wh", "SELECT DISTINCT inbox FROM runs") == [{"inbox": str(one)}]


def test_site_of_a_labelled_input_is_its_own_folder(folder, tmp_path, settings):
    inbox = tmp_path / "one"
    (inbox / "gazette").mkdir(parents=True)
    (inbox / "gazette" / "a.txt").write_text(STORY)
    ingest(inbox, tmp_path / "wh", labelled(settings, "crawl"))
    assert rows(tmp_path / "wh", "SELECT path, site FROM files") == [
        {"path": "crawl//gazette/a.txt", "site": "gazette"}
    ]


def test_archived_file_of_a_labelled_inbox_goes_into_the_folder_of_its_label(folder, tmp_path, settings):
    inputs = {"label": "crawl", "after_ingest": "archive", "archive_dir": str(tmp_path / "kept")}
    ingest(
        folder("one", a=STORY),
        tmp_path / "wh",
        settings.model_copy(update={"inputs": settings.inputs.model_copy(update=inputs)}),
    )
    assert (tmp_path / "kept" / "crawl" / "a.txt").read_text() == STORY


@pytest.mark.parametrize("label", ["a/b", "a b", "a#1"])
def test_label_that_could_be_taken_for_a_path_is_refused(label):
    with pytest.raises(ConfigError, match="must be a name"):
        load_settings(environ={}, overrides={"inputs": {"label": label}})
