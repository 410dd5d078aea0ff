"""Real runs of `newsift run` over a small inbox, in batches and commits small enough to be torn apart."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

from newsift.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
# Text dumps with second articles and copies, pages, records, and each kind of refusal.
CHOSEN = (
    "difaf/rail-line.txt",
    "difaf/menu-only.txt",
    "difaf/roundup-march-15.txt",
    "sahl/damaged.txt",
    "sahl/museum-theft.txt",
    "sahl/archive/museum-theft-copy.txt",
    "ufuq/flood-*.txt",
    "almina/port-harbour.html",
    "madar/feed-2026-03-14.jsonl",
)
SMALL = {
    "NEWSIFT_INPUTS__SETTLE_SECONDS": "0",
    "NEWSIFT_RUN__FILES_PER_BATCH": "4",
    "NEWSIFT_RUN__RECORDS_PER_COMMIT": "6",
    "NEWSIFT_RUN__LOG_LEVEL": "ERROR",
    "NEWSIFT_STORAGE__THREADS": "1",
    "NEWSIFT_STORAGE__MEMORY_LIMIT": "512MB",
    "NEWSIFT_STORAGE__LOCK_WAIT_SECONDS": "20",
}


def make_inbox(folder: Path) -> Path:
    """A copy of some of the project's example files, last changed a minute ago."""
    past = time.time() - 60
    for pattern in CHOSEN:
        found = sorted((ROOT / "examples" / "inbox").glob(pattern))
        assert found, pattern
        for source in found:
            target = folder / source.relative_to(ROOT / "examples" / "inbox")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
            os.utime(target, (past, past))
    return folder


def newsift_run(inbox: Path, warehouse: Path) -> int:
    """The command `newsift run`, in this process."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in SMALL.items():
            patch.setenv(name, value)
        return main(["run", "--inbox", str(inbox), "--warehouse", str(warehouse)])
