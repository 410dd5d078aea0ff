"""One real server, provisioned, with a worker, shared by all tests that need it (one xdist group)."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest
from prefect.settings import PREFECT_API_URL, PREFECT_HOME, temporary_settings
from service_world import ROOT, Hook, Service

from flows.daemon import Daemon
from flows.environment import client_environment
from flows.server import Server

SCHEDULER_SECONDS = 90.0


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """`make up` in folders of its own, on a free port; schedules are paused once they have made runs."""
    place = tmp_path_factory.mktemp("service")
    hook = Hook()
    env = {
        **os.environ,
        "NEWSIFT_PREFECT_HOME": str(place / "prefect"),
        "NEWSIFT_INBOX": str(place / "inbox"),
        "NEWSIFT_WAREHOUSE": str(place / "warehouse"),
        "NEWSIFT_ALARM_WEBHOOK": hook.url,
        "NEWSIFT_INPUTS__SETTLE_SECONDS": "0",
        "PREFECT_WORKER_QUERY_SECONDS": "1",
        "PREFECT_WORKER_PREFETCH_SECONDS": "1",
        "PREFECT_SERVER_SERVICES_LATE_RUNS_LOOP_SECONDS": "1",
    }
    up = subprocess.run(
        [sys.executable, "-m", "flows.service", "up"],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )
    try:
        assert up.returncode == 0, up.stderr
        home = place / "prefect"
        found = Server(url=Daemon("server", home).state()["url"], home=home)
        full = client_environment(home, found.api_url, env)
        from prefect.client.orchestration import SyncPrefectClient

        with SyncPrefectClient(found.api_url) as client:
            made = Service(found, full, hook, place / "inbox", place / "warehouse", client)
            made.scheduled = _scheduled_runs(made)
            yield made
    finally:
        subprocess.run(
            [sys.executable, "-m", "flows.service", "down", "--drain-seconds", "0"],
            env=env,
            cwd=ROOT,
            capture_output=True,
            timeout=200,
            check=False,
        )
        hook.close()


def _scheduled_runs(service: Service) -> list[Any]:
    """What the scheduler made of the schedule; empty when it does nothing, which one test is about."""
    deployment = service.deployment("ingest/scheduled").id
    deadline = time.monotonic() + SCHEDULER_SECONDS
    while not (made := service.client.get_scheduled_flow_runs_for_deployments([deployment])):
        if time.monotonic() > deadline:
            break
        time.sleep(0.5)
    return made


@pytest.fixture(autouse=True)
def _alone(request: pytest.FixtureRequest) -> None:
    """Each test begins with the service at rest, whatever the one before left."""
    if "service" in request.fixturenames:
        request.getfixturevalue("service").settle()


@pytest.fixture
def here(service: Service, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Flows called in this very process report to the service's server."""
    monkeypatch.setenv("NEWSIFT_INPUTS__SETTLE_SECONDS", "0")
    with temporary_settings({PREFECT_API_URL: service.server.api_url, PREFECT_HOME: service.server.home}):
        yield
