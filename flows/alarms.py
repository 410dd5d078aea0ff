"""When a run that worked must still count as failed: too much refused, an expected source silent."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsift.models import RunSummary
    from newsift.settings import Settings


def raised_alarms(summary: RunSummary, settings: Settings) -> list[str]:
    """Sentences that say what is wrong and where to look; empty when all is well."""
    return [*_too_much_refused(summary, settings)]


def _too_much_refused(summary: RunSummary, settings: Settings) -> list[str]:
    new = summary.clean + summary.rejected + summary.quarantined
    limit = settings.flow.max_quarantined_percent
    if summary.quarantined < settings.flow.min_quarantined or summary.quarantined * 100 <= limit * new:
        return []
    reasons = ", ".join(f"{name} {count}" for name, count in sorted(summary.quarantined_by_reason.items()))
    return [
        (
            f"{summary.quarantined} of {new} new inputs were quarantined ({reasons}); limit {limit:g} %. "
            "All good articles are saved; see the artifact newsift-quarantine."
        )
    ]
