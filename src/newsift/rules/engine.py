"""Weights of the main-content decision on HTML pages: `config/engine.toml`.

The weights are learnt (`benchmarks/engine_weights.py`: logistic regression), so the file is written by
a program; it lies with the other rules because it changes results and counts into their version.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from newsift.errors import ConfigError


class EngineWeights(BaseModel):
    """The content of `engine.toml`.

    Attributes:
        threshold: A block whose weighted sum lies above it belongs to the story.
        weights: Feature of `clean.engine_features` -> weight; without any the engine alone decides.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    threshold: float = 0.0
    weights: dict[str, float] = {}


def load_engine(file: Path) -> EngineWeights:
    """Read the weights; empty ones when there is no file.

    Raises:
        ConfigError: Names the file, the key and what is allowed.
    """
    if not file.is_file():
        return EngineWeights()
    try:
        return EngineWeights.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file} is not valid TOML: {error}") from None
    except OSError as error:
        raise ConfigError(f"{file} cannot be read: {error.strerror}") from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        if first["type"] == "extra_forbidden":
            raise ConfigError(f"{file}: unknown key '{place}'; allowed: threshold, weights") from None
        raise ConfigError(f"{file}: '{place}' = {first.get('input')!r}: {first['msg']}") from None
