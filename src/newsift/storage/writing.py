"""Transactions of the store's one writer, and what an error in one means for those after it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import duckdb

from newsift.errors import InvariantError, TransientError
from newsift.settings import StorageSettings
from newsift.storage.connection import StoreBrokenError, stopped_engine, translated
from newsift.storage.known import Known
from newsift.storage.paths import WarehousePaths
from newsift.storage.recovery import open_recovered


class Writing(Known):
    """The writing side of an opened store: one transaction at a time, none after the engine has stopped."""

    def __init__(
        self, paths: WarehousePaths, settings: StorageSettings, connection: duckdb.DuckDBPyConnection
    ) -> None:
        self.paths = paths
        self.connection = connection
        self._settings = settings
        self._in_batch = False
        self._broken = False

    @contextlib.contextmanager
    def _closed(self, doing: str) -> Iterator[None]:
        """The store's file closed and without a log, the lock still held; opened again afterwards."""
        self._refuse_when_unfit()
        with translated(doing):
            self.connection.execute("CHECKPOINT")
            self.connection.close()
            try:
                yield
            finally:
                self.connection, _, _ = open_recovered(self.paths, self._settings)

    @contextlib.contextmanager
    def _writing(self, doing: str) -> Iterator[None]:
        """A transaction, then a checkpoint, so that normally no log outlives it."""
        self._refuse_when_unfit()
        self._in_batch = True
        try:
            with self._noting_a_stop(), translated(doing):
                self.connection.begin()
                try:
                    yield
                    self.connection.commit()
                except BaseException:
                    with contextlib.suppress(duckdb.Error):
                        self.connection.rollback()
                    raise
                self.connection.execute("CHECKPOINT")
        finally:
            self._in_batch = False

    @contextlib.contextmanager
    def _noting_a_stop(self) -> Iterator[None]:
        """Refuse further work once an error, be it a full disk, has stopped the engine."""
        try:
            yield
        except (InvariantError, TransientError) as error:
            self._broken = self._broken or stopped_engine(error.__cause__)
            raise

    def _refuse_when_unfit(self) -> None:
        if self._broken:
            raise StoreBrokenError(
                "the database engine has stopped in this process", remedy="Start the run again"
            )
        if self._in_batch:
            raise InvariantError("a batch is open already: one transaction at a time")
