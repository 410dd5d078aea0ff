"""How scheduled runs collide, die, fail and recover on a real server with a real worker."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from prefect.client.schemas.actions import WorkPoolUpdate
from prefect.client.schemas.objects import State, StateType
from prefect.client.schemas.schedules import IntervalSchedule
from prefect.exceptions import PrefectHTTPStatusError
from prefect.variables import Variable
from service_world import PATIENCE, ROOT, Service, process_of, until
from stories import fill

from flows.alarms import REMINDED
from flows.ingest import ingest
from flows.parameters import IngestParameters
from newsift.pipeline import run as pipeline
from newsift.settings import Settings, load_settings
from newsift.storage import Store
from newsift.storage.snapshot import query

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("server"), pytest.mark.timeout(600)]

# Small batches, so that a kill falls between two of them.
BATCHED = {"files_per_batch": 3, "workers": 1}
ROOM = 60  # seconds for what takes a moment on an idle machine; the bar itself is held by `make stress`
LOCKED = 423
TRANSIENT = 5  # exit code


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
    """Somebody else holds the writer's slot until `free()` is called: runs wait at a known place."""
    url = "/v2/concurrency_limits"
    wanted = {"names": ["newsift-writer"], "slots": 1, "mode": "concurrency", "lease_duration": 900}

    def take() -> str | None:
        try:
            return service.client._client.post(f"{url}/increment-with-lease", json=wanted).json()["lease_id"]
        except PrefectHTTPStatusError as error:
            if error.response.status_code == LOCKED:
                return None
            raise

    held = [until(take, "the writer's slot, which nobody should hold before the test begins")]

    def free() -> None:
        for lease in held:
            service.client._client.post(f"{url}/decrement-with-lease", json={"lease_id": lease})
        held.clear()

    yield free
    free()


@pytest.mark.parametrize("seconds", [ROOM, pytest.param(5, marks=pytest.mark.stress)])
def test_a_killed_run_is_crashed_at_once_and_the_next_one_makes_it_good(
    service: Service, tmp_path: Path, settings: Settings, seconds: float
):
    fill(tmp_path / "inbox", 300)
    parameters = _parameters(service, tmp_path / "inbox", tmp_path / "warehouse", **BATCHED)
    run = service.start("ingest/on-arrival", **parameters)
    process = until(lambda: process_of(run), "the run's process")
    staging = tmp_path / "warehouse" / ".state" / "staging"
    until(lambda: len(list(staging.glob("*/*.arrow"))) > 1, "two staged batches", every=0.02)
    os.kill(process, signal.SIGKILL)
    killed = time.monotonic()
    state = service.ended(run)
    took = time.monotonic() - killed
    assert state.name == "Crashed"
    assert took < seconds, f"Crashed {took:.1f} s after the kill"

    service.free_slot()  # else the next run waits up to 60 s for the dead run's lease; the stress form does
    parameters = _parameters(service, tmp_path / "inbox", tmp_path / "warehouse")
    again = service.start("ingest/on-arrival", **parameters)
    state = service.ended(again)
    assert state.is_completed(), state.message
    pipeline.ingest(tmp_path / "inbox", tmp_path / "quiet", settings)
    assert _bodies(tmp_path / "warehouse") == _bodies(tmp_path / "quiet")
    assert len(_bodies(tmp_path / "quiet")) == 270


@pytest.mark.parametrize("seconds", [ROOM, pytest.param(5, marks=pytest.mark.stress)])
def test_a_failed_run_says_what_to_do_and_the_webhook_hears_of_it(
    service: Service, tmp_path: Path, seconds: float
):
    missing = str(tmp_path / "newsift.toml")
    parameters = _parameters(service, tmp_path / "inbox", tmp_path / "warehouse", config=missing)
    run = service.start("ingest/scheduled", **parameters)
    state = service.ended(run)
    assert state.is_failed()
    assert f"settings file {missing} does not exist. Check --config" in state.message
    when, report = until(
        lambda: next((heard for heard in service.hook.received if heard[1]["run_id"] == str(run)), None),
        "the alarm",
    )
    took = when - state.timestamp.timestamp()
    assert took < seconds, f"the alarm came {took:.1f} s after the failure"
    assert report["state"] == "Failed"
    assert "does not exist" in report["message"]
    assert report["flow"] == "ingest"


@pytest.mark.usefixtures("here")
def test_too_many_refusals_fail_the_run_but_what_is_good_is_published(service: Service, tmp_path: Path):
    fill(tmp_path / "inbox", 20)
    past = time.time() - 60
    for number in range(12):
        file = tmp_path / "inbox" / f"broken-{number}.txt"
        file.write_bytes(b"")
        os.utime(file, (past, past))
    state = _ingested(tmp_path)
    assert state.is_failed()
    alarm = "12 of 32 new inputs were quarantined (EMPTY 12); limit 20 %"
    assert alarm in state.message
    assert alarm in service.artifacts(state.state_details.flow_run_id)["newsift-alarms"]
    assert len(_bodies(tmp_path / "warehouse")) == 18


