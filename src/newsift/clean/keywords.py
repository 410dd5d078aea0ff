"""Keyword lines to keywords: delimited lists, and tag runs whose delimiters the dump has lost."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsift.clean.shadow import squash

_DELIMITERS = re.compile(r"\s*[,،;؛|•·/#\n\t]\s*|\s+[-–—]\s+")
_WORD = re.compile(r"\S+")
_EDGES = " \t\u00a0.,،:؛;|-–—•·#/\"'«»()[]"
_MAX_WORDS = 7  # of one keyword
_MAX_LENGTH = 80
_LONG_SINGLE = 4  # an undelimited line of so many words is a run of several keywords


def split_keywords(raw: str, text: str) -> tuple[str, ...]:
    """The keywords of a keyword line.

    Args:
        raw: The line without its label.
        text: Title and body. In an undelimited run the longest pieces that the text holds word for
            word are keywords; what the text does not hold stays between them, unsplit.

    Returns:
        The keywords in order, each once.
    """
    parts = [part.strip(_EDGES) for part in _DELIMITERS.split(raw)]
    parts = [part for part in parts if part]
    if len(parts) == 1 and len(parts[0].split()) >= _LONG_SINGLE:
        parts = _split_run(parts[0], text)
    return distinct(parts)


def distinct(words: Sequence[str]) -> tuple[str, ...]:
    """Keywords that are short enough to be some, each spelling once."""
    found: dict[str, str] = {}
    for word in words:
        trimmed = " ".join(word.split()).strip(_EDGES)
        if trimmed and len(trimmed) <= _MAX_LENGTH:
            found.setdefault(squash(trimmed) or trimmed, trimmed)
    return tuple(found.values())


def _split_run(run: str, text: str) -> list[str]:
    """Longest match from the left against the text's word sequences."""
    words = _WORD.findall(run)
    keys = [squash(word) for word in words]
    known = _sequences([squash(word) for word in _WORD.findall(text)], frozenset(keys))
    found: list[str] = []
    loose: list[str] = []
    index = 0
    while index < len(words):
        length = next(
            (
                size
                for size in range(min(_MAX_WORDS, len(words) - index), 0, -1)
                if tuple(keys[index : index + size]) in known
            ),
            0,
        )
        if length == 0:
            loose.append(words[index])
            index += 1
            continue
        if loose:
            found.append(" ".join(loose))
            loose = []
        found.append(" ".join(words[index : index + length]))
        index += length
    if loose:
        found.append(" ".join(loose))
    return found


def _sequences(text: Sequence[str], wanted: frozenset[str]) -> set[tuple[str, ...]]:
    """Word sequences of the text made only of wanted words, up to the longest keyword."""
    found: set[tuple[str, ...]] = set()
    for start, word in enumerate(text):
        if word not in wanted:
            continue
        for end in range(start + 1, min(start + _MAX_WORDS, len(text)) + 1):
            if text[end - 1] not in wanted:
                break
            found.add(tuple(text[start:end]))
    return found
