"""The ingest flow: new files are cleaned in batches, deduplicated and committed by one writer, and published.

plan -> prepare batch (x N) -> refine -> commit -> publish -> artifacts -> alarms
"""

from __future__ import annotations

import argparse
import sys
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from prefect import flow, get_run_logger, runtime, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State  # at run time: Prefect reads the flow's annotations
from prefect.states import Completed, Failed

from flows.alarms import raised_alarms
from flows.artifacts import Progress, publish_run
from flows.by_hand import started, told
from flows.delivery import deliver
from flows.failures import failed, is_transient
from flows.limits import time_limit
from flows.logs import show_library_logs
from flows.parameters import IngestParameters
from flows.questions import as_text, ask
from flows.runner import batch_runner
from flows.writer import writer_slot
from newsift.errors import ConfigError, InvariantError, TransientError
from newsift.models import RunSummary
from newsift.pipeline.account import account, headline
from newsift.pipeline.prepare import PreparedBatch, PrepareJob, prepare_batch
from newsift.pipeline.run import IngestRun, open_run

if TYPE_CHECKING:
    from collections.abc import Callable

    from prefect.task_runners import TaskRunner

    from newsift.pipeline.prepare import Batch
    from newsift.settings import Settings

    Planned = tuple[IngestRun, tuple[Batch, ...]]

DEFAULTS = IngestParameters()
STORIES_SHOWN = 10


def _run_name() -> str:
    """Readable in a list of runs, and not twice the same: "inbox · 22 Nov 10:05:00"."""
    given = runtime.flow_run.parameters.get("parameters", DEFAULTS)
    inbox = (
        given.inbox if isinstance(given, IngestParameters) else str(dict(given).get("inbox", DEFAULTS.inbox))
    )
    start = runtime.flow_run.scheduled_start_time
    return f"{inbox.rstrip('/').rsplit('/', 1)[-1]} · {start:%d %b %H:%M:%S}"


@task(
    name="plan",
    task_run_name="plan",
    cache_policy=NO_CACHE,
    retries=3,
    retry_delay_seconds=[1, 5, 15],
    retry_jitter_factor=0.5,
    retry_condition_fn=is_transient,
)
def plan(stack: ExitStack, parameters: IngestParameters, settings: Settings) -> Planned:
    """Open the warehouse (until `stack` closes) and cut what is new in the inbox into batches."""
    run = stack.enter_context(
        open_run(
            parameters.inbox,
            Path(parameters.warehouse),
            settings,
            config_dir=parameters.config_dir,
        )
    )
    return run, run.plan()


@task(
    name="prepare",
    task_run_name="prepare-batch-{number}",
    cache_policy=NO_CACHE,
    retries=3,
    retry_delay_seconds=[1, 5, 15],
    retry_jitter_factor=0.5,
    retry_condition_fn=is_transient,
)
def prepare(number: int, work: Callable[[], PreparedBatch]) -> PreparedBatch:
    """Read, clean and sign one batch; what comes back is where its staging files are, and counts."""
    prepared = work()
    if prepared.number != number:
        raise InvariantError(f"batch {number} came back as batch {prepared.number}")
    return prepared


@task(name="refine", task_run_name="refine", cache_policy=NO_CACHE)
def refine(run: IngestRun, prepared: list[PreparedBatch]) -> None:
    """Learn site templates and known titles over everything pending, and clean again what they touch."""
    run.refine(prepared)


@task(name="commit", task_run_name="commit", cache_policy=NO_CACHE)
def commit(run: IngestRun, prepared: list[PreparedBatch]) -> None:
    """Deduplicate and load, transaction by transaction: the one writer."""
    progress = Progress("commit")
    run.commit(prepared, progress=progress.update)


@task(name="publish", task_run_name="publish", cache_policy=NO_CACHE)
def publish(run: IngestRun) -> RunSummary:
    """Close the run and put its snapshot where readers look."""
    return run.publish()


