"""What a run did, said once for the command line, the flow's output and its artifact."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsift.models import RunSummary

REFUSED = "SELECT path, status, reason FROM files WHERE status <> 'clean'"


class Count(NamedTuple):
    """One line of an account: what is counted, how many, and what that consists of (or means)."""

    name: str
    number: int
    detail: str


def counts(summary: RunSummary) -> tuple[Count, ...]:
    """Everything that a run counts, in the order in which people ask."""
    return (
        Count("files seen", summary.seen, "each record of a file counts"),
        Count("clean", summary.clean, ""),
        Count(
            "embedded", summary.embedded, "second articles found inside others" if summary.embedded else ""
        ),
        Count("rejected", summary.rejected, _parts(summary.rejected_by_reason)),
        Count("quarantined", summary.quarantined, _parts(summary.quarantined_by_reason)),
        Count("skipped", summary.skipped, "known from earlier runs" if summary.skipped else ""),
        Count("same bytes", summary.copies, "also at another path" if summary.copies else ""),
        Count(
            "duplicates",
            sum(summary.duplicates_by_relation.values()),
            _parts(summary.duplicates_by_relation),
        ),
        Count("stories", summary.stories, f"in the warehouse, of {summary.articles} articles"),
    )


def headline(summary: RunSummary) -> str:
    """The run in one sentence."""
    if summary.seen == summary.skipped:
        known = "every input is known from an earlier run"
        return f"nothing new: {known if summary.seen else 'the inbox holds no file that is read'}"
    return f"{summary.clean} clean, {summary.rejected} rejected, {summary.quarantined} quarantined"


def account(summary: RunSummary) -> str:
    """The last lines of a run, for a terminal."""
    seconds = (summary.finished_at - summary.started_at).total_seconds()
    lines = [
        f"{count.name:<13} {count.number}{f' ({count.detail})' if count.detail else ''}"
        for count in counts(summary)
    ]
    lines += [
        f"seconds       {seconds:.1f}",
        *(f"warning       {warning}" for warning in summary.warnings),
        f"file          {summary.published_file}",
    ]
    if summary.status == "nothing-new":
        lines.insert(0, headline(summary))
    else:
        lines.append(f"why           newsift explain PATH --warehouse {Path(summary.published_file).parent}")
    if summary.rejected or summary.quarantined:
        lines.append(f"refused       {REFUSED}")
    return "\n".join(lines)


def _parts(parts: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in parts.items())
