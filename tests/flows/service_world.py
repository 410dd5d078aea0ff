"""The running service as tests see it: its API, its worker, and a listener for its alarms.

Tests are alone with the service: the schedules are paused once they have made runs, and each test begins when
nothing is at work and the writer's slot is free (`settle`).
Waits are long, because a busy machine is no fault; they end as soon as what they wait for is there.
"""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from prefect.client.schemas.actions import WorkPoolUpdate
from prefect.client.schemas.filters import (
    ArtifactFilter,
    ArtifactFilterFlowRunId,
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.states import Cancelled, Scheduled

from flows.daemon import Daemon
from flows.provision import POOL, WRITER
from flows.server import Server

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 180.0  # seconds for anything that takes a few on an idle machine
WAITING = [StateType.SCHEDULED, StateType.PAUSED]
AT_WORK = [StateType.PENDING, StateType.RUNNING, StateType.CANCELLING]
BRINGS_UP = ("flows.service", "flows.provision")  # both switch schedules on


def until(condition: Callable[[], Any], what: str, *, seconds: float = PATIENCE, every: float = 0.1) -> Any:
    """The first true answer of `condition`; fails the test after `seconds`."""
    deadline = time.monotonic() + seconds
    while not (answer := condition()):
        if time.monotonic() > deadline:
            pytest.fail(f"{what}: not within {seconds:g} s")
        time.sleep(every)
    return answer


class Hook:
    """A web server on loopback that remembers what was posted to it, and when."""

    def __init__(self) -> None:
        self.received: list[tuple[float, dict[str, Any]]] = []
        remember = self.received.append

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                remember((time.time(), json.loads(body)))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/alarm"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()


@dataclass
class Service:
    """The running service, and how tests talk to it."""

    server: Server
    env: dict[str, str]
    hook: Hook
    inbox: Path
    warehouse: Path
    client: Any = field(repr=False)

    @property
    def worker(self) -> Daemon:
        return Daemon("worker", self.server.home)

    scheduled: list[Any] = field(default_factory=list, repr=False)  # what the scheduler made after `up`

    def module(self, name: str, *arguments: str, seconds: float = 300) -> subprocess.CompletedProcess[str]:
        """Run one of the project's modules with the service's environment."""
        done = subprocess.run(
            [sys.executable, "-m", name, *arguments],
            env=self.env,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
        if name in BRINGS_UP:
            self.pause_schedules()
        return done

    def pause_schedules(self) -> None:
        """No run comes by itself from now on."""
        for deployment in self.client.read_deployments():
            for schedule in deployment.schedules:
                if schedule.active:
                    self.client.update_deployment_schedule(deployment.id, schedule.id, active=False)

    def settle(self) -> None:
        """Wait until no run is at work and the writer's slot is free; cancels runs that have not begun."""
        self.pause_schedules()
        self.client.update_work_pool(POOL, WorkPoolUpdate(is_paused=False))
        for run in self.runs(WAITING):
            self.client.set_flow_run_state(run.id, Cancelled(message="Left by another test."), force=True)
        until(lambda: not self.runs(AT_WORK), "the end of the runs that an earlier test left at work")
        self.free_slot()

    def free_slot(self) -> None:
        """Forget leases on the writer's slot whose holder was killed; each would end by itself after 60 s."""
        limit = self.client.read_global_concurrency_limit_by_name(WRITER)
        if limit.active_slots or limit.limit != 1:
            self.client.delete_global_concurrency_limit_by_name(WRITER)
            self.client.upsert_global_concurrency_limit_by_name(WRITER, 1)

    def runs(self, types: list[StateType]) -> list[Any]:
        wanted = FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=types)))
        return self.client.read_flow_runs(flow_run_filter=wanted)

    def events(self, name: str) -> int:
        """How many events of this name the server has recorded."""
        asked = {"filter": {"event": {"name": [name]}}, "limit": 50}
        return int(self.client._client.post("/events/filter", json=asked).json()["total"])

    def runs_of(self, deployment: str) -> list[Any]:
        only = DeploymentFilter(id=DeploymentFilterId(any_=[self.deployment(deployment).id]))
        runs = self.client.read_flow_runs(deployment_filter=only)
        return [run for run in runs if not run.auto_scheduled]

    def artifacts(self, run_id: UUID) -> dict[str, str]:
        """Key -> data of the artifacts of a run."""
        only = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[run_id]))
        return {made.key: str(made.data) for made in self.client.read_artifacts(artifact_filter=only)}

    def deployment(self, name: str) -> Any:
        return self.client.read_deployment_by_name(name)

    def start(self, name: str, *, ago: timedelta = timedelta(), **parameters: object) -> UUID:
        """Ask for a run of a deployment, due now or so long ago; the worker takes it."""
        run = self.client.create_flow_run_from_deployment(
            self.deployment(name).id,
            parameters=parameters,
            state=Scheduled(scheduled_time=datetime.now(UTC) - ago),
        )
        return run.id

    def late_runs(self) -> list[Any]:
        return [run for run in self.runs([StateType.SCHEDULED]) if run.state_name == "Late"]

    def state(self, run_id: UUID) -> Any:
        return self.client.read_flow_run(run_id).state

    def running(self, run_id: UUID) -> None:
        """Wait until the run is at work."""
        until(lambda: self._is_running(run_id), f"run {run_id} at work")

    def _is_running(self, run_id: UUID) -> bool:
        state = self.state(run_id)
        if state.is_final():
            pytest.fail(f"run {run_id} ended at once: {state.name}, {state.message}")
        return state.is_running()

    def ended(self, run_id: UUID, seconds: float = PATIENCE) -> Any:
        return until(
            lambda: (state := self.state(run_id)).is_final() and state,
            f"the end of run {run_id}",
            seconds=seconds,
        )


def process_of(run_id: UUID) -> int | None:
    """The process that a run of the worker has on this machine."""
    wanted = f"PREFECT__FLOW_RUN_ID={run_id}".encode()
    for folder in Path("/proc").iterdir():
        if not folder.name.isdecimal():
            continue
        try:
            if wanted in (folder / "environ").read_bytes().split(b"\0"):
                return int(folder.name)
        except (PermissionError, FileNotFoundError, ProcessLookupError):
            continue
    return None
