"""Where batch jobs run: in this process, or in a pool of processes owned by the run."""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import threading
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Self, TypeVar

from newsift.errors import TransientError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

J = TypeVar("J")
R = TypeVar("R")


class Workers:
    """Runs jobs one after the other (`count` 1) or on `count` processes. Safe to call from threads.

    The pool starts with the first job. Its processes are spawned, not forked: the caller may run threads.
    They end with their parent, even if that is killed.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._pool: ProcessPoolExecutor | None = None
        self._starting = threading.Lock()
        self._inline = threading.Lock()

    @property
    def count(self) -> int:
        return self._count

    def run(self, function: Callable[[J], R], job: J) -> R:
        """Run `function(job)` and wait for its result; with one worker, one job at a time.

        Raises:
            TransientError: A worker process died.
        """
        if self._count == 1:
            with self._inline:  # caches of the batch stage are not made for threads
                return function(job)
        try:
            return self._started().submit(function, job).result()
        except BrokenProcessPool as error:
            self._drop_pool()
            raise TransientError(
                "a worker process died (killed, or out of memory)",
                remedy="Run again; lower run.workers if it repeats",
            ) from error

    def map(self, function: Callable[[J], R], jobs: Iterable[J]) -> Iterator[R]:
        """Results in the order of the jobs, which are drawn only a little ahead of the work.

        Raises:
            TransientError: A worker process died.
        """
        if self._count == 1:
            yield from (function(job) for job in jobs)
            return
        with ThreadPoolExecutor(self._count) as threads:
            waiting: deque[Future[R]] = deque()
            for job in jobs:
                waiting.append(threads.submit(self.run, function, job))
                if len(waiting) > 2 * self._count:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def _started(self) -> ProcessPoolExecutor:
        with self._starting:
            if self._pool is None:
                self._pool = ProcessPoolExecutor(
                    self._count,
                    mp_context=multiprocessing.get_context("spawn"),
                    initializer=_exit_with_parent,
                )
            return self._pool

    def _drop_pool(self) -> None:
        with self._starting:
            if self._pool is not None:
                self._pool.shutdown(wait=False, cancel_futures=True)
                self._pool = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._drop_pool()


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
