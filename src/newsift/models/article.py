"""What cleaning makes of a document."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from newsift.models.kinds import Kind, Label


class Verdict(NamedTuple):
    """What one span of the input is, why, and by which rule. Verdicts tile the input's blocks.

    A tuple for the same reason as `Block`.

    Attributes:
        reason: Stable reason code, such as "READ_ALSO_ZONE", "GLUED_MARKER", "BODY_PROSE".
        rule_id: The rule that decided: "ar.read_also.3", "zone.terminal", "score.core".
        evidence: What the rule saw, short; empty when the reason says all.
        owner: 0 for the main article, n for the n-th embedded article (1-based) the span belongs to.
    """

    start: int
    end: int
    label: Label
    reason: str
    rule_id: str
    kept: bool
    evidence: str = ""
    score: float | None = None
    owner: int = 0


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about an article. Null over guess: None rather than a wrong value."""

    title: str | None = None
    published_at: datetime | None = None
    published_precision: str | None = None  # "day", "minute", "second"
    updated_at: datetime | None = None
    date_source: str | None = None  # "record", "json-ld", "meta", "label", "line", ...
    source: str | None = None
    agency: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    keywords: tuple[str, ...] = ()
    keywords_raw: str | None = None
    language: str | None = None  # ISO 639-1, from the cleaned body
    url: str | None = None


@dataclass(frozen=True, slots=True)
class CleanArticle:
    """One article: its body is the concatenation of `spans` of the input, joined by a newline."""

    article_id: str
    kind: Kind
    parent_id: str | None
    position: int  # 0 for the main article, n for the n-th embedded one
    metadata: Metadata
    body: str
    spans: tuple[tuple[int, int], ...]
    word_count: int


@dataclass(frozen=True, slots=True)
class Rejection:
    """The input was read, but no article stands in it."""

    reason: str  # "NO_BODY", "TOO_SHORT", "ONLY_BOILERPLATE", ...
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The outcome of cleaning one document."""

    verdicts: tuple[Verdict, ...]
    main: CleanArticle | Rejection
    embedded: tuple[CleanArticle, ...] = ()


@dataclass(frozen=True, slots=True)
class CleaningContext:
    """What cleaning one document may know about all others; empty on a first run.

    Attributes:
        known_titles: Keys (`clean.shadow.line_key`) of titles of other articles.
        template_lines: Per site, keys of lines that are boilerplate there.
        now: Reference time for "never in the future"; UTC.
    """

    known_titles: frozenset[int] = frozenset()
    template_lines: dict[str, frozenset[int]] = field(default_factory=dict)
    now: datetime | None = None
