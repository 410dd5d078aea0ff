"""Markers: wordings by which pages announce what is not the story, compiled for fast matching.

Matching looks at the squashed shadow of a line (letters only), so spelling variants, spacing, digits and
punctuation cannot hide a marker; a hit carries the offset in the raw text up to which it reaches.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from newsift.clean.shadow import fold, raw_end_of_prefix, raw_start_of_suffix, squash

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newsift.rules import Rules

# Wordings are looked up by so many of their first (or last) letters.
_BUCKET = 4
_SEPARATORS = ":：|｜-–—»›>«·•…=/؛;*\t،,.】」]→←▶►◄⬇↓"
INSIDE_WORDS = 45  # in longer lines no marker is looked for among the words
_WORD = re.compile(r"\w+")


class How(StrEnum):
    """How a marker stands in its line."""

    WHOLE = "whole"
    LABEL = "label"  # at the head, followed by a separator
    START = "start"  # at the head, followed by white space
    GLUED = "glued"  # at the head, touching the next word
    END = "end"
    INSIDE = "inside"


@dataclass(frozen=True, slots=True)
class Entry:
    """One wording in the index."""

    family: str
    rule_id: str
    wording: str
    kind: str  # the list of the language file that holds it: "phrases", "starts", ...

    @property
    def glued(self) -> bool:
        """Whether the next word may touch it."""
        return self.kind == "glued"

    @property
    def spaced(self) -> bool:
        """Whether white space may follow (otherwise a separator must)."""
        return self.kind in ("starts", "glued")


class Hit(NamedTuple):
    """A marker found in a line: what it announces and the raw span it covers."""

    family: str
    rule_id: str
    how: How
    start: int
    end: int


# Which family wins when languages use one wording for two things ("Photo", "Video", "Source").
_PRIORITY = (
    "read_also", "related", "most_read", "latest", "tags", "source", "comments", "share", "continue",
    "subscribe", "follow_us", "copyright", "disclaimer", "date_label", "update_label", "reading_time",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bucket:
    """Wordings that begin with the same letters, the longest first, and their entries."""

    wordings: tuple[str, ...]  # for one test of them all
    entries: tuple[tuple[str, Entry], ...]


@dataclass(frozen=True, slots=True)
class MarkerIndex:
    """All wordings of all languages in one structure; lookups cost a few dictionary probes a line."""

    whole: dict[str, Entry]
    starts: dict[str, Bucket]  # by the first letters
    ends: dict[str, tuple[tuple[str, Entry], ...]]  # by the last letters
    inside: dict[str, tuple[tuple[str, Entry], ...]]
    calls: Mapping[str, tuple[str, ...]]  # by family, what white space may follow
    date_words: frozenset[str]  # months, weekdays, units: what a date line is made of
    date_fillers: frozenset[str]  # words that may stand between them
    agencies: Mapping[str, str]  # squashed -> as the language file writes it
    credit_words: frozenset[str]  # folded single words
    conjunctions: frozenset[str]

    def match(self, text: str, squashed: str, words: Sequence[str]) -> Hit | None:
        """The marker that this line is, begins with, holds or ends with; None for none.

        Args:
            text: The raw line without outer white space.
            squashed: `squash(text)`, at least of its two ends.
            words: The words of `fold(text)`; none for a line of more than `INSIDE_WORDS`.
        """
        entry = self.whole.get(squashed)
        if entry is not None:
            return Hit(entry.family, entry.rule_id, How.WHOLE, 0, len(text))
        hit = self.match_start(text, squashed)
        if hit is None and not self.inside.keys().isdisjoint(words):
            hit = self._match_inside(text, words)
        if hit is None and squashed[-_BUCKET:] in self.ends:
            hit = self._match_end(text, squashed)
        return hit

    def call_start(self, text: str, squashed: str, family: str) -> int | None:
        """Offset at which a wording of the family begins that stands behind a sentence; None for none."""
        places = (squashed.find(wording) for wording in self.calls.get(family, ()))
        best = min((at for at in places if at > 0), default=None)
        return raw_end_of_prefix(text, best) if best is not None else None

    def match_start(self, text: str, squashed: str) -> Hit | None:
        """The marker at the head of a text, the longest that fits; None for none."""
        for letters in range(_BUCKET, 0, -1):  # wordings shorter than a bucket come last
            bucket = self.starts.get(squashed[:letters])
            if bucket is None or not squashed.startswith(bucket.wordings):
                continue
            for wording, entry in bucket.entries:
                if len(wording) < len(squashed) and squashed.startswith(wording):
                    hit = _hit_at_start(text, wording, entry)
                    if hit is not None:
                        return hit
        return None

    def _match_end(self, text: str, squashed: str) -> Hit | None:
        for wording, entry in self.ends.get(squashed[-_BUCKET:], ()):
            if len(wording) >= len(squashed) or not squashed.endswith(wording):
                continue
            start = raw_start_of_suffix(text, len(wording))
            if start is not None and start > 0:
                return Hit(entry.family, entry.rule_id, How.END, start, len(text))
        return None

    def _match_inside(self, text: str, words: Sequence[str]) -> Hit | None:
        padded = f" {' '.join(words)} "
        for word in words:
            for phrase, entry in self.inside.get(word, ()):
                if phrase in padded:
                    return Hit(entry.family, entry.rule_id, How.INSIDE, 0, len(text))
        return None


def _hit_at_start(text: str, wording: str, entry: Entry) -> Hit | None:
    """The hit of a wording whose letters `text` begins with: how it stands there, None if it may not so."""
    end = raw_end_of_prefix(text, len(wording))
    if end is None or end >= len(text):
        return None
    rest = text[end:]
    bare = rest.lstrip(" \u00a0\t)]\"'”")
    if bare[:1] and bare[0] in _SEPARATORS and (bare[0] not in ".,،" or entry.spaced):
        return Hit(entry.family, entry.rule_id, How.LABEL, 0, end)
    if rest[0].isspace() or not rest[0].isalnum():
        return Hit(entry.family, entry.rule_id, How.START, 0, end) if entry.spaced else None
    if entry.glued and rest[0].isalpha() and not (rest[0].islower() and text[end - 1].islower()):
        return Hit(entry.family, entry.rule_id, How.GLUED, 0, end)
    return None


def _bucketed(table: dict[str, Entry], *, tail: bool = False) -> dict[str, tuple[tuple[str, Entry], ...]]:
    buckets: dict[str, list[tuple[str, Entry]]] = {}
    for key, entry in sorted(table.items(), key=lambda item: (-len(item[0]), item[0])):
        buckets.setdefault(key[-_BUCKET:] if tail else key[:_BUCKET], []).append((key, entry))
    return {letters: tuple(entries) for letters, entries in buckets.items()}


def _by_family(starts: Mapping[str, Entry]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for wording, entry in starts.items():
        if entry.spaced:
            found.setdefault(entry.family, []).append(wording)
    return {family: tuple(wordings) for family, wordings in found.items()}


class _Versioned:
    """Rules hold mappings and cannot be hashed; their version (or, without one, identity) names them."""

    __slots__ = ("rules",)

    def __init__(self, rules: Rules) -> None:
        self.rules = rules

    def __hash__(self) -> int:
        return len(self.rules.version)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Versioned):
            return False
        same = self.rules is other.rules
        return same or bool(self.rules.version and self.rules.version == other.rules.version)


@lru_cache(maxsize=4)
def _index_of(rules: _Versioned) -> MarkerIndex:
    return build_index(rules.rules)


def index_for(rules: Rules) -> MarkerIndex:
    """The compiled index of these rules; compiled once per version in each process."""
    return _index_of(_Versioned(rules))


def build_index(rules: Rules) -> MarkerIndex:
    """Compile every language's markers into one index."""
    whole: dict[str, Entry] = {}
    starts: dict[str, Entry] = {}
    ends: dict[str, Entry] = {}
    inside: dict[str, dict[str, Entry]] = {}
    for entry, key in _all_entries(rules):
        if entry.kind == "inside":
            words = _WORD.findall(fold(entry.wording))
            _put(inside.setdefault(max(words, key=len), {}), f" {' '.join(words)} ", entry)
        elif entry.kind == "ends":
            _put(ends, key, entry)
        else:
            _put(whole, key, entry)
            if len(key) > 1 or not key.isascii():  # "(c)" must not match every line that begins with c
                _put(starts, key, entry)
    packs = [rules.languages[language] for language in sorted(rules.languages)]
    credits_ = [pack.markers["photo_credit"] for pack in packs if "photo_credit" in pack.markers]
    months, fillers = _date_words(rules)
    return MarkerIndex(
        whole=whole,
        starts={
            letters: Bucket(tuple(wording for wording, _ in entries), entries)
            for letters, entries in _bucketed(starts).items()
        },
        ends=_bucketed(ends, tail=True),
        inside={word: tuple(phrases.items()) for word, phrases in inside.items()},
        calls=_by_family(starts),
        date_words=months | {fold(word) for pack in packs for word in pack.date_words},
        date_fillers=fillers,
        agencies={squash(name): name for pack in packs for name in pack.agencies},
        credit_words=frozenset(fold(word) for markers in credits_ for word in markers.words),
        conjunctions=frozenset(fold(word) for pack in packs for word in pack.conjunctions),
    )


