"""Which failures of a task are worth another try."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsift.errors import TransientError

if TYPE_CHECKING:
    from prefect import Task
    from prefect.client.schemas.objects import State, TaskRun


def is_transient(task: Task[..., Any], task_run: TaskRun, state: State[Any]) -> bool:  # noqa: ARG001 - Prefect's signature
    """True when the task failed with a `TransientError`: anything else would only fail again."""
    return isinstance(state.result(raise_on_failure=False), TransientError)
