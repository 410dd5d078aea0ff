"""An inbox in an object store, as a real (local) S3 server serves it."""

from __future__ import annotations

import gzip
import json

import boto3
import fsspec
import pytest
from ingest_world import ARABIC, ENGLISH
from moto.server import ThreadedMotoServer

from newsift.errors import ConfigError, TransientError
from newsift.ingest.discover import scan
from newsift.ingest.read import read_file
from newsift.models import FoundFile, RawFile
from newsift.settings import InputSettings

INPUTS = InputSettings()
BUCKET = "newsroom"


@pytest.fixture(scope="module")
def server():
    """A server on a free port of this machine, with credentials that open nothing else."""
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def bucket(server, monkeypatch):
    """An empty bucket, which fsspec finds through the environment as in production."""
    for name, value in {
        "AWS_ENDPOINT_URL": server,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    fsspec.filesystem("s3").clear_instance_cache()
    client = boto3.client("s3")
    client.create_bucket(Bucket=BUCKET)
    yield lambda key, data: client.put_object(Bucket=BUCKET, Key=key, Body=data)
    for item in client.list_objects_v2(Bucket=BUCKET).get("Contents", []):
        client.delete_object(Bucket=BUCKET, Key=item["Key"])
    client.delete_bucket(Bucket=BUCKET)
    fsspec.filesystem("s3").clear_instance_cache()


def outcomes(found) -> list[tuple[str, bytes | str]]:
    return [
        (item.path, item.data if isinstance(item, RawFile) else item.reason)
        for file in found.files
        for item in read_file(file, INPUTS)
    ]


def test_objects_are_found_and_read_like_files(bucket):
    bucket("in/a.txt", ARABIC.encode())
    bucket("in/مقال ١.txt", ENGLISH.encode())
    bucket("in/deep/b.jsonl.gz", gzip.compress(json.dumps({"text": "one"}).encode() + b"\n{oops\n"))
    for key in ("in/.hidden/c.txt", "in/c.pdf", "in/d.txt.part", "in/e/", "other/f.txt"):
        bucket(key, b"x")
    bucket("in/g.zip", b"PK")
    found = scan(f"s3://{BUCKET}/in", INPUTS)
    assert [(file.path, file.byte_size > 0, file.mtime_ns > 0) for file in found.files] == [
        ("a.txt", True, True),
        ("deep/b.jsonl.gz", True, True),
        ("مقال ١.txt", True, True),
    ]
    assert [(item.path, item.reason) for item in found.refused] == [("g.zip", "ARCHIVE_NOT_READ")]
    assert outcomes(found) == [
        ("a.txt", ARABIC.encode()),
        ("deep/b.jsonl.gz#0", b"one"),
        ("deep/b.jsonl.gz#1", "INVALID_JSON"),
        ("مقال ١.txt", ENGLISH.encode()),
    ]


def test_a_later_look_sees_what_came_and_changed_meanwhile(bucket):
    bucket("in/a.txt", b"one")
    assert outcomes(scan(f"s3://{BUCKET}/in", INPUTS)) == [("a.txt", b"one")]
    bucket("in/a.txt", b"longer than one")
    bucket("in/b.txt", b"two")
    assert outcomes(scan(f"s3://{BUCKET}/in", INPUTS)) == [("a.txt", b"longer than one"), ("b.txt", b"two")]


def test_keys_with_wildcards_are_read_as_they_are(bucket):
    bucket("in/a[1]*?.txt", b"starred")
    bucket("in/a1.txt", b"other")
    assert outcomes(scan(f"s3://{BUCKET}/in/", INPUTS)) == [("a1.txt", b"other"), ("a[1]*?.txt", b"starred")]


def test_an_object_over_the_limit_is_refused_unread(bucket):
    bucket("in/a.txt", b"x" * 1001)
    found = scan(f"s3://{BUCKET}/in", INPUTS.model_copy(update={"max_file_bytes": 1000}))
    assert [(item.path, item.reason) for item in found.refused] == [("a.txt", "FILE_TOO_LARGE")]


def test_an_object_that_went_away_is_refused_for_this_run(bucket):
    bucket("in/a.txt", b"x")
    (file,) = scan(f"s3://{BUCKET}/in", INPUTS).files
    gone = FoundFile("b.txt", 1, 0, file.location.replace("a.txt", "b.txt"))
    (refused,) = read_file(gone, INPUTS)
    assert refused.reason == "WENT_AWAY"


def test_a_missing_bucket_is_a_mistake_of_the_settings(bucket):
    with pytest.raises(ConfigError, match="nowhere"):
        scan("s3://nowhere-at-all/in", INPUTS)


def test_an_unknown_kind_of_address_is_a_mistake_of_the_settings():
    with pytest.raises(ConfigError, match="gopher"):
        scan("gopher://news.example/in", INPUTS)


def test_a_server_that_does_not_answer_is_a_passing_fault(bucket, monkeypatch):
    bucket("in/a.txt", b"x")
    (file,) = scan(f"s3://{BUCKET}/in", INPUTS).files
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    fsspec.filesystem("s3").clear_instance_cache()
    with pytest.raises(TransientError):
        scan(f"s3://{BUCKET}/in", INPUTS)
    with pytest.raises(TransientError):
        list(read_file(file, INPUTS))
