"""Reads and validates `config/normalisation.toml`: which words deduplication takes to be the same.

The rules are compiled into plain tables here; applying them to text is `newsift.dedup.words`.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field, field_validator

from newsift.rules.toml import read_toml

if TYPE_CHECKING:
    from pathlib import Path

FILE_NAME = "normalisation.toml"
_RANGE = re.compile(r"([0-9A-Fa-f]{2,6})(?:-([0-9A-Fa-f]{2,6}))?")
_LAST_CODE_POINT = 0x10FFFF


@dataclass(frozen=True, slots=True)
class Normalisation:
    """Compiled word rules.

    Attributes:
        translation: Code point -> replacement ("" drops it), for `str.translate` after NFKC and casefold.
        unspaced: Inclusive code point ranges of scripts without spaces between words.
        version: Hash of everything above; part of the signature version.
    """

    translation: dict[int, str]
    unspaced: tuple[tuple[int, int], ...]
    version: str


class _Profile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    languages: tuple[str, ...] = ()
    strip: tuple[str, ...] = ()
    strip_characters: str = ""
    fold: dict[str, str] = {}
    unspaced: tuple[str, ...] = ()

    @field_validator("strip", "unspaced")
    @classmethod
    def _ranges_are_hexadecimal(cls, values: tuple[str, ...]) -> tuple[str, ...]:
        for value in values:
            _parse_range(value)
        return values

    @field_validator("fold")
    @classmethod
    def _keys_are_single_characters(cls, values: dict[str, str]) -> dict[str, str]:
        for key in values:
            if len(key) != 1:
                raise ValueError(f"fold key {key!r} must be one character")
        return values


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    version: int = Field(ge=1)
    profile: tuple[_Profile, ...] = Field(min_length=1)


def load_normalisation(config_dir: Path) -> Normalisation:
    """Read `normalisation.toml` of a config folder.

    Raises:
        ConfigError: The file is missing, not TOML, or has an unknown key or a bad range.
    """
    return _compile(read_toml(config_dir / FILE_NAME, _File))


def _compile(parsed: _File) -> Normalisation:
    translation: dict[int, str] = {}
    unspaced: list[tuple[int, int]] = []
    for profile in parsed.profile:
        for low, high in map(_parse_range, profile.strip):
            translation.update(dict.fromkeys(range(low, high + 1), ""))
        translation.update({ord(character): "" for character in profile.strip_characters})
        translation.update({ord(key): value for key, value in profile.fold.items()})
        unspaced.extend(map(_parse_range, profile.unspaced))
    ranges = tuple(sorted(unspaced))
    return Normalisation(translation, ranges, _version(parsed.version, translation, ranges))


def _version(number: int, translation: dict[int, str], unspaced: Iterable[tuple[int, int]]) -> str:
    # The Unicode tables of the interpreter decide NFKC, casefold and categories: they belong to the version.
    text = repr((number, sorted(translation.items()), list(unspaced), unicodedata.unidata_version))
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _parse_range(text: str) -> tuple[int, int]:
    match = _RANGE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a range such as '0300-036F'")
    low = int(match[1], 16)
    high = int(match[2], 16) if match[2] else low
    if not low <= high <= _LAST_CODE_POINT:
        raise ValueError(f"{text!r} is not an ascending range of code points")
    return low, high
