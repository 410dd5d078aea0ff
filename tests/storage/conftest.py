"""A small world for the store: documents written here, loaded the way the pipeline does it."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsift.settings import StorageSettings
from newsift.storage import Store
from tests.storage.store_world import Loader


@pytest.fixture
def settings() -> StorageSettings:
    return StorageSettings(memory_limit="512MB", threads=1, lock_wait_seconds=0.2)


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    return tmp_path / "warehouse"


@pytest.fixture
def store(warehouse: Path, settings: StorageSettings):
    with Store.open(warehouse, settings) as opened:
        yield opened


@pytest.fixture
def loader(store: Store) -> Loader:
    return Loader(store)
