"""Which input a job is at, in a file that the process which waits for it can read.

A worker that died or hangs cannot say any more what it was doing; this says it.
"""

from __future__ import annotations

import mmap
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterator

_COUNT = slice(0, 8)  # odd while the job works on an input
_PATH_AT = 8
_SIZE = 1 << 14  # bytes; a path of the system has at most 4,096, before escapes and `#n`


class Whereabouts:
    """One job's place. Both sides map the same small file; writing it costs no system call."""

    def __init__(self, file: str) -> None:
        self.file = file
        with Path(file).open("r+b") as stream:
            self._memory = mmap.mmap(stream.fileno(), _SIZE)

    @classmethod
    @contextmanager
    def temporary(cls) -> Iterator[Self]:
        """A new one, whose file goes away afterwards."""
        with tempfile.NamedTemporaryFile(prefix="newsift-job-") as stream:
            stream.truncate(_SIZE)
            yield cls(stream.name)

    def enter(self, path: str) -> None:
        name = path.encode("utf-8", "surrogatepass")[: _SIZE - _PATH_AT - 1] + b"\0"
        self._memory[_PATH_AT : _PATH_AT + len(name)] = name
        self._set(self.count | 1)

    def leave(self) -> None:
        self._set(self.count + (self.count & 1))

    @property
    def count(self) -> int:
        """Changes with every input; the same odd number twice means: still at the same one."""
        return int.from_bytes(self._memory[_COUNT], "little")

    @property
    def path(self) -> str | None:
        """The input that the job is (or was, when it died) at; None between inputs."""
        if not self.count & 1:
            return None
        return self._memory[_PATH_AT:].partition(b"\0")[0].decode("utf-8", "replace")

    def _set(self, count: int) -> None:
        self._memory[_COUNT] = count.to_bytes(8, "little")


_own: Whereabouts | None = None


@contextmanager
def reporting_to(file: str) -> Iterator[None]:
    """Make `at` write to `file` while the body, a job, runs in this process."""
    global _own  # noqa: PLW0603 - a worker process does one job at a time
    _own = Whereabouts(file)
    try:
        yield
    finally:
        _own = None


@contextmanager
def at(path: str) -> Iterator[None]:
    """Say that the body works on the input at `path`."""
    if _own is None:
        yield
        return
    _own.enter(path)
    try:
        yield
    finally:
        _own.leave()
