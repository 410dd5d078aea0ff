"""The writer lock: one process writes a warehouse, and whoever waits learns for whom."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import os
import socket
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from newsift.errors import StoreBusyError, TransientError

_POLL_SECONDS = 0.1


class WriterLock:
    """An exclusive `flock` on an own file that names its holder.

    The kernel drops it when the process ends in whatever way, so that a killed run never blocks the next.

    Args:
        path: The lock file; its folder must exist. It stays when the lock is released.
        wait_seconds: How long to wait for another holder before `StoreBusyError`.
    """

    def __init__(self, path: Path, *, wait_seconds: float) -> None:
        self._path = path
        self._wait = wait_seconds
        self._fd: int | None = None

    def acquire(self) -> None:
        """Take the lock.

        Raises:
            StoreBusyError: Another process held it for the whole waiting time; the text names it.
            TransientError: The lock file cannot be written.
        """
        try:
            fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise TransientError(
                f"cannot write the lock file {self._path}: {error.strerror}",
                remedy="Make the warehouse folder writable for this user",
            ) from None
        deadline = time.monotonic() + self._wait
        while not self._try_lock(fd):
            if time.monotonic() >= deadline:
                holder = self._holder(fd)
                os.close(fd)
                raise StoreBusyError(
                    f"another run holds the warehouse {self._path.parent.parent} ({holder})",
                    remedy="Wait until it has ended, or raise storage.lock_wait_seconds",
                )
            time.sleep(_POLL_SECONDS)
        self._fd = fd
        # The note only informs; a full disk must not refuse a lock that is already held.
        with contextlib.suppress(OSError):
            os.ftruncate(fd, 0)
            os.pwrite(fd, json.dumps(_describe_self()).encode(), 0)

    def release(self) -> None:
        """Give the lock back; harmless when it is not held."""
        if self._fd is not None:
            with contextlib.suppress(OSError):
                os.ftruncate(self._fd, 0)
            os.close(self._fd)
            self._fd = None

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    @staticmethod
    def _try_lock(fd: int) -> bool:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in (errno.EWOULDBLOCK, errno.EINTR):
                return False
            os.close(fd)
            raise TransientError(
                f"cannot lock the warehouse: {error.strerror}",
                remedy="Put the warehouse on a file system that supports flock, not on a network share",
            ) from None
        return True

    @staticmethod
    def _holder(fd: int) -> str:
        try:
            note = json.loads(os.pread(fd, 4096, 0))
            return f"process {note['pid']} on {note['host']} since {note['since']} UTC: {note['command']}"
        except (OSError, ValueError, KeyError, TypeError):
            return "its holder left no note"


def _describe_self() -> dict[str, str | int]:
    return {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "since": datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S"),
        "command": " ".join(sys.argv)[:300],
    }
