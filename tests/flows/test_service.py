"""The service as `make up` makes it: what the server understood, how runs begin, collide, die and recover."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from prefect.client.schemas.actions import WorkPoolUpdate
from service_world import ROOT, Service, until
from stories import fill

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("server"), pytest.mark.timeout(600)]


def test_tests_of_a_group_share_a_worker_and_so_the_service(request: pytest.FixtureRequest):
    """Pytest 9.2 undid `--dist loadgroup` without a word: every worker started a service of its own."""
    if request.config.getoption("loadgroup", default=False):
        assert request.node.nodeid.endswith("@server")


def test_up_twice_leaves_one_of_everything(service: Service):
    before = service.worker.state()
    again = service.module("flows.service", "up")
    assert again.returncode == 0, again.stderr
    assert service.worker.state() == before
    assert service.server.url in again.stdout
    names = [automation.name for automation in service.client.read_automations()]
    assert sorted(names) == [
        "newsift-dead-runs",
        "newsift-failures",
        "newsift-inbox-ready",
        "newsift-report-after-ingest",
    ]
    assert len(service.client.read_work_pools()) == 1


def test_the_server_understood_the_scheduled_deployment(service: Service):
    seen = service.deployment("ingest/scheduled")
    assert [schedule.schedule.interval.total_seconds() for schedule in seen.schedules] == [300]
    assert seen.concurrency_options.collision_strategy == "CANCEL_NEW"
    assert seen.global_concurrency_limit.limit == 1
    assert seen.work_pool_name == "newsift"
    assert seen.parameters["parameters"]["inbox"] == str(service.inbox)


def test_every_parameter_explains_itself_in_the_form(service: Service):
    schema = service.deployment("ingest/scheduled").parameter_openapi_schema
    fields = schema["definitions"]["IngestParameters"]["properties"]
    assert {"inbox", "warehouse", "runner", "workers", "files_per_batch"} <= fields.keys()
    assert all(field["description"] for field in fields.values())
    assert fields["runner"]["enum"] == ["as configured", "local", "dask"]


def test_one_writer_at_a_time_is_on_the_server(service: Service):
    limit = service.client.read_global_concurrency_limit_by_name("newsift-writer")
    assert (limit.limit, limit.active) == (1, True)


def test_the_scheduler_creates_scheduled_runs(service: Service):
    """The only test that sees a server whose scheduler silently does nothing (sqlalchemy 2.1)."""
    assert service.scheduled
    assert all(run.state_type == "SCHEDULED" and run.auto_scheduled for run in service.scheduled)


def test_a_run_by_the_worker_cleans_publishes_and_leaves_its_artifacts(service: Service):
    fill(service.inbox, 30)
    (service.inbox / "broken.txt").write_bytes(b"")
    os.utime(service.inbox / "broken.txt", (time.time() - 60,) * 2)
    run_id = service.start("ingest/scheduled")
    state = service.ended(run_id)
    assert state.is_completed(), state.message
    assert "30 clean" in state.message
    asked = {"logs": {"flow_run_id": {"any_": [str(run_id)]}}}

    def loggers_of_the_batch() -> list[str]:
        logged = service.client._client.post("/logs/filter", json=asked).json()
        return [line["name"] for line in logged if "batch 0: 31 inputs in" in line["message"]]

    # The server writes log lines down a moment after the run's end.
    assert until(loggers_of_the_batch, "the batch's line in the run's log") == ["newsift.pipeline.run"]
    assert (service.warehouse / "newsift.duckdb").is_file()
    reports = until(lambda: service.runs_of("report/daily"), "the report that follows an ingest")
    assert {report.created_by.display_value for report in reports} == {"newsift-report-after-ingest"}


def test_status_names_what_runs_what_comes_next_and_what_hinders_it(service: Service):
    told = service.module("flows.service", "status")
    assert told.returncode == 0, told.stderr
    for word in (service.server.url, str(service.warehouse), "ingest/scheduled", "on demand", "last runs"):
        assert word in told.stdout
    assert "\n! " not in told.stdout
    service.client.update_work_pool("newsift", WorkPoolUpdate(is_paused=True))
    assert "! The work pool is paused" in service.module("flows.service", "status").stdout


@pytest.mark.parametrize("module", ["flows.report", "flows.provision"])
def test_without_a_server_nothing_starts_and_the_message_says_what_to_do(module: str, tmp_path: Path):
    """Prefect's temporary server, which would start by itself, loses task runs."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    env["PREFECT_HOME"] = str(tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", module], env=env, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "error: no Prefect server" in done.stderr
    assert "`make up`" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("command", "code", "message"),
    [
        (["flows.notify"], 5, "no Prefect server is running: nobody was told. `make up`"),
        (["flows.run", "--inbox", "nowhere"], 2, "there is no inbox nowhere"),
    ],
)
def test_a_command_that_can_do_nothing_says_so_at_once(
    command: list[str], code: int, message: str, tmp_path: Path
):
    env = os.environ | {"NEWSIFT_PREFECT_HOME": str(tmp_path)}
    env.pop("PREFECT_API_URL", None)
    done = subprocess.run(
        [sys.executable, "-m", *command], env=env, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == code
    assert message in done.stderr
    assert not list(tmp_path.iterdir())