def test_events_that_come_together_start_one_run(service: Service):
    deployment = service.deployment("ingest/on-arrival")
    before = service.events("newsift.inbox.ready")
    producers = [
        subprocess.Popen([sys.executable, "-m", "flows.notify"], env=service.env, cwd=ROOT) for _ in range(3)
    ]
    assert [producer.wait(PATIENCE) for producer in producers] == [0, 0, 0]
    until(
        lambda: service.events("newsift.inbox.ready") == before + 3, "the three events in the server's feed"
    )
    new = until(
        lambda: service.client.get_scheduled_flow_runs_for_deployments([deployment.id]), "a run for the event"
    )
    assert len(new) == 1
    wait = new[0].expected_start_time - new[0].created
    assert timedelta(seconds=20) < wait < timedelta(seconds=40)


def test_a_worker_that_is_told_to_stop_leaves_no_run_running_and_up_brings_it_back(
    service: Service, tmp_path: Path, writer_busy
):
    fill(tmp_path / "inbox", 12)
    parameters = _parameters(service, tmp_path / "inbox", tmp_path / "warehouse")
    run = service.start("ingest/on-arrival", **parameters)
    service.running(run)
    short = service.module("flows.worker", "drain", "--seconds", "0")
    assert short.returncode == 1
    assert "still at work" in short.stdout
    assert service.worker.signal(signal.SIGTERM)
    assert service.worker.await_end(PATIENCE), service.worker.log_tail()
    assert service.state(run).name == "Crashed"
    assert process_of(run) is None
    writer_busy()
    assert service.client.read_work_pool("newsift").is_paused  # since the drain
    up = service.module("flows.service", "up")
    assert up.returncode == 0, up.stderr
    assert service.worker.running()
    assert not service.client.read_work_pool("newsift").is_paused


def test_of_runs_that_are_late_or_would_overlap_one_runs_and_the_others_are_cancelled(
    service: Service, tmp_path: Path, writer_busy
):
    """The worker is away while the schedule goes on; when it is back, it finds all that is due at once."""
    fill(tmp_path / "inbox", 12)
    service.client.update_work_pool("newsift", WorkPoolUpdate(is_paused=True))
    parameters = _parameters(service, tmp_path / "inbox", tmp_path / "warehouse")
    runs = [
        service.start("ingest/scheduled", ago=timedelta(minutes=minutes), **parameters)
        for minutes in (15, 10, 5)
    ]
    until(lambda: [service.state(run).name for run in runs] == ["Late"] * 3, "three late runs")
    service.client.update_work_pool("newsift", WorkPoolUpdate(is_paused=False))
    until(
        lambda: sorted(service.state(run).name for run in runs) == ["Cancelled", "Cancelled", "Running"],
        "one of them at work, the others cancelled",
    )
    overlapping = service.start("ingest/scheduled", **parameters)
    assert service.ended(overlapping).is_cancelled()
    assert [service.state(run).name for run in runs].count("Running") == 1
    writer_busy()
    states = sorted(service.ended(run).name for run in runs)
    assert states == ["Cancelled", "Cancelled", "Completed"]
    # Only this deployment's: the completed ingest has the report scheduled.
    assert all(run.state.is_final() for run in service.runs_of("ingest/scheduled"))


def test_draining_waits_for_the_run_at_work(service: Service, tmp_path: Path, writer_busy):
    fill(tmp_path / "inbox", 12)
    parameters = _parameters(service, tmp_path / "inbox", tmp_path / "warehouse")
    run = service.start("ingest/on-arrival", **parameters)
    service.running(run)
    threading.Timer(4, writer_busy).start()
    drained = service.module("flows.worker", "drain", "--seconds", "180")
    assert drained.returncode == 0
    state = service.state(run)
    assert state.is_completed(), state.message
    assert service.client.read_work_pool("newsift").is_paused
    service.client.update_work_pool("newsift", WorkPoolUpdate(is_paused=False))


def test_a_run_does_not_wait_for_the_writer_s_slot_for_ever(
    service: Service, tmp_path: Path, writer_busy, monkeypatch: pytest.MonkeyPatch
):
    """Somebody else never gives it back: a run that hangs, say."""
    fill(tmp_path / "inbox", 3)
    monkeypatch.setitem(service.env, "NEWSIFT_FLOW__TIMEOUT_HOURS", str(3 / 3600))
    places = (f"--inbox={tmp_path / 'inbox'}", f"--warehouse={tmp_path / 'warehouse'}")
    done = service.module("flows.ingest", *places)
    assert done.returncode == TRANSIENT, done.stdout + done.stderr
    assert "Failed: the writer's slot was not free for" in done.stdout
    assert "flow.timeout_hours" in done.stdout
    assert not (tmp_path / "warehouse").exists(), "it never opened the warehouse"
    writer_busy()
    assert service.client.read_global_concurrency_limit_by_name("newsift-writer").active_slots == 0


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
    told = datetime.fromisoformat(Variable.get(REMINDED)["Delta Courier"])
    assert abs(datetime.now(UTC).replace(tzinfo=None) - told) < timedelta(minutes=10)

    # The period of a reminder that is still ahead has not passed, however slow this machine is.
    Variable.set(REMINDED, {"Delta Courier": (told + timedelta(days=1)).isoformat()}, overwrite=True)
    assert _ingested(tmp_path).is_completed()
    Variable.set(REMINDED, {"Delta Courier": (told - timedelta(days=1)).isoformat()}, overwrite=True)
    assert _ingested(tmp_path).is_failed()


