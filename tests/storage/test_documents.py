"""The dictionary is the schema's, and every recipe of the cookbook runs."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from newsift.settings import StorageSettings
from newsift.storage import Store
from newsift.storage.dictionary import data_dictionary
from tests.storage.store_world import Input, Loader, inputs, refused

DOCS = Path(__file__).resolve().parents[2] / "docs"
RECIPES = sorted((DOCS / "cookbook").glob("*.sql"))


def test_the_data_dictionary_is_up_to_date():
    assert (DOCS / "data-dictionary.md").read_text() == data_dictionary(), "run: make docs"


def test_the_cookbook_is_there():
    assert len(RECIPES) >= 12


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    settings = StorageSettings(memory_limit="512MB", threads=1)
    with Store.open(tmp_path_factory.mktemp("cookbook"), settings) as store:
        loader = Loader(store)
        items = [*inputs(3), Input("x.txt", "قصة", story="s"), Input("y.txt", "قصة أخرى", story="s")]
        loader.load(items, (refused("bad.bin"),))
        loader.finish(seen=6, clean=5, quarantined=1)
        return store.publish()


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda path: path.stem)
def test_every_recipe_runs(recipe: Path, published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    text = recipe.read_text()
    assert text.startswith("-- "), "the first line says which question it answers"
    monkeypatch.chdir(tmp_path)
    with duckdb.connect(str(published), read_only=True) as con:
        con.execute(text).fetchall()
