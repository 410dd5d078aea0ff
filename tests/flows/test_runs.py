"""How scheduled runs collide, die, fail and recover on a real server with a real worker."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.states import Cancelled
from service_world import ROOT, Service, process_of, until
from stories import fill

from flows.ingest import ingest
from flows.parameters import IngestParameters
from newsift.pipeline import run as pipeline
from newsift.settings import Settings, load_settings
from newsift.storage import Store
from newsift.storage.snapshot import query

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("server"), pytest.mark.timeout(600)]

# Small batches, so that a kill falls between two of them.
BATCHED = {"files_per_batch": 10, "workers": 1}


def _parameters(service: Service, inbox: Path, warehouse: Path, **more: object) -> dict[str, object]:
    return {"parameters": {"inbox": str(inbox), "warehouse": str(warehouse), **more}}


def _ingested(place: Path, **more: object) -> State[object]:
    """One ingest in this process."""
    return ingest(
        IngestParameters(inbox=str(place / "inbox"), warehouse=str(place / "warehouse"), **more),
        return_state=True,
    )


def _bodies(warehouse: Path) -> list[str]:
    rows = query(warehouse / "newsift.duckdb", "SELECT body FROM articles ORDER BY body")
    return rows.column("body").to_pylist()


@pytest.fixture
def writer_busy(service: Service):
    """Somebody else holds the writer's slot until `free()` is called."""
    url = "/v2/concurrency_limits"
    taken = service.client._client.post(
        f"{url}/increment-with-lease",
        json={"names": ["newsift-writer"], "slots": 1, "mode": "concurrency", "lease_duration": 300},
    ).json()
    held = [taken["lease_id"]]

    def free() -> None:
        for lease in held:
            service.client._client.post(f"{url}/decrement-with-lease", json={"lease_id": lease})
        held.clear()

    yield free
    free()


def test_a_run_that_would_overlap_is_cancelled_and_the_first_one_completes(
    service: Service, tmp_path: Path, writer_busy
):
    fill(tmp_path / "inbox", 12)
    parameters = _parameters(service, tmp_path / "inbox", tmp_path / "warehouse")
    first = service.start("ingest/scheduled", **parameters)
    until(lambda: service.state(first).is_running(), 40, "the first run at work")
    second = service.start("ingest/scheduled", **parameters)
    assert service.ended(second, 30).is_cancelled()
    assert service.state(first).is_running()
    writer_busy()
    state = service.ended(first)
    assert state.is_completed(), state.message


def test_a_killed_run_is_crashed_within_five_seconds_and_the_next_one_makes_it_good(
    service: Service, tmp_path: Path, settings: Settings
):
    fill(tmp_path / "inbox", 150)
    parameters = _parameters(service, tmp_path / "inbox", tmp_path / "warehouse", **BATCHED)
    run = service.start("ingest/on-arrival", **parameters)
    staging = tmp_path / "warehouse" / ".state" / "staging"
    until(lambda: len(list(staging.glob("*/*.arrow"))) > 1, 60, "two staged batches")
    process = process_of(run)
    assert process is not None
    os.kill(process, signal.SIGKILL)
    killed = time.monotonic()
    state = service.ended(run, 20)
    assert state.name == "Crashed"
    assert time.monotonic() - killed < 5

    # The dead run's lease on the writer's slot ends by itself after 60 s; the stress form waits for that.
    service.client.upsert_global_concurrency_limit_by_name("newsift-writer", 2)
    again = service.start("ingest/on-arrival", **parameters)
    state = service.ended(again, 60)
    service.client.upsert_global_concurrency_limit_by_name("newsift-writer", 1)
    assert state.is_completed(), state.message
    pipeline.ingest(tmp_path / "inbox", tmp_path / "quiet", settings)
    assert _bodies(tmp_path / "warehouse") == _bodies(tmp_path / "quiet")
    assert len(_bodies(tmp_path / "quiet")) == 135


