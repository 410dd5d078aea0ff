"""Looking at an inbox folder: what is read, refused, passed over, and what waits."""

from __future__ import annotations

import os
import socket
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from ingest_world import ENGLISH

from newsift.errors import ConfigError
from newsift.ingest.discover import scan
from newsift.settings import InputSettings

INPUTS = InputSettings(settle_seconds=0)
NOBODY = 65534


def paths(found) -> list[str]:
    return [item.path for item in found]


def reasons(found) -> dict[str, str]:
    return {item.path: item.reason for item in found.refused}


@contextmanager
def unprivileged():
    """Permissions do not bind root: act as nobody."""
    if os.geteuid():
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def write_at(folder: Path, name: bytes, data: bytes) -> None:
    """A file whose name need not be UTF-8."""
    (folder / os.fsdecode(name)).write_bytes(data)


@pytest.fixture
def open_folder():
    """A folder that every account may enter (pytest's own is closed to others)."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def test_known_endings_are_found_in_the_order_of_their_paths(put, inbox):
    for name in ("b/z.TXT", "a.jsonl.gz", "a.html", "c.htm.zst", "d.json", "e.warc.gz", "f.parquet"):
        put(name, ENGLISH)
    for name in (
        "x.pdf",
        "README",
        "y.csv",
        ".hidden.txt",
        ".git/a.txt",
        "new.txt.part",
        "n.txt.tmp",
        "n.gz",
    ):
        put(name, ENGLISH)
    found = scan(inbox, INPUTS)
    assert paths(found.files) == [
        "a.html",
        "a.jsonl.gz",
        "b/z.TXT",
        "c.htm.zst",
        "d.json",
        "e.warc.gz",
        "f.parquet",
    ]
    assert found.refused == ()
    assert found.files[0].byte_size == len(ENGLISH)


@pytest.mark.parametrize(
    "name", ["a.zip", "a.tar", "a.tar.gz", "a.tgz", "a.7z", "a.txt.bz2", "a.jsonl.xz", "a.tar.xz"]
)
def test_archives_are_refused_with_what_to_do(put, inbox, name):
    put(name, b"anything")
    found = scan(inbox, INPUTS)
    assert reasons(found) == {name: "ARCHIVE_NOT_READ"}
    assert "Unpack it" in found.refused[0].error


def test_a_bz2_file_that_would_not_be_read_anyway_is_passed_over(put, inbox):
    put("picture.png.bz2", b"anything")
    assert scan(inbox, INPUTS).refused == ()


def test_links_are_followed_to_files_of_the_inbox_only(put, inbox, tmp_path):
    put("real.txt", ENGLISH)
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "inbox-of-others").mkdir()
    (tmp_path / "inbox-of-others" / "a.txt").write_text("secret")
    (inbox / "inside.txt").symlink_to("real.txt")
    (inbox / "outside.txt").symlink_to(tmp_path / "secret.txt")
    (inbox / "beside.txt").symlink_to(tmp_path / "inbox-of-others" / "a.txt")
    (inbox / "up.txt").symlink_to("../secret.txt")
    (inbox / "device.txt").symlink_to("/dev/zero")
    (inbox / "nothing.txt").symlink_to("gone.txt")
    (inbox / "loop.txt").symlink_to("loop.txt")
    (inbox / "folder").symlink_to(tmp_path)
    (inbox / "circle").symlink_to(".")
    found = scan(inbox, INPUTS)
    assert paths(found.files) == ["inside.txt", "real.txt"]
    assert reasons(found) == {
        "beside.txt": "LINK_OUT_OF_INBOX",
        "device.txt": "LINK_OUT_OF_INBOX",
        "loop.txt": "UNREADABLE",
        "nothing.txt": "UNREADABLE",
        "outside.txt": "LINK_OUT_OF_INBOX",
        "up.txt": "LINK_OUT_OF_INBOX",
    }


def test_pipes_devices_and_links_to_folders_are_refused_and_folders_of_any_name_looked_into(put, inbox):
    os.mkfifo(inbox / "pipe.txt")
    put("folder.txt/page.txt", ENGLISH)
    (inbox / "nothing.txt").mkdir()
    (inbox / "link.txt").symlink_to("folder.txt")
    with socket.socket(socket.AF_UNIX) as listener:
        here = Path.cwd()
        os.chdir(inbox)  # a socket's address is at most 108 bytes long
        try:
            listener.bind("socket.txt")
        finally:
            os.chdir(here)
        expected = {"pipe.txt": "NOT_A_FILE", "socket.txt": "NOT_A_FILE", "link.txt": "NOT_A_FILE"}
        if not os.geteuid():
            try:
                os.mknod(inbox / "device.txt", 0o600 | 0o020000, os.makedev(1, 5))
                expected["device.txt"] = "NOT_A_FILE"
            except PermissionError:  # a container without the right to make devices
                pass
        found = scan(inbox, INPUTS)
        assert reasons(found) == expected
        assert paths(found.files) == ["folder.txt/page.txt"]


def test_a_file_over_the_limit_is_refused_without_being_opened(put, inbox):
    put("big.txt", b"x" * 1001)
    found = scan(inbox, INPUTS.model_copy(update={"max_file_bytes": 1000}))
    assert reasons(found) == {"big.txt": "FILE_TOO_LARGE"}
    assert "inputs.max_file_bytes" in found.refused[0].error


def test_names_that_are_not_utf8_are_shown_with_escapes_and_read(inbox):
    write_at(inbox, "خبر".encode("cp1256") + b".txt", ENGLISH.encode())
    found = scan(inbox, INPUTS)
    assert paths(found.files) == [r"\xce\xc8\xd1.txt"]
    assert Path(found.files[0].location).read_text() == ENGLISH


def test_two_names_that_look_the_same_once_escaped_are_told_apart_by_a_refusal(inbox):
    for name in (b"\xff.txt", rb"\xff.txt"):
        write_at(inbox, name, name)
    found = scan(inbox, INPUTS)
    assert paths(found.files) == [r"\xff.txt"]
    assert reasons(found) == {r"\xff.txt (2)": "AMBIGUOUS_NAME"}


def test_strange_but_valid_names_are_read(put, inbox):
    names = [
        "a\nb.txt",
        "a#1.txt",
        "مقال ١.txt",
        "quote'\".txt",
        "%2e%2e.txt",
        "*?[].txt",
        "tab\t.txt",
        "-rf.txt",
    ]
    for name in names:
        put(name, ENGLISH)
    assert sorted(paths(scan(inbox, INPUTS).files)) == sorted(names)


def test_a_folder_that_cannot_be_listed_is_refused_and_the_others_are_read(open_folder):
    for name in ("closed", "open"):
        (open_folder / name).mkdir()
        (open_folder / name / "a.txt").write_text(ENGLISH)
    (open_folder / "open" / "mine.txt").write_text(ENGLISH)
    (open_folder / "closed").chmod(0)
    with unprivileged():
        found = scan(open_folder, INPUTS)
    (open_folder / "closed").chmod(0o755)
    assert paths(found.files) == ["open/a.txt", "open/mine.txt"]
    assert reasons(found) == {"closed": "UNREADABLE_FOLDER"}


def test_a_folder_that_cannot_be_entered_refuses_each_of_its_files(open_folder):
    (open_folder / "sub").mkdir()
    (open_folder / "sub" / "a.txt").write_text(ENGLISH)
    (open_folder / "sub").chmod(0o744)
    with unprivileged():
        found = scan(open_folder, INPUTS)
    assert reasons(found) == {"sub/a.txt": "UNREADABLE"}


def test_a_path_that_is_too_long_for_the_system_is_refused(inbox):
    here = Path.cwd()
    try:
        os.chdir(inbox)
        for _ in range(20):
            Path("d" * 250).mkdir()
            os.chdir("d" * 250)
        Path("deep.txt").write_text(ENGLISH)
    finally:
        os.chdir(here)
    found = scan(inbox, INPUTS)
    assert found.files == ()
    assert [item.reason for item in found.refused] == ["UNREADABLE_FOLDER"]


def test_a_missing_or_wrong_inbox_stops_before_any_work(tmp_path, open_folder):
    with pytest.raises(ConfigError, match="is not a folder"):
        scan(tmp_path / "nowhere", INPUTS)
    (tmp_path / "file").write_text("x")
    with pytest.raises(ConfigError, match="is not a folder"):
        scan(tmp_path / "file", INPUTS)
    (open_folder / "closed").mkdir()
    (open_folder / "closed").chmod(0)
    with unprivileged(), pytest.raises(ConfigError, match="cannot be listed"):
        scan(open_folder / "closed", INPUTS)
    (open_folder / "closed").chmod(0o755)


def test_refusals_keep_their_digest_from_run_to_run(inbox):
    os.mkfifo(inbox / "pipe.txt")
    assert scan(inbox, INPUTS).refused == scan(inbox, INPUTS).refused


def test_a_file_that_is_still_growing_waits_for_the_next_run(put, inbox):
    put("old.txt", ENGLISH)
    (inbox / "new.txt").write_text(ENGLISH)
    (inbox / "growing.jsonl").write_text("{}\n")
    stop = threading.Event()

    def grow() -> None:
        while not stop.wait(0.01):
            with (inbox / "growing.jsonl").open("a") as stream:
                stream.write("{}\n")

    writer = threading.Thread(target=grow)
    writer.start()
    found = scan(inbox, INPUTS.model_copy(update={"settle_seconds": 0.3}))
    stop.set()
    writer.join()
    assert paths(found.files) == ["new.txt", "old.txt"]
    assert found.waiting == ("growing.jsonl",)


def test_a_file_dated_in_the_future_does_not_wait_for_ever(put, inbox):
    later = time.time() + 86400
    os.utime(put("future.txt", ENGLISH), (later, later))
    assert paths(scan(inbox, INPUTS.model_copy(update={"settle_seconds": 0.05})).files) == ["future.txt"]
