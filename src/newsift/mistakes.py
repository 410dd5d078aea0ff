"""What is wrong with a value of a setting or a rule, in the words of the person who wrote it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, get_args, get_origin

from pydantic import BaseModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic_core import ErrorDetails

_WANTED = {
    "int": "must be a whole number",
    "float": "must be a number",
    "finite_number": "must be a finite number",
    "bool": "must be true or false",
    "string": 'must be a text in quotes, such as "a"',
    "tuple": 'must be a list, such as ["a", "b"]',
    "list": 'must be a list, such as ["a", "b"]',
    "frozen_set": 'must be a list, such as ["a", "b"]',
    "dict": 'must be a table, such as { a = "b" }',
    "model": "must be a section of its own, [like_this]",
    "missing": "is missing",
}
_BOUNDS = {
    "greater_than_equal": ("must be at least", "ge"),
    "greater_than": ("must be more than", "gt"),
    "less_than_equal": ("must be at most", "le"),
    "less_than": ("must be less than", "lt"),
}


def wording(mistake: ErrorDetails) -> str:
    """What a value must be: "must be at least 1".

    Args:
        mistake: One of `ValidationError.errors()`.
    """
    kind, context = mistake["type"], mistake.get("ctx", {})
    if kind in _BOUNDS:
        words, bound = _BOUNDS[kind]
        limit = context[bound]
        return f"{words} {int(limit) if limit == int(limit) else limit}"
    if kind == "literal_error":
        return f"must be one of {str(context['expected']).replace(' or ', ', ')}"
    if kind == "value_error":  # raised by a check of ours, in its own words
        return str(context["error"])
    # "int_parsing", "int_type", "int_from_float": the part before the last words is what was wanted.
    for name in (kind, kind.rpartition("_")[0], kind.partition("_")[0]):
        if name in _WANTED:
            return _WANTED[name]
    return mistake["msg"]


def shown(value: object) -> str:
    """A value as TOML writes it, near enough to be found again; tables only by their keys."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = ..." for key in value) + " }"
    return json.dumps(value, ensure_ascii=False, default=str)


def known_keys(model: type[BaseModel], location: Sequence[int | str]) -> list[str]:
    """Names of the keys of the table at `location` inside a `model`; none where it is no table."""
    kind: object = model
    for part in location:
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            field = kind.model_fields.get(str(part))
            kind = field.annotation if field else None
        elif get_origin(kind) is not None:  # tuple[Item, ...] or dict[Key, Value]
            arguments = get_args(kind)
            kind = arguments[1] if get_origin(kind) is dict else arguments[0]
    return list(kind.model_fields) if isinstance(kind, type) and issubclass(kind, BaseModel) else []
