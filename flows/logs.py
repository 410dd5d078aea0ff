"""The library's log lines in the run's log."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsift.settings import Settings


def show_library_logs(settings: Settings) -> None:
    """Let what `newsift` logs from `run.log_level` on reach Prefect.

    PREFECT_LOGGING_EXTRA_LOGGERS gives the logger Prefect's handler but no level, so that it would keep the
    root's (WARNING).
    """
    logging.getLogger("newsift").setLevel(settings.run.log_level)