@pytest.mark.usefixtures("here")
def test_a_run_has_at_most_five_tasks_and_one_for_each_batch(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    fill(tmp_path / "inbox", 30)
    monkeypatch.setattr("flows.artifacts.PROGRESS_AFTER_SECONDS", 0.0)  # as if each step were long
    monkeypatch.setattr("flows.artifacts.PROGRESS_EVERY_SECONDS", 0.0)
    state = _ingested(tmp_path, files_per_batch=10)
    run = state.state_details.flow_run_id
    made = service.artifacts(run)
    assert [float(made[f"newsift-progress-{step}"]) for step in ("prepare", "commit")] == [100, 100]
    names = until(
        lambda: (tasks := _task_names(service, run)) and len(tasks) >= 7 and tasks, "the record of tasks"
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
def test_only_transient_errors_are_tried_again(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """A warehouse that another process holds is worth waiting for; a wrong setting is not."""
    fill(tmp_path / "inbox", 3)
    monkeypatch.setenv("NEWSIFT_STORAGE__LOCK_WAIT_SECONDS", "0")
    (tmp_path / "warehouse").mkdir()
    with Store.open(tmp_path / "warehouse", load_settings().storage) as held:
        threading.Timer(1.5, held.close).start()
        assert _ingested(tmp_path).is_completed()
    state = _ingested(tmp_path, config=str(_broken_rules(tmp_path)))
    assert state.is_failed()
    run = state.state_details.flow_run_id
    plans = until(lambda: _task_states(service, run), "the record of the plan task")
    assert plans == [("FAILED", 1)]


def _broken_rules(place: Path) -> Path:
    """A settings file whose folder of rules holds a mistake, which the plan task meets."""
    shutil.copytree(ROOT / "config", place / "config")
    (place / "config" / "languages" / "ar.toml").write_text("[markers]\nunknown = 3\n", encoding="utf-8")
    return place / "config" / "newsift.toml"


def _task_states(service: Service, run: UUID) -> list[tuple[str, int]]:
    """State and number of starts of each ended task of the run."""
    asked = {"flow_runs": {"id": {"any_": [str(run)]}}}
    found = service.client._client.post("/task_runs/filter", json=asked).json()
    ended = [(task["state_type"], task["run_count"]) for task in found]
    return ended if ended and all(state in {"COMPLETED", "FAILED"} for state, _ in ended) else []


def _task_names(service: Service, run: UUID) -> list[str]:
    asked = {"flow_runs": {"id": {"any_": [str(run)]}}, "limit": 50}
    found = service.client._client.post("/task_runs/filter", json=asked).json()
    ended = [task["name"] for task in found if task["state_type"] == "COMPLETED"]
    return sorted(ended)


@pytest.mark.stress
def test_when_worker_and_run_are_killed_the_run_is_crashed_and_its_slot_free_within_two_minutes(
    service: Service, tmp_path: Path, writer_busy
):
    fill(tmp_path / "inbox", 12)
    parameters = _parameters(service, tmp_path / "inbox", tmp_path / "warehouse")
    run = service.start("ingest/scheduled", **parameters)
    service.running(run)
    time.sleep(35)  # one heartbeat at least: the automation counts from there
    process = process_of(run)
    assert process is not None
    service.worker.signal(signal.SIGKILL)
    os.kill(process, signal.SIGKILL)
    killed = time.monotonic()
    assert service.ended(run).name == "Crashed"
    assert time.monotonic() - killed < 120
    assert service.module("flows.service", "up").returncode == 0
    writer_busy()
    again = service.start("ingest/scheduled", **parameters)
    assert service.ended(again).is_completed()


FAILING = """
import sys
from flows.alarms import REMINDED
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
        "an alarm for each failed run",
    )


@pytest.mark.stress
def test_a_schedule_that_went_on_without_a_worker_heals(service: Service, tmp_path: Path):
    """A schedule of 20 s for a minute and a half without a worker; then the worker comes back."""
    deployment = service.deployment("ingest/scheduled")
    schedule = deployment.schedules[0]
    assert service.worker.stop(30)
    try:
        service.client.update_deployment_schedule(
            deployment.id,
            schedule.id,
            active=True,
            schedule=IntervalSchedule(interval=timedelta(seconds=20), anchor_date=datetime.now(UTC)),
        )
        late = until(lambda: len(found := service.late_runs()) >= 4 and found, "four late runs")
    finally:
        service.client.update_deployment_schedule(
            deployment.id, schedule.id, active=False, schedule=schedule.schedule
        )
        assert service.module("flows.service", "up").returncode == 0
    states = sorted(service.ended(run.id).name for run in late)
    assert states.count("Completed") >= 1
    assert set(states) == {"Cancelled", "Completed"}
    until(lambda: not service.runs([StateType.SCHEDULED, StateType.PENDING]), "the end of all that was due")
