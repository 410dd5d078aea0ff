"""The running service as tests see it: its API, its worker, and a listener for its alarms."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

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
        """Ask for a run of a deployment; the worker takes it."""
        run = self.client.create_flow_run_from_deployment(self.deployment(name).id, parameters=parameters)
        return run.id

    def state(self, run_id: UUID) -> Any:
        return self.client.read_flow_run(run_id).state

    def ended(self, run_id: UUID, seconds: float = 60) -> Any:
        return until(
            lambda: (state := self.state(run_id)).is_final() and state, seconds, f"the end of run {run_id}"
        )
