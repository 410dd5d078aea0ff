"""A second server beside the first: a port of its own, and a password when one is set."""

import contextlib
import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from service_world import ROOT
from stories import fill

pytestmark = [
    pytest.mark.server,
    pytest.mark.stress,
    pytest.mark.xdist_group("server"),
    pytest.mark.timeout(600),
]


def _module(env: dict[str, str], name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", name, *arguments],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def _status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=10) as response:
            return response.status
    except urllib.error.HTTPError as error:
        return error.code


@pytest.fixture
def taken() -> Iterator[int]:
    """Prefect's usual port, held by another program (by us, unless somebody else has it already)."""
    with socket.socket() as other:
        with contextlib.suppress(OSError):
            other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            other.bind(("127.0.0.1", 4200))
            other.listen()
        yield 4200


def test_make_run_with_a_password_works_beside_another_server(taken: int, tmp_path: Path):
    fill(tmp_path / "inbox", 5)
    env = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")} | {
        "NEWSIFT_PREFECT_HOME": str(tmp_path / "prefect"),
        "NEWSIFT_INPUTS__SETTLE_SECONDS": "0",
        "PREFECT_SERVER_API_AUTH_STRING": "newsift:secret",
    }
    try:
        done = _module(
            env, "flows.run", f"--inbox={tmp_path / 'inbox'}", f"--warehouse={tmp_path / 'warehouse'}"
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert "5 clean" in done.stdout
        assert "stories told more than once" in done.stdout
        url = next(line.split()[-1] for line in done.stdout.splitlines() if line.startswith("Prefect server"))
        assert not url.endswith(f":{taken}")
        assert _status(f"{url}/api/health") == 200
        assert _status(f"{url}/api/admin/settings") == 401
        up = _module(env, "flows.service", "up")
        assert up.returncode == 0, up.stderr
        status = _module(env, "flows.service", "status")
        assert status.returncode == 0
        assert ["worker", "running"] in [line.split() for line in status.stdout.splitlines()]
        assert "ingest" not in status.stderr
        assert _module(env, "flows.service", "down").returncode == 0
        status = _module(env, "flows.service", "status")
        assert status.returncode == 1
        assert "not running: make up" in status.stdout
    finally:
        _module(env, "flows.service", "down", "--drain-seconds", "0")
