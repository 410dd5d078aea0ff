"""Tells the server that the inbox is ready: `newsift notify` (or `python -m flows.notify`), for producers.

The event starts the deployment ingest/on-arrival half a minute later; more of them meanwhile change nothing.
Nothing is lost when it is not sent, or not received: the schedule looks at the inbox anyway.
"""

from __future__ import annotations

import argparse
import os
import sys

from flows import server
from newsift.errors import ConfigError, NewsiftError, TransientError

EVENT = "newsift.inbox.ready"
DEPLOYMENT = "ingest/on-arrival"


def main() -> int:
    """Exit code 0; 2 without the deployment, 5 without a server or a worker that could take the run."""
    parser = argparse.ArgumentParser(
        prog="newsift-notify", description="Say that new files are in the inbox."
    )
    parser.add_argument(
        "--inbox", default="", help="which inbox, for the event feed; the run looks by itself"
    )
    given = parser.parse_args()
    try:
        if "PREFECT_API_URL" not in os.environ:
            found = server.find()
            if found is None:
                raise TransientError(
                    "no Prefect server is running: nobody was told", remedy="`make up` starts the service"
                )
            os.environ.update(found.environment())
        print(_notify(given.inbox))
    except NewsiftError as error:
        print(f"error: {error}", file=sys.stderr)
        return error.exit_code
    return 0


def _notify(inbox: str) -> str:
    """Send the event; returns what comes of it.

    Raises:
        ConfigError: No deployment waits for the event.
        TransientError: It was sent, but no worker is up to take the run.
    """
    # Only now: Prefect reads its settings when it is imported.
    from prefect.client.orchestration import get_client  # noqa: PLC0415
    from prefect.events import emit_event  # noqa: PLC0415
    from prefect.exceptions import ObjectNotFound  # noqa: PLC0415

    from flows.by_hand import send_quietly  # noqa: PLC0415
    from flows.provision import POOL  # noqa: PLC0415

    send_quietly()
    with get_client(sync_client=True) as client:
        try:
            deployment = client.read_deployment_by_name(DEPLOYMENT)
        except ObjectNotFound:
            raise ConfigError(
                f"no deployment {DEPLOYMENT} is on the server: nobody was told", remedy="`make up` creates it"
            ) from None
        workers = client.read_workers_for_work_pool(POOL)
        paused = client.read_work_pool(POOL).is_paused
    emit_event(EVENT, resource={"prefect.resource.id": "newsift.inbox", "newsift.inbox": inbox})
    if paused or not any(worker.status == "ONLINE" for worker in workers):
        raise TransientError(
            f"the server was told, but {'the work pool is paused' if paused else 'no worker is up'}",
            remedy="The run waits until `make up`",
        )
    looked_at = deployment.parameters.get("parameters", {}).get("inbox", "its inbox")
    return f"{DEPLOYMENT} looks at {looked_at} in about half a minute"


if __name__ == "__main__":
    sys.exit(main())
