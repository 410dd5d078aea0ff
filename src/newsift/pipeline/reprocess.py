"""Process history again: the inputs that the store kept, under today's settings and rules.

Everything is built beside the store and put in its place in one step, so readers and a kill in the middle
see the old warehouse or the new one. Article ids come from content and stay; clusters are formed anew.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow.compute as pc

from newsift.models import RunSummary
from newsift.pipeline.prepare import Batch, PreparedBatch
from newsift.pipeline.run import IngestRun
from newsift.pipeline.staging import read_chunk
from newsift.pipeline.workers import Workers, workers_for
from newsift.rules import load_rules
from newsift.settings import Settings, default_config_dir
from newsift.storage import Store
from newsift.storage.snapshot import query

MAX_SAMPLES = 20
INBOX_NAME = "(kept inputs)"


@dataclass(frozen=True, slots=True)
class Change:
    """One input whose body would change; word counts before and after (0: no article)."""

    path: str
    words_before: int
    words_after: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What reprocessing would change; nothing was written."""

    inputs: int
    changed: int
    newly_clean: int
    newly_rejected: int
    samples: tuple[Change, ...]


def preview(warehouse: Path, settings: Settings, *, config_dir: Path | None = None) -> Preview:
    """Clean every kept input under today's rules and compare its body with the published one.

    Raises:
        ConfigError: Nothing is published yet, or a rule is wrong.
        StoreBusyError: A run holds the warehouse.
    """
    published = {
        str(row["content_hash"]): str(row["body"])
        for row in query(
            warehouse / "newsift.duckdb", "SELECT content_hash, body FROM articles WHERE kind = 'main'"
        ).to_pylist()
    }
    changes: list[Change] = []
    inputs = 0
    with _opened(warehouse, settings) as (old, workers):
        try:
            with _beside(old, settings, config_dir, workers) as run:
                prepared = list(run.prepare_all(_kept(old, settings)))
                run.refine(prepared)
                for path in (chunk.path for batch in prepared for chunk in batch.chunks):
                    tables = read_chunk(path, "files", "articles")
                    mains = tables["articles"].filter(pc.equal(tables["articles"]["kind"], "main"))
                    columns = (mains[name].to_pylist() for name in ("content_hash", "body"))
                    bodies = dict(zip(*columns, strict=True))
                    files = tables["files"].select(["path", "content_hash"]).to_pylist()
                    inputs += len(files)
                    for file in files:
                        before, after = published.get(file["content_hash"]), bodies.get(file["content_hash"])
                        if before != after:
                            changes.append(Change(file["path"], _words(before), _words(after)))
        finally:
            shutil.rmtree(old.paths.rebuild, ignore_errors=True)
    return Preview(
        inputs=inputs,
        changed=len(changes),
        newly_clean=sum(change.words_before == 0 for change in changes),
        newly_rejected=sum(change.words_after == 0 for change in changes),
        samples=tuple(sorted(changes, key=_size_of_change)[:MAX_SAMPLES]),
    )


def reprocess(
    warehouse: Path,
    settings: Settings,
    *,
    config_dir: Path | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> RunSummary:
    """Build the warehouse anew from its kept inputs and publish it in full.

    Raises:
        StoreBusyError: A run holds the warehouse.
    """
    with _opened(warehouse, settings) as (old, workers):
        with _beside(old, settings, config_dir, workers) as run:
            prepared: list[PreparedBatch] = []
            for batch in run.prepare_all(_kept(old, settings)):
                prepared.append(batch)
                if progress is not None:
                    progress("clean", len(prepared), 0)
            run.refine(prepared)
            run.commit(
                prepared, None if progress is None else lambda done, total: progress("load", done, total)
            )
            summary = run.finish()
        old.adopt(old.paths.rebuild)
        old.publish(full=True)
    return replace(summary, published_file=str(old.paths.published))


@contextmanager
def _opened(warehouse: Path, settings: Settings) -> Iterator[tuple[Store, Workers]]:
    with Store.open(warehouse, settings.storage, create=False) as store, workers_for(settings) as workers:
        yield store, workers


@contextmanager
def _beside(old: Store, settings: Settings, config_dir: Path | None, workers: Workers) -> Iterator[IngestRun]:
    """A run that fills an empty store beside the old one; closed on leaving, swept when nobody adopts it."""
    config = config_dir or default_config_dir()
    load_rules(config)
    rebuilt = old.paths.rebuild
    with Store.open(rebuilt, settings.storage) as new:
        run = IngestRun(INBOX_NAME, rebuilt, settings, config, new, workers)
        yield run
        run.close(None)


def _kept(store: Store, settings: Settings) -> Iterator[Batch]:
    """The kept inputs in order of arrival, each also at every other path it stood at."""
    after, number = -1, 0
    while page := store.raw_inputs(after=after, limit=settings.run.files_per_batch):
        raws = [replace(kept.raw, path=path) for kept in page for path in (kept.raw.path, *kept.other_paths)]
        yield Batch(number, (), kept=tuple(raws))
        after, number = page[-1].order, number + 1


def _words(body: str | None) -> int:
    return len(body.split()) if body else 0


def _size_of_change(change: Change) -> tuple[int, str]:
    return -abs(change.words_after - change.words_before), change.path
