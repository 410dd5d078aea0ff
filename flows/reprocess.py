"""The reprocess flow: clean and deduplicate all kept inputs again, under today's rules.

A dry run unless told otherwise; after it, a person looks at what would change and approves, or not.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger, runtime, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State  # at run time: Prefect reads the flow's annotations
from prefect.flow_runs import pause_flow_run
from prefect.input import RunInput
from prefect.states import Completed
from pydantic import Field

from flows.artifacts import Progress, publish_run
from flows.by_hand import started, told
from flows.failures import failed
from flows.limits import time_limit
from flows.logs import show_library_logs
from flows.parameters import ReprocessParameters
from flows.writer import writer_slot
from newsift.errors import ConfigError, TransientError
from newsift.models import RunSummary
from newsift.pipeline import reprocess as history
from newsift.pipeline.reprocess import Preview

KEY = "newsift-reprocess"
DEFAULTS = ReprocessParameters()


class Approval(RunInput):
    """The form shown when the run waits."""

    approve: bool = Field(default=False, description="Replace the warehouse by the one under today's rules.")
    note: str = Field(default="", description="Why; it is kept in the run's log.")


def _run_name() -> str:
    return f"reprocess · {runtime.flow_run.scheduled_start_time:%d %b %H:%M}"


@flow(name="reprocess", flow_run_name=_run_name)
def reprocess(parameters: ReprocessParameters = DEFAULTS) -> State[Any]:
    """Say what today's rules would change in history; once approved, change it."""
    try:
        settings = parameters.settings()
        show_library_logs(settings)
        with writer_slot(settings), time_limit(settings):
            found = preview(parameters)
        page = _page(found)
        create_markdown_artifact(page, key=KEY, description="What reprocessing would change")
        if parameters.dry_run:
            return Completed(message=f"Dry run: {found.changed} of {found.inputs} inputs would change.")
        answer = pause_flow_run(
            wait_for_input=Approval.with_initial_data(description=page),
            timeout=int(parameters.approval_hours * 3600),
            poll_interval=2,
        )
        get_run_logger().info("approved: %s. %s", answer.approve, answer.note)
        if not answer.approve:
            return Completed(message="Not approved: nothing was changed.")
        with writer_slot(settings), time_limit(settings):
            summary = rebuild(parameters)
    except (ConfigError, TransientError) as error:
        return failed(error)
    publish_run(summary, [])
    return Completed(message=f"{summary.articles} articles in {summary.stories} stories.")


@task(name="preview", task_run_name="preview", cache_policy=NO_CACHE)
def preview(parameters: ReprocessParameters) -> Preview:
    """Clean every kept input again, and compare; writes nothing."""
    return history.preview(
        Path(parameters.warehouse), parameters.settings(), config_dir=parameters.config_dir
    )


@task(name="rebuild", task_run_name="rebuild", cache_policy=NO_CACHE)
def rebuild(parameters: ReprocessParameters) -> RunSummary:
    """Build the warehouse beside the old one, and put it in its place in one step."""
    steps: dict[str, Progress] = {}

    def tell(step: str, done: int, total: int) -> None:
        if total:
            steps.setdefault(step, Progress(step)).update(done, total)

    return history.reprocess(
        Path(parameters.warehouse), parameters.settings(), config_dir=parameters.config_dir, progress=tell
    )


def _page(found: Preview) -> str:
    lines = [
        (
            f"{found.changed} of {found.inputs} kept inputs would have another body: "
            f"{found.newly_clean} would become articles, {found.newly_rejected} would cease to be."
        )
    ]
    if found.samples:
        lines += ["", "| input | words now | words then |", "|:--|--:|--:|"]
        lines += [f"| {one.path} | {one.words_before} | {one.words_after} |" for one in found.samples]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(told(started(lambda: reprocess(return_state=True))))
