"""Values of labelled lines: "Source: Example Daily" without its label."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsift.clean.shadow import raw_end_of_prefix, squash

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsift.rules.pack import Rules

_COLON = re.compile(r"^[^:：\n]{1,30}[:：]\s*")
_EDGES = " \t\u00a0\u200b\u200e\u200f:：|-–—/•·*#>»،,;"
_MAX_NAME_WORDS = 9
_ADDRESS = re.compile(r"https?://|www\.|@\w|\w@\w", re.IGNORECASE)


def without_label(text: str, rules: Rules, families: Iterable[str]) -> str:
    """`text` without a label of one of the marker families at its head, or without "word(s):"."""
    letters = squash(text)
    best = 0
    for pack in rules.languages.values():
        for family in families:
            markers = pack.markers.get(family)
            if markers is None:
                continue
            for wording in (*markers.phrases, *markers.starts, *markers.glued):
                head = squash(wording)
                if len(head) > best and letters.startswith(head) and _ends_word(text, len(head)):
                    best = len(head)
    if best:
        end = raw_end_of_prefix(text, best)
        if end is not None:
            return text[end:].strip(_EDGES)
    return _COLON.sub("", text, count=1).strip(_EDGES)


def _ends_word(text: str, letters: int) -> bool:
    """Whether the label ends where a word ends: "Sources" is not "Source" followed by "s"."""
    end = raw_end_of_prefix(text, letters)
    return end is not None and (end == len(text) or not text[end].isalpha())


def as_name(text: str) -> str | None:
    """`text` if it can be the name of a publisher, agency or person: short, no address, no sentence."""
    name = " ".join(text.split()).strip(_EDGES)
    if not name or len(name.split()) > _MAX_NAME_WORDS or not any(map(str.isalpha, name)):
        return None
    return None if _ADDRESS.search(name) else name
