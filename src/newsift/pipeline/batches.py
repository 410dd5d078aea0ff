"""Cut a run's work into batches: files in the order of their paths, and what is known of them already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsift.pipeline.batch import HASH_BYTES
from newsift.pipeline.prepare import Batch

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from newsift.models import FoundFile, Refused
    from newsift.settings import Settings


def known_records(rows: pa.Table) -> dict[str, bytes]:
    """Path -> hashes of its records, 16 bytes each; zeros stand for records that are not known."""
    known: dict[str, bytearray] = {}
    for path, number, digest in zip(*(column.to_pylist() for column in rows.columns), strict=True):
        hashes = known.setdefault(path, bytearray())
        hashes.extend(bytes(max(0, (number + 1) * HASH_BYTES - len(hashes))))
        hashes[number * HASH_BYTES : (number + 1) * HASH_BYTES] = digest
    return {path: bytes(hashes) for path, hashes in known.items()}


def cut_batches(
    files: Sequence[FoundFile], refused: Sequence[Refused], known: Mapping[str, bytes], settings: Settings
) -> tuple[Batch, ...]:
    """Batches of at most `files_per_batch` files and about `bytes_per_batch` bytes."""
    parts: list[list[FoundFile]] = []
    size = 0
    for file in files:
        full = not parts or len(parts[-1]) >= settings.run.files_per_batch
        if full or size + file.byte_size > settings.run.bytes_per_batch:
            parts.append([])
            size = 0
        parts[-1].append(file)
        size += file.byte_size
    if refused and not parts:
        parts.append([])
    return tuple(
        Batch(
            number,
            tuple(part),
            tuple(refused) if number == 0 else (),
            known=tuple((file.path, known[file.path]) for file in part if file.path in known),
        )
        for number, part in enumerate(parts)
    )
