"""Values of labelled lines: "Source: Example Daily" without its label."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, overload

from newsift.clean.shadow import raw_end_of_prefix, squash

if TYPE_CHECKING:
    from newsift.rules.pack import Rules

_COLON = re.compile(r"^[^:：\n]{1,30}[:：]\s*")
_EDGES = " \t\u00a0\u200b\u200e\u200f:：|-–—/•·*#>»،,;"
_LATIN_NEXT = re.compile(r"\s+[A-Za-z\u00c0-\u024f]")
_MAX_NAME_WORDS = 9
_CALL_LETTERS = 8  # "more" and the like stand in names
_PREPOSITIONS = frozenset({"byline"})
_ADDRESS = re.compile(r"https?://|www\.|@\w|\w@\w", re.IGNORECASE)


_HEADS: dict[tuple[int, tuple[str, ...]], tuple[Rules, tuple[str, ...]]] = {}


@overload
def without_label(text: str, rules: Rules, families: tuple[str, ...]) -> str: ...
@overload
def without_label(
    text: str, rules: Rules, families: tuple[str, ...], *, strict: Literal[True]
) -> str | None: ...
def without_label(text: str, rules: Rules, families: tuple[str, ...], *, strict: bool = False) -> str | None:
    """`text` without a label of one of the marker families at its head, or without "word(s):".

    A label in Latin script needs a separator behind it: "Source Secure" is a name; a byline's label is a
    preposition and needs none: "By Jane Doe". With `strict`, None
    where no label of the families stands at the head.
    """
    letters = squash(text)
    heads = _heads(rules, families)
    for head in heads if letters.startswith(heads) else ():
        if letters.startswith(head) and _ends_word(text, len(head)):
            end = raw_end_of_prefix(text, len(head))
            if end is None:
                continue
            rest = text[end:]
            if not _PREPOSITIONS.issuperset(families) and rest[:1].isspace() and _LATIN_NEXT.match(rest):
                return None if strict else ""
            return rest.strip(_EDGES)
    return None if strict else _COLON.sub("", text, count=1).strip(_EDGES)


def _heads(rules: Rules, families: tuple[str, ...]) -> tuple[str, ...]:
    """Squashed labels of the families, the longest first; made once for each set of rules."""
    known = _HEADS.get((id(rules), families))
    if known is not None and known[0] is rules:
        return known[1]
    heads = {
        squash(wording)
        for pack in rules.languages.values()
        for family in families
        if (markers := pack.markers.get(family)) is not None
        for wording in (*markers.phrases, *markers.starts, *markers.glued)
    }
    ordered = tuple(sorted(heads - {""}, key=lambda head: (-len(head), head)))
    if len(_HEADS) > 32:  # noqa: PLR2004 - a process works with one set of rules; tests with a few
        _HEADS.clear()
    _HEADS[id(rules), families] = (rules, ordered)
    return ordered


def _ends_word(text: str, letters: int) -> bool:
    """Whether the label ends where a word ends: "Sources" is not "Source" followed by "s"."""
    end = raw_end_of_prefix(text, letters)
    return end is not None and (end == len(text) or not text[end].isalpha())


def before_call(text: str, rules: Rules) -> str:
    """`text` up to an invitation to read on: "Example Daily to read the whole story click here"."""
    letters = squash(text)
    calls = (call for call in _heads(rules, ("continue",)) if len(call) >= _CALL_LETTERS and call in letters)
    for place in sorted(place for call in calls if (place := letters.find(call)) > 0):
        end = raw_end_of_prefix(text, place)
        if end is None:
            continue
        marks = text[end:].split(" ", 1)[0]  # of the last letter, which squashing leaves out
        if not squash(marks):
            return text[: end + len(marks)]
    return text


def as_name(text: str) -> str | None:
    """`text` if it can name a publisher, an agency or a person: short, whole, no address, no sentence."""
    name = " ".join(text.partition("\u00a9")[0].split()).strip(_EDGES)
    if name.count("(") != name.count(")"):
        return None
    if not name or len(name.split()) > _MAX_NAME_WORDS or not any(map(str.isalpha, name)):
        return None
    return None if _ADDRESS.search(name) else name
