"""Where everything of a warehouse lives."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from newsift.errors import ConfigError


@dataclass(frozen=True, slots=True)
class WarehousePaths:
    """The files and folders of one warehouse.

    People see `newsift.duckdb` and `snapshots/`; everything below `.state/` belongs to the pipeline.
    """

    warehouse: Path

    def require_folder(self) -> None:
        """Refuse a place that is no folder and cannot become one.

        Raises:
            ConfigError: The warehouse, or what it is to lie in, is a file.
        """
        for place in (self.warehouse, *self.warehouse.absolute().parents):
            if place.is_dir():
                return
            if place.exists():
                raise ConfigError(
                    f"the warehouse {self.warehouse} cannot be used: {place} is a file, not a folder",
                    remedy="Check --warehouse: it names the folder that holds newsift.duckdb",
                )

    def require_store(self) -> None:
        """Refuse a folder that no run has filled.

        Raises:
            ConfigError: There is no store.
        """
        self.require_folder()
        if not self.store.is_file():
            raise ConfigError(
                f"there is no warehouse in {self.warehouse}",
                remedy="Check --warehouse, or run newsift run first",
            )

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
