"""Which input a worker process is at, in memory that the process which watches it can read.

A worker that died or hangs cannot say any more what it was doing; this says it.
"""

from __future__ import annotations

from contextlib import contextmanager
from multiprocessing.sharedctypes import RawArray, RawValue
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_PATH = 16_384  # bytes; four times what the system allows, for escapes and `#n`


class Whereabouts:
    """One worker's place: a count that is odd while it works on an input, and the path of that input."""

    def __init__(self) -> None:
        self._count = RawValue("Q", 0)
        self._path = RawArray("c", _LONGEST_PATH)

    def enter(self, path: str) -> None:
        self._path.value = path.encode("utf-8", "surrogatepass")[: _LONGEST_PATH - 1]
        self._count.value |= 1

    def leave(self) -> None:
        self._count.value += self._count.value & 1

    @property
    def count(self) -> int:
        """Changes with every input; the same odd number twice means: still at the same one."""
        return int(self._count.value)

    @property
    def path(self) -> str | None:
        """The input that the worker is (or was, when it died) at; None between inputs."""
        return self._path.value.decode("utf-8", "replace") if self.count & 1 else None


_own: Whereabouts | None = None


def report_to(whereabouts: Whereabouts | None) -> None:
    """Make `at` write there; called once when a worker process starts."""
    global _own  # noqa: PLW0603 - one process, one worker
    _own = whereabouts


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
