"""The second pass: what the whole run teaches about sites and titles, applied to the inputs it touches.

The first pass cleans every document by itself. The context is then learnt from the store and from all
pending inputs together, before the first commit; a run that is killed and repeated therefore learns the
same, whatever part of it was committed. Only documents that hold a template line of their site or the
title of another article are cleaned again.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from newsift.clean.templates import LineEvidence, learn_templates
from newsift.models import CleaningContext
from newsift.pipeline.prepare import EVIDENCE, Chunk, RefineJob, refine_chunk
from newsift.pipeline.staging import read_chunk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsift.pipeline.workers import Workers
    from newsift.settings import Settings
    from newsift.storage import Store


def learn(chunks: Sequence[Chunk], store: Store) -> CleaningContext:
    """What store and pending inputs know together: template lines by site, titles that stand as lines."""
    pending = [read_chunk(chunk.path, EVIDENCE)[EVIDENCE] for chunk in chunks]
    if not pending:
        return CleaningContext()
    evidence = pa.concat_tables(pending)
    sites = sorted({site for site in evidence["site"].to_pylist() if site is not None})
    templates = learn_templates([*_evidence(store.line_evidence(sites)), *_evidence(evidence)])
    lines = np.unique(_flat(evidence["line_keys"]))
    titles = evidence["title_key"].drop_null().to_numpy()
    known = frozenset(np.intersect1d(lines, titles).tolist()) | store.known_titles(lines)
    return CleaningContext(known, templates)


def refine(
    chunks: Sequence[Chunk],
    context: CleaningContext,
    context_file: str,
    settings: Settings,
    config_dir: str,
    workers: Workers,
) -> int:
    """Clean the touched inputs again, chunk by chunk on the run's workers; returns how many there were."""
    jobs = [
        RefineJob(chunk, touched, settings, config_dir, context_file)
        for chunk in chunks
        if (touched := _touched(read_chunk(chunk.path, EVIDENCE)[EVIDENCE], context))
    ]
    return sum(workers.map(refine_chunk, jobs))


def _touched(evidence: pa.Table, context: CleaningContext) -> tuple[tuple[int, str], ...]:
    """The inputs that hold a template line of their site or somebody else's title.

    Returns:
        Position in the chunk and context version: the hash of just those lines, so that it does not
        depend on what else the run read.
    """
    touched = []
    columns = (evidence[name].to_pylist() for name in ("position", "site", "line_keys", "title_key"))
    for position, site, keys, title in zip(*columns, strict=True):
        templates = context.template_lines.get(site, frozenset()).intersection(keys)
        titles = context.known_titles.intersection(keys) - {title}
        if templates or titles:
            touched.append((position, _version(titles, templates)))
    return tuple(touched)


def _evidence(table: pa.Table) -> Iterator[LineEvidence]:
    columns = (table[name].to_pylist() for name in ("site", "line_keys", "longest"))
    for site, keys, longest in zip(*columns, strict=True):
        if site is not None:
            yield LineEvidence(site, tuple(keys), tuple(longest))


def _flat(lists: pa.ChunkedArray) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    return np.asarray(lists.combine_chunks().flatten().to_numpy(zero_copy_only=False), dtype=np.uint64)


def _version(titles: Iterable[int], templates: Iterable[int]) -> str:
    """Hash of what a document was cleaned under, 16 hexadecimal digits."""
    digest = hashlib.blake2b(np.array(sorted(templates), dtype="<u8").tobytes(), digest_size=8)
    digest.update(b"titles" + np.array(sorted(titles), dtype="<u8").tobytes())
    return digest.hexdigest()
