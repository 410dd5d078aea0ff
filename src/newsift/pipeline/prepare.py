"""One job of the batch stage: some inbox files in, Arrow chunk files out. Any process can run it.

A job carries only paths and settings, so that it can travel to a process pool or a cluster; doing it again
writes the same chunks over the old ones.
"""

from __future__ import annotations

import pickle
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import fsspec
import numpy as np
import pyarrow as pa

from newsift.clean.shadow import line_key
from newsift.clean.templates import observe
from newsift.dedup.signature import sign_texts, signature_version
from newsift.dedup.words import WordHasher
from newsift.errors import InvariantError
from newsift.ingest.refusals import may_pass
from newsift.models import CleanArticle, CleaningContext, FoundFile, RawFile, Refused
from newsift.pipeline.batch import PreparedInput, clean_again, prepare_file, prepare_one, refused_input
from newsift.pipeline.staging import read_chunk, read_items, write_chunk
from newsift.rules import load_rules
from newsift.rules.normalisation import Normalisation, load_normalisation
from newsift.storage import BatchRows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newsift.rules import Rules
    from newsift.settings import Settings


Lost = tuple[tuple[str, str], ...]  # path and reason of inputs that cost a worker process its life
FINISHED = "inbox_files"  # the store's table of files that were read to their end
SIGNATURES = "signatures"
EVIDENCE = "line_evidence"  # lines and title of each document, for site templates and known titles
MIN_TITLE_WORDS = 4  # a shorter title ("الرياضة", "Weather") may stand as a line anywhere


@dataclass(frozen=True, slots=True)
class Batch:
    """A part of the run's work.

    Attributes:
        files: Inbox files to read.
        refused: Refusals that the scan made (first batch only).
        kept: Inputs that the store kept, to be processed again; no file is read for them.
        known: Of files that were read before and have grown (or were read in part by a run that was killed):
            path and the 16-byte hashes of its records, one after the other. They are not cleaned again.
    """

    number: int
    files: tuple[FoundFile, ...]
    refused: tuple[Refused, ...] = ()
    kept: tuple[RawFile, ...] = ()
    known: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class PrepareJob:
    """Everything `prepare_batch` needs, small enough to send anywhere."""

    batch: Batch
    staging: str  # folder or URL
    settings: Settings
    config_dir: str
    lost: Lost = ()

    def without(self, path: str, reason: str) -> PrepareJob:
        """The same job with the input at `path` refused unread."""
        return replace(self, lost=(*self.lost, (path, reason)))


@dataclass(frozen=True, slots=True)
class Chunk:
    """A staged chunk: its file and how many inputs it holds."""

    path: str
    inputs: int


@dataclass(frozen=True, slots=True)
class PreparedBatch:
    """What one job did."""

    number: int
    chunks: tuple[Chunk, ...]
    inputs: int
    seconds: float
    statuses: dict[str, int] = field(default_factory=dict)
    skipped: int = 0  # known records of files that have grown


def prepare_batch(job: PrepareJob) -> PreparedBatch:
    """Read, parse, clean and sign the files of a batch, and stage them.

    Raises:
        TransientError: A file went away or the network failed; the job may be repeated.
    """
    started = time.monotonic()
    # Templates and titles of others are not known before every input has been read: see `refine_chunk`.
    rules, context = _rules(job.config_dir), CleaningContext()
    chunks: list[Chunk] = []
    statuses: Counter[str] = Counter()
    items: list[PreparedInput] = [refused_input(refused) for refused in job.batch.refused]
    lost = dict(job.lost)
    items += (prepare_one(raw, raw.path, job.settings, rules, context, lost) for raw in job.batch.kept)
    finished: dict[FoundFile, int] = {}
    known = dict(job.batch.known)
    skipped = 0

    def flush() -> None:
        path = f"{job.staging}/{job.batch.number:06d}-{len(chunks):06d}.arrow"
        _stage(path, items, finished, job)
        chunks.append(Chunk(path, len(items)))
        statuses.update(str(item.status) for item in items)
        items.clear()
        finished.clear()

    for found in job.batch.files:
        records, readable = 0, True
        for item in prepare_file(found, job.settings, rules, context, lost, known.get(found.path, b"")):
            records += 1
            if item is None:
                skipped += 1
                continue
            readable = readable and not (item.refused is not None and may_pass(item.refused))
            items.append(item)
            if len(items) >= job.settings.run.files_per_batch:
                flush()
        if readable:  # an unreadable file is tried again: its mode may change, its size and time do not
            finished[found] = records
    if items or finished:
        flush()
    seconds = time.monotonic() - started
    return PreparedBatch(
        job.batch.number, tuple(chunks), sum(statuses.values()), seconds, dict(statuses), skipped
    )


