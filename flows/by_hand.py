"""A flow started by hand, in the shell's own process: needs a server, tells how it ended."""

from __future__ import annotations

import gc
import logging
import sys
import traceback
from typing import TYPE_CHECKING, Any

from prefect.client.schemas.objects import State
from prefect.settings import PREFECT_API_URL

from flows.provision import ensure_writer_limit
from newsift.errors import ConfigError, NewsiftError

if TYPE_CHECKING:
    from collections.abc import Callable

FAILED = 1
# Prefect's threads that send the last events and log lines at the end of the process, and warn that they do.
SENDERS = ("EventsWorker", "APILogWorker")


def started(flow: Callable[[], State[Any]]) -> State[Any] | None:
    """The end of the flow; None, with a message, when there is no server.

    Prefect would start a temporary server of its own, which loses task runs; pyproject.toml forbids it.
    """
    if not PREFECT_API_URL.value():
        print(
            "error: no Prefect server. `make run` brings its own; `make up` starts one to stay; "
            '`eval "$(python -m flows.server env)"` points this shell at it; `newsift run` needs none.',
            file=sys.stderr,
        )
        return None
    ensure_writer_limit()
    return flow()


def told(state: State[Any] | None) -> int:
    """Print how the run ended and where to look at it; returns the exit code.

    0 when it completed, else that of the error which ended it (as of `newsift run`), else 1.
    """
    if state is None:
        return ConfigError.exit_code
    send_quietly()
    print(f"\n{state.name}: {state.message}")
    ui = str(PREFECT_API_URL.value()).removesuffix("/api")
    print(f"this run       {ui}/v2/runs/flow-run/{state.state_details.flow_run_id}")
    print(f"all runs       {ui}/v2/runs")
    print(f"all artifacts  {ui}/v2/artifacts")
    if state.is_completed():
        return 0
    result = state.result(raise_on_failure=False)
    if isinstance(result, BaseException):
        release(result)
    return result.exit_code if isinstance(result, NewsiftError) else FAILED


def send_quietly() -> None:
    """Let the last events and log lines go out without a warning that they do."""
    for thread in SENDERS:
        logging.getLogger(thread).setLevel(logging.ERROR)


def release(error: BaseException) -> None:
    """Drop what the error's frames hold: an open store would be reported as leaked below the message."""
    link: BaseException | None = error
    while link is not None:
        traceback.clear_frames(link.__traceback__)
        link = link.__cause__ or link.__context__
    gc.collect()
