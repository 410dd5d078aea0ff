"""The only reader of `config/languages`, `config/sites` and `config/scoring.toml`."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from newsift.errors import ConfigError
from newsift.rules.dates import load_dates
from newsift.rules.engine import load_engine
from newsift.rules.pack import LanguagePack, Rules
from newsift.rules.schema import FAMILIES, LanguageFile, ScoringFile
from newsift.rules.sites import load_sites

_Model = TypeVar("_Model", bound=BaseModel)


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
        pack = _read(file, LanguageFile)
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
    scoring = _read(scoring_file, ScoringFile) if scoring_file.is_file() else ScoringFile()
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


def _read(file: Path, model: type[_Model]) -> _Model:
    try:
        return model.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file} is not valid TOML: {error}") from None
    except OSError as error:
        raise ConfigError(f"{file} cannot be read: {error.strerror}") from None
    except ValidationError as error:
        raise ConfigError(_describe(file, model, error), remedy="Mend it and run again") from None


def _describe(file: Path, model: type[BaseModel], error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"] if part != "[key]")
    if first["type"] == "extra_forbidden":
        inner = len(first["loc"]) > 1
        allowed = "phrases, starts, glued, ends, inside, words" if inner else ", ".join(model.model_fields)
        return f"{file}: unknown key '{place}'; allowed: {allowed}"
    if first["type"] == "literal_error":
        return f"{file}: unknown marker family '{place}'; allowed: {', '.join(FAMILIES)}"
    return f"{file}: '{place}' = {first.get('input')!r}: {first['msg']}"
