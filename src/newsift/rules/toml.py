"""Reads one rule file: TOML checked against its model, and a mistake told by file, line, key and choice."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from newsift.errors import ConfigError
from newsift.mistakes import known_keys, wording

Model = TypeVar("Model", bound=BaseModel)
Location = tuple[int | str, ...]


def read_toml(file: Path, model: type[Model]) -> Model:
    """The file's content as a `model`.

    Raises:
        ConfigError: The file cannot be read, is not TOML, or holds an unknown key or a wrong value; the
            text names the file, the line, the key and what is allowed.
    """
    try:
        text = file.read_text(encoding="utf-8")
        return model.model_validate(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file} is not valid TOML: {error}") from None
    except OSError as error:
        raise ConfigError(
            f"{file} cannot be read: {error.strerror}", remedy="Check --config, or restore the file"
        ) from None
    except ValidationError as error:
        raise ConfigError(_describe(file, text, model, error), remedy="Mend it and run again") from None


def line_of(text: str, location: Location) -> int:
    """Line (from 1) of a TOML text on which the key or table at `location` begins; 1 when it is missing.

    A number in `location` counts the tables `[[name]]` of the name before it; in a list of values it
    is passed over, since a list has no line of its own for each.
    """
    lines = text.split("\n")
    start = 0
    for depth, part in enumerate(location):
        if isinstance(part, int):
            heads = [i for i, line in enumerate(lines) if line.strip() == f"[[{location[depth - 1]}]]"]
            start = heads[part] if part < len(heads) else start
            continue
        path = ".".join(str(step) for step in location[: depth + 1])
        found = [
            i
            for i in range(start, len(lines))
            if lines[i].split("=")[0].strip() == part
            or lines[i].strip() in {f"[{part}]", f"[[{part}]]", f"[{path}]"}
        ]
        start = found[0] if found else start
    return start + 1


def _describe(file: Path, text: str, model: type[BaseModel], error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    # A wrong key of a mapping is reported below the key itself, as '[key]'.
    location = tuple(part for part in first["loc"] if part != "[key]")
    place = ".".join(str(part) for part in location)
    where = f"{file}, line {line_of(text, location)}"
    if first["type"] == "extra_forbidden":
        return f"{where}: unknown key '{place}'; allowed: {', '.join(known_keys(model, location[:-1]))}"
    if "[key]" in first["loc"]:
        return f"{where}: unknown key '{place}': {wording(first)}"
    return f"{where}: '{place}' = {first.get('input')!r}: {wording(first)}"