def test_a_failed_run_says_what_to_do_and_the_webhook_hears_of_it_within_five_seconds(
    service: Service, tmp_path: Path
):
    missing = str(tmp_path / "newsift.toml")
    parameters = _parameters(service, tmp_path / "inbox", tmp_path / "warehouse", config=missing)
    run = service.start("ingest/scheduled", **parameters)
    state = service.ended(run)
    assert state.is_failed()
    assert f"settings file {missing} does not exist. Check --config" in state.message
    when, report = until(
        lambda: next((heard for heard in service.hook.received if heard[1]["run_id"] == str(run)), None),
        10,
        "the alarm",
    )
    assert when - state.timestamp.timestamp() < 5
    assert report["state"] == "Failed"
    assert "does not exist" in report["message"]
    assert report["flow"] == "ingest"


@pytest.mark.usefixtures("here")
def test_too_many_refusals_fail_the_run_but_what_is_good_is_published(tmp_path: Path):
    fill(tmp_path / "inbox", 20)
    past = time.time() - 60
    for number in range(12):
        file = tmp_path / "inbox" / f"broken-{number}.txt"
        file.write_bytes(b"")
        os.utime(file, (past, past))
    state = _ingested(tmp_path)
    assert state.is_failed()
    assert "12 of 32 new inputs were quarantined (EMPTY 12); limit 20 %" in state.message
    assert len(_bodies(tmp_path / "warehouse")) == 18


def test_events_that_come_together_start_one_run(service: Service):
    deployment = service.deployment("ingest/on-arrival")
    before = {run.id for run in service.client.get_scheduled_flow_runs_for_deployments([deployment.id])}
    for _ in range(3):
        assert service.module("flows.notify").returncode == 0
    new = until(
        lambda: [
            run
            for run in service.client.get_scheduled_flow_runs_for_deployments([deployment.id])
            if run.id not in before
        ],
        30,
        "a run for the event",
    )
    service.client.set_flow_run_state(new[0].id, Cancelled(), force=True)  # out of the way of the next tests
    assert len(new) == 1
    wait = new[0].expected_start_time - new[0].created
    assert timedelta(seconds=20) < wait < timedelta(seconds=40)


def test_a_worker_that_is_told_to_stop_leaves_no_run_running_and_up_brings_it_back(
    service: Service, tmp_path: Path, writer_busy
):
    fill(tmp_path / "inbox", 12)
    parameters = _parameters(service, tmp_path / "inbox", tmp_path / "warehouse")
    run = service.start("ingest/on-arrival", **parameters)
    until(lambda: service.state(run).is_running(), 40, "the run at work")
    assert service.worker.signal(signal.SIGTERM)
    assert service.worker.await_end(30), service.worker.log_tail()
    assert service.state(run).name == "Crashed"
    assert process_of(run) is None
    writer_busy()
    up = service.module("flows.service", "up")
    assert up.returncode == 0, up.stderr


def test_draining_waits_for_the_run_at_work(service: Service, tmp_path: Path, writer_busy):
    fill(tmp_path / "inbox", 12)
    parameters = _parameters(service, tmp_path / "inbox", tmp_path / "warehouse")
    run = service.start("ingest/on-arrival", **parameters)
    until(lambda: service.state(run).is_running(), 40, "the run at work")
    short = service.module("flows.worker", "drain", "--seconds", "1")
    assert short.returncode == 1
    assert "still at work" in short.stdout
    writer_busy()
    drained = service.module("flows.worker", "drain", "--seconds", "60")
    assert drained.returncode == 0
    state = service.state(run)
    assert state.is_completed(), state.message
    assert service.client.read_work_pool("newsift").is_paused
    assert service.module("flows.provision").returncode == 0  # lets the pool go on
    assert not service.client.read_work_pool("newsift").is_paused


