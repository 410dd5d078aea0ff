"""Where batch jobs run: in this process, or on processes of the run's own.

The standard pool cannot say which job a dead process had, and breaks for all when one dies. Here each process
is watched by the thread that waits for it: when it dies or hangs, the input that it was at is known, and the
job goes on without that input.
"""

from __future__ import annotations

import multiprocessing
import queue
import threading
from collections import Counter, deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Protocol, Self, TypeVar, runtime_checkable

from newsift.errors import TransientError
from newsift.pipeline.worker_process import LostWorkerError, WorkerProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from newsift.settings import Settings

J = TypeVar("J")
R = TypeVar("R")
_PATIENCE_FACTOR, _PATIENCE_SECONDS = 2.0, 30.0  # a worker interrupts itself long before, if it can
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
        self._context = multiprocessing.get_context("spawn")
        self._idle: queue.LifoQueue[WorkerProcess | None] = queue.LifoQueue()
        for _ in range(count):
            self._idle.put(None)  # a place for a process that has not started yet
        self._alive: set[WorkerProcess] = set()
        self._closing = threading.Lock()
        self._closed = False

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
            except LostWorkerError as loss:
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
            for job in jobs:
                waiting.append(threads.submit(self.run, function, job))
                if len(waiting) > 2 * self._count:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def _is_inline(self) -> bool:
        return self._count == 1 and threading.current_thread() is threading.main_thread()

    def _on_process(self, function: Callable[[J], R], job: J) -> R:
        process = self._idle.get()
        try:
            if process is None:
                process = self._started()
            return process.do(function, job, self._patience)
        except LostWorkerError:
            if process is not None:
                self._alive.discard(process)
            process = None
            raise
        finally:
            self._idle.put(process)

    def _started(self) -> WorkerProcess:
        with self._closing:
            if self._closed:
                raise TransientError("the run is over")
            process = WorkerProcess(self._context)
            self._alive.add(process)
        return process

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._closing:
            self._closed = True
            for process in self._alive:
                process.stop()
            self._alive.clear()


def workers_for(settings: Settings) -> Workers:
    """The workers that the settings ask for."""
    patience = _PATIENCE_FACTOR * settings.inputs.seconds_per_record + _PATIENCE_SECONDS
    return Workers(settings.run.workers, patience)
