"""Start-up: locks, strays, dead runs, damaged files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from newsift.errors import ConfigError, InvariantError, StoreBusyError, TransientError
from newsift.settings import StorageSettings
from newsift.storage import Store
from tests.storage.store_world import Loader, inputs

HOLD = """
import sys, time
from pathlib import Path
from newsift.settings import StorageSettings
from newsift.storage import Store
with Store.open(Path(sys.argv[1]), StorageSettings(threads=1)):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_run_learns_who_holds_the_warehouse(warehouse: Path, settings: StorageSettings):
    with subprocess.Popen([sys.executable, "-c", HOLD, str(warehouse)], stdout=subprocess.PIPE) as holder:
        try:
            assert holder.stdout.readline() == b"held\n"
            with pytest.raises(StoreBusyError, match=rf"process {holder.pid} on ") as caught:
                Store.open(warehouse, settings)
            assert "lock_wait_seconds" in caught.value.remedy
        finally:
            holder.kill()
    with Store.open(warehouse, settings) as store:
        assert store.recovery.messages == (), "the lock of a dead process is free, and nothing was left"


def test_a_second_run_waits_as_long_as_it_is_told(warehouse: Path, settings: StorageSettings):
    patient = settings.model_copy(update={"lock_wait_seconds": 30.0})
    with subprocess.Popen([sys.executable, "-c", HOLD, str(warehouse)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout.readline() == b"held\n"
        with (
            subprocess.Popen(["sh", "-c", f"sleep 0.5; kill -9 {holder.pid}"]),
            Store.open(warehouse, patient),
        ):
            pass


def test_what_a_dead_run_left_is_swept_and_the_run_marked(warehouse: Path, settings: StorageSettings):
    with Store.open(warehouse, settings) as store:
        loader = Loader(store)
        loader.load(inputs(2))
        (store.paths.building / "snapshot.duckdb").write_bytes(b"half")
        (store.paths.staging / "run-1").mkdir()
        (store.paths.staging / "run-1" / "batch.arrow").write_bytes(b"half")
        (store.paths.spill / "duckdb_temp_storage.tmp").write_bytes(b"half")
    with Store.open(warehouse, settings) as store:
        assert store.recovery.aborted_runs == (loader.run_id,)
        assert store.recovery.swept == ("snapshot.duckdb", "duckdb_temp_storage.tmp", "run-1")
        assert [m.split()[0] for m in store.recovery.messages] == ["run", "removed"]
        assert store.connection.execute("SELECT status FROM runs").fetchall() == [("aborted",)]
        assert store.totals().articles == 2, "what its batches committed stays"


def test_a_damaged_store_says_what_to_do(warehouse: Path, settings: StorageSettings):
    with Store.open(warehouse, settings) as store:
        path = store.paths.store
    path.write_bytes(b"\0" * 50_000)
    with pytest.raises(InvariantError, match="cannot be opened") as caught:
        Store.open(warehouse, settings)
    assert "aside" in caught.value.remedy


def test_a_log_without_its_store_is_not_replayed_into_a_new_one(warehouse: Path, settings: StorageSettings):
    with Store.open(warehouse, settings) as store:
        paths = store.paths
    paths.store.unlink()
    paths.wal.write_bytes(b"a log of a store that somebody deleted")
    with Store.open(warehouse, settings) as store:
        assert store.totals().files == 0
        assert store.recovery.damaged_log is not None
        assert store.recovery.damaged_log.read_bytes() == b"a log of a store that somebody deleted"


def test_a_warehouse_that_cannot_be_made_is_a_passing_error(tmp_path: Path, settings: StorageSettings):
    with pytest.raises(TransientError, match="prepare the warehouse"):
        Store.open(tmp_path / ("x" * 300) / "warehouse", settings)  # longer than a name may be


def test_a_file_in_the_way_of_a_warehouse_is_a_wrong_setting(tmp_path: Path, settings: StorageSettings):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ConfigError, match="file is a file, not a folder"):
        Store.open(tmp_path / "file" / "warehouse", settings)


def test_a_batch_leaves_no_log_behind(loader: Loader):
    loader.load(inputs(3))
    assert not loader.store.paths.wal.exists()


def test_the_limits_of_the_settings_hold(store: Store):
    shown = store.connection.execute(
        "SELECT current_setting('threads'), current_setting('memory_limit'), "
        "current_setting('temp_directory')"
    ).fetchall()[0]
    assert shown[0] == 1
    assert shown[1].startswith("415")  # MiB: 85 % of 512 MB, for the engine goes a little over
    assert shown[2] == str(store.paths.spill)
