"""The worker that starts scheduled runs: `python -m flows.worker` runs it, `... drain` stops it without harm.

A worker that gets SIGTERM kills its runs at once, and Prefect leaves them Running for ever. This one marks
as Crashed, when it starts and when it ends, runs of its pool whose process is gone. Draining pauses the pool
and waits for the runs at work, so that there are none. One worker, on one machine, serves the pool.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import sys
import time
from typing import Any

from prefect.cli import app
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import WorkPoolUpdate
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
    WorkPoolFilter,
    WorkPoolFilterName,
)
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.states import Crashed

from flows.provision import POOL

POLL_SECONDS = 1.0
AT_WORK = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]


def work() -> None:
    """Be the worker, until a signal ends it."""
    # A shell starts background commands with SIGINT ignored, and the worker turns SIGTERM into SIGINT.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.argv = ["prefect", "worker", "start", "--pool", POOL, "--type", "process", "--name", worker_name()]
    sweep()
    try:
        app()
    finally:
        sweep()


def worker_name() -> str:
    """One worker a machine."""
    return f"{POOL}-{socket.gethostname()}"


def pause(paused: bool) -> None:
    """Stop, or let, the pool hand out runs."""
    with get_client(sync_client=True) as client:
        client.update_work_pool(POOL, WorkPoolUpdate(is_paused=paused))


def drain(seconds: float) -> bool:
    """Pause the pool and wait for the runs at work; False when some were still at it after `seconds`."""
    pause(True)
    deadline = time.monotonic() + seconds
    while _at_work():
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True


def sweep() -> int:
    """Mark runs as Crashed that say they are at work though their process has ended; returns how many."""
    runs = [run for run in _at_work() if not _alive(run.infrastructure_pid)]
    with get_client(sync_client=True) as client:
        for run in runs:
            state: State[Any] = Crashed(
                message="Its process was stopped before it was done; the next run goes on from there."
            )
            client.set_flow_run_state(run.id, state, force=True)
    return len(runs)


def _alive(pid: str | None) -> bool:
    """Whether the process of a run is there; one that has none yet was not started."""
    if pid is None or not pid.isdecimal():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's process has the number now
        return False
    return True


def _at_work() -> list[FlowRun]:
    with get_client(sync_client=True) as client:
        return client.read_flow_runs(
            flow_run_filter=FlowRunFilter(
                state=FlowRunFilterState(type=FlowRunFilterStateType(any_=AT_WORK))
            ),
            work_pool_filter=WorkPoolFilter(name=WorkPoolFilterName(any_=[POOL])),
        )


def main() -> int:
    """Exit code 0; 1 when `drain` ran out of time."""
    parser = argparse.ArgumentParser(prog="python -m flows.worker", description=__doc__)
    parser.add_argument("action", nargs="?", default="work", choices=["work", "drain", "sweep"])
    parser.add_argument("--seconds", type=float, default=600.0, help="how long drain waits for runs at work")
    given = parser.parse_args()
    if given.action == "drain":
        done = drain(given.seconds)
        print("no run is at work" if done else f"runs are still at work after {given.seconds:.0f} s")
        return 0 if done else 1
    if given.action == "sweep":
        print(f"{sweep()} runs marked as Crashed")
        return 0
    work()
    return 0


if __name__ == "__main__":
    sys.exit(main())
