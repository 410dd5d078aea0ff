"""Readers while snapshots are published: no error, no half state, no stop for the writer."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path

import duckdb
import pytest

from newsift.storage import Store
from tests.crash.driver import SETTINGS
from tests.storage.store_world import Loader, inputs

PER_BATCH = 5


def read_until_stopped(published: Path, report: Path) -> None:
    """Open, ask, close, again and again; every answer must fit the snapshot's own row."""
    stopped = False

    def stop(*_: object) -> None:
        nonlocal stopped
        stopped = True

    signal.signal(signal.SIGTERM, stop)
    opens, wrong, seen = 0, [], set()
    counter = os.open(counter_of(report), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    while not stopped:
        try:
            with duckdb.connect(str(published), read_only=True, config={"threads": 1}) as con:
                number, articles, files, spans, stories = con.execute(
                    "SELECT s.snapshot_no, s.articles, (SELECT count(*) FROM files), "
                    "(SELECT count(DISTINCT content_hash) FROM block_spans), (SELECT count(*) FROM stories) "
                    "FROM snapshot s"
                ).fetchall()[0]
                real = con.execute("SELECT count(*) FROM articles").fetchall()[0][0]
            if len({articles, files, spans, stories, real}) != 1 or real % PER_BATCH:
                wrong.append([number, articles, files, spans, stories, real])
            seen.add(number)
        except duckdb.Error as error:
            wrong.append(str(error))
        opens += 1
        os.write(counter, b".")
    report.write_text(json.dumps({"opens": opens, "wrong": wrong[:5], "snapshots": len(seen)}))


def counter_of(report: Path) -> Path:
    """A file that grows by one byte with every open."""
    return report.with_suffix(".opens")


def fork_reader(published: Path, report: Path) -> int:
    child = os.fork()
    if child == 0:
        try:
            sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115  (until the child ends)
            read_until_stopped(published, report)
        finally:
            os._exit(0)
    return child


def publish_among_readers(publications: int, opens: int, folder: Path) -> None:
    warehouse = folder / "warehouse"
    published = warehouse / "newsift.duckdb"
    reports = [folder / f"reader{n}.json" for n in range(2)]
    with Store.open(warehouse, SETTINGS) as store:
        loader = Loader(store)
        loader.load(inputs(PER_BATCH))
        store.publish()
        done = 1
        readers = [fork_reader(published, report) for report in reports]
        while not all(counter_of(report).exists() for report in reports):
            time.sleep(0.01)
        with duckdb.connect(str(published), read_only=True) as long_reader:
            first = long_reader.execute("SELECT snapshot_no, articles FROM snapshot").fetchall()
            deadline = time.monotonic() + 550
            while done < publications or sum(counter_of(r).stat().st_size for r in reports) < opens:
                assert time.monotonic() < deadline, "too few opens in the time of the test"
                loader.load(inputs(PER_BATCH, start=done * PER_BATCH))
                store.publish(full=done % 20 == 19)
                done += 1
                assert long_reader.execute("SELECT snapshot_no, articles FROM snapshot").fetchall() == first
                assert long_reader.execute("SELECT count(*) FROM articles").fetchall() == [(PER_BATCH,)]
        for reader in readers:
            os.kill(reader, signal.SIGTERM)
            assert os.waitpid(reader, 0)[1] == 0
    told = [json.loads(report.read_text()) for report in reports]
    assert [t["wrong"] for t in told] == [[], []]
    assert sum(t["opens"] for t in told) >= opens, told
    assert done >= publications
    assert min(t["snapshots"] for t in told) > 10, "the readers saw the file change"


@pytest.mark.timeout(600)
def test_readers_see_whole_snapshots_only_while_others_are_published(tmp_path: Path):
    publish_among_readers(publications=45, opens=1_000, folder=tmp_path)


@pytest.mark.stress
@pytest.mark.timeout(3600)
def test_readers_see_whole_snapshots_for_long(tmp_path: Path):
    publish_among_readers(publications=400, opens=10_000, folder=tmp_path)
