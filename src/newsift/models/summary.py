"""What a run did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What one run did. seen = clean + rejected + quarantined + skipped.

    Attributes:
        copies: Inputs new at their path whose bytes had come in at another, in this run or before: they
            have that input's article, and are counted as clean (this run) or skipped, too.
    """

    run_id: str
    status: str  # "completed", "nothing-new", "all-refused"
    started_at: datetime
    finished_at: datetime
    seen: int
    clean: int
    rejected: int
    quarantined: int
    skipped: int
    embedded: int
    copies: int
    stories: int
    articles: int
    rejected_by_reason: dict[str, int]
    quarantined_by_reason: dict[str, int]
    duplicates_by_relation: dict[str, int]
    seconds_by_stage: dict[str, float]
    warnings: tuple[str, ...]
    published_file: str
