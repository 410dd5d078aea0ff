"""A record seen through `[inputs.fields]`: what it holds under newsift's names, however they are written."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_DEPTH = 3  # layers of objects around an article, such as {"data": {"item": {…}}}
_MAX_LAYERS = 16


class FieldView:
    """The fields of a record and of the objects in it that only wrap fields, outermost first.

    Args:
        record: One object.
        names: newsift's name to the names tried in turn; "within" lists the objects that wrap fields.
    """

    def __init__(self, record: Mapping[str, object], names: Mapping[str, tuple[str, ...]]) -> None:
        self._names = names
        self._wrappers = frozenset(name.casefold() for name in names.get("within", ()))
        self._items: list[tuple[str, object]] = []
        self._by_key: dict[str, list[tuple[str, object]]] = {}
        layers = [(record, 0)]
        for layer, depth in layers:
            for name, value in layer.items():
                self._items.append((name, value))
                self._by_key.setdefault(name_key(name), []).append((name, value))
                if depth < _DEPTH and len(layers) < _MAX_LAYERS and self.is_layer(name, value):
                    layers.append((value, depth + 1))  # type: ignore[arg-type]

    def named(self, ours: str) -> list[tuple[str, object]]:
        """Names and values of the fields that may be `ours`, the surest first."""
        return [found for key in _keys(self._names.get(ours, ())) for found in self._by_key.get(key, ())]

    def items(self) -> list[tuple[str, object]]:
        """All names and values, in the record's order, those of inner objects behind them."""
        return self._items

    def is_layer(self, name: str, value: object) -> bool:
        """Whether a value is an object that only wraps fields."""
        return isinstance(value, dict) and name.casefold() in self._wrappers


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """A name without case and without all but letters and digits."""
    return "".join(filter(str.isalnum, name.casefold()))


@lru_cache(maxsize=256)
def _keys(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(name_key, names)))
