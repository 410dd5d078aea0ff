"""Puts on the server what the flows rely on: work pool, writer limit, blocks, automations, deployments.

Everything is created or brought up to date, never doubled: run it as often as you like. It needs
the environment of `flows.environment.client_environment`: `python -m flows.provision`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from prefect.blocks.webhook import Webhook
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import WorkPoolCreate, WorkPoolUpdate
from prefect.client.schemas.objects import StateType
from prefect.events.actions import CallWebhook, ChangeFlowRunState
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.exceptions import ObjectAlreadyExists
from prefect.settings import PREFECT_API_URL
from prefect.workers.process import ProcessWorker
from pydantic import SecretStr

from flows.environment import ROOT, deployments_file
from newsift.errors import ConfigError, NewsiftError, TransientError

if TYPE_CHECKING:
    from prefect.client.orchestration import SyncPrefectClient

POOL = "newsift"
WRITER = "newsift-writer"  # global concurrency limit; the store's own lock is what really guards
WEBHOOK = "newsift-alarm"
WEBHOOK_VARIABLE = "NEWSIFT_ALARM_WEBHOOK"  # where failures are reported; a URL may hold a secret, so no file
ZOMBIES = "newsift-dead-runs"
FAILURES = "newsift-failures"
# Three missed beats of PREFECT_FLOWS_HEARTBEAT_FREQUENCY (config/prefect.env).
SILENT_SECONDS = 90
FAILURE_REPORT = """{
  "flow": "{{ flow.name }}",
  "run": "{{ flow_run.name }}",
  "run_id": "{{ flow_run.id }}",
  "state": "{{ flow_run.state.name }}",
  "message": {{ flow_run.state.message | default("", true) | tojson }},
  "page": "{{ flow_run|ui_url }}"
}"""


def provision() -> None:
    """Bring the server up to what this checkout wants.

    Raises:
        TransientError: `prefect deploy` failed; its output says why.
    """
    with get_client(sync_client=True) as client:
        ensure_writer_limit()
        _ensure_pool(client)
        _ensure(client, _dead_runs())
        webhook = _ensure_webhook()
        if webhook is not None:
            _ensure(client, _failures(webhook))
    _deploy()


def ensure_writer_limit() -> None:
    """One writer at a time over all deployments: without the limit, `strict=True` refuses to run."""
    with get_client(sync_client=True) as client:
        client.upsert_global_concurrency_limit_by_name(WRITER, 1)


def _ensure_pool(client: SyncPrefectClient) -> None:
    # No limit on pool or queue: it would hide the deployments' own CANCEL_NEW.
    pool = WorkPoolCreate(
        name=POOL,
        type=ProcessWorker.type,
        base_job_template=ProcessWorker.get_default_base_job_template(),
        description="Runs of newsift, as processes of this machine",
    )
    try:
        client.create_work_pool(pool)
    except ObjectAlreadyExists:
        client.update_work_pool(POOL, WorkPoolUpdate(is_paused=False))


def _dead_runs() -> AutomationCore:
    """A run killed together with its worker sends no beat; without this it stays Running for ever."""
    return AutomationCore(
        name=ZOMBIES,
        description="A run that has been silent for three heartbeats is Crashed, and its slot is free",
        trigger=EventTrigger(
            posture=Posture.Proactive,
            after={"prefect.flow-run.heartbeat"},
            expect={"prefect.flow-run.*"},  # the next beat, or its end
            for_each={"prefect.resource.id"},
            match={"prefect.resource.id": "prefect.flow-run.*"},
            threshold=1,
            within=timedelta(seconds=SILENT_SECONDS),
        ),
        actions=[
            ChangeFlowRunState(
                name=None,
                state=StateType.CRASHED,
                message=f"No sign of life for {SILENT_SECONDS} s: the process or the machine was killed.",
                force=False,
            )
        ],
    )


def _failures(webhook: UUID) -> AutomationCore:
    return AutomationCore(
        name=FAILURES,
        description="Every failed or crashed run is reported to the webhook",
        trigger=EventTrigger(
            posture=Posture.Reactive,
            expect={"prefect.flow-run.Failed", "prefect.flow-run.Crashed"},
            match={"prefect.resource.id": "prefect.flow-run.*"},
            for_each={"prefect.resource.id"},
            threshold=1,
        ),
        actions=[CallWebhook(block_document_id=webhook, payload=FAILURE_REPORT)],
    )


def _ensure(client: SyncPrefectClient, wanted: AutomationCore) -> None:
    """Create the automation, or put the one of that name in its state."""
    known = client.read_automations_by_name(wanted.name)
    for surplus in known[1:]:
        client.delete_automation(surplus.id)
    if known:
        client.update_automation(known[0].id, wanted)
    else:
        client.create_automation(wanted)


def _ensure_webhook() -> UUID | None:
    url = os.environ.get(WEBHOOK_VARIABLE)
    if not url:
        return None
    saved = Webhook(url=SecretStr(url)).save(WEBHOOK, overwrite=True)
    return saved if isinstance(saved, UUID) else None


def _deploy() -> None:
    command = [sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--all"]
    command += ["--prefect-file", str(deployments_file())]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    if done.returncode:
        raise TransientError(f"prefect deploy failed:\n{done.stdout}{done.stderr}")


def main() -> int:
    """Exit code 0, or that of the error."""
    try:
        if not PREFECT_API_URL.value():
            raise ConfigError(
                "no Prefect server is named", remedy="`make up` does all of this; else set PREFECT_API_URL"
            )
        provision()
    except NewsiftError as error:
        print(f"error: {error}", file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
