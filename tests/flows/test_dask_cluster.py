"""Batches on a real Dask cluster: a scheduler and two worker processes on loopback, one of them killed."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from service_world import ROOT, Service, until
from stories import fill

from flows.ingest import ingest as run_ingest
from flows.parameters import IngestParameters
from newsift.pipeline.run import ingest
from newsift.settings import load_settings
from newsift.storage.snapshot import query

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("server"), pytest.mark.timeout(600)]

ARTICLES = """
    SELECT article_id, kind, title, body, published_at, source, cluster_id, is_canonical, content_hash
    FROM articles ORDER BY article_id
"""


@dataclass
class Cluster:
    address: str
    workers: list[subprocess.Popen[bytes]]


def _spawn(env: dict[str, str], *arguments: str, log: Path) -> subprocess.Popen[bytes]:
    with log.open("wb") as stream:
        return subprocess.Popen(
            [sys.executable, "-m", *arguments],
            env=env,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
        )


@pytest.fixture
def cluster(service: Service, tmp_path: Path) -> Iterator[Cluster]:
    """What docs/operations.md tells to start on each machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    env = service.env | {"DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "30s"}
    running = [
        _spawn(
            env,
            "distributed.cli.dask_scheduler",
            "--host=127.0.0.1",
            f"--port={port}",
            "--no-dashboard",
            log=tmp_path / "scheduler.log",
        )
    ]
    running += [
        _spawn(
            env,
            "distributed.cli.dask_worker",
            address,
            "--nthreads=1",
            "--no-nanny",
            "--no-dashboard",
            f"--name=worker-{number}",
            f"--local-directory={tmp_path}",
            log=tmp_path / f"worker-{number}.log",
        )
        for number in range(2)
    ]
    try:
        logs = [tmp_path / f"worker-{number}.log" for number in range(2)]
        until(lambda: all(b"Registered to" in log.read_bytes() for log in logs), "two workers")
        yield Cluster(address, running[1:])
    finally:
        for process in running:
            process.kill()
            process.wait()


def _export(warehouse: Path) -> list[dict[str, object]]:
    return query(warehouse / "newsift.duckdb", ARTICLES).to_pylist()


def _compared(service: Service, cluster: Cluster, place: Path, files: int, per_batch: int) -> None:
    fill(place / "inbox", files)
    settings = load_settings(
        ROOT / "config" / "newsift.toml", environ={}, overrides={"inputs": {"settle_seconds": 0}}
    )
    ingest(place / "inbox", place / "local", settings)

    env = service.env | {
        "NEWSIFT_FLOW__RUNNER": '"dask"',
        "NEWSIFT_FLOW__DASK_ADDRESS": f'"{cluster.address}"',
        "NEWSIFT_RUN__FILES_PER_BATCH": str(per_batch),
    }
    log = place / "flow.log"
    flow = _spawn(
        env, "flows.ingest", f"--inbox={place / 'inbox'}", f"--warehouse={place / 'cluster'}", log=log
    )
    staging = place / "cluster" / ".state" / "staging"

    def staged() -> bool:
        assert flow.poll() is None, log.read_text()[-4000:]
        return len(list(staging.glob("*/*.arrow"))) >= 2

    until(staged, "the first staged batches", every=0.02)
    cluster.workers[0].send_signal(signal.SIGKILL)
    assert flow.wait(1800) == 0, log.read_text()[-4000:]
    assert _export(place / "cluster") == _export(place / "local")


def test_a_cluster_that_loses_a_worker_gives_what_one_machine_gives(
    service: Service, cluster: Cluster, tmp_path: Path
):
    _compared(service, cluster, tmp_path, files=240, per_batch=10)


@pytest.mark.stress
@pytest.mark.timeout(3600)
def test_twenty_thousand_files_on_a_cluster_that_loses_a_worker(
    service: Service, cluster: Cluster, tmp_path: Path
):
    _compared(service, cluster, tmp_path, files=20_000, per_batch=500)


@pytest.mark.usefixtures("here")
def test_dask_without_an_address_is_refused_before_anything_is_read(tmp_path: Path):
    fill(tmp_path / "inbox", 1)
    state = run_ingest(
        IngestParameters(inbox=str(tmp_path / "inbox"), warehouse=str(tmp_path / "warehouse"), runner="dask"),
        return_state=True,
    )
    assert state.is_failed()
    assert "flow.dask_address is empty" in state.message
