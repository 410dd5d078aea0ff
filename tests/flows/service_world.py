"""The running service as tests see it: its API, its worker, and a listener for its alarms."""

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
from prefect.states import Cancelled

from flows.daemon import Daemon
from flows.server import Server

ROOT = Path(__file__).resolve().parent.parent.parent


def until(condition: Callable[[], Any], seconds: float, what: str) -> Any:
    """The first true answer of `condition`; fails the test after `seconds`."""
    deadline = time.monotonic() + seconds
    while not (answer := condition()):
        if time.monotonic() > deadline:
            pytest.fail(f"{what}: not within {seconds:g} s")
        time.sleep(0.1)
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

    def module(self, name: str, *arguments: str, seconds: float = 120) -> subprocess.CompletedProcess[str]:
        """Run one of the project's modules with the service's environment."""
        return subprocess.run(
            [sys.executable, "-m", name, *arguments],
            env=self.env,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )

    def deployment(self, name: str) -> Any:
        return self.client.read_deployment_by_name(name)

    def start(self, name: str, **parameters: object) -> UUID:
        """Ask for a run of a deployment; the worker takes it. What the schedule has next makes room."""
        deployment = self.deployment(name).id
        for due in self.client.get_scheduled_flow_runs_for_deployments([deployment]):
            if due.expected_start_time < datetime.now(UTC) + timedelta(seconds=90):
                self.client.set_flow_run_state(due.id, Cancelled(), force=True)
        run = self.client.create_flow_run_from_deployment(deployment, parameters=parameters)
        return run.id

    def state(self, run_id: UUID) -> Any:
        return self.client.read_flow_run(run_id).state

    def ended(self, run_id: UUID, seconds: float = 60) -> Any:
        return until(
            lambda: (state := self.state(run_id)).is_final() and state, seconds, f"the end of run {run_id}"
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
