"""The published file is opened by the DuckDB clients that people have: 1.4, 1.5 and 2.0."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from newsift.settings import StorageSettings
from newsift.storage import Store
from tests.storage.store_world import Input, Loader, inputs

CACHE = Path(__file__).resolve().parents[2] / ".newsift" / "duckdb-clients"
SCRIPT = """
import json, sys, duckdb
con = duckdb.connect(sys.argv[1], read_only=True)
ask = lambda query: con.execute(query).fetchall()
print(json.dumps({
    "version": duckdb.__version__,
    "articles": ask("SELECT count(*) FROM articles")[0][0],
    "stories": ask("SELECT count(*), sum(n_copies)::INT FROM stories")[0],
    "text": ask("SELECT text FROM blocks WHERE kept ORDER BY content_hash, block_no LIMIT 1")[0][0],
    "found": len(ask("SELECT * FROM search_articles('القصه')")),
    "norm": ask("SELECT norm_text('إلى')")[0][0],
    "runs": ask("SELECT seconds_by_stage FROM runs")[0][0] is not None,
    "comments": ask("SELECT count(*) FROM duckdb_columns() WHERE NOT internal AND comment IS NULL")[0][0],
}))
"""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    settings = StorageSettings(memory_limit="512MB", threads=1)
    with Store.open(tmp_path_factory.mktemp("clients"), settings) as store:
        loader = Loader(store)
        loader.load([*inputs(4), *(Input(f"s{n}.txt", f"القصة {n}", story="s") for n in range(2))])
        loader.finish(seen=6, clean=6)
        return store.publish()


def client(requirement: str) -> Path:
    """A folder with another DuckDB, installed once and kept."""
    folder = CACHE / requirement.replace("~=", "-")
    if not (folder / "duckdb").is_dir():
        command = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-deps",
            "--target",
            str(folder),
            requirement,
        ]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=120)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            pytest.skip(f"{requirement} could not be installed (no package index?): {error}")
    return folder


@pytest.mark.xdist_group("duckdb-clients")
@pytest.mark.parametrize("requirement", ["duckdb~=1.4.0", "duckdb~=1.5.0", "ours"])
def test_a_client_reads_everything(requirement: str, published: Path):
    environment = dict(os.environ)
    if requirement != "ours":
        environment["PYTHONPATH"] = str(client(requirement))
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(published)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    version = told.pop("version")
    assert version.startswith("2." if requirement == "ours" else requirement[8:11])
    assert told.pop("text")
    assert told == {
        "articles": 6,
        "stories": [5, 6],
        "found": 2,
        "norm": "الي",
        "runs": True,
        "comments": 0,
    }