@task(
    name="deliver",
    task_run_name="deliver",
    cache_policy=NO_CACHE,
    retries=2,
    retry_delay_seconds=[5, 30],
    retry_condition_fn=is_transient,
)
def send(published: Path, target: str) -> None:
    """Copy the published file to another folder or an object store."""
    get_run_logger().info("copied to %s", deliver(published, target))


@flow(name="ingest", flow_run_name=_run_name, log_prints=True)
def ingest(parameters: IngestParameters = DEFAULTS) -> State[Any]:
    """Clean and deduplicate the new article files of a folder into its DuckDB warehouse."""
    try:
        return _ingested(parameters)
    except (ConfigError, TransientError) as error:
        return failed(error)


def _ingested(parameters: IngestParameters) -> State[RunSummary]:
    settings = parameters.settings()
    runner = batch_runner(settings)
    show_library_logs(settings)
    log = get_run_logger()
    with writer_slot(settings), time_limit(settings), ExitStack() as stack:
        run, batches = plan(stack, parameters, settings)
        log.info("%d batches to prepare", len(batches))
        prepared = _prepare_all(run, batches, settings, runner)
        refine(run, prepared)
        commit(run, prepared)
        summary = publish(run)
    with time_limit(settings):
        if settings.flow.publish_to and summary.seen > summary.skipped:
            send(Path(summary.published_file), settings.flow.publish_to)
        alarms = raised_alarms(summary, settings)
        publish_run(summary, alarms)
    if alarms:
        return Failed(message=" ".join(alarms), data=summary)
    return Completed(message=headline(summary), data=summary)


def _prepare_all(
    run: IngestRun, batches: tuple[Batch, ...], settings: Settings, runner: TaskRunner[Any]
) -> list[PreparedBatch]:
    if not batches:
        return []
    clustered = settings.flow.runner == "dask"
    progress = Progress("prepare")
    prepared: list[PreparedBatch] = []

    def done(batch: PreparedBatch) -> None:
        prepared.append(batch)
        progress.update(len(prepared), len(batches))

    if not clustered and settings.run.workers == 1:
        with run.timed("clean"):  # in the main thread, where a record's time limit can interrupt it
            for batch in batches:
                done(prepare(batch.number, partial(run.prepare, batch)))
        return prepared
    with run.timed("clean"), runner:
        futures = [
            runner.submit(
                prepare,
                parameters={
                    "number": batch.number,
                    "work": partial(_elsewhere, run.job(batch)) if clustered else partial(run.prepare, batch),
                },
            )
            for batch in batches
        ]
        for future in futures:
            done(future.result())
    return prepared


def _elsewhere(job: PrepareJob) -> PreparedBatch:
    """The batch on a cluster's worker, where the run itself cannot be; logs what `run.prepare` logs here."""
    prepared = prepare_batch(job)
    get_run_logger().info("batch %d: %d inputs in %.1f s", prepared.number, prepared.inputs, prepared.seconds)
    return prepared


def main() -> int:
    """Run the flow once in this process, against the environment's server; the exit code is the run's."""
    parser = argparse.ArgumentParser(prog="python -m flows.ingest", description=ingest.__doc__)
    parser.add_argument("--inbox", default=DEFAULTS.inbox)
    parser.add_argument("--warehouse", default=DEFAULTS.warehouse)
    given = parser.parse_args()
    parameters = IngestParameters(inbox=given.inbox, warehouse=given.warehouse)
    state = started(lambda: ingest(parameters, return_state=True))
    result = state.result(raise_on_failure=False) if state else None
    if isinstance(result, RunSummary):
        _show(result)
    return told(state)


def _show(summary: RunSummary) -> None:
    """Print what the run did, and by a query that anybody may put to the file what was told twice."""
    print(f"\n{account(summary)}")
    print("\nstories told more than once (flows/sql/stories.sql):\n")
    print(as_text(ask(Path(summary.published_file), "stories", STORIES_SHOWN), none="none"))


if __name__ == "__main__":
    sys.exit(main())
