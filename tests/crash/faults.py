"""Faults at a process's own system calls, by strace's injection."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

# Every call by which a run changes the disk.
WRITE_SIDE = (
    "pwrite64,write,writev,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,link,linkat,"
    "ftruncate,chmod,fchmod,fchmodat,mkdir,copy_file_range,sendfile"
).split(",")

needs_strace = pytest.mark.skipif(
    shutil.which("strace") is None,
    reason="strace is not installed (Debian: apt-get install strace); it injects the faults",
)


@dataclass(frozen=True)
class Point:
    """The n-th call of one kind in the run."""

    call: str
    number: int

    def __str__(self) -> str:
        return f"{self.call}#{self.number}"


def run(command: Sequence[str], *trace: str, timeout: float = 60) -> subprocess.CompletedProcess[str]:
    """Run a command under strace with the given trace options."""
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        ["strace", "-f", "--seccomp-bpf", *trace, *command],
        env=environment,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


def points_of(command: Sequence[str], log: Path) -> list[Point]:
    """Every write-side call that a fault can hit in a run of `command`, in a fixed order."""
    done = run(command, "-o", str(log), "-e", f"trace={','.join(WRITE_SIDE)}")
    assert done.returncode == 0, done.stderr
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


def inject(command: Sequence[str], point: Point, effect: str) -> subprocess.CompletedProcess[str]:
    """Run `command` with a fault at one point: effect "signal=SIGKILL" or "error=ENOSPC"."""
    return _injected(command, point, f"{effect}:when={point.number}")


def inject_from(command: Sequence[str], point: Point, effect: str) -> subprocess.CompletedProcess[str]:
    """The same from that call on, as a disk that stays full."""
    return _injected(command, point, f"{effect}:when={point.number}+")


def _injected(command: Sequence[str], point: Point, what: str) -> subprocess.CompletedProcess[str]:
    trace = ("-e", f"trace={point.call}", "-e", f"inject={point.call}:{what}")
    return run(command, "-qq", "-o", "/dev/null", *trace)
