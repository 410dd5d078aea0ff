"""One ingest run: scan, prepare in batches, refine, commit by one writer, publish.

The steps are public so that a scheduler can run each batch as a task of its own; `ingest` runs them all.
"""

from __future__ import annotations

import logging
import shutil
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import newsift
from newsift.errors import TransientError
from newsift.ingest.discover import scan
from newsift.ingest.disposal import check_archive, dispose
from newsift.ingest.names import endings, may_hold_many
from newsift.ingest.remote import is_url
from newsift.models import FoundFile, RunSummary, Status
from newsift.pipeline.batches import cut_batches, known_files, known_records
from newsift.pipeline.chunks import groups, in_order
from newsift.pipeline.commit import Tally, commit_group
from newsift.pipeline.deduplicate import signatures_wanted
from newsift.pipeline.prepare import Batch, PreparedBatch, PrepareJob, prepare_batch, write_context
from newsift.pipeline.refine import learn, refine
from newsift.pipeline.workers import Workers, workers_for
from newsift.rules import load_rules
from newsift.settings import default_config_dir
from newsift.storage import Store
from newsift.storage.index import DedupIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from newsift.settings import Settings

_log = logging.getLogger(__name__)


class IngestRun:
    """A run in progress. Made by `open_run`; `prepare` may be called from threads, the rest from one."""

    def __init__(
        self,
        inbox: str,
        warehouse: Path,
        settings: Settings,
        config_dir: Path,
        store: Store,
        workers: Workers,
    ) -> None:
        self._inbox = inbox
        self._settings = settings
        self._config_dir = config_dir
        self._store = store
        self._workers = workers
        self._rules_version = load_rules(config_dir).version
        self._started_at = datetime.now(UTC).replace(tzinfo=None)
        self.run_id = store.start_run(
            code_version=newsift.__version__,
            settings_hash=settings.digest(),
            rules_hash=self._rules_version,
            inbox=inbox,
            label=settings.inputs.label,
        )
        self._staging = warehouse / ".state" / "staging" / self.run_id
        try:
            self._staging.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise TransientError(
                f"cannot make the folder {self._staging}: {error.strerror}",
                remedy="Free space or mend the disk or its permissions, then run again; nothing is lost",
            ) from error
        self._found: tuple[FoundFile, ...] = ()
        self.tally = Tally()
        self.seconds: dict[str, float] = {}

    def plan(self) -> tuple[Batch, ...]:
        """Look at the inbox and cut what is new into batches, in the order of paths."""
        with self.timed("scan"):
            found = scan(self._inbox, self._settings.inputs)
            self._found = found.files
            unchanged, warnings = known_files(
                self._store, self._inbox, self._settings.inputs.label, found.files
            )
            self.tally.warnings += warnings
            self.tally.skip(sum(unchanged.values()))
            if found.waiting:
                _log.info("%d files are still being written and wait for the next run", len(found.waiting))
            if found.passed_over:
                _log.warning(
                    "%d files are passed over for their endings (inputs.suffixes): %s",
                    len(found.passed_over),
                    endings(found.passed_over),
                )
            if found.files:  # wrong signature settings are told before hours of cleaning, not after
                wanted = signatures_wanted(self._settings, self._config_dir)
                DedupIndex(self._store.connection).check_version(wanted)
            pending = [file for file in found.files if file.path not in unchanged]
            known = known_records(self._store.record_hashes(f.path for f in pending if may_hold_many(f.path)))
            batches = cut_batches(found.files, unchanged, found.refused, known, self._settings)
        _log.info(
            "%d files in the inbox, %d known, %d to read", len(found.files), len(unchanged), len(pending)
        )
        return batches

    def job(self, batch: Batch) -> PrepareJob:
        """The batch as a job that any process can run (`prepare_batch`)."""
        return PrepareJob(batch, str(self._staging), self._settings, str(self._config_dir))

    def prepare(self, batch: Batch) -> PreparedBatch:
        """Run one batch on the run's workers and wait for it.

        Raises:
            TransientError: A file went away, or a worker died; the batch may be prepared again.
        """
        prepared = self._workers.run(prepare_batch, self.job(batch))
        _log_batch(prepared)
        return prepared

    def prepare_all(self, batches: Iterable[Batch]) -> Iterator[PreparedBatch]:
        """Run batches on the run's workers, in order; batches are drawn only a little ahead of the work."""
        with self.timed("clean"):
            for prepared in self._workers.map(prepare_batch, map(self.job, batches)):
                _log_batch(prepared)
                yield prepared

    def refine(self, prepared: Sequence[PreparedBatch]) -> int:
        """Learn site templates and known titles from all pending inputs, and clean once more what they touch.

        Returns:
            The number of inputs that were cleaned again.
        """
        with self.timed("refine"):
            chunks = in_order(prepared)
            context = learn(chunks, self._store)
            context_file = write_context(str(self._staging / "context.pickle"), context)
            again = refine(
                chunks, context, context_file, self._settings, str(self._config_dir), self._workers
            )
        if again:
            _log.info("%d inputs cleaned again under site templates and known titles", again)
        return again

    def commit(
        self, prepared: Sequence[PreparedBatch], progress: Callable[[int, int], None] | None = None
    ) -> None:
        """Load the prepared batches, one transaction a group of inputs, in order."""
        self.tally.skip(sum(batch.skipped for batch in prepared))
        chunks = in_order(prepared)
        total, done = sum(chunk.inputs for chunk in chunks), 0
        with self.timed("commit"):
            for group in groups(chunks, self._settings.run.records_per_commit):
                commit_group(group, self._store, self.run_id, self.tally, self._settings, self._config_dir)
                done += sum(chunk.inputs for chunk in group)
                if progress is not None:
                    progress(done, total)

    def publish(self) -> RunSummary:
        """Close the run's books and, when it changed anything, publish a new snapshot."""
        summary = self.finish()
        with self.timed("publish"):
            self._store.publish()
        self._dispose()
        return summary

    def _dispose(self) -> None:
        """Archive or delete what is in the store for good, also what an earlier run left behind."""
        if self._settings.inputs.after_ingest == "leave":
            return
        committed = self._store.unchanged(self._found).keys()
        whole = self._store.unrefused([found.path for found in self._found if found.path in committed])
        gone = dispose([found for found in self._found if found.path in whole], self._settings.inputs)
        _log.info("%d files left the inbox (%s)", gone, self._settings.inputs.after_ingest)

    def finish(self) -> RunSummary:
        """Close the run's books without publishing."""
        summary = self._summary()
        self._store.finish_run(summary)
        return summary

    def _summary(self) -> RunSummary:
        totals = self._store.totals()
        tally = self.tally
        return RunSummary(
            run_id=self.run_id,
            status=tally.status(),
            started_at=self._started_at,
            finished_at=datetime.now(UTC).replace(tzinfo=None),
            seen=tally.seen,
            clean=tally.by_status[Status.CLEAN],
            rejected=tally.by_status[Status.REJECTED],
            quarantined=tally.by_status[Status.QUARANTINED],
            skipped=tally.by_status[Status.SKIPPED],
            embedded=tally.embedded,
            copies=tally.copies,
            stories=totals.stories,
            articles=totals.articles,
            rejected_by_reason=dict(sorted(tally.rejected.items())),
            quarantined_by_reason=dict(sorted(tally.quarantined.items())),
            duplicates_by_relation=dict(sorted(tally.duplicates.items())),
            seconds_by_stage=dict(self.seconds),
            warnings=tuple(tally.warnings),
            published_file=str(self._store.paths.published),
        )

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        started = time.monotonic()
        try:
            yield
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + time.monotonic() - started

    def close(self, error: BaseException | None) -> None:
        """Mark the run failed if it was, and drop its staging."""
        if error is not None:
            self._store.fail_run(self.run_id, f"{type(error).__name__}: {error}")
        shutil.rmtree(self._staging, ignore_errors=True)


