"""One transaction a batch: claims, versions, copies, rollbacks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from newsift.errors import ConfigError, InvariantError
from newsift.storage import BatchRows, Store
from tests.storage.store_world import Input, Loader, batch_tables, found, inputs, refused, summary


def rows(store: Store, query: str) -> list[tuple[object, ...]]:
    return store.connection.execute(query).fetchall()


def test_a_content_is_claimed_once_however_often_it_comes(loader: Loader):
    items = inputs(5)
    assert len(loader.load(items)) == 5
    assert loader.load(items) == set()
    assert rows(loader.store, "SELECT count(*) FROM articles") == [(5,)]
    assert rows(loader.store, "SELECT count(*) FROM files") == [(5,)]


def test_identical_bytes_at_two_paths_are_two_files_and_one_article(loader: Loader):
    first = inputs(1)[0]
    copy = Input("elsewhere/copy.txt", first.body, title=first.title)
    loader.load([first, copy])
    loader.load([Input("later.txt", first.body, title=first.title)])
    assert rows(loader.store, "SELECT count(*), count(DISTINCT article_id) FROM files") == [(3, 1)]
    assert rows(loader.store, "SELECT count(*) FROM articles") == [(1,)]
    assert rows(loader.store, "SELECT count(*) FROM blocks") == [(3,)]


def test_a_copy_takes_the_outcome_of_the_content_it_repeats(loader: Loader):
    short = Input("a.txt", "قصير", rejected=True)
    loader.load([short])
    loader.load([Input("b.txt", "قصير")])  # the same bytes, judged otherwise by later rules
    assert rows(loader.store, "SELECT path, status, reason, article_id FROM files ORDER BY path") == [
        ("a.txt", "rejected", "TOO_SHORT", None),
        ("b.txt", "rejected", "TOO_SHORT", None),
    ]


def test_new_bytes_at_an_old_path_are_a_new_version_linked_to_the_old(loader: Loader):
    old, new = Input("a.txt", "النص الأول"), Input("a.txt", "النص الثاني")
    loader.load([old])
    loader.load([new])
    assert rows(loader.store, "SELECT version, content_hash, replaces FROM files ORDER BY version") == [
        (1, old.content_hash.hex(), None),
        (2, new.content_hash.hex(), old.content_hash.hex()),
    ]
    assert rows(loader.store, "SELECT count(*) FROM articles") == [(2,)]


def test_nothing_of_a_failed_batch_stays(loader: Loader):
    loader.load(inputs(2))
    before = rows(loader.store, "SELECT * FROM files")
    tables = batch_tables(inputs(3, start=10))

    def fail_halfway() -> None:
        with loader.store.batch(loader.run_id) as writer:
            writer.claim(tables["contents"])
            writer.add("files", tables["files"])
            raise RuntimeError("the power went")

    with pytest.raises(RuntimeError, match="the power went"):
        fail_halfway()
    assert rows(loader.store, "SELECT * FROM files") == before
    assert rows(loader.store, "SELECT count(*) FROM pipeline.contents") == [(2,)]
    assert len(loader.load(inputs(3, start=10))) == 3


def test_rows_of_an_unclaimed_content_are_refused(loader: Loader):
    tables = batch_tables(inputs(1))
    with pytest.raises(InvariantError, match="without a claim"), loader.store.batch(loader.run_id) as writer:
        writer.add("blocks", tables["blocks"])


def test_an_unknown_column_is_named(loader: Loader):
    files = batch_tables(inputs(1))["files"]
    with pytest.raises(InvariantError, match="colour"), loader.store.batch(loader.run_id) as writer:
        writer.add("files", files.append_column("colour", files["path"]))


def test_the_text_of_kept_and_removed_blocks_reads_as_in_the_input(loader: Loader):
    item = inputs(1)[0]
    loader.load([item])
    assert rows(loader.store, "SELECT label, kept, text FROM blocks ORDER BY block_no") == [
        ("title", False, item.title),
        ("body", True, item.body),
        ("related", False, item.removed),
    ]
    stored = rows(loader.store, "SELECT kept, own_text IS NULL FROM block_spans")
    assert set(stored) == {(True, True), (False, False)}, "kept text is stored once, in the body"


def test_a_refusal_repeated_counts_its_attempts(loader: Loader):
    loader.load([], (refused("a.txt"),))
    loader.load([], (refused("a.txt"),))
    assert rows(loader.store, "SELECT path, status, reason FROM files") == [
        ("a.txt", "quarantined", "BINARY")
    ]
    assert rows(loader.store, "SELECT path, stage, reason, attempts FROM quarantine") == [
        ("a.txt", "decode", "BINARY", 2)
    ]


def test_a_file_is_unchanged_only_with_equal_size_and_time(loader: Loader):
    item = inputs(1)[0]
    loader.load([item])
    same = found(item)
    touched = type(same)(same.path, same.byte_size, same.mtime_ns + 1, same.location)
    assert loader.store.unchanged([same]) == {same.path: 1}
    assert loader.store.unchanged([touched]) == {}
    assert loader.store.unchanged([]) == {}


def test_a_file_dated_in_a_far_year_is_like_any_other(loader: Loader):
    item = inputs(1)[0]
    far = replace(found(item), mtime_ns=13_000_000_000 * 10**9)  # the year 2381, beyond 64 bits
    rows = BatchRows(keep_raw=True)
    rows.cleaned(*item.parts())
    rows.container(far, 1)
    with loader.store.batch(loader.run_id) as writer:
        loader.fill(writer, [item], rows.tables())
    assert loader.store.unchanged([far]) == {item.path: 1}
    assert loader.store.unchanged([found(item)]) == {}


def test_the_ledger_tells_what_became_of_a_content(loader: Loader):
    clean, short = inputs(1)[0], Input("s.txt", "قصير", rejected=True)
    loader.load([clean, short], (refused("q.txt"),))
    known = loader.store.known([clean.content_hash, short.content_hash, b"\x01" * 16])
    assert {k.status: k.article_id for k in known.values()} == {"clean": clean.article_id, "rejected": None}
    pairs = [(clean.path, clean.content_hash.hex()), ("new.txt", clean.content_hash.hex())]
    assert loader.store.known_at(pairs) == {pairs[0]}


def test_document_numbers_go_on_across_batches(loader: Loader):
    loader.load(inputs(3))
    loader.load(inputs(2, start=3))
    assert rows(loader.store, "SELECT list(doc_no ORDER BY doc_no) FROM articles") == [([1, 2, 3, 4, 5],)]


def test_older_articles_can_change_their_role(loader: Loader):
    import pyarrow as pa

    a, b = inputs(2)
    loader.load([a, b])
    change = pa.table({"article_id": [b.article_id], "cluster_id": [a.article_id], "is_canonical": [False]})
    with loader.store.batch(loader.run_id) as writer:
        writer.set_clusters(change)
    assert rows(loader.store, "SELECT n_copies FROM stories") == [(2,)]


def test_a_run_whose_counts_do_not_add_up_is_refused(loader: Loader):
    with pytest.raises(InvariantError, match="3 inputs seen, 2 accounted for"):
        loader.finish(seen=3, clean=1, skipped=1)
    loader.finish(seen=3, clean=2, skipped=1)
    assert rows(loader.store, "SELECT status, seen, seconds_by_stage FROM runs") == [
        ("completed", 3, {"clean": 0.5})
    ]


def test_a_run_id_is_used_once(store: Store):
    given = {"code_version": "0", "settings_hash": "s", "rules_hash": "r", "inbox": "i", "run_id": "r1"}
    assert store.start_run(**given) == "r1"
    with pytest.raises(ConfigError, match="r1 exists"):
        store.start_run(**given)
    store.finish_run(summary("r1"))


def test_batches_do_not_nest(loader: Loader):
    with (
        pytest.raises(InvariantError, match="one transaction at a time"),
        loader.store.batch(loader.run_id),
        loader.store.batch(loader.run_id),
    ):
        pass


def test_inbox_files_with_a_refused_record_are_told_from_others(loader: Loader):
    loader.load(
        [Input("a.txt", "نص كامل"), Input("b.jsonl#0", "سجل")],
        (refused("b.jsonl#1", b"\1"), refused("c.txt", b"\2")),
    )
    assert loader.store.unrefused(["a.txt", "b.jsonl", "c.txt"]) == {"a.txt"}
