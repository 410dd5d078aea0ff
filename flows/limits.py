"""A limit on the time of a run: one that hangs would keep the writer's slot for ever."""

from __future__ import annotations

import faulthandler
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from prefect.utilities.timeout import timeout

from newsift.errors import TransientError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsift.settings import Settings

GRACE_SECONDS = 600.0  # to give back what the run holds


@contextmanager
def time_limit(settings: Settings, *, grace: float = GRACE_SECONDS) -> Iterator[None]:
    """Stop the block after `flow.timeout_hours`; the process itself, when that does not help.

    An alarm ends Python code and waiting, in the main thread. A call into C that never returns is ended with
    its process, `grace` seconds later: all stacks go to stderr, the exit code is 1, Prefect calls the run
    Crashed. The store stands either as it does a kill.

    Raises:
        TransientError: The time was over.
    """
    hours = settings.flow.timeout_hours
    said_to = sys.__stderr__
    if said_to is not None:
        faulthandler.dump_traceback_later(hours * 3600 + grace, exit=True, file=said_to)
    try:
        with timeout(seconds=hours * 3600, timeout_exc_type=_OutOfTimeError):
            yield
    except _OutOfTimeError:
        raise TransientError(
            f"the run was still at work after {hours:g} hours (flow.timeout_hours) and was stopped",
            remedy="See its log for where it hung. What was committed is saved; the next run goes on there",
        ) from None
    finally:
        faulthandler.cancel_dump_traceback_later()


class _OutOfTimeError(TimeoutError):
    """No other time-out of the block is taken for the end of its time."""
