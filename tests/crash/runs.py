"""Real runs of `newsift run` over a small inbox, in batches and commits small enough to be torn apart."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable
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


# Two pages that show headlines of others as bare lines: the run's first input one of its last, and the other
# way round. What they are cleaned under is learnt from all inputs, committed or not.
LINKING = {
    "aaa.txt": (
        "ميناء السرو يستقبل أول باخرة ركاب منذ عشرة أعوام",
        "متطوعون يعيدون زراعة سفح جبل الصنوبر بعد حريق الصيف",
    ),
    "zzz.txt": (
        "متطوعون يعيدون زراعة سفح جبل الصنوبر بعد حريق الصيف",
        "ميناء السرو يستقبل أول باخرة ركاب منذ عشرة أعوام",
    ),
}
LINKING_BODY = """
وقال {name} في حديث إلى الصحفيين إن العمل استغرق أكثر من تسعة أشهر، وشارك فيه مئات من أهل المدينة وجوارها.

وأضاف أن الكلفة بلغت {cost} مليون درهم، دفعت البلدية نصفها، وجاء الباقي من تبرعات السكان والتجار.

{other}

وتنتظر المدينة أن يزورها في الأشهر المقبلة عدد كبير من الضيوف، بعد أن بقيت الطريق مقطوعة {years} أعوام.
"""


def make_inbox(folder: Path) -> Path:
    """A copy of some of the project's example files and a few more, last changed a minute ago."""
    past = time.time() - 60
    folder.mkdir(parents=True, exist_ok=True)
    for number, (name, (title, other)) in enumerate(LINKING.items()):
        words = LINKING_BODY.format(
            name=("سامر", "هالة")[number], cost=3 + number, other=other, years=5 + number
        )
        (folder / name).write_text(f"{title}\n{words}")
        os.utime(folder / name, (past, past))
    for pattern in CHOSEN:
        found = sorted((ROOT / "examples" / "inbox").glob(pattern))
        assert found, pattern
        for source in found:
            target = folder / source.relative_to(ROOT / "examples" / "inbox")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
            os.utime(target, (past, past))
    return folder


def newsift_run(inbox: Path, warehouse: Path, workers: int = 1) -> int:
    """The command `newsift run`, in this process."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**SMALL, "NEWSIFT_RUN__WORKERS": str(workers)}.items():
            patch.setenv(name, value)
        return main(["run", "--inbox", str(inbox), "--warehouse", str(warehouse)])


def fork_run(run: Callable[[Path], int], warehouse: Path) -> int:
    """A run in a child of this process: everything is imported already, so that many fit into a test."""
    child = os.fork()
    if child == 0:
        code = 99
        try:
            sys.stderr = sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115  (until the child ends)
            code = run(warehouse)
        finally:
            os._exit(code)
    return child