@dataclass(frozen=True, slots=True)
class RefineJob:
    """Clean some inputs of a chunk once more, under what the whole run taught.

    Attributes:
        touched: Position in the chunk and context version of each.
    """

    chunk: Chunk
    touched: tuple[tuple[int, str], ...]
    settings: Settings
    config_dir: str
    context_file: str
    lost: Lost = ()

    def without(self, path: str, reason: str) -> RefineJob:
        """The same job with the input at `path` refused."""
        return replace(self, lost=(*self.lost, (path, reason)))


def refine_chunk(job: RefineJob) -> int:
    """Rewrite one chunk with some of its inputs cleaned under a new context; returns how many."""
    rules, context = _rules(job.config_dir), _context(job.context_file)
    touched, lost = dict(job.touched), dict(job.lost)
    items = list(read_items(job.chunk.path))
    refined = [
        clean_again(item, touched[position], job.settings, rules, context, lost)
        if position in touched
        else item
        for position, item in enumerate(items)
    ]
    finished = read_chunk(job.chunk.path, FINISHED)[FINISHED]
    _stage(job.chunk.path, refined, finished, job)
    return len(touched)


def write_context(path: str, context: CleaningContext) -> str:
    """Put the context where every worker can read it; returns `path`."""
    with fsspec.open(path, "wb") as stream:
        pickle.dump(context, stream, protocol=5)
    return path


def _stage(
    path: str,
    items: Sequence[PreparedInput],
    finished: Mapping[FoundFile, int] | pa.Table,
    job: PrepareJob | RefineJob,
) -> None:
    """Turn prepared inputs into the store's tables, with signatures, and write the chunk."""
    rows = BatchRows(keep_raw=job.settings.storage.keep_raw)
    articles: list[CleanArticle] = []
    for item in items:
        if item.refused is not None:
            rows.refused(item.refused)
        elif item.raw is not None and item.document is not None and item.cleaned is not None:
            rows.cleaned(item.raw, item.document, item.cleaned, context_version=item.context_version or None)
            articles.extend(item.cleaned.embedded)
            if isinstance(item.cleaned.main, CleanArticle):
                articles.append(item.cleaned.main)
    if isinstance(finished, pa.Table):
        tables = {**rows.tables(), FINISHED: finished}
    else:
        for found, records in finished.items():
            rows.container(found, records)
        tables = rows.tables()
    tables[SIGNATURES] = _signatures(articles, job)
    tables[EVIDENCE] = _evidence(items)
    write_chunk(path, tables, items)


def _evidence(items: Sequence[PreparedInput]) -> pa.Table:
    """What each document shows of its site; `position` is its place in the chunk."""
    rows: list[dict[str, object]] = []
    for position, item in enumerate(items):
        if item.document is None or item.cleaned is None:
            continue
        lines = observe(item.document)
        main = item.cleaned.main
        title = main.metadata.title if isinstance(main, CleanArticle) else None
        rows.append(
            {
                "position": position,
                "content_hash": item.content_hash.hex(),
                "record_no": item.record_no,
                "site": lines.site,
                "line_keys": lines.keys,
                "longest": lines.longest,
                "title_key": line_key(title) if title and len(title.split()) >= MIN_TITLE_WORDS else None,
            }
        )
    return pa.Table.from_pylist(rows, schema=_EVIDENCE_SCHEMA)


_EVIDENCE_SCHEMA = pa.schema(
    [
        ("position", pa.int32()),
        ("content_hash", pa.string()),
        ("record_no", pa.int32()),
        ("site", pa.string()),
        ("line_keys", pa.list_(pa.uint64())),
        ("longest", pa.list_(pa.uint64())),
        ("title_key", pa.uint64()),
    ]
)


def _signatures(articles: Sequence[CleanArticle], job: PrepareJob | RefineJob) -> pa.Table:
    """article_id and `num_perm` values of each article (embedded ones too), of its body."""
    settings = job.settings.dedup
    normalisation = _normalisation(job.config_dir)
    values = sign_texts(
        [article.body for article in articles],
        _hasher(job.config_dir),
        signature_version(settings, normalisation.version),
    )
    flat = pa.array(np.ascontiguousarray(values).reshape(-1), pa.uint32())
    return pa.table(
        {
            "article_id": pa.array([article.article_id for article in articles], pa.string()),
            "signature": pa.FixedSizeListArray.from_arrays(flat, settings.num_perm),
        }
    )


@lru_cache(maxsize=2)
def _normalisation(config_dir: str) -> Normalisation:
    return load_normalisation(Path(config_dir))


@lru_cache(maxsize=2)
def _hasher(config_dir: str) -> WordHasher:
    """One a process: its cache of words is what makes signing fast."""
    return WordHasher(_normalisation(config_dir))


@lru_cache(maxsize=2)
def _rules(config_dir: str) -> Rules:
    return load_rules(Path(config_dir))


@lru_cache(maxsize=2)
def _context(context_file: str) -> CleaningContext:
    with fsspec.open(context_file, "rb") as stream:
        context = pickle.load(stream)  # noqa: S301 - written by this run, in a private folder
    if not isinstance(context, CleaningContext):
        raise InvariantError(f"{context_file} holds no cleaning context")
    return context
