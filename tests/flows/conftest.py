"""One real server, provisioned, with a worker, shared by all tests that need it (one xdist group)."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from prefect.settings import PREFECT_API_URL, PREFECT_HOME, temporary_settings
from service_world import ROOT, Hook, Service

from flows.daemon import Daemon
from flows.environment import client_environment
from flows.server import Server


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """`make up` in folders of its own, on a free port."""
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
        # Schedules are read from the server by the tests; the runs themselves would come in between.
        "PREFECT_WORKER_PREFETCH_SECONDS": "1",
    }
    up = subprocess.run(
        [sys.executable, "-m", "flows.service", "up"],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    try:
        assert up.returncode == 0, up.stderr
        home = place / "prefect"
        found = Server(url=Daemon("server", home).state()["url"], home=home)
        full = client_environment(home, found.api_url, env)
        from prefect.client.orchestration import SyncPrefectClient

        with SyncPrefectClient(found.api_url) as client:
            yield Service(found, full, hook, place / "inbox", place / "warehouse", client)
    finally:
        subprocess.run(
            [sys.executable, "-m", "flows.service", "down", "--drain-seconds", "0"],
            env=env,
            cwd=ROOT,
            capture_output=True,
            timeout=120,
            check=False,
        )
        hook.close()


@pytest.fixture
def here(service: Service, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Flows called in this very process report to the service's server."""
    monkeypatch.setenv("NEWSIFT_INPUTS__SETTLE_SECONDS", "0")
    with temporary_settings({PREFECT_API_URL: service.server.api_url, PREFECT_HOME: service.server.home}):
        yield
