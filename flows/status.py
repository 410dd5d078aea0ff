"""What `make status` says of the server's deployments and runs: `python -m flows.status`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateName,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.exceptions import ObjectNotFound

from flows.provision import POOL
from flows.questions import Row, as_text

if TYPE_CHECKING:
    from prefect.client.orchestration import SyncPrefectClient
    from prefect.client.schemas.objects import FlowRun
    from prefect.client.schemas.responses import DeploymentResponse

RUNS_SHOWN = 5
BEGUN = [kind for kind in StateType if kind is not StateType.SCHEDULED]
WIDTH = 70  # of a run's message; the whole is on its page


def show() -> None:
    """Print each deployment with its next and its last run, the last runs of all, and what hinders them."""
    with get_client(sync_client=True) as client:
        flows = {flow.id: flow.name for flow in client.read_flows()}
        deployments = sorted(
            client.read_deployments(), key=lambda one: (flows[one.flow_id], one.name != "scheduled", one.name)
        )
        rows = [
            _deployment(client, one, f"{flows[one.flow_id]}/{one.name}")
            for one in deployments
            if one.work_pool_name == POOL
        ]
        print(f"\n{as_text(rows, none='no deployments')}\n\nlast runs\n")
        print(as_text(_last_runs(client), none="none"))
        for hindrance in _hindrances(client):
            print(f"\n! {hindrance}")


def _deployment(client: SyncPrefectClient, deployment: DeploymentResponse, name: str) -> Row:
    due = client.get_scheduled_flow_runs_for_deployments([deployment.id])
    scheduled = not deployment.paused and any(schedule.active for schedule in deployment.schedules)
    if due:
        starts = _when(due[0].expected_start_time)
    else:
        starts = "schedule not read yet" if scheduled else "on demand"
    only = DeploymentFilter(id=DeploymentFilterId(any_=[deployment.id]))
    last = _begun(client, 1, only)
    return {
        "deployment": name,
        "next run (UTC)": starts,
        "last run (UTC)": _when(last[0].start_time or last[0].created) if last else "",
        "state": last[0].state_name if last else "never ran",
    }


def _last_runs(client: SyncPrefectClient) -> list[Row]:
    return [
        {
            "run": run.name,
            "state": run.state_name,
            "message": _short(run.state.message if run.state else None),
        }
        for run in _begun(client, RUNS_SHOWN, None)
    ]


def _begun(client: SyncPrefectClient, count: int, of: DeploymentFilter | None) -> list[FlowRun]:
    return client.read_flow_runs(
        flow_run_filter=FlowRunFilter(
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=BEGUN)),
        ),
        deployment_filter=of,
        sort=FlowRunSort.EXPECTED_START_TIME_DESC,
        limit=count,
    )


def _hindrances(client: SyncPrefectClient) -> list[str]:
    found: list[str] = []
    try:
        if client.read_work_pool(POOL).is_paused:
            found.append("The work pool is paused, as after a drain: no run starts. `make up` lets it go on.")
    except ObjectNotFound:
        return ["There is no work pool yet: `make up` creates it."]
    late = client.read_flow_runs(
        flow_run_filter=FlowRunFilter(
            state=FlowRunFilterState(name=FlowRunFilterStateName(any_=["Late"])),
        )
    )
    if late:
        found.append(
            f"{len(late)} runs are late: no worker takes them. See worker.log; `make up` starts one."
        )
    return found


def _when(moment: datetime | None) -> str:
    return f"{moment.astimezone(UTC):%d %b %H:%M}" if moment else ""


def _short(message: str | None) -> str:
    text = " ".join((message or "").split())
    return text if len(text) <= WIDTH else f"{text[: WIDTH - 1]}…"


if __name__ == "__main__":
    show()
