"""What deduplication compares, and what it measures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from newsift.models.kinds import Kind, Relation


@dataclass(frozen=True, slots=True)
class DedupText:
    """What deduplication needs to know of an article."""

    article_id: str
    kind: Kind
    parent_id: str | None
    title: str | None
    body: str
    language: str | None
    source: str | None
    url: str | None
    agency: str | None
    published_at: datetime | None
    day: date | None  # the window's clock; None when the article bears no date
    word_count: int
    replaces: str | None = None  # the main article of the version before it at its path


@dataclass(frozen=True, slots=True)
class CandidatePair:
    """Two articles that share at least one band; `left < right` by article id."""

    left: str
    right: str
    estimate: float  # share of equal signature positions, 0..1


@dataclass(frozen=True, slots=True)
class VerifiedPair:
    """An exactly compared pair; every figure that a decision used."""

    left: str
    right: str
    estimate: float | None  # None when an exact key brought them together
    jaccard: float
    rare_jaccard: float  # without formula shingles
    containment: float  # of the shorter in the longer, without formula shingles
    shared_shingles: int  # rare ones
    day_gap: int | None  # None when one is undated
    length_ratio: float
    opening_overlap: float  # how much the beginnings agree, 0..1
    number_overlap: float | None  # common numbers / numbers of the text with fewer; None when one has none
    accepted: bool
    relation: Relation | None
    rule: str
