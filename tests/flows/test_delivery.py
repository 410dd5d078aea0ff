"""Inbox and published copy in an S3-compatible object store, a real server on loopback."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest
from moto.server import ThreadedMotoServer
from service_world import ROOT, Service
from stories import story

from flows.delivery import deliver
from newsift.errors import ConfigError, TransientError
from newsift.storage.snapshot import query


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "FSSPEC_S3_ENDPOINT_URL": f"http://{host}:{port}",
    }.items():
        monkeypatch.setenv(name, value)
    fsspec.config.conf["s3"] = {"endpoint_url": f"http://{host}:{port}"}
    fsspec.filesystem("s3", skip_instance_cache=True).mkdir("news")
    yield "s3://news"
    fsspec.config.conf.pop("s3")
    server.stop()


def test_a_copy_replaces_the_one_before_in_a_folder(tmp_path: Path):
    published = tmp_path / "newsift.duckdb"
    published.write_bytes(b"first")
    deliver(published, str(tmp_path / "out"))
    published.write_bytes(b"second")
    deliver(published, str(tmp_path / "out"))
    assert (tmp_path / "out" / "newsift.duckdb").read_bytes() == b"second"
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["newsift.duckdb"]


def test_an_unknown_kind_of_address_is_the_user_s_mistake(tmp_path: Path):
    with pytest.raises(ConfigError, match="publish_to = 'nowhere://x'"):
        deliver(tmp_path / "newsift.duckdb", "nowhere://x")


def test_a_target_that_cannot_be_written_may_be_tried_again(tmp_path: Path):
    published = tmp_path / "newsift.duckdb"
    published.write_bytes(b"first")
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(TransientError, match="cannot be written"):
        deliver(published, str(tmp_path / "file"))


@pytest.mark.server
@pytest.mark.xdist_group("server")
@pytest.mark.timeout(600)
def test_the_flow_reads_from_and_publishes_to_an_object_store(service: Service, bucket: str, tmp_path: Path):
    store = fsspec.filesystem("s3", skip_instance_cache=True)
    for number in range(12):
        store.pipe_file(f"news/inbox/{number}.txt", story(number).encode())
    store.pipe_file("news/inbox/empty.txt", b"")
    time.sleep(1)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "flows.ingest",
            f"--inbox={bucket}/inbox",
            f"--warehouse={tmp_path / 'warehouse'}",
        ],
        env=service.env
        | {name: os.environ[name] for name in os.environ if name.startswith(("AWS_", "FSSPEC_"))}
        | {"NEWSIFT_FLOW__PUBLISH_TO": json.dumps(f"{bucket}/out")},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "12 clean, 0 rejected, 1 quarantined" in done.stdout
    copy = tmp_path / "copy.duckdb"
    store.invalidate_cache()
    store.get_file("news/out/newsift.duckdb", str(copy))
    assert query(copy, "SELECT count(*) AS n FROM articles").to_pylist() == [{"n": 12}]