@pytest.mark.usefixtures("here")
def test_an_expected_source_that_is_silent_fails_a_run_once_per_period(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    fill(tmp_path / "inbox", 3)
    monkeypatch.setenv("NEWSIFT_FLOW__EXPECTED_SOURCES", '["Delta Courier"]')
    monkeypatch.setenv("NEWSIFT_FLOW__SILENCE_HOURS", "0.00001")  # 36 ms: every run finds it silent
    first = _ingested(tmp_path)
    assert first.is_failed()
    assert "Source 'Delta Courier' has brought nothing since" in first.message
    monkeypatch.setenv("NEWSIFT_FLOW__SILENCE_HOURS", "0.02")  # 72 s: told a moment ago
    assert _ingested(tmp_path).is_completed()


@pytest.mark.usefixtures("here")
def test_a_run_has_at_most_five_tasks_and_one_for_each_batch(service: Service, tmp_path: Path):
    fill(tmp_path / "inbox", 30)
    state = _ingested(tmp_path, files_per_batch=10)
    run = state.state_details.flow_run_id
    names = until(
        lambda: (tasks := _task_names(service, run)) and len(tasks) >= 7 and tasks, 20, "the record of tasks"
    )
    assert names == [
        "commit",
        "plan",
        "prepare-batch-0",
        "prepare-batch-1",
        "prepare-batch-2",
        "publish",
        "refine",
    ]


@pytest.mark.usefixtures("here")
def test_only_transient_errors_are_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A warehouse that another process holds is worth waiting for; a wrong setting is not."""
    fill(tmp_path / "inbox", 3)
    monkeypatch.setenv("NEWSIFT_STORAGE__LOCK_WAIT_SECONDS", "0")
    (tmp_path / "warehouse").mkdir()
    with Store.open(tmp_path / "warehouse", load_settings().storage) as held:
        threading.Timer(1.5, held.close).start()
        assert _ingested(tmp_path).is_completed()
    wrong = tmp_path / "newsift.toml"
    wrong.write_text("[run]\nworkers = 0\n", encoding="utf-8")
    before = time.monotonic()
    state = _ingested(tmp_path, config=str(wrong))
    assert "'run.workers' = 0" in state.message
    assert time.monotonic() - before < 5


def _task_names(service: Service, run: UUID) -> list[str]:
    with get_client(sync_client=True) as client:
        found = client._client.post(
            "/task_runs/filter", json={"flow_runs": {"id": {"any_": [str(run)]}}, "limit": 50}
        ).json()
    ended = [task["name"] for task in found if task["state_type"] == "COMPLETED"]
    return sorted(name if name.startswith("prepare") else name.rsplit("-", 1)[0] for name in ended)


@pytest.mark.stress
def test_when_worker_and_run_are_killed_the_run_is_crashed_and_its_slot_free_within_two_minutes(
    service: Service, tmp_path: Path, writer_busy
):
    fill(tmp_path / "inbox", 12)
    parameters = _parameters(service, tmp_path / "inbox", tmp_path / "warehouse")
    run = service.start("ingest/scheduled", **parameters)
    until(lambda: service.state(run).is_running(), 40, "the run at work")
    time.sleep(35)  # one heartbeat at least: the automation counts from there
    process = process_of(run)
    assert process is not None
    service.worker.signal(signal.SIGKILL)
    os.kill(process, signal.SIGKILL)
    killed = time.monotonic()
    assert service.ended(run, 130).name == "Crashed"
    assert time.monotonic() - killed < 120
    assert service.module("flows.service", "up").returncode == 0
    writer_busy()
    again = service.start("ingest/scheduled", **parameters)
    assert service.ended(again, 60).is_completed()


FAILING = """
import sys
from flows.ingest import ingest
from flows.parameters import IngestParameters
for _ in range(15):
    print(ingest(IngestParameters(config=sys.argv[1]), return_state=True).state_details.flow_run_id)
"""


@pytest.mark.stress
def test_no_alarm_is_lost_in_a_burst_of_failures(service: Service, tmp_path: Path):
    """Prefect's default recorders lose two of three on SQLite, and say so nowhere but in the server's log."""
    command = [sys.executable, "-c", FAILING, str(tmp_path / "missing.toml")]
    processes = [
        subprocess.Popen(command, env=service.env, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    runs = {run for process in processes for run in process.communicate(timeout=300)[0].split()}
    assert len(runs) == 30
    until(
        lambda: runs <= {report["run_id"] for _, report in service.hook.received},
        60,
        "an alarm for each failed run",
    )
