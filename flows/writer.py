"""The writer's slot: one flow at a time, over all deployments, opens a warehouse for writing."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from prefect.concurrency.sync import concurrency

from flows.provision import WRITER
from newsift.errors import TransientError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsift.settings import Settings

# Prefect's shortest: how long a killed run keeps the slot.
LEASE_SECONDS = 60


@contextmanager
def writer_slot(settings: Settings) -> Iterator[None]:
    """Wait for the slot and hold it; refuses to run when the limit is not on the server (`strict`).

    It only orders the waiting. The guard is the store's own lock, so a lost lease must not end a run.

    Raises:
        TransientError: It was not free within `flow.timeout_hours`.
    """
    hours = settings.flow.timeout_hours
    slot = concurrency(
        WRITER,
        strict=True,
        lease_duration=LEASE_SECONDS,
        raise_on_lease_renewal_failure=False,
        timeout_seconds=hours * 3600,
    )
    with ExitStack() as stack:
        try:
            stack.enter_context(slot)
        except TimeoutError:
            raise TransientError(
                f"the writer's slot was not free for {hours:g} hours (flow.timeout_hours)",
                remedy=f"See which run holds it: prefect gcl inspect {WRITER}",
            ) from None
        yield
