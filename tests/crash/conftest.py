"""One clean run, for all crash tests of a process to compare with."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.crash.faults import Point, points_of
from tests.crash.runs import make_inbox, newsift_run
from tests.crash.state import Export, export


@pytest.fixture(scope="session")
def crash_inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_inbox(tmp_path_factory.mktemp("crash-inbox"))


@pytest.fixture(scope="session")
def reference(crash_inbox: Path, tmp_path_factory: pytest.TempPathFactory) -> Export:
    """The export of one clean run."""
    warehouse = tmp_path_factory.mktemp("reference") / "warehouse"
    assert newsift_run(crash_inbox, warehouse) == 0
    return export(warehouse / "newsift.duckdb")


@pytest.fixture(scope="session")
def points(crash_inbox: Path, reference: Export, tmp_path_factory: pytest.TempPathFactory) -> list[Point]:
    """Every write-side call of a clean run (the reference run before it has loaded what is loaded once)."""
    folder = tmp_path_factory.mktemp("points")
    return points_of(partial(newsift_run, crash_inbox, folder / "warehouse"), folder)
