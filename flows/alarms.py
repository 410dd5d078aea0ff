"""When a run that worked must still count as failed: too much refused, an expected source silent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from prefect.variables import Variable

from flows.questions import ask

if TYPE_CHECKING:
    from newsift.models import RunSummary
    from newsift.settings import Settings


REMINDED = "newsift_silence_reported"  # Prefect variable: source -> when its silence last failed a run


def raised_alarms(summary: RunSummary, settings: Settings) -> list[str]:
    """Sentences that say what is wrong and where to look; empty when all is well."""
    return [*_too_much_refused(summary, settings), *_silent_sources(summary, settings)]


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


def _silent_sources(summary: RunSummary, settings: Settings) -> list[str]:
    """Expected sources that brought nothing for too long, each once per such period."""
    if not settings.flow.expected_sources:
        return []
    now = datetime.now(UTC).replace(tzinfo=None)
    rows = ask(Path(summary.published_file), "last_heard")
    heard = {str(row["source"]): row["last_heard"] for row in rows}
    since = next((row["since"] for row in rows), summary.started_at)
    patience = timedelta(hours=settings.flow.silence_hours)
    told = _reported()
    silent: dict[str, datetime] = {}
    for source in settings.flow.expected_sources:
        last = heard.get(source, since)
        if isinstance(last, datetime) and now - last > patience:
            silent[source] = last
    due = {source: last for source, last in silent.items() if now - told.get(source, last) >= patience}
    if due or told.keys() - silent.keys():
        kept = {source: when for source, when in told.items() if source in silent}
        fresh = {**kept, **dict.fromkeys(due, now)}
        Variable.set(REMINDED, {source: when.isoformat() for source, when in fresh.items()}, overwrite=True)
    return [
        f"Source '{source}' has brought nothing since {last:%d %b %Y %H:%M} UTC "
        f"(flow.silence_hours = {settings.flow.silence_hours:g}). Look at its crawler."
        for source, last in due.items()
    ]


def _reported() -> dict[str, datetime]:
    stored: object = Variable.get(REMINDED, default={})
    if not isinstance(stored, dict):
        return {}
    return {str(source): datetime.fromisoformat(str(when)) for source, when in stored.items()}
