"""Cut a run's work into batches: files in the order of their paths, and what is known of them already."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from newsift.pipeline.batch import HASH_BYTES
from newsift.pipeline.prepare import Batch

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    import pyarrow as pa

    from newsift.models import FoundFile, Refused
    from newsift.settings import Settings
    from newsift.storage import Store

_log = logging.getLogger(__name__)


def known_files(
    store: Store, inbox: str, label: str, files: Sequence[FoundFile]
) -> tuple[dict[str, int], list[str]]:
    """Files that need not be read again, by path, with the number of their records; and what to warn of.

    Path, size and time say nothing about another folder's files: where the run before read another inbox,
    every file of this one is read. (What was read before is then told by its bytes.)
    """
    before = store.last_inbox(label)
    if before in (None, inbox):
        return store.unchanged(files), []
    _log.info("the run before this one read %s: every file of %s is read", before, inbox)
    others = store.other_sizes(files)
    if not others:
        return {}, []
    warning = (
        f"{len(others)} paths of {inbox}, such as {others[0]}, were read from {before} with other bytes and "
        "count as new versions. Two inboxes of one warehouse need names: --label NAME (inputs.label)"
    )
    return {}, [warning]


def known_records(rows: pa.Table) -> dict[str, bytes]:
    """Path -> hashes of its records, 16 bytes each; zeros stand for records that are not known."""
    known: dict[str, bytearray] = {}
    for path, number, digest in zip(*(column.to_pylist() for column in rows.columns), strict=True):
        hashes = known.setdefault(path, bytearray())
        hashes.extend(bytes(max(0, (number + 1) * HASH_BYTES - len(hashes))))
        hashes[number * HASH_BYTES : (number + 1) * HASH_BYTES] = digest
    return {path: bytes(hashes) for path, hashes in known.items()}


def cut_batches(
    files: Sequence[FoundFile],
    unchanged: Container[str],
    refused: Sequence[Refused],
    known: Mapping[str, bytes],
    settings: Settings,
) -> tuple[Batch, ...]:
    """Batches of at most `files_per_batch` files and about `bytes_per_batch` bytes, in the order of `files`.

    The cuts lie on a grid over the whole inbox wherever the files on both sides are to be read. A run that
    was killed and is repeated, its inbox as it was, therefore cuts what is left as the first one did: what
    is compared and counted together does not depend on the accident. Refused files come last, as often.

    Args:
        files: All files of the inbox.
        unchanged: Paths of those that need not be read again.
        known: By path, hashes of the records that are known of files that are to be read.
    """
    per_batch, bytes_per_batch = settings.run.files_per_batch, settings.run.bytes_per_batch
    parts: list[list[FoundFile]] = []
    size = offset = 0
    cell_before: tuple[int, int] | None = None  # of the file before, if that is to be read
    for index, file in enumerate(files):
        cell = (index // per_batch, offset // bytes_per_batch)
        offset += file.byte_size
        if file.path in unchanged:
            cell_before = None
            continue
        full = not parts or len(parts[-1]) >= per_batch or size >= bytes_per_batch
        if full or cell_before not in (None, cell):
            parts.append([])
            size = 0
        parts[-1].append(file)
        size += file.byte_size
        cell_before = cell
    batches = [
        Batch(
            number,
            tuple(part),
            known=tuple((file.path, known[file.path]) for file in part if file.path in known),
        )
        for number, part in enumerate(parts)
    ]
    return (*batches, Batch(len(batches), (), tuple(refused))) if refused else tuple(batches)
