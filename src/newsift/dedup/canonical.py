"""Which article stands for its cluster. The rule, in this order:

1. a main article before one that was found embedded in another page;
2. complete enough: at least 60 % of the words of the longest such article (no teaser stands for a story);
3. one with a title before one without: people know a story by it, and dumps often lack it;
4. the agency's own copy (its outlet is the agency it names) before copies of it;
5. the earliest publication; undated articles last;
6. the most words; 7. the smallest article id.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

COMPLETE_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Member:
    """What the rule looks at."""

    article_id: str
    is_main: bool
    words: int
    is_agency_original: bool
    published_at: datetime | None
    has_title: bool


def choose_canonical(members: Sequence[Member]) -> str:
    """The article id that stands for a cluster of at least one member; independent of their order."""
    rank = max(member.is_main for member in members)
    peers = [member for member in members if member.is_main == rank]
    longest = max(member.words for member in peers)
    complete = [member for member in peers if member.words >= COMPLETE_SHARE * longest]
    return min(complete, key=_order).article_id


def _order(member: Member) -> tuple[bool, bool, datetime, int, str]:
    published = member.published_at or datetime.max  # noqa: DTZ901 - times are naive UTC throughout
    return (
        not member.has_title,
        not member.is_agency_original,
        published,
        -member.words,
        member.article_id,
    )
