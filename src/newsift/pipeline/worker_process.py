"""One worker process, seen from the thread that gives it jobs."""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import pickle
import signal
import threading
import time
import traceback
from typing import TYPE_CHECKING, TypeVar, cast

from newsift.pipeline.whereabouts import Whereabouts, report_to

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnContext

J = TypeVar("J")
R = TypeVar("R")
_LOOK_SECONDS = 1.0  # how often a busy process is looked at
_STOP_SECONDS = 2.0


class LostWorkerError(Exception):
    """A worker process is gone.

    Attributes:
        path: The input it was at; None when it was between inputs.
        hung: It was killed because it stayed at that input for too long; otherwise it died by itself.
    """

    def __init__(self, path: str | None, *, hung: bool) -> None:
        super().__init__(path or "between inputs")
        self.path = path
        self.hung = hung


class WorkerProcess:
    """A process that does one job at a time."""

    def __init__(self, context: SpawnContext) -> None:
        self._whereabouts = Whereabouts()
        self._connection, remote = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(remote, self._whereabouts), name="newsift-worker", daemon=True
        )
        self._process.start()
        remote.close()  # the child has its own; without this its death would not be seen

    def do(self, function: Callable[[J], R], job: J, patience: float) -> R:
        """Have `function(job)` done and wait for it.

        Raises:
            LostWorkerError: The process died, or was killed because it stayed at one input for `patience`
                seconds. This object is of no further use.
            Exception: What `function` raised.
        """
        try:
            self._connection.send((function, job))
            self._await_answer(patience)
            worked, answer = self._connection.recv()
        except (EOFError, BrokenPipeError, ConnectionResetError):
            self.stop()
            raise LostWorkerError(self._whereabouts.path, hung=False) from None
        if worked:
            return cast("R", answer)
        raise answer

    def _await_answer(self, patience: float) -> None:
        count, since = self._whereabouts.count, time.monotonic()
        while not self._connection.poll(_LOOK_SECONDS):
            if self._whereabouts.count != count:
                count, since = self._whereabouts.count, time.monotonic()
            elif self._whereabouts.path is not None and time.monotonic() - since > patience:
                path = self._whereabouts.path
                self._process.kill()
                self.stop()
                raise LostWorkerError(path, hung=True)

    def stop(self) -> None:
        """End the process: an idle one at once, a busy one by force."""
        self._connection.close()
        self._process.join(_STOP_SECONDS)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


def _serve(connection: Connection, whereabouts: Whereabouts) -> None:
    """The process's life: jobs from the pipe, answers into it, until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then closes the pipe
    _exit_with_parent()
    report_to(whereabouts)
    while True:
        try:
            function, job = connection.recv()
        except EOFError:
            return
        try:
            answer = (True, function(job))
        except Exception as error:  # noqa: BLE001 - raised again in the parent, with its traceback as a note
            error.add_note(f"in a worker process:\n{traceback.format_exc()}")
            answer = (False, _picklable(error))
        try:
            connection.send(answer)
        except BrokenPipeError:
            return


def _picklable(error: Exception) -> Exception:
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    except Exception as reason:  # noqa: BLE001 - an exception class may fail to pickle in any way
        return RuntimeError(f"{type(error).__name__}: {error} ({reason})")
    return error


def _exit_with_parent() -> None:
    """Watch the parent from a thread; when it is gone, so is this process."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    sentinel = parent.sentinel

    def watch() -> None:
        multiprocessing.connection.wait([sentinel])
        os._exit(1)

    threading.Thread(target=watch, name="exit-with-parent", daemon=True).start()
