"""kill -9 during upkeep: readers have the old state or the new one, and the same call again completes it."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import duckdb
import pytest

from newsift.cli.main import main
from newsift.pipeline.reprocess import reprocess
from newsift.settings import load_settings
from newsift.storage import Store
from newsift.storage import store as store_module
from newsift.storage.migrate import shipped_migrations
from tests.crash.faults import Point, inject, needs_strace, points_of, spread
from tests.crash.runs import SMALL, newsift_run
from tests.crash.state import Export, export, problems_of_snapshot

FORGOTTEN = "difaf/rail-line.txt"
SETTINGS = {name: value for name, value in SMALL.items() if "LOG_LEVEL" not in name}
DONE = 0

pytestmark = needs_strace


def forget(warehouse: Path) -> int:
    """The command, as an operator gives it."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in SMALL.items():
            patch.setenv(name, value)
        return main(["forget", "--warehouse", str(warehouse), "--path", FORGOTTEN, "--yes"])


def rebuild(warehouse: Path) -> int:
    """What the flow reprocess does once it is approved."""
    reprocess(warehouse, load_settings(environ=SETTINGS))
    return DONE


def tidy(warehouse: Path) -> int:
    """What the weekly flow does."""
    with Store.open(warehouse, load_settings(environ=SETTINGS).storage) as store:
        store.compact()
        store.publish(full=True)
    return DONE


def migrate(warehouse: Path) -> int:
    """The first start of a version that brings one more migration."""
    with later_version(warehouse), Store.open(warehouse, load_settings(environ=SETTINGS).storage) as store:
        store.publish()
        rows = store.connection.execute("SELECT DISTINCT mood FROM pipeline.raw").fetchall()
    assert rows == [("calm",)]
    return DONE


@contextmanager
def later_version(warehouse: Path) -> Iterator[None]:
    """The shipped migrations and one more."""
    folder = warehouse.parent / "migrations"
    folder.mkdir(exist_ok=True)
    for migration in shipped_migrations():
        (folder / migration.name).write_text(migration.statements)
    (folder / f"{len(shipped_migrations()) + 1:04d}_mood.sql").write_text(
        "ALTER TABLE pipeline.raw ADD COLUMN mood VARCHAR; UPDATE pipeline.raw SET mood = 'calm';"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store_module, "shipped_migrations", lambda: shipped_migrations(folder))
        yield


def nothing_is_left(warehouse: Path) -> None:
    """No database file shows anything of the forgotten input but that its path is known."""
    for file in warehouse.rglob("*.duckdb*"):
        with duckdb.connect(str(file), read_only=True) as con:
            for name in ("main.files", "main.articles", "main.block_spans"):
                shown = con.execute(f"SELECT count(*) FROM {name} t WHERE contains(t::VARCHAR, 'rail-line')")
                assert shown.fetchall() == [(0,)], (file, name)
    assert len(list((warehouse / "snapshots").iterdir())) == 1


def sound(warehouse: Path) -> None:
    """The doctor finds nothing."""
    assert main(["doctor", "--warehouse", str(warehouse)]) == DONE


def forgotten(warehouse: Path) -> None:
    sound(warehouse)
    nothing_is_left(warehouse)


def migrated(warehouse: Path) -> None:
    with later_version(warehouse):
        sound(warehouse)


@dataclass(frozen=True)
class Work:
    """A kind of upkeep, and what must hold of a warehouse once it is through."""

    do: Callable[[Path], int]
    check: Callable[[Path], None] = sound


WORKS = {
    "forget": Work(forget, forgotten),
    "reprocess": Work(rebuild),
    "maintain": Work(tidy),
    "migrate": Work(migrate, migrated),
}


@pytest.fixture(scope="session")
def filled(crash_inbox: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published warehouse with an older copy of its store beside it; tests work on copies."""
    warehouse = tmp_path_factory.mktemp("filled") / "warehouse"
    assert newsift_run(crash_inbox, warehouse) == DONE
    (warehouse / ".state" / "before-rebuild").mkdir()
    shutil.copyfile(
        warehouse / ".state" / "store.duckdb", warehouse / ".state" / "before-rebuild" / "store.duckdb"
    )
    return warehouse


def copied(filled: Path, folder: Path) -> Path:
    folder.mkdir(parents=True)
    return Path(shutil.copytree(filled, folder / "warehouse"))


def withstands_kills(work: Work, choose: Callable[[list[Point]], list[Point]], filled: Path, folder: Path):
    before = export(filled / "newsift.duckdb")
    clean = copied(filled, folder / "clean")
    assert work.do(clean) == DONE
    work.check(clean)
    after = export(clean / "newsift.duckdb")
    counted = copied(filled, folder / "counted")
    points = choose(points_of(partial(work.do, counted), folder))
    reached = 0
    for point in points:
        warehouse = copied(filled, folder / str(point))
        killed = inject(partial(work.do, warehouse), folder / "said", point, "signal=SIGKILL")
        reached += killed.code == -signal.SIGKILL
        assert killed.code in (-signal.SIGKILL, DONE), f"{point}: {killed}"
        completes(work, warehouse, before, after, str(point))
        shutil.rmtree(folder / str(point))
    assert reached >= 0.8 * len(points), f"only {reached} of {len(points)} calls were reached"


def completes(work: Work, warehouse: Path, before: Export, after: Export, moment: str) -> None:
    published = warehouse / "newsift.duckdb"
    assert problems_of_snapshot(published) == [], moment
    assert export(published) in (before, after), f"{moment}: neither the old state nor the new one"
    done = work.do(warehouse)
    # Nothing is left to forget when the kill came after the end of it.
    assert done == DONE or (done == 2 and work.do is forget), moment
    assert problems_of_snapshot(published) == [], moment
    assert export(published) == after, moment
    work.check(warehouse)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", WORKS)
def test_upkeep_killed_at_its_writes_is_completed_by_the_next(name: str, filled: Path, tmp_path: Path):
    withstands_kills(WORKS[name], lambda points: spread(points, 20)[::4], filled, tmp_path)


@pytest.mark.stress
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("part", range(4))
@pytest.mark.parametrize("name", WORKS)
def test_upkeep_killed_at_every_one_of_its_writes_is_completed_by_the_next(
    name: str, part: int, filled: Path, tmp_path: Path
):
    withstands_kills(WORKS[name], lambda points: points[part::4], filled, tmp_path)
