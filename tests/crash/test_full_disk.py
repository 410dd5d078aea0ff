"""A warehouse on a disk that is really full or read-only: a clear refusal, and a next run that completes."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.crash.runs import make_inbox, newsift_run
from tests.crash.state import Export, export, problems_of_snapshot

DONE, TRANSIENT, INVARIANT = 0, 5, 70
MEGABYTE = 1 << 20
NOBODY = 65534
root_only = pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount, or become somebody else")


def ended(inbox: Path, warehouse: Path, said: Path, limit: int | None = None, user: int | None = None) -> int:
    """Exit code of a run in a child whose files may have at most `limit` bytes, or that is `user`."""
    child = os.fork()
    if child == 0:
        code = 99
        try:
            sys.stderr = said.open("w", buffering=1)
            sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115  (until the child ends)
            if limit is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            if user is not None:
                os.setuid(user)
            code = newsift_run(inbox, warehouse)
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def must_refuse(code: int, said: Path) -> None:
    text = said.read_text()
    assert code in (TRANSIENT, INVARIANT), text
    assert "newsift: " in text
    assert "Traceback" not in text


@pytest.mark.timeout(600)
def test_a_run_whose_files_may_not_grow_stops_clearly_and_the_next_completes(
    crash_inbox: Path, reference: Export, tmp_path: Path
):
    refusals = 0
    for step, megabytes in enumerate((0.25, 1, 1.5, 2, 3)):
        warehouse = tmp_path / str(step)
        code = ended(crash_inbox, warehouse, tmp_path / "said", limit=int(megabytes * MEGABYTE))
        if code != DONE:
            must_refuse(code, tmp_path / "said")
            refusals += 1
        assert problems_of_snapshot(warehouse / "newsift.duckdb") == []
        assert newsift_run(crash_inbox, warehouse) == DONE
        assert export(warehouse / "newsift.duckdb") == reference
    assert refusals >= 3, "the limits are too wide to stop anything"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "none", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"nothing can be mounted here: {mounted.stderr.decode().strip()}")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@root_only
@pytest.mark.timeout(600)
def test_a_full_disk_stops_the_run_clearly_and_room_lets_the_next_complete(
    small_disk: Path, crash_inbox: Path, reference: Export, tmp_path: Path
):
    warehouse = small_disk / "warehouse"
    must_refuse(ended(crash_inbox, warehouse, tmp_path / "said"), tmp_path / "said")
    assert problems_of_snapshot(warehouse / "newsift.duckdb") == []
    subprocess.run(["mount", "-o", "remount,size=200m", str(small_disk)], check=True)
    assert newsift_run(crash_inbox, warehouse) == DONE
    assert export(warehouse / "newsift.duckdb") == reference


@root_only
def test_a_read_only_warehouse_is_refused_and_stays_readable(reference: Export):
    with tempfile.TemporaryDirectory() as folder:  # others may not enter pytest's own
        place = Path(folder)
        place.chmod(0o755)
        inbox, warehouse, said = make_inbox(place / "inbox"), place / "warehouse", place / "said"
        assert newsift_run(inbox, warehouse) == DONE
        said.touch()
        run = partial(ended, inbox, warehouse, said, user=NOBODY)
        must_refuse(run(), said)  # the files are root's
        assert export(warehouse / "newsift.duckdb") == reference
        shutil.rmtree(warehouse)
        place.chmod(0o555)
        must_refuse(run(), said)  # there is none and none can be made
        assert not warehouse.exists()
