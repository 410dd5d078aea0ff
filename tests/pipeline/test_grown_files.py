"""Files that grow: their old records are neither cleaned nor stored again."""

from __future__ import annotations

import gzip
import json

import pyarrow as pa
import pytest
from run_world import OTHER, STORY, rows

from newsift.pipeline import prepare
from newsift.pipeline.batches import known_records
from newsift.pipeline.run import ingest, open_run


def lines(*texts: str) -> bytes:
    return b"".join(json.dumps({"text": text}).encode() + b"\n" for text in texts)


def cleaned_inputs(inbox, warehouse, settings) -> int:
    """How many inputs the batch stage of the next run cleans."""
    with open_run(inbox, warehouse, settings) as run:
        prepared = list(run.prepare_all(run.plan()))
        run.refine(prepared)
        run.commit(prepared)
        run.publish()
        return sum(batch.inputs for batch in prepared)


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_only_the_new_records_of_a_grown_file_are_cleaned(put, inbox, tmp_path, settings, pack):
    name = "a.jsonl" if pack is bytes else "a.jsonl.gz"
    put(name, pack(lines(STORY, "بلا نص")))
    ingest(inbox, tmp_path / "wh", settings)
    put(name, pack(lines(STORY, "بلا نص", OTHER)))
    assert cleaned_inputs(inbox, tmp_path / "wh", settings) == 1
    files = rows(tmp_path / "wh", "SELECT path, status FROM files ORDER BY path")
    assert [(row["path"], row["status"]) for row in files] == [
        (f"{name}#0", "clean"),
        (f"{name}#1", "rejected"),
        (f"{name}#2", "clean"),
    ]
    run = rows(tmp_path / "wh", "SELECT seen, clean, skipped FROM runs ORDER BY started_at DESC LIMIT 1")[0]
    assert (run["seen"], run["clean"], run["skipped"]) == (3, 1, 2)


def test_a_grown_file_without_news_is_known_afterwards(put, inbox, tmp_path, settings):
    put("a.jsonl", lines(STORY))
    ingest(inbox, tmp_path / "wh", settings)
    put("a.jsonl", lines(STORY) + b"\n")
    summary = ingest(inbox, tmp_path / "wh", settings)
    assert (summary.status, summary.seen, summary.skipped) == ("nothing-new", 1, 1)
    summary = ingest(inbox, tmp_path / "wh", settings)
    assert (summary.status, summary.seen, summary.skipped) == ("nothing-new", 1, 1)


def test_a_record_that_changed_at_its_place_is_read_again(put, inbox, tmp_path, settings):
    put("a.jsonl", lines(STORY, OTHER))
    ingest(inbox, tmp_path / "wh", settings)
    put("a.jsonl", lines(OTHER, STORY))
    summary = ingest(inbox, tmp_path / "wh", settings)
    assert summary.seen == 2
    files = rows(tmp_path / "wh", "SELECT path, version FROM files ORDER BY path, version")
    assert len(files) == 4
    assert len(rows(tmp_path / "wh", "FROM articles")) == 2


def test_known_records_leave_gaps_as_zeros():
    table = pa.table({"path": ["a", "a"], "record_no": [2, 0], "content_hash": [b"c" * 16, b"a" * 16]})
    assert known_records(table) == {"a": b"a" * 16 + bytes(16) + b"c" * 16}
    assert prepare.Batch(0, ()).known == ()