@contextmanager
def open_run(
    inbox: str | Path, warehouse: Path, settings: Settings, *, config_dir: Path | None = None
) -> Iterator[IngestRun]:
    """Take the warehouse's lock and start a run in it.

    Raises:
        StoreBusyError: Another run holds the warehouse longer than `storage.lock_wait_seconds`.
        ConfigError: A rule file is wrong.
    """
    config = config_dir or default_config_dir()
    load_rules(config)  # a mistake in a rule stops the run before it starts
    check_archive(str(inbox), settings.inputs)
    with Store.open(warehouse, settings.storage) as store, workers_for(settings) as workers:
        for message in store.recovery.messages:
            _log.warning("%s", message)
        address = str(inbox) if is_url(str(inbox)) else str(Path(inbox).resolve())
        run = IngestRun(address, warehouse, settings, config, store, workers)
        try:
            yield run
        except BaseException as error:
            run.close(error)
            raise
        run.close(None)


def ingest(
    inbox: str | Path,
    warehouse: Path,
    settings: Settings,
    *,
    config_dir: Path | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> RunSummary:
    """Run everything: the whole job of `newsift run`.

    Args:
        progress: Called with stage ("clean", "load"), units done and units in all.

    Raises:
        ConfigError, StoreBusyError, TransientError, InvariantError.
    """

    def tell(stage: str, done: int, total: int) -> None:
        if progress is not None:
            progress(stage, done, total)

    with open_run(inbox, warehouse, settings, config_dir=config_dir) as run:
        batches = run.plan()
        prepared: list[PreparedBatch] = []
        for batch in run.prepare_all(batches):
            prepared.append(batch)
            tell("clean", len(prepared), len(batches))
        run.refine(prepared)
        run.commit(prepared, lambda done, total: tell("load", done, total))
        return run.publish()


def _log_batch(prepared: PreparedBatch) -> None:
    _log.info(
        "batch %d: %d inputs in %.1f s (%s)",
        prepared.number,
        prepared.inputs,
        prepared.seconds,
        ", ".join(f"{count} {status}" for status, count in sorted(prepared.statuses.items())),
    )
