"""The doctor finds what is wrong, and nothing where nothing is."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsift.errors import ConfigError
from newsift.settings import StorageSettings
from newsift.storage import Store
from newsift.storage.checks import CHECKS
from newsift.storage.doctor import Finding, doctor
from tests.storage.store_world import Input, Loader, inputs, refused

# Each breaks one invariant: the name of the check that must find it.
HARM = {
    "conservation": "UPDATE runs SET seen = seen + 1",
    "nothing invented: every kept span": "UPDATE block_spans SET body_start = 10000 WHERE kept",
    "nothing invented: a body holds nothing but": "UPDATE articles SET body = body || ' added by nobody'",
    "every removed word has a reason": "UPDATE block_spans SET reason = '' WHERE NOT kept",
    "blocks of an input do not overlap": "UPDATE block_spans SET char_start = 0",
    "exactly once: an article": "INSERT INTO articles SELECT * FROM articles LIMIT 1",
    "exactly once: a path": "INSERT INTO files SELECT * FROM files LIMIT 1",
    "every clean input has its article": "DELETE FROM articles",
    "every article has its input": "DELETE FROM files WHERE status = 'clean'",
    "every article has blocks": "DELETE FROM block_spans",
    "every quarantined input says why": "DELETE FROM quarantine",
    "versions of a path": "UPDATE files SET replaces = NULL",
    "an embedded article's parent": "UPDATE articles SET parent_id = 'ffffffffffffffff'",
    "a story has exactly one canonical": "UPDATE articles SET is_canonical = true",
    "a main article stands for a story": "UPDATE articles SET kind = 'embedded' WHERE is_canonical",
    "every copy has its row": "DELETE FROM duplicates",
    "duplicates name the canonical": "UPDATE duplicates SET canonical_id = article_id",
    "the ledger knows every input": "DELETE FROM pipeline.contents",
    "the ledger and files agree": "UPDATE pipeline.contents SET status = 'rejected'",
    "no claim without its rows": "INSERT INTO pipeline.contents VALUES ('x'::BLOB, 'clean', NULL, 'a', 1)",
    "what was forgotten is gone": "INSERT INTO pipeline.forgotten "
    "SELECT now()::TIMESTAMP, content_hash, 'path', NULL FROM articles",
    "no takedown is half done": "INSERT INTO pipeline.meta VALUES ('unfinished_forget', '2026-01-01')",
    "the duplicate index": "DELETE FROM pipeline.dedup_documents",
    "document numbers": "UPDATE articles SET doc_no = 1",
}


@pytest.fixture
def healthy(warehouse: Path, settings: StorageSettings) -> Path:
    """A published warehouse with copies, versions, rejections and a refusal."""
    with Store.open(warehouse, settings) as store:
        loader = Loader(store)
        items = [*inputs(4), Input("x.txt", "قصة", story="s"), Input("y.txt", "قصة أخرى", story="s")]
        loader.load([*items, Input("short.txt", "قصير", rejected=True)], (refused("bad.bin"),))
        loader.load([Input("x.txt", "قصة جديدة")])
        store.connection.execute(
            "INSERT INTO pipeline.dedup_documents (doc_no, cluster_no, words) "
            "SELECT doc_no, doc_no, 1 FROM articles"
        )
        loader.finish(seen=9, clean=7, rejected=1, quarantined=1)
        store.publish()
    return warehouse


def errors(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.check for finding in findings if finding.severity == "error"]


def test_a_healthy_warehouse_has_no_findings(healthy: Path, settings: StorageSettings):
    assert doctor(healthy, settings) == ()


@pytest.mark.parametrize("name", HARM)
def test_the_doctor_finds(name: str, healthy: Path, settings: StorageSettings):
    with Store.open(healthy, settings) as store:
        store.connection.execute(HARM[name])
    found = [finding for finding in doctor(healthy, settings) if finding.check.startswith(name)]
    assert found, name
    assert found[0].severity == "error"
    assert found[0].remedy


def test_every_check_has_a_harm_that_it_must_find():
    untested = [c.name for c in CHECKS if not any(c.name.startswith(name) for name in HARM)]
    assert untested == ["no run is left open"], "every start closes such runs"


def test_a_writable_published_file_is_a_warning(healthy: Path, settings: StorageSettings):
    (healthy / "newsift.duckdb").chmod(0o644)
    found = doctor(healthy, settings)
    assert [(f.severity, f.check) for f in found] == [("warning", "the published file is read-only")]


def test_a_damaged_published_file_is_an_error(healthy: Path, settings: StorageSettings):
    file = healthy / "newsift.duckdb"
    file.chmod(0o644)
    file.write_bytes(b"x" * 100_000)
    file.chmod(0o444)
    assert errors(doctor(healthy, settings)) == ["the published file opens"]


def test_a_damaged_store_is_an_error_and_the_published_file_is_still_checked(
    healthy: Path, settings: StorageSettings
):
    store = healthy / ".state" / "store.duckdb"
    store.write_bytes(b"x" * store.stat().st_size)
    assert errors(doctor(healthy, settings)) == ["the private store opens"]


def test_a_stale_published_file_is_a_warning(healthy: Path, settings: StorageSettings):
    with Store.open(healthy, settings) as store:
        loader = Loader(store)
        loader.load([], (refused("late.bin", b"\x01"),))
        loader.finish(seen=1, quarantined=1)
    found = doctor(healthy, settings)
    assert [(f.severity, f.check) for f in found] == [("warning", "the published file shows the store")]


def test_a_warehouse_that_a_run_holds_is_checked_by_its_published_file(
    healthy: Path, settings: StorageSettings
):
    with Store.open(healthy, settings):
        found = doctor(healthy, settings)
    assert [(f.severity, f.check) for f in found] == [("warning", "the private store")]
    assert "another run holds" in found[0].message


def test_a_folder_without_a_warehouse_is_a_configuration_error(tmp_path: Path, settings: StorageSettings):
    with pytest.raises(ConfigError, match="no warehouse"):
        doctor(tmp_path, settings)
