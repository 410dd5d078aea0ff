"""An installed wheel can bring the service up: it holds what the flows read, and needs no checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hatchling.build import build_wheel
from service_world import ROOT

SAY = "from flows import environment as e; print(e.ROOT, e.deployments_file())"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's files, as pip would put them into site-packages."""
    place = tmp_path_factory.mktemp("wheel")
    here = Path.cwd()
    os.chdir(ROOT)  # where a build backend is called
    try:
        wheel = build_wheel(str(place))
    finally:
        os.chdir(here)
    with zipfile.ZipFile(place / wheel) as archive:
        archive.extractall(place / "site")
    return place / "site"


def test_the_wheel_holds_what_the_flows_read(installed: Path):
    for name in ("prefect.yaml", "sql/stories.sql"):
        assert (installed / "flows" / name).read_bytes() == (
            (ROOT / name if name == "prefect.yaml" else ROOT / "flows" / name).read_bytes()
        )
    assert (installed / "newsift" / "config" / "prefect.env").is_file()


def test_installed_the_project_is_the_folder_where_the_command_is_typed(installed: Path, tmp_path: Path):
    env = os.environ | {"PYTHONPATH": str(installed)}
    said = subprocess.run(
        [sys.executable, "-c", SAY], env=env, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert said.stdout.split() == [str(tmp_path), str(installed / "flows" / "prefect.yaml")]
