"""A limit on the time of one input, which interrupts the work instead of waiting for its end."""

from __future__ import annotations

import signal
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

_AGAIN_SECONDS = 1.0
_SOON_SECONDS = 0.001


class OutOfTimeError(BaseException):
    """The time is over. No `Exception`, so that a library's `except Exception` cannot swallow it."""


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise `OutOfTimeError` inside the body once it has run for `seconds`, and every second after that.

    It rests on SIGALRM and therefore works in the main thread of a process only; elsewhere the body runs
    without a limit. Python code and regular expressions are interrupted. A single call into C that never
    returns is not: the parsers' own limits (size, depth, attributes) keep those short.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    started = time.monotonic()
    previous = signal.signal(signal.SIGALRM, _raise)
    outer, interval = signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN_SECONDS)
    try:
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    except OutOfTimeError:
        signal.setitimer(signal.ITIMER_REAL, 0)  # it may have struck just before the line above
        raise
    finally:
        signal.signal(signal.SIGALRM, previous)
        if outer:  # somebody else's alarm goes on
            left = max(_SOON_SECONDS, outer - (time.monotonic() - started))
            signal.setitimer(signal.ITIMER_REAL, left, interval)


def _raise(_signal: int, _frame: FrameType | None) -> None:
    raise OutOfTimeError
