"""A background process that outlives the command which started it and is never mistaken for another one.

The process inherits an open, locked file. The kernel drops that lock when the process ends, however it ends,
so "the lock is held" is the same as "it runs": no stale pid file, no reused pid, no two starters at once.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import subprocess
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsift.errors import TransientError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

POLL_SECONDS = 0.1
_LOG_HEAD = 65_536


@dataclass(frozen=True, slots=True)
class Daemon:
    """One background process of this project, known by its `name` inside the folder `home`."""

    name: str
    home: Path

    @property
    def log_file(self) -> Path:
        return self.home / f"{self.name}.log"

    @property
    def _lock_file(self) -> Path:
        return self.home / f"{self.name}.lock"

    @property
    def _state_file(self) -> Path:
        return self.home / f"{self.name}.json"

    def running(self) -> bool:
        """Whether the process, or a command that is just starting it, holds the lock."""
        if not self._lock_file.exists():
            return False
        lock = _try_lock(self._lock_file)
        if lock is None:
            return True
        os.close(lock)
        return False

    def state(self) -> dict[str, str]:
        """What the starter wrote down: `pid` and its own facts; empty when nothing runs."""
        if not self.running():
            return {}
        try:
            stored = json.loads(self._state_file.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):  # the starter has not written it yet
            return {}
        return {str(key): str(value) for key, value in stored.items()}

    def start(self, command: Sequence[str], env: Mapping[str, str], facts: Mapping[str, str]) -> bool:
        """Start `command` detached from the terminal; False when it, or another starter, was there first.

        Its output goes to `<name>.log`; `facts` are written to the state file beside its pid.
        """
        self.home.mkdir(parents=True, exist_ok=True)
        lock = _try_lock(self._lock_file, attempts=5)  # `running()` elsewhere holds it for an instant
        if lock is None:
            return False
        try:
            self._state_file.unlink(missing_ok=True)
            self._keep_one_old_log()
            with self.log_file.open("ab") as log:
                process = subprocess.Popen(  # noqa: S603 - our own command line
                    list(command),
                    env=dict(env),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,  # no terminal: neither Ctrl-C nor a hang-up reaches it
                    pass_fds=(lock,),
                )
            partial = self._state_file.with_suffix(".part")
            partial.write_text(json.dumps({"pid": str(process.pid), **facts}), encoding="utf-8")
            partial.replace(self._state_file)
        finally:
            os.close(lock)  # the child's copy keeps it locked
        return True

    def await_ready(self, ready: Callable[[], bool], seconds: float, what: str) -> None:
        """Wait until `ready()`.

        Raises:
            TransientError: The process ended, or was not ready in time; names the log and its last lines.
        """
        deadline = time.monotonic() + seconds
        while not ready():
            trouble = ""
            if not self.running():
                trouble = "ended while starting"
            elif time.monotonic() > deadline:
                trouble = f"was not ready within {seconds:.0f} s"
            if trouble:
                raise TransientError(f"{what} {trouble}; last lines of {self.log_file}:\n{self.log_tail()}")
            time.sleep(POLL_SECONDS)

    def signal(self, number: signal.Signals) -> bool:
        """Send a signal to the process; False when nothing runs."""
        pid = self.state().get("pid")
        if pid is None:
            return False
        try:
            os.kill(int(pid), number)
        except ProcessLookupError:
            return False
        return True

    def await_end(self, seconds: float) -> bool:
        """Wait until the process has ended; False when it has not within `seconds`."""
        deadline = time.monotonic() + seconds
        while self.running():
            if time.monotonic() > deadline:
                return False
            time.sleep(POLL_SECONDS)
        return True

    def stop(self, seconds: float) -> bool:
        """SIGTERM, and SIGKILL to its whole session after `seconds`; False when nothing ran."""
        pid = self.state().get("pid")
        if pid is None or not self.signal(signal.SIGTERM):
            return False
        if not self.await_end(seconds):
            with contextlib.suppress(ProcessLookupError):  # it ended in between
                os.killpg(int(pid), signal.SIGKILL)
            self.await_end(5)
        self._state_file.unlink(missing_ok=True)
        return True

    def log_head(self) -> str:
        """The beginning of the log: what the process said while it started. Each start begins a new log."""
        try:
            with self.log_file.open("rb") as log:
                return log.read(_LOG_HEAD).decode("utf-8", "replace")
        except FileNotFoundError:
            return ""

    def log_tail(self, lines: int = 15) -> str:
        """The last lines of its log."""
        try:
            text = self.log_file.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return "(no log)"
        return "\n".join(text.splitlines()[-lines:])

    def _keep_one_old_log(self) -> None:
        if self.log_file.exists():
            self.log_file.replace(self.log_file.with_suffix(".log.old"))


def _try_lock(file: Path, *, attempts: int = 1) -> int | None:
    """An open descriptor that holds the lock on `file`, or None when somebody else has it."""
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    for attempt in range(attempts):
        if attempt:
            time.sleep(POLL_SECONDS)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        return descriptor
    os.close(descriptor)
    return None
