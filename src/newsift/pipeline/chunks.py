"""Staged chunks in the order and the groups in which the writer takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsift.pipeline.prepare import Chunk, PreparedBatch


def in_order(prepared: Sequence[PreparedBatch]) -> tuple[Chunk, ...]:
    """All chunks in the order of batches, however the batches came back."""
    return tuple(chunk for batch in sorted(prepared, key=lambda b: b.number) for chunk in batch.chunks)


def groups(chunks: Sequence[Chunk], records: int) -> Iterator[tuple[Chunk, ...]]:
    """Runs of chunks of at most `records` inputs (at least one chunk each)."""
    group: list[Chunk] = []
    size = 0
    for chunk in chunks:
        if group and size + chunk.inputs > records:
            yield tuple(group)
            group, size = [], 0
        group.append(chunk)
        size += chunk.inputs
    if group:
        yield tuple(group)
