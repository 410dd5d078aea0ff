"""Keyword lines to keywords: delimited lists, and tag runs whose delimiters the dump has lost."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from newsift.clean.shadow import squash

_DELIMITERS = re.compile(r"\s*[,،;؛|•·/#\n\t]\s*|\s+[-–—]\s+")
_WORD = re.compile(r"\S+")
_EDGES = " \t\u00a0.,،:؛;|-–—•·#/\"'«»()[]"
_MAX_WORDS = 7  # of one keyword
_MAX_LENGTH = 80
_LONG_SINGLE = 4  # an undelimited line of so many words is a run of several keywords
_SINGLE_OCCURRENCES = 2
# Squashed words that bind others and are no keyword's beginning or end.
_FUNCTION_WORDS = frozenset(
    squash(word)
    for word in (
        "في من على عن إلى مع بعد قبل بين أو و أن إن ما لا هذا هذه التي الذي كل غير حول ضد منذ حتى ثم "
        "در از به با برای که این آن را و تا کے کی کا میں سے پر نے "
        "the a an of in on at to for and or by with from as is are le la les de du des et en un une au aux "
        "el los las del y e o da do dos das der die das und von im zu den il lo gli di i w z na и в на с по о"
    ).split()
)


def split_keywords(raw: str, text: str) -> tuple[str, ...]:
    """The keywords of a keyword line.

    Args:
        raw: The line without its label.
        text: Title and body. In an undelimited run the longest pieces that the text holds word for
            word are keywords; what the text does not hold is left to `keywords_raw`.

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
    """Longest match from the left against the text's word sequences; unmatched words give no keyword.

    A phrase must stand in the text and may not begin or end with a function word; a single word must
    stand there twice, or be a match between two others would be chance.
    """
    words = _WORD.findall(run)
    keys = [squash(word) for word in words]
    counts = _sequences([squash(word) for word in _WORD.findall(text)], frozenset(keys))
    found: list[str] = []
    index = 0
    while index < len(words):
        length = next(
            (
                size
                for size in range(min(_MAX_WORDS, len(words) - index), 0, -1)
                if _is_keyword(tuple(keys[index : index + size]), counts)
            ),
            0,
        )
        if length:
            found.append(" ".join(words[index : index + length]))
        index += max(length, 1)
    return found


def _is_keyword(phrase: tuple[str, ...], counts: Counter[tuple[str, ...]]) -> bool:
    if phrase[0] in _FUNCTION_WORDS or phrase[-1] in _FUNCTION_WORDS:
        return False
    return counts[phrase] >= (1 if len(phrase) > 1 else _SINGLE_OCCURRENCES)


def _sequences(text: Sequence[str], wanted: frozenset[str]) -> Counter[tuple[str, ...]]:
    """How often each sequence of wanted words, up to the longest keyword, stands in the text."""
    found: Counter[tuple[str, ...]] = Counter()
    for start, word in enumerate(text):
        if word not in wanted:
            continue
        for end in range(start + 1, min(start + _MAX_WORDS, len(text)) + 1):
            if text[end - 1] not in wanted:
                break
            found[tuple(text[start:end])] += 1
    return found
