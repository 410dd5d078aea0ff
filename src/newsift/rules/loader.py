"""The only reader of `config/languages`, `config/sites` and `config/scoring.toml`."""

from __future__ import annotations

import hashlib
from pathlib import Path

from newsift.errors import ConfigError
from newsift.rules.dates import load_dates
from newsift.rules.engine import load_engine
from newsift.rules.pack import LanguagePack, Rules
from newsift.rules.schema import LanguageFile, ScoringFile
from newsift.rules.sites import load_sites
from newsift.rules.toml import read_toml


def load_rules(config_dir: Path) -> Rules:
    """Read and validate every rule file below `config_dir`.

    Raises:
        ConfigError: A file is missing, is not TOML, or holds an unknown key or a wrong value; the text
            names the file, the key and what is allowed.
    """
    folder = config_dir / "languages"
    if not folder.is_dir():
        raise ConfigError(f"{folder} does not exist", remedy="Check --config: it must hold languages/")
    languages: dict[str, LanguagePack] = {}
    for file in sorted(folder.glob("*.toml")):
        if "." in file.stem:  # <iso>.dates.toml and the like belong to the pack of <iso>
            continue
        pack = read_toml(file, LanguageFile)
        if pack.language != file.stem:
            raise ConfigError(
                f"{file}: 'language' = {pack.language!r}, but the file is called {file.stem}.toml",
                remedy="Make them agree",
            )
        languages[pack.language] = LanguagePack(
            language=pack.language,
            name=pack.name,
            markers={str(family): markers for family, markers in pack.markers.items()},
            date_words=pack.date_words,
            agencies=pack.agencies,
            conjunctions=pack.conjunctions,
        )
    scoring_file = config_dir / "scoring.toml"
    scoring = read_toml(scoring_file, ScoringFile) if scoring_file.is_file() else ScoringFile()
    return Rules(
        languages=languages,
        scoring=scoring,
        sites=load_sites(config_dir / "sites"),
        dates=load_dates(folder),
        engine=load_engine(config_dir / "engine.toml"),
        version=_version(config_dir),
    )


def _version(config_dir: Path) -> str:
    digest = hashlib.blake2b(digest_size=8)
    files = [*config_dir.glob("languages/*.toml"), *config_dir.glob("sites/*.toml")]
    for file in [*sorted(files), config_dir / "scoring.toml", config_dir / "engine.toml"]:
        if file.is_file():
            digest.update(f"{file.parent.name}/{file.name}\n".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()
