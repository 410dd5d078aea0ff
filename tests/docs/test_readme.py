"""The README says what is true: its commands exist, its links lead somewhere, its outputs are real."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from newsift.cli.parser import build_parser
from newsift.pipeline.run import ingest
from newsift.storage.snapshot import query


@pytest.fixture(scope="module")
def readme(project_root) -> str:
    return (project_root / "README.md").read_text("utf-8")


@pytest.fixture(scope="module")
def warehouse(project_root, tmp_path_factory):
    from newsift.settings import load_settings

    folder = tmp_path_factory.mktemp("readme") / "warehouse"
    ingest(project_root / "examples" / "inbox", folder, load_settings(environ={}))
    return folder


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, flags=re.DOTALL)


def test_every_make_target_exists(readme, project_root):
    makefile = (project_root / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"\$ make ([a-z-]+)", readme))
    assert targets >= {"run", "test", "up", "status", "down"}
    for target in targets:
        assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE), target


def test_every_command_of_the_parser_is_in_the_readme_and_the_other_way_round(readme):
    (actions,) = (a for a in build_parser()._actions if a.choices and not a.option_strings)
    shown = set(re.findall(r"`newsift ([a-z]+)", readme))
    assert shown == set(actions.choices)


def test_every_relative_link_leads_to_a_file(readme, project_root):
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", readme) if "://" not in link]
    assert links
    for link in links:
        assert (project_root / link).exists(), link


def test_the_cookbook_lists_every_recipe_with_its_question(project_root):
    page = (project_root / "docs" / "cookbook" / "README.md").read_text("utf-8")
    recipes = sorted((project_root / "docs" / "cookbook").glob("*.sql"))
    listed = re.findall(r"^\| (.+) \| \[(\w+)\]\((\w+\.sql)\) \|$", page, flags=re.MULTILINE)
    assert listed == [
        (recipe.read_text("utf-8").splitlines()[0].removeprefix("-- "), recipe.stem, recipe.name)
        for recipe in recipes
    ]


def test_a_recipe_is_answered_without_the_duckdb_command(project_root, warehouse):
    shown = subprocess.run(
        [
            sys.executable,
            str(project_root / "docs" / "cookbook" / "ask.py"),
            str(warehouse),
            str(project_root / "docs" / "cookbook" / "largest_stories.sql"),
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout
    assert "n_copies" in shown


def test_every_query_answers_on_the_examples(readme, warehouse):
    queries = [q.strip() for block in blocks(readme, "sql") for q in block.split(";") if q.strip()]
    assert len(queries) >= 3
    for statement in queries:
        assert query(warehouse / "newsift.duckdb", statement).num_rows > 0, statement


def test_printed_run_is_what_the_command_prints(readme, project_root, tmp_path):
    shown = next(block for block in blocks(readme, "text") if block.startswith("files seen"))
    real = subprocess.run(
        [
            sys.executable,
            "-m",
            "newsift.cli",
            "run",
            "--inbox",
            str(project_root / "examples" / "inbox"),
            "--warehouse",
            str(tmp_path / "warehouse"),
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    ).stdout
    assert without_variable(real) == without_variable(shown)


def without_variable(text: str) -> list[str]:
    """The lines of a run's summary without what changes from machine to machine."""
    return [line for line in text.strip().splitlines() if not line.startswith(("seconds", "file  ", "why  "))]


def test_printed_explanation_is_what_the_command_prints(readme, project_root, warehouse):
    shown = next(block for block in blocks(readme, "text") if block.startswith("input"))
    path = re.search(r"newsift explain (\S+) --warehouse", readme).group(1)
    real = subprocess.run(
        [sys.executable, "-m", "newsift.cli", "explain", path, "--warehouse", str(warehouse)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout
    assert real.strip() == shown.strip()