def _date_words(rules: Rules) -> tuple[frozenset[str], frozenset[str]]:
    """Words of month names, and the words that stand between them in dates."""
    months: set[str] = set()
    fillers: set[str] = set()
    for dates in rules.dates.files.values():
        for table in (dates.gregorian, dates.jalali, dates.hijri):
            months.update(word for names in table.months() for name in names for word in fold(name).split())
        fillers.update(word for name in dates.words.fillers for word in fold(name).split())
    return frozenset(months), frozenset(fillers)


def _all_entries(rules: Rules) -> Iterable[tuple[Entry, str]]:
    """Every wording of every language with its squashed form, in a fixed order."""
    for language in sorted(rules.languages):
        for family, markers in rules.languages[language].markers.items():
            for kind in ("phrases", "paired", "starts", "glued", "ends", "inside"):
                for number, wording in enumerate(getattr(markers, kind), 1):
                    rule_id = f"{language}.{family}.{kind}.{number}"
                    labelled = kind == "starts" and wording.endswith((":", "："))  # a mark must follow it
                    entry = Entry(family, rule_id, wording, "phrases" if labelled else kind)
                    yield entry, squash(wording)


def _put(table: dict[str, Entry], key: str, entry: Entry) -> None:
    """Keep the stronger of two entries for one wording: more abilities first, then family priority."""
    known = table.get(key)
    if known is None or _rank(entry) < _rank(known):
        table[key] = entry


def _rank(entry: Entry) -> tuple[int, int, str]:
    priority = _PRIORITY.index(entry.family) if entry.family in _PRIORITY else len(_PRIORITY)
    return (-(2 * entry.glued + entry.spaced), priority, entry.rule_id)
