"""Worker processes: a job goes on without the input that kills or stops its process."""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newsift.errors import DocumentError, InvariantError, TransientError
from newsift.pipeline.deadline import OutOfTimeError, deadline
from newsift.pipeline.whereabouts import at
from newsift.pipeline.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Job:
    """Inputs by name: "die" kills its process, "hang" stops it for ever, "die once" dies the first time."""

    inputs: tuple[str, ...]
    folder: str
    lost: tuple[tuple[str, str], ...] = ()

    def without(self, path: str, reason: str) -> Job:
        return replace(self, lost=(*self.lost, (path, reason)))


def work(job: Job) -> list[tuple[str, str]]:
    lost = dict(job.lost)
    return [(name, lost.get(name) or one(name, job)) for name in job.inputs]


def one(name: str, job: Job) -> str:
    with at(name):
        if name == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if name == "hang":
            signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM, signal.SIGALRM])
            time.sleep(600)
        if name == "die once" and not (Path(job.folder) / "died").exists():
            (Path(job.folder) / "died").touch()
            os._exit(1)
    return "done"


def raises(error: Exception) -> None:
    raise error


def identity(value: object) -> object:
    return value


def die(_job: object) -> None:
    os._exit(3)


@pytest.fixture(scope="module")
def workers():
    with Workers(2, patience=4.0) as two:
        yield two


def test_an_input_that_kills_its_process_is_refused_and_the_others_are_done(workers, tmp_path):
    job = Job(("a", "die", "b"), str(tmp_path))
    assert workers.run(work, job) == [("a", "done"), ("die", "WORKER_DIED"), ("b", "done")]


def test_an_input_that_hangs_is_refused_and_the_others_are_done(workers, tmp_path):
    job = Job(("a", "hang", "b"), str(tmp_path))
    assert workers.run(work, job) == [("a", "done"), ("hang", "TOO_SLOW"), ("b", "done")]


def test_an_input_at_which_a_process_was_killed_once_is_not_blamed(workers, tmp_path):
    assert workers.run(work, Job(("a", "die once"), str(tmp_path))) == [("a", "done"), ("die once", "done")]


def test_a_dying_process_costs_the_other_jobs_nothing(workers, tmp_path):
    jobs = [Job((name, "x"), str(tmp_path)) for name in ("a", "die", "b", "hang", "c", "d")]
    assert [result[1] for result in workers.map(work, jobs)] == [("x", "done")] * 6


def test_processes_that_die_at_no_input_are_a_passing_fault(workers):
    with pytest.raises(TransientError, match="die again and again"):
        workers.run(die, 1)
    assert workers.run(identity, 2) == 2


@pytest.mark.parametrize(
    "error",
    [
        DocumentError("m", stage="read", reason="EMPTY", remedy="r"),
        InvariantError("m", remedy="r"),
        TransientError("m", remedy="r"),
        ValueError("m"),
    ],
)
def test_errors_come_back_as_they_were_raised(workers, error):
    with pytest.raises(type(error)) as raised:
        workers.run(raises, error)
    assert str(raised.value) == str(error)
    assert "in a worker process" in raised.value.__notes__[0]


def test_an_error_that_cannot_travel_is_told_by_its_name(workers):
    with pytest.raises(RuntimeError, match=r"UnpicklableError: 7"):
        workers.run(raises_unpicklable, 7)


class UnpicklableError(Exception):
    """Its arguments are not those that its constructor wants, as pickle assumes."""

    def __init__(self, one: int, two: int) -> None:
        super().__init__(one + two)


def raises_unpicklable(value: int) -> None:
    raise UnpicklableError(value, 0)


def test_one_worker_works_here_in_the_main_thread_and_on_a_process_elsewhere():
    with Workers(1, patience=10.0) as alone:
        assert alone.run(process_id, 0) == os.getpid()
        found: list[int] = []
        thread = threading.Thread(target=lambda: found.append(alone.run(process_id, 0)))
        thread.start()
        thread.join()
        assert found[0] != os.getpid()
    wait_until_gone(found[0])


def test_a_process_that_is_killed_between_jobs_is_replaced():
    with Workers(2, patience=10.0) as two:
        for _ in range(3):
            os.kill(two.run(process_id, 0), signal.SIGKILL)
        assert two.run(identity, 1) == 1


def test_a_process_that_is_killed_while_it_starts_costs_nothing():
    before = {child.pid for child in multiprocessing.active_children()}
    with Workers(2, patience=10.0) as two, ThreadPoolExecutor(1) as thread:
        result = thread.submit(two.run, identity, 1)
        started: set[int | None] = set()
        while not started:
            started = {child.pid for child in multiprocessing.active_children()} - before
        for process in started:
            assert process is not None
            os.kill(process, signal.SIGKILL)
        assert result.result(60) == 1


def process_id(_job: object) -> int:
    return os.getpid()


def wait_until_gone(process: int) -> None:
    for _ in range(100):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    pytest.fail("the worker outlived its owner")


def test_a_deadline_interrupts_python_and_regular_expressions_and_nothing_after_it():
    with pytest.raises(OutOfTimeError):
        within(0.1, for_ever)
    with pytest.raises(OutOfTimeError):
        within(0.1, lambda: re.match("(a*)*b", "a" * 40))
    within(0.1, lambda: None)
    time.sleep(0.2)


def test_a_deadline_cannot_be_swallowed():
    with pytest.raises(OutOfTimeError):
        within(0.1, careless)


def within(seconds: float, work: Callable[[], object]) -> None:
    with deadline(seconds):
        work()


def for_ever() -> None:
    while True:
        pass


def careless() -> None:
    """What a library does that goes on whatever happens."""
    while True:
        try:
            time.sleep(1)
        except Exception:  # noqa: BLE001 - that is the point
            continue


def test_a_deadline_leaves_the_alarm_of_others_alone():
    rung: list[int] = []
    before = signal.signal(signal.SIGALRM, lambda *_: rung.append(1))
    outer = signal.setitimer(signal.ITIMER_REAL, 0.3)
    try:
        with deadline(5.0):
            time.sleep(0.1)
        time.sleep(0.4)
    finally:
        signal.signal(signal.SIGALRM, before)
        signal.setitimer(signal.ITIMER_REAL, *outer)
    assert rung == [1]
