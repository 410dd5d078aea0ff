"""The writer's slot: one flow at a time, over all deployments, opens a warehouse for writing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from prefect.concurrency.sync import concurrency

from flows.provision import WRITER

# Prefect's shortest: how long a killed run keeps the slot.
LEASE_SECONDS = 60


@contextmanager
def writer_slot() -> Iterator[None]:
    """Wait for the slot and hold it; refuses to run when the limit is not on the server (`strict`).

    It only orders the waiting. The guard is the store's own lock, so a lost lease must not end a run.
    """
    with concurrency(WRITER, strict=True, lease_duration=LEASE_SECONDS, raise_on_lease_renewal_failure=False):
        yield
