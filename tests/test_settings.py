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
        ("[run]\nworkers = 0\n", ["'run.workers' = 0: must be at least 1."]),
        ("[run]\nworkers = 2.5\n", ["'run.workers' = 2.5: must be a whole number."]),
        ("[run]\nworkers = 'a'\n", ["'run.workers' = \"a\": must be a whole number."]),
        ("[storage]\nkeep_raw = 'perhaps'\n", ["'storage.keep_raw' = \"perhaps\": must be true or false."]),
        ("[dedup]\nweak_jaccard = 2\n", ["'dedup.weak_jaccard' = 2: must be at most 1."]),
        ("[dedup]\nweak_jaccard = inf\n", ["'dedup.weak_jaccard' = Infinity: must be a finite number."]),
        (
            "[run]\nlog_level = 'LOUD'\n",
            ["'run.log_level'", "must be one of 'DEBUG', 'INFO', 'WARNING', 'ERROR'."],
        ),
        ("[inputs]\nsuffixes = '.txt'\n", ["'inputs.suffixes' = \".txt\": must be a list, such as"]),
        ("[inputs]\nsuffixes = ['.txt', 3]\n", ["'inputs.suffixes' = 3: must be a text in quotes"]),
        ("[inputs]\nafter_ingest = 'archive'\n", ["'inputs.archive_dir' = \"\": must name a folder or URL"]),
        (
            "[inputs.fields]\nbody = ['x']\n",
            ["'inputs.fields' = { body = ... }: unknown key 'body'; allowed: id, "],
        ),
        ("[inputs.fields]\ntext = 'x'\n", ["'inputs.fields.text' = \"x\": must be a list"]),
        ("[storage]\nmax_spill = '2 G'\n", ["'storage.max_spill' = \"2 G\": must be a size such as"]),
        ("[run]\nworkers = 0\nfiles_per_batch = 0\n", ["'run.workers' = 0", "'run.files_per_batch' = 0"]),
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


def test_mistake_in_a_section_that_only_the_environment_names_is_told_of_the_variable(tmp_path):
    file = tmp_path / "newsift.toml"
    file.write_text("")
    with pytest.raises(ConfigError, match="environment variable NEWSIFT_RUNN__X: unknown key 'runn'"):
        load_settings(file, environ={"NEWSIFT_RUNN__X": "1"})


def test_mistake_on_the_command_line_names_the_option(tmp_path):
    file = tmp_path / "newsift.toml"
    file.write_text("")
    with pytest.raises(ConfigError, match=r"^option --workers: 'run.workers' = 0: must be at least 1"):
        load_settings(file, environ={}, overrides={"run": {"workers": 0}})


def test_naming_one_record_field_leaves_the_others_as_they_were(tmp_path):
    file = tmp_path / "newsift.toml"
    file.write_text("[inputs.fields]\ntext = ['story']\n")
    fields = load_settings(file, environ={}).inputs.fields
    assert fields == Settings().inputs.fields | {"text": ("story",)}


def test_digest_ignores_what_cannot_change_a_result():
    settings = Settings()
    more_workers = settings.model_copy(update={"run": settings.run.model_copy(update={"workers": 9})})
    other_shingles = settings.model_copy(
        update={"dedup": settings.dedup.model_copy(update={"shingle_words": 5})}
    )
    assert settings.digest() == more_workers.digest()
    assert settings.digest() != other_shingles.digest()
