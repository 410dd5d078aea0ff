"""Chooses where the batches of a run are worked on: threads that feed local processes, or a Dask cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from prefect.task_runners import ThreadPoolTaskRunner

from newsift.errors import ConfigError

if TYPE_CHECKING:
    from prefect.task_runners import TaskRunner

    from newsift.settings import Settings


def batch_runner(settings: Settings) -> TaskRunner[Any]:
    """The task runner named by `flow.runner`, not yet started.

    Locally each thread only waits for one of the run's own worker processes: those start once per run, while
    Prefect's process runner would import Prefect in every one of them.

    Raises:
        ConfigError: Dask is asked for but not installed, or has no address.
    """
    if settings.flow.runner == "local":
        return ThreadPoolTaskRunner(max_workers=settings.run.workers)
    if not settings.flow.dask_address:
        raise ConfigError("flow.runner is 'dask' but flow.dask_address is empty", remedy="Name the scheduler")
    try:
        from prefect_dask.task_runners import DaskTaskRunner  # noqa: PLC0415 - an extra, not always installed
    except ImportError:
        raise ConfigError(
            "flow.runner is 'dask' but prefect-dask is missing", remedy="Install newsift[dask]"
        ) from None
    runner: TaskRunner[Any] = DaskTaskRunner(address=settings.flow.dask_address)
    return runner
