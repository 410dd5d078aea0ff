"""The maintain flow, weekly: compact the store, publish in full, check every invariant."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger, runtime, task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State  # at run time: Prefect reads the flow's annotations
from prefect.states import Completed, Failed

from flows.by_hand import started, told
from flows.failures import failed, is_transient
from flows.limits import time_limit
from flows.logs import show_library_logs
from flows.parameters import MaintainParameters
from flows.writer import writer_slot
from newsift.errors import ConfigError, TransientError
from newsift.storage import Store
from newsift.storage.doctor import Finding, doctor

KEY = "newsift-doctor"
DEFAULTS = MaintainParameters()


def _run_name() -> str:
    return f"maintain · {runtime.flow_run.scheduled_start_time:%d %b %H:%M}"


@flow(name="maintain", flow_run_name=_run_name)
def maintain(parameters: MaintainParameters = DEFAULTS) -> State[Any]:
    """Keep the warehouse small and sound."""
    try:
        settings = parameters.settings()
        show_library_logs(settings)
        with writer_slot(settings), time_limit(settings):
            tidy(parameters)
            findings = examine(parameters)
    except (ConfigError, TransientError) as error:
        return failed(error)
    if findings:
        create_table_artifact([asdict(one) for one in findings], key=KEY, description="What the doctor found")
    errors = [f"{one.message}. {one.remedy}." for one in findings if one.severity == "error"]
    if errors:
        return Failed(message=" ".join(errors))
    return Completed(message=f"The warehouse is sound ({len(findings)} warnings).")


@task(
    name="tidy",
    task_run_name="tidy",
    cache_policy=NO_CACHE,
    retries=2,
    retry_delay_seconds=30,
    retry_condition_fn=is_transient,
)
def tidy(parameters: MaintainParameters) -> None:
    """Rewrite the store without free space, and the published file anew."""
    if not Path(parameters.warehouse).is_dir():  # opening a store would make one
        raise ConfigError(f"there is no warehouse {parameters.warehouse}", remedy="Check the parameter")
    with Store.open(Path(parameters.warehouse), parameters.settings().storage) as store:
        for message in store.recovery.messages:
            get_run_logger().warning("%s", message)
        store.compact()
        published = store.publish(full=parameters.rebuild_snapshot)
    get_run_logger().info("%s has %d bytes", published, published.stat().st_size)


@task(name="doctor", task_run_name="doctor", cache_policy=NO_CACHE)
def examine(parameters: MaintainParameters) -> tuple[Finding, ...]:
    """Check every invariant of the store and of the published file."""
    return doctor(Path(parameters.warehouse), parameters.settings().storage)


if __name__ == "__main__":
    sys.exit(told(started(lambda: maintain(return_state=True))))
