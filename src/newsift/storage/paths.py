"""Where everything of a warehouse lives."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class WarehousePaths:
    """The files and folders of one warehouse.

    People see `newsift.duckdb` and `snapshots/`; everything below `.state/` belongs to the pipeline.
    """

    warehouse: Path

    @property
    def published(self) -> Path:
        return self.warehouse / "newsift.duckdb"

    @property
    def snapshots(self) -> Path:
        return self.warehouse / "snapshots"

    @property
    def state(self) -> Path:
        return self.warehouse / ".state"

    @property
    def store(self) -> Path:
        return self.state / "store.duckdb"

    @property
    def wal(self) -> Path:
        return self.state / "store.duckdb.wal"

    @property
    def lock(self) -> Path:
        """An own file: DuckDB's own lock falls when its file is opened and closed by hand."""
        return self.state / "store.lock"

    @property
    def aside(self) -> Path:
        """Files that could not be replayed; kept for a person, never deleted."""
        return self.state / "aside"

    @property
    def before_migration(self) -> Path:
        return self.state / "before-migration"

    @property
    def before_rebuild(self) -> Path:
        """The store as it was before history was processed anew; one is kept."""
        return self.state / "before-rebuild"

    @property
    def rebuild(self) -> Path:
        """A warehouse in the making that is to take this one's place; swept at every start."""
        return self.state / "rebuild"

    @property
    def building(self) -> Path:
        """Half-built snapshots and migrations; swept at every start."""
        return self.state / "building"

    @property
    def spill(self) -> Path:
        return self.state / "spill"

    @property
    def staging(self) -> Path:
        return self.state / "staging"
