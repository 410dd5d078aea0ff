from pathlib import Path

import pytest

from newsift.errors import ConfigError
from newsift.rules import load_rules

CONFIG = Path(__file__).resolve().parent.parent.parent / "config"
GOOD = 'language = "xx"\nname = "Test"\n[markers.read_also]\nphrases = ["Also this"]\n'


def folder(tmp_path: Path, text: str = GOOD, name: str = "xx.toml") -> Path:
    (tmp_path / "languages").mkdir(exist_ok=True)
    (tmp_path / "languages" / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_the_shipped_packs_cover_the_promised_languages():
    rules = load_rules(CONFIG)
    assert set(rules.languages) >= {"ar", "fa", "ur", "en", "fr", "es", "de", "tr", "ru", "pt", "it"}
    for pack in rules.languages.values():
        assert {"read_also", "related", "source", "tags", "share"} <= set(pack.markers), pack.language


def test_the_shipped_weights_equal_the_defaults_in_code():
    from newsift.rules.schema import ScoringFile

    assert load_rules(CONFIG).scoring == ScoringFile()


def test_the_version_changes_with_a_files_content_and_nothing_else(tmp_path: Path):
    base = folder(tmp_path)
    first = load_rules(base).version
    assert load_rules(base).version == first
    (base / "languages" / "xx.toml").write_text(GOOD.replace("Also this", "Also that"), encoding="utf-8")
    assert load_rules(base).version != first


def test_date_files_do_not_count_as_language_packs(tmp_path: Path):
    base = folder(tmp_path)
    folder(tmp_path, '[words]\npublished = ["posted"]\n', "xx.dates.toml")
    assert set(load_rules(base).languages) == {"xx"}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (GOOD + 'phrase = ["x"]\n', ["xx.toml, line ", "unknown key", "phrase", "phrases, starts, glued"]),
        (GOOD.replace("read_also", "readalso"), ["xx.toml", "readalso", "read_also"]),
        (GOOD.replace('"Also this"', '"***"'), ["xx.toml", "***", "no letter"]),
        (GOOD.replace('"xx"', '"yy"', 1), ["xx.toml", "'yy'"]),
        (GOOD + "colour = 1\n[markers.tags]\n", ["xx.toml", "colour", "allowed"]),
        ("colour = 1\n" + GOOD, ["xx.toml, line 1: unknown key 'colour'; allowed: language, name"]),
        ("language = ", ["xx.toml", "TOML"]),
        ('language = "xx"\n', ["xx.toml", "name"]),
    ],
)
def test_a_mistake_is_named_with_file_key_and_what_is_allowed(tmp_path: Path, text: str, named: list[str]):
    with pytest.raises(ConfigError) as error:
        load_rules(folder(tmp_path, text))
    for part in named:
        assert part in str(error.value)


def test_an_unknown_weight_is_refused(tmp_path: Path):
    base = folder(tmp_path)
    (base / "scoring.toml").write_text("[headline_evidence]\nlouder = 1.0\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="louder"):
        load_rules(base)


def test_a_missing_languages_folder_is_a_config_error(tmp_path: Path):
    with pytest.raises(ConfigError, match="languages"):
        load_rules(tmp_path)
