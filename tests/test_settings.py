"""Settings: three layers, and mistakes that name file, key and what is allowed."""

from __future__ import annotations

import tomllib

import pytest

from newsift.errors import ConfigError
from newsift.settings import Settings, load_settings


def test_shipped_file_states_every_default(project_root):
    """`config/newsift.toml` shows each setting with the value that the code uses without it."""
    shipped = tomllib.loads((project_root / "config" / "newsift.toml").read_text("utf-8"))
    assert Settings.model_validate(shipped) == Settings()
    for section, model in Settings().model_dump().items():
        assert set(shipped[section]) == set(model), f"[{section}] of newsift.toml lacks or adds keys"


def test_environment_beats_file_and_override_beats_environment(tmp_path):
    file = tmp_path / "newsift.toml"
    file.write_text("[run]\nworkers = 2\nfiles_per_batch = 7\n")
    environ = {"NEWSIFT_RUN__WORKERS": "3", "NEWSIFT_RUN__FILES_PER_BATCH": "8"}
    settings = load_settings(file, environ=environ, overrides={"run": {"workers": 4}})
    assert (settings.run.workers, settings.run.files_per_batch) == (4, 8)


def test_override_of_none_is_no_override(tmp_path):
    file = tmp_path / "newsift.toml"
    file.write_text("[run]\nworkers = 2\n")
    assert load_settings(file, environ={}, overrides={"run": {"workers": None}}).run.workers == 2


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        ("[run]\nworkerz = 2\n", ["unknown key 'run.workerz'", "workers"]),
        ("[runn]\nworkers = 2\n", ["unknown key 'runn'", "inputs"]),
        ("[run]\nworkers = 0\n", ["run.workers", "0", "greater than or equal to 1"]),
        ("[run]\nlog_level = 'LOUD'\n", ["run.log_level", "'DEBUG'"]),
        ("workers = 2\n", ["outside a section"]),
        ("[run\n", ["not valid TOML"]),
    ],
)
def test_mistake_names_file_key_and_allowed_values(tmp_path, content, parts):
    file = tmp_path / "mine.toml"
    file.write_text(content)
    with pytest.raises(ConfigError) as caught:
        load_settings(file, environ={})
    for part in ("mine.toml", *parts):
        assert part in str(caught.value)


def test_mistake_in_environment_names_the_variable(tmp_path):
    file = tmp_path / "newsift.toml"
    file.write_text("")
    with pytest.raises(ConfigError, match="NEWSIFT_RUN__WORKERS"):
        load_settings(file, environ={"NEWSIFT_RUN__WORKERS": "many"})


def test_digest_ignores_what_cannot_change_a_result():
    settings = Settings()
    more_workers = settings.model_copy(update={"run": settings.run.model_copy(update={"workers": 9})})
    other_shingles = settings.model_copy(
        update={"dedup": settings.dedup.model_copy(update={"shingle_words": 5})}
    )
    assert settings.digest() == more_workers.digest()
    assert settings.digest() != other_shingles.digest()
