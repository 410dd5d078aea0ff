"""Failures: which are worth another try, and how a run ends that met an expected one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from prefect import get_run_logger
from prefect.client.schemas.objects import State
from prefect.states import Failed

from newsift.errors import NewsiftError, TransientError

if TYPE_CHECKING:
    from prefect import Task
    from prefect.client.schemas.objects import TaskRun


def failed(error: NewsiftError) -> State[Any]:
    """The end of a run that met an expected error: its message names place and remedy, so no traceback."""
    get_run_logger().error("%s", error)
    return Failed(message=str(error), data=error)


def is_transient(task: Task[..., Any], task_run: TaskRun, state: State[Any]) -> bool:  # noqa: ARG001 - Prefect's signature
    """True when the task failed with a `TransientError`: anything else would only fail again."""
    return isinstance(state.result(raise_on_failure=False), TransientError)
