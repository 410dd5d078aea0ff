"""From the figures of a pair to a decision: one story or not, by which rule, in which relation."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsift.models import Relation

if TYPE_CHECKING:
    from datetime import date

    from newsift.settings import DedupSettings

_NUMBER = re.compile(r"\d+(?:[.,\u066b\u066c]\d+)*")
# Share of the shorter article's words below which one text is a part of, or much shorter than, the other.
_PART_RATIO = 0.6
_VERSION_RATIO = 0.7
_VERSION_JACCARD = 0.5
# Texts this alike are one text however many numbers differ between two spellings of them.
_SAME_TEXT_JACCARD = 0.9
_MIN_NUMBERS = 4  # fewer numbers prove nothing
_CONTAINS_SHINGLES = 30  # so that a shared quotation is not "one article inside another"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the guards need to know of one article besides its shingles."""

    day: date | None
    outlet: str | None
    numbers: frozenset[str]
    family: str  # id of the article, or of the one it is embedded in
    url_key: int | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """One pair's figures, of `PairFigures` or of an exact key."""

    jaccard: float
    rare_jaccard: float
    containment: float
    shared: int
    length_ratio: float


@dataclass(frozen=True, slots=True)
class Decision:
    accepted: bool
    rule: str
    relation: Relation | None


def numbers_of(text: str) -> frozenset[str]:
    """The numbers in a text, in ASCII and without separators: "٢٠١٥", "2,015" and "2015" are one."""
    return frozenset(_plain_number(match) for match in _NUMBER.findall(text))


def _plain_number(text: str) -> str:
    digits = "".join(str(unicodedata.decimal(character)) for character in text if character.isdecimal())
    return digits.lstrip("0") or "0"


def day_gap(left: Facts, right: Facts) -> int | None:
    """Days between two articles; None when one is undated."""
    if left.day is None or right.day is None:
        return None
    return abs((left.day - right.day).days)


def number_overlap(left: Facts, right: Facts) -> float | None:
    """Common numbers by the numbers of the article with fewer; None when one has none."""
    fewer = min(len(left.numbers), len(right.numbers))
    return len(left.numbers & right.numbers) / fewer if fewer else None


def decide(figures: Figures, left: Facts, right: Facts, settings: DedupSettings) -> Decision:
    """Is the pair one story?

    Strong pairs (most of the rare text in common) need no more. Weak pairs must lie a few days apart at
    most, come from two outlets or one day, and agree in their numbers: an outlet that prints the same
    words with other numbers on another day fills in a template (weather, markets, telegrams).
    """
    rule, accepted = _rule(figures, left, right, settings)
    return Decision(accepted, rule, relate(figures, left, right, settings) if accepted else None)


def _rule(figures: Figures, left: Facts, right: Facts, settings: DedupSettings) -> tuple[str, bool]:
    gap = day_gap(left, right) or 0
    if left.family == right.family:
        return "same-input", False  # an article and a second one found inside it
    if figures.jaccard >= _SAME_TEXT_JACCARD:
        return "same-text", True
    if figures.shared < settings.min_shared_shingles:
        return "few-rare-shingles", False
    if gap > settings.window_days:
        return "window", False
    if figures.rare_jaccard >= settings.strong_jaccard:
        return "strong", True
    if figures.rare_jaccard < settings.weak_jaccard:
        return "too-different", False
    if gap > settings.weak_days:
        return "days-apart", False
    if gap and left.outlet is not None and left.outlet == right.outlet:
        return "same-outlet-other-day", False
    fewer = min(len(left.numbers), len(right.numbers))
    overlap = number_overlap(left, right)
    if overlap is not None and fewer >= _MIN_NUMBERS and overlap < settings.number_overlap:
        return "other-numbers", False
    return "weak", True


def relate(figures: Figures, left: Facts, right: Facts, settings: DedupSettings) -> Relation:
    """The relation of two articles that tell one story."""
    if (
        figures.containment >= settings.contains_share
        and figures.shared >= _CONTAINS_SHINGLES
        and figures.length_ratio < _PART_RATIO
    ):
        return Relation.CONTAINS
    same_outlet = left.outlet is not None and left.outlet == right.outlet
    same_url = left.url_key is not None and left.url_key == right.url_key
    overlap = number_overlap(left, right)
    changed_facts = overlap is not None and overlap < 1.0
    if (
        same_outlet
        or same_url
        or changed_facts
        or figures.length_ratio < _VERSION_RATIO
        or figures.jaccard < _VERSION_JACCARD
    ):
        return Relation.VERSION
    return Relation.NEAR
