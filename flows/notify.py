"""Tells the server that the inbox is ready: `newsift-notify` (or `python -m flows.notify`), for producers.

The event starts the deployment ingest/on-arrival half a minute later; more of them meanwhile change nothing.
Nothing is lost when it is not sent, or not received: the schedule looks at the inbox anyway.
"""

from __future__ import annotations

import argparse
import os
import sys

from flows import server

EVENT = "newsift.inbox.ready"


def main() -> int:
    """Exit code 0, or 1 when no server is running."""
    parser = argparse.ArgumentParser(
        prog="newsift-notify", description="Say that new files are in the inbox."
    )
    parser.add_argument(
        "--inbox", default="", help="which inbox, for the event feed; the run looks by itself"
    )
    given = parser.parse_args()
    if "PREFECT_API_URL" not in os.environ:
        found = server.find()
        if found is None:
            print("no Prefect server is running: the schedule will find the files", file=sys.stderr)
            return 1
        os.environ.update(found.environment())
    # Only now: Prefect reads its settings when it is imported.
    from prefect.events import emit_event  # noqa: PLC0415

    emit_event(EVENT, resource={"prefect.resource.id": "newsift.inbox", "newsift.inbox": given.inbox})
    return 0


if __name__ == "__main__":
    sys.exit(main())
