"""The store: the one door to a warehouse for the pipeline."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb

from newsift.errors import ConfigError, InvariantError, TransientError
from newsift.models import RunSummary
from newsift.settings import StorageSettings
from newsift.storage import forget as forgetting
from newsift.storage import publish as publishing
from newsift.storage import rebuild, row_groups, runs
from newsift.storage.batch import BatchWriter
from newsift.storage.catalog import create_store
from newsift.storage.connection import connect, count, translated
from newsift.storage.durable import set_aside, utc_now
from newsift.storage.forget import Elect, ForgetPlan, ForgetResult, Selector, Tombstone
from newsift.storage.index import DedupIndex
from newsift.storage.lock import WriterLock
from newsift.storage.migrate import migrate_copy, migration_state, shipped_migrations
from newsift.storage.paths import WarehousePaths
from newsift.storage.recovery import RecoveryReport, mark_dead_runs, open_recovered, sweep_strays
from newsift.storage.writing import Writing


class Store(Writing):
    """A warehouse opened for writing, its lock held from `open` to `close`. One process, one thread.

    Attributes:
        paths: Where everything lives.
        recovery: What had to be put right when it was opened.
        connection: For reading outside a batch; never write through it.
    """

    def __init__(
        self,
        paths: WarehousePaths,
        settings: StorageSettings,
        lock: WriterLock,
        connection: duckdb.DuckDBPyConnection,
        recovery: RecoveryReport,
    ) -> None:
        super().__init__(paths, settings, connection)
        self.recovery = recovery
        self._lock = lock

    @classmethod
    def open(cls, warehouse: Path, settings: StorageSettings, *, create: bool = True) -> Store:
        """Lock, recover, migrate and open a warehouse.

        Args:
            create: Make an empty one where there is none.

        Raises:
            StoreBusyError: Another run holds it; the message names the holder.
            TransientError: The folder cannot be written, or the disk is full.
            ConfigError: There is none and none is to be made, a file is in the way, or the store was written
                by a newer newsift.
            InvariantError: The store is damaged.
        """
        paths = WarehousePaths(warehouse)
        with translated(f"prepare the warehouse {warehouse}"):
            paths.require_folder() if create else paths.require_store()
            paths.state.mkdir(parents=True, exist_ok=True)
        lock = WriterLock(paths.lock, wait_seconds=settings.lock_wait_seconds)
        lock.acquire()
        try:
            return cls._open_locked(paths, settings, lock)
        except BaseException:
            lock.release()
            raise

    @classmethod
    def _open_locked(cls, paths: WarehousePaths, settings: StorageSettings, lock: WriterLock) -> Store:
        with translated(f"recover the warehouse {paths.warehouse}"):
            swept = sweep_strays(paths)
            orphan_log = None
            if not paths.store.exists():
                orphan_log = set_aside(paths.wal, paths.aside) if paths.wal.exists() else None
                create_store(paths, settings)
            con, damaged_log, replayed = open_recovered(paths, settings)
        try:
            with translated("migrate the store"):
                pending = migration_state(con, shipped_migrations()).pending
                if pending:
                    con.execute("CHECKPOINT")
                    con.close()
                    migrate_copy(paths, settings, pending)
                    con, _, _ = open_recovered(paths, settings)
            with translated("close the runs that died"):
                aborted = mark_dead_runs(con)
                if aborted or replayed:
                    con.execute("CHECKPOINT")
        except BaseException:
            with contextlib.suppress(duckdb.Error):
                con.close()
            raise
        report = RecoveryReport(swept, damaged_log or orphan_log, aborted, replayed)
        return cls(paths, settings, lock, con, report)

    def close(self) -> None:
        """Close the file and give the lock back."""
        try:
            with contextlib.suppress(duckdb.Error):
                self.connection.close()
        finally:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def snapshot_path(self) -> Path:
        """Where the published file stands (or will stand)."""
        return self.paths.published

    def start_run(
        self,
        *,
        code_version: str,
        settings_hash: str,
        rules_hash: str,
        inbox: str,
        label: str = "",
        run_id: str | None = None,
    ) -> str:
        """Begin a run; its row says "running" until `finish_run`, `fail_run` or the next recovery.

        Returns:
            The run id: the one given, or a new one that sorts by time.
        """
        chosen = run_id or runs.new_run_id()
        with self._writing("start a run"):
            if count(self.connection, "SELECT count(*) FROM main.runs WHERE run_id = ?", [chosen]):
                raise ConfigError(f"run {chosen} exists already", remedy="Leave the run id to newsift")
            runs.insert_run(
                self.connection,
                chosen,
                inbox=inbox,
                label=label,
                code_version=code_version,
                settings_hash=settings_hash,
                rules_hash=rules_hash,
            )
        return chosen

    def finish_run(self, summary: RunSummary) -> None:
        """Record a run's outcome. Call it before `publish`, so that the snapshot shows it.

        Raises:
            InvariantError: The counts do not add up (seen = clean + rejected + quarantined + skipped).
        """
        outcomes = summary.clean + summary.rejected + summary.quarantined + summary.skipped
        if summary.seen != outcomes:
            raise InvariantError(
                f"run {summary.run_id}: {summary.seen} inputs seen, {outcomes} accounted for",
                remedy="Report this: no input may be lost from the count",
            )
        with self._writing("finish the run"):
            runs.complete_run(self.connection, summary)

    def fail_run(self, run_id: str, error: str) -> None:
        """Record that an error stopped the run; nothing that its batches committed is undone.

        It never raises over the error that it records: where the disk refuses even this, the next start
        marks the run as aborted.
        """
        with contextlib.suppress(TransientError, InvariantError), self._writing("record a failed run"):
            runs.fail_run(self.connection, run_id, error)

    @contextlib.contextmanager
    def batch(self, run_id: str) -> Iterator[BatchWriter]:
        """One transaction over all tables: COMMIT and CHECKPOINT on leaving, ROLLBACK on an exception.

        Raises:
            TransientError: The disk failed. Whether the batch is in is for the ledger to say (`known`).
            StoreBrokenError: The engine stopped; end the process.
        """
        with contextlib.ExitStack() as unmerged, self._writing(f"commit a batch of run {run_id}"):
            writer = BatchWriter(self.connection, run_id=run_id, now=utc_now(), search=self._settings.search)
            yield writer
            writer.finish()
            if writer.contents >= row_groups.LARGE_BATCH:
                unmerged.enter_context(row_groups.left_unmerged(self.connection))

    @contextlib.contextmanager
    def resigning(self) -> Iterator[DedupIndex]:
        """The index of deduplication in one transaction of its own, to sign stored articles anew."""
        with self._writing("sign stored articles anew"):
            yield DedupIndex(self.connection)

    def publish(self, *, full: bool = False) -> Path:
        """Publish the committed state as `newsift.duckdb`; see `newsift.storage.publish`.

        It goes on first with a takedown that was stopped half-way.
        """
        self._refuse_when_unfit()
        if forgetting.is_unfinished(self.connection):
            self._finish_forgetting()
            return self.paths.published
        return self._publish(full=full)

    def _publish(self, *, full: bool) -> Path:
        with self._noting_a_stop():
            published = publishing.publish(self.connection, self.paths, self._settings, full=full)
            with translated("merge row groups"):  # readers have their snapshot by now
                row_groups.merge(self.connection)
        return published

    def tombstones(self) -> list[Tombstone]:
        """What was forgotten, the latest first."""
        with translated("look for what was forgotten"):
            return forgetting.tombstones(self.connection)

    def plan_forget(self, selectors: Sequence[Selector]) -> ForgetPlan:
        """What `forget` would remove."""
        with translated("look for what to forget"):
            return forgetting.plan(self.connection, selectors)

    def forget(self, selectors: Sequence[Selector], *, note: str, elect: Elect) -> ForgetResult:
        """Remove inputs and all that came of them: from the store, its file's free space and every copy.

        A kill on the way leaves them erased from the store; the next publication, or the same call again,
        removes the copies.

        Args:
            note: Why; kept with the tombstones.
            elect: Chooses the canonical article among what is left of a story.

        Returns:
            What went; nothing is touched when the plan is empty and nothing is unfinished.
        """
        planned = self.plan_forget(selectors)
        elected: tuple[str, ...] = ()
        gone = 0
        if planned:
            with self._writing("forget inputs"):
                elected, gone = forgetting.erase(
                    self.connection, planned, selectors=selectors, note=note, elect=elect
                )
        elif not planned.unfinished:
            return ForgetResult(planned)
        wiped, leftovers = self._finish_forgetting()
        return ForgetResult(planned, elected, gone, wiped, leftovers)

    def _finish_forgetting(self) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
        """Remove every copy of what was erased; the note that this is to be done goes last."""
        self.compact()
        self._publish(full=True)
        with translated("remove older copies of what was forgotten"):
            publishing.keep_snapshots(self.paths, 1)
            wiped = forgetting.wipe(self.paths)
            leftovers = forgetting.leftovers(self.connection, self.paths)
        with self._writing("end the takedown"):
            forgetting.finished(self.connection)
        return wiped, leftovers

    def compact(self) -> None:
        """Rewrite the store's file without free space."""
        with self._closed("compact the store"):
            rebuild.compact(self.paths, self._settings)

    def adopt(self, rebuilt: Path) -> None:
        """Put a store built as a warehouse of its own in the place of this one, in one step.

        Runs, tombstones, refusals and known inbox files of this store are carried over; its file is kept
        under `before-rebuild`. Publish afterwards; the snapshot is built in full.

        Args:
            rebuilt: The other warehouse's folder, closed; `paths.rebuild` is meant for it.
        """
        other = WarehousePaths(rebuilt)
        with self._closed("take over the rebuilt store"):
            con = connect(other.store, self._settings, spill=self.paths.spill)
            try:
                rebuild.carry_over(con, self.paths.store)
            finally:
                con.close()
            rebuild.put_in_place(other.store, self.paths)
