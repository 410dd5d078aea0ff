"""Weights of the main-content decision on HTML pages: `config/engine.toml`.

The weights are learnt (`benchmarks/engine_weights.py`: logistic regression), so the file is written by
a program; it lies with the other rules because it changes results and counts into their version.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from newsift.rules.toml import read_toml


class EngineWeights(BaseModel):
    """The content of `engine.toml`.

    Attributes:
        threshold: A block whose weighted sum lies above it belongs to the story.
        doubt: The engine is asked about pages on which the page's own structure leaves more doubt than this
            (`clean.engine.is_doubtful`); about every page where there are no weights without it.
        weights: Feature of `clean.engine_features` -> weight; without any the engine alone decides.
        without_engine: The same for pages about which the engine was not asked.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    threshold: float = 0.0
    doubt: float = 0.0
    weights: dict[str, float] = {}
    without_engine: dict[str, float] = {}


def load_engine(file: Path) -> EngineWeights:
    """Read the weights; empty ones when there is no file.

    Raises:
        ConfigError: Names the file, the key and what is allowed.
    """
    if not file.is_file():
        return EngineWeights()
    return read_toml(file, EngineWeights)
