"""Report, maintenance and reprocessing through the worker, as their deployments say."""

from pathlib import Path

import pytest
from service_world import ROOT, Service, until
from stories import fill

from flows.maintain import maintain
from flows.parameters import MaintainParameters, ReportParameters, ReprocessParameters
from flows.report import report
from flows.reprocess import reprocess
from newsift.pipeline.run import ingest
from newsift.settings import load_settings

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("server"), pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("history")
    fill(place / "inbox", 20)
    settings = load_settings(
        ROOT / "config" / "newsift.toml", environ={}, overrides={"inputs": {"settle_seconds": 0}}
    )
    ingest(place / "inbox", place / "warehouse", settings)
    return place / "warehouse"


def test_the_server_understood_every_deployment(service: Service):
    wanted = {
        "ingest/scheduled": 1,
        "ingest/on-arrival": 0,
        "report/daily": 1,
        "maintain/weekly": 1,
        "reprocess/manual": 0,
    }
    for name, schedules in wanted.items():
        seen = service.deployment(name)
        assert len(seen.schedules) == schedules, name
        assert seen.concurrency_options.collision_strategy == "CANCEL_NEW", name
        assert seen.global_concurrency_limit.limit == 1, name
        assert str(service.warehouse) in str(seen.parameters), name
    assert service.deployment("reprocess/manual").parameter_openapi_schema["definitions"]


@pytest.mark.usefixtures("here")
def test_the_report_is_made_once_a_day(service: Service, warehouse: Path):
    first = report(ReportParameters(warehouse=str(warehouse), even_if_recent=True), return_state=True)
    assert first.message == "1 source in 30 days"
    made = service.artifacts(first.state_details.flow_run_id)
    assert {"newsift-report", "newsift-report-sources", "newsift-report-trend"} == made.keys()
    assert made["newsift-report-trend"].startswith("data:image/svg+xml;base64,")

    second = report(ReportParameters(warehouse=str(warehouse)), return_state=True)
    assert second.message == "There is a report from today already."


@pytest.mark.usefixtures("here")
def test_maintenance_leaves_a_sound_warehouse(warehouse: Path):
    state = maintain(MaintainParameters(warehouse=str(warehouse)), return_state=True)
    assert state.is_completed(), state.message
    assert state.message.startswith("The warehouse is sound")


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("flow", ["report", "maintain", "reprocess"])
def test_a_missing_warehouse_fails_with_its_name(flow: str, tmp_path: Path):
    place = str(tmp_path / "nothing")
    state = {
        "report": lambda: report(ReportParameters(warehouse=place, even_if_recent=True), return_state=True),
        "maintain": lambda: maintain(MaintainParameters(warehouse=place), return_state=True),
        "reprocess": lambda: reprocess(ReprocessParameters(warehouse=place), return_state=True),
    }[flow]()
    assert state.is_failed()
    assert place in state.message
    assert not Path(place).exists()


@pytest.mark.usefixtures("here")
def test_reprocessing_is_a_dry_run_unless_told_otherwise(service: Service, warehouse: Path):
    state = reprocess(ReprocessParameters(warehouse=str(warehouse)), return_state=True)
    assert state.message == "Dry run: 0 of 20 inputs would change."
    page = service.artifacts(state.state_details.flow_run_id)["newsift-reprocess"]
    assert "0 of 20 kept inputs" in page


def test_reprocessing_waits_for_approval_and_changes_the_warehouse_only_then(
    service: Service, warehouse: Path
):
    published = warehouse / "newsift.duckdb"
    before = published.stat().st_ino
    run = service.start("reprocess/manual", parameters={"warehouse": str(warehouse), "dry_run": False})
    until(lambda: service.state(run).is_paused(), "the question for approval")
    assert published.stat().st_ino == before
    answer = service.client._client.post(
        f"/flow_runs/{run}/resume", json={"run_input": {"approve": True, "note": "tested"}}
    ).json()
    assert answer["status"] == "ACCEPT", answer
    state = service.ended(run)
    assert state.message == "18 articles in 18 stories."
    assert published.stat().st_ino != before
