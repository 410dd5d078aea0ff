"""Faults at a run's own system calls, by strace's injection.

The run is a child forked from the test, with everything imported, that waits until strace is attached: so
a trial takes a fraction of a second, and every call counted is the run's own, none the interpreter's.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

# Every call by which a run changes the disk.
WRITE_SIDE = (
    "pwrite64,write,writev,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,link,linkat,"
    "ftruncate,chmod,fchmod,fchmodat,mkdir,copy_file_range,sendfile"
).split(",")
ATTACH_SECONDS = 20.0

needs_strace = pytest.mark.skipif(
    shutil.which("strace") is None,
    reason="strace is not installed (Debian: apt-get install strace); it injects the faults",
)

Run = Callable[[], int]  # what the child does; returns its exit code


@dataclass(frozen=True)
class Point:
    """The n-th call of one kind in the run."""

    call: str
    number: int

    def __str__(self) -> str:
        return f"{self.call}#{self.number}"


@dataclass(frozen=True)
class Ended:
    """How a child ended: its exit code, negative for a signal, what it said, and whether the fault came.

    The store's log is written in blocks of 4 KiB, and times take more or fewer bytes in it: the last write
    of one run may be one too many for the next.
    """

    code: int
    stderr: str
    hit: bool = True


def traced(run: Run, said: Path, *trace: str) -> Ended:
    """Run `run` in a child under strace with the given options; `said` takes its stderr."""
    go_read, go_write = os.pipe()
    child = os.fork()
    if child == 0:
        _child(run, said, go_read, go_write)
    os.close(go_read)
    with subprocess.Popen(
        ["strace", "-f", "-qq", *trace, "-p", str(child)], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as tracer:
        deadline = time.monotonic() + ATTACH_SECONDS
        while not re.search(r"TracerPid:\t[1-9]", Path(f"/proc/{child}/status").read_text()):
            if tracer.poll() is not None or time.monotonic() > deadline:
                os.kill(child, 9)
                os.waitpid(child, 0)
                pytest.skip(f"strace cannot attach to a process here (it ended with {tracer.poll()})")
            time.sleep(0.005)
        os.write(go_write, b"!")
        os.close(go_write)
        status = os.waitpid(child, 0)[1]
        tracer.wait(ATTACH_SECONDS)
    return Ended(os.waitstatus_to_exitcode(status), said.read_text(errors="replace"))


def _child(run: Run, said: Path, go_read: int, go_write: int) -> None:
    code = 99
    try:
        os.close(go_write)
        # pytest has put its own files in the place of these two; they stay open until the child ends.
        sys.stderr = said.open("w", buffering=1)
        sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115
        os.read(go_read, 1)
        code = run()
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        os._exit(code)


def points_of(run: Run, folder: Path) -> list[Point]:
    """Every write-side call that a fault can hit in a clean run, in a fixed order."""
    log = folder / "strace.log"
    ended = traced(run, folder / "said", "-o", str(log), "-e", f"trace={','.join(WRITE_SIDE)}")
    assert ended.code == 0, ended
    seen: Counter[tuple[str, str]] = Counter()
    for line in log.read_text(errors="replace").splitlines():
        if match := re.match(r"(\d+) +(\w+)\(", line):
            seen[match[1], match[2]] += 1
    most: Counter[str] = Counter()
    for (_, call), count in seen.items():
        most[call] = max(most[call], count)  # strace counts per process and call
    return [Point(call, n) for call in sorted(most) for n in range(1, most[call] + 1)]


def spread(points: Sequence[Point], wanted: int) -> list[Point]:
    """About `wanted` points: the first and last of every kind, and the rest evenly over all."""
    last = {point.call: point.number for point in points}
    ends = [p for p in points if p.number in (1, last[p.call])]
    others = [p for p in points if p not in ends]
    room = max(wanted - len(ends), 0)
    step = max(len(others) / room, 1) if room else len(others) + 1
    return sorted(ends + [others[int(i * step)] for i in range(min(room, len(others)))], key=str)


def inject(run: Run, said: Path, point: Point, effect: str, *, lasting: bool = False) -> Ended:
    """Run with a fault at one point: effect "signal=SIGKILL" or "error=ENOSPC".

    Args:
        lasting: From that call on, as a disk that stays full.
    """
    when = f"{point.number}+" if lasting else str(point.number)
    # No --seccomp-bpf here: with it, strace 6.1 injects nothing.
    trace = ("-e", f"trace={point.call}", "-e", f"inject={point.call}:{effect}:when={when}")
    log = said.with_suffix(".strace")
    ended = traced(run, said, "-o", str(log), *trace)
    return replace(ended, hit="(INJECTED)" in log.read_text(errors="replace"))
