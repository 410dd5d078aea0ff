"""Where batch jobs run: in this process, or on processes of the run's own.

When a process dies or hangs, the input that it was at is known (`whereabouts`), and the job goes on without
that input. Other jobs do not notice, for each process is a pebble pool of its own: a larger one breaks as a
whole when a process is killed that is idle or still starting, and shares locks that a dead process keeps.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import pickle
import sys
import threading
import time
import traceback
from collections import Counter, deque
from concurrent.futures import Future, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from queue import LifoQueue
from typing import TYPE_CHECKING, Protocol, Self, TypeVar, cast, runtime_checkable

from pebble import ProcessExpired, ProcessPool

from newsift.errors import TransientError
from newsift.pipeline.whereabouts import Whereabouts, reporting_to

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from newsift.settings import Settings

J = TypeVar("J")
R = TypeVar("R")
_PATIENCE_FACTOR, _PATIENCE_SECONDS = 2.0, 30.0  # a worker interrupts itself long before, if it can
_LOOK_SECONDS = 1.0  # how often a busy process is looked at
_MAX_LOSSES = 20  # of one job: more are the machine's fault, not the inputs'
_DEATHS_PER_INPUT = 2  # the first may be an operator's, or the fault of a neighbour that took all memory
_DEATHS_BETWEEN_INPUTS = 3


@runtime_checkable
class Avoiding(Protocol):
    """A job that can be done without some of its inputs."""

    def without(self, path: str, reason: str) -> Self:
        """The same job with the input at `path` refused for `reason`."""
        ...


class Workers:
    """Runs jobs one after the other (`count` 1) or on `count` processes. Safe to call from threads.

    With one worker, jobs of the main thread run in this process, where the time limit of an input can
    interrupt them; those of other threads run on a process all the same. Processes start with their first
    job and are spawned, not forked: the caller may run threads. They end with their parent, even if that is
    killed.

    Args:
        count: Processes at most.
        patience: Seconds after which a process that is still at the same input is killed.
    """

    def __init__(self, count: int, patience: float) -> None:
        self._count = count
        self._patience = patience
        self._starting = threading.Lock()
        # Free places, the last used first; None: no process has started there yet, or it has broken.
        self._free: LifoQueue[ProcessPool | None] = LifoQueue()
        for _ in range(count):
            self._free.put(None)
        self._pools: list[ProcessPool] = []

    @property
    def count(self) -> int:
        return self._count

    def run(self, function: Callable[[J], R], job: J) -> R:
        """Run `function(job)` and wait for its result.

        A process that dies twice at the same input, or hangs at it, costs that input: the job is repeated
        with it refused (`Avoiding.without`), as WORKER_DIED or TOO_SLOW.

        Raises:
            TransientError: Processes die again and again, and no input explains it.
        """
        if self._is_inline():
            return function(job)
        deaths: Counter[str | None] = Counter()
        for _ in range(_MAX_LOSSES):
            try:
                return self._on_process(function, job)
            except _LostWorkerError as loss:
                deaths[loss.path] += 1
                if loss.path is None or not isinstance(job, Avoiding):
                    if deaths[loss.path] >= _DEATHS_BETWEEN_INPUTS:
                        break
                elif loss.hung or deaths[loss.path] >= _DEATHS_PER_INPUT:
                    job = job.without(loss.path, "TOO_SLOW" if loss.hung else "WORKER_DIED")
        raise TransientError(
            "worker processes die again and again (killed, or out of memory)",
            remedy="Run again; lower run.workers if it repeats",
        )

    def map(self, function: Callable[[J], R], jobs: Iterable[J]) -> Iterator[R]:
        """Results in the order of the jobs, which are drawn only a little ahead of the work.

        Raises:
            TransientError: As `run`.
        """
        if self._is_inline():
            yield from (function(job) for job in jobs)
            return
        with ThreadPoolExecutor(self._count) as threads:
            waiting: deque[Future[R]] = deque()
            try:
                for job in jobs:
                    waiting.append(threads.submit(self.run, function, job))
                    if len(waiting) > 2 * self._count:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            finally:  # after an error, what has not begun is not begun
                for future in waiting:
                    future.cancel()

    def _is_inline(self) -> bool:
        return self._count == 1 and threading.current_thread() is threading.main_thread()

    def _on_process(self, function: Callable[[J], R], job: J) -> R:
        pool = self._free.get()
        try:
            if pool is None or not pool.active:
                pool = self._replaced(pool)
            return self._done_by(pool, function, job)
        finally:
            self._free.put(pool)

    def _done_by(self, pool: ProcessPool, function: Callable[[J], R], job: J) -> R:
        with Whereabouts.temporary() as place:
            try:
                future = pool.schedule(_tracked, (function, job, place.file))
            except RuntimeError:  # pebble's word for: it has broken since it was looked at
                raise _LostWorkerError(None, hung=False) from None
            count, since = place.count, time.monotonic()
            while not wait((future,), _LOOK_SECONDS).done:
                if not pool.active and not future.done():
                    raise _LostWorkerError(place.path, hung=False)  # it broke before it took the job
                if place.count != count:
                    count, since = place.count, time.monotonic()
                elif place.path is not None and time.monotonic() - since > self._patience:
                    future.cancel()  # type: ignore[no-untyped-call]  # pebble kills the process
                    raise _LostWorkerError(place.path, hung=True)
            try:
                return cast("R", future.result())
            except (ProcessExpired, BrokenProcessPool):
                raise _LostWorkerError(place.path, hung=False) from None

    def _replaced(self, broken: ProcessPool | None) -> ProcessPool:
        """A pool of one process in the place of none, or of one whose process was killed between jobs."""
        with self._starting:
            if broken is not None:
                self._pools.remove(broken)
                _end(broken)
            context = multiprocessing.get_context("spawn")
            pool = ProcessPool(1, initializer=_exit_with_parent, context=context)
            self._pools.append(pool)
            with _main_hidden():
                pool.schedule(bool)  # starts the process
            return pool

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._starting:
            while self._pools:
                _end(self._pools.pop())


def _end(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]  # pebble's own
    pool.join()


@contextmanager
def _main_hidden() -> Iterator[None]:
    """Keep spawned processes from importing the caller's `__main__`.

    No job needs it, and where it is a flow it would bring Prefect into each of them (seconds of CPU).
    """
    main = sys.modules["__main__"]
    spec, file = getattr(main, "__spec__", None), getattr(main, "__file__", None)
    main.__spec__, main.__file__ = None, None
    try:
        yield
    finally:
        main.__spec__, main.__file__ = spec, file


def workers_for(settings: Settings) -> Workers:
    """The workers that the settings ask for."""
    patience = _PATIENCE_FACTOR * settings.inputs.seconds_per_record + _PATIENCE_SECONDS
    return Workers(settings.run.workers, patience)


class _LostWorkerError(Exception):
    """A process is gone: it died at `path` (None: between inputs), or was killed because it hung there."""

    def __init__(self, path: str | None, *, hung: bool) -> None:
        super().__init__(path or "between inputs")
        self.path = path
        self.hung = hung


def _tracked(function: Callable[[J], R], job: J, place: str) -> R:
    """Runs in the worker: `function(job)`, with its whereabouts on record and errors that can travel."""
    try:
        with reporting_to(place):
            return function(job)
    except Exception as error:  # noqa: BLE001 - all are raised again, in the parent too
        error.add_note(f"in a worker process:\n{traceback.format_exc()}")
        raise _picklable(error) from None


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
