"""What a run's log shows: the library's own lines, and expected errors without a traceback."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from newsift.errors import ConfigError, TransientError

if TYPE_CHECKING:
    from newsift.settings import Settings


def show_library_logs(settings: Settings) -> None:
    """Let what `newsift` logs from `run.log_level` on reach Prefect.

    PREFECT_LOGGING_EXTRA_LOGGERS gives the logger Prefect's handler but no level, so that it would keep the
    root's (WARNING).
    """
    logging.getLogger("newsift").setLevel(settings.run.log_level)
    logging.getLogger("prefect.task_runs").addFilter(without_traceback)


def without_traceback(record: logging.LogRecord) -> bool:
    """Leave out the traceback of an error whose text alone is enough to act on."""
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, ConfigError | TransientError):
        record.msg, record.args = "%s", (str(error),)
        record.exc_info = None
    return True
