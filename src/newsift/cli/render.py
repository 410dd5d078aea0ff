"""Results as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsift.models import RunSummary

if TYPE_CHECKING:  # its import takes a second that other commands need not wait
    from newsift.pipeline.tune import Score, TuneReport


def render_summary(summary: RunSummary) -> str:
    """The last lines of a run."""

    def detail(counts: dict[str, int]) -> str:
        return f" ({', '.join(f'{count} {reason}' for reason, count in counts.items())})" if counts else ""

    duplicates = sum(summary.duplicates_by_relation.values())
    seconds = (summary.finished_at - summary.started_at).total_seconds()
    lines = [
        f"files seen    {summary.seen} (each record of a file counts)",
        f"clean         {summary.clean}",
        f"embedded      {summary.embedded}",
        f"rejected      {summary.rejected}{detail(summary.rejected_by_reason)}",
        f"quarantined   {summary.quarantined}{detail(summary.quarantined_by_reason)}",
        f"skipped       {summary.skipped}{' known from earlier runs' if summary.skipped else ''}",
        f"same bytes    {summary.copies}{' that stand at another path, too' if summary.copies else ''}",
        f"duplicates    {duplicates}{detail(summary.duplicates_by_relation)}",
        f"stories       {summary.stories} in the warehouse, of {summary.articles} articles",
        f"seconds       {seconds:.1f}",
        *(f"warning       {warning}" for warning in summary.warnings),
        f"file          {summary.published_file}",
    ]
    if summary.status == "nothing-new":
        known = "every input is known from an earlier run"
        lines.insert(0, f"nothing new: {known if summary.seen else 'the inbox holds no file that is read'}")
    elif summary.rejected or summary.quarantined:
        lines.append("why           newsift explain PATH; SELECT path, reason, error FROM quarantine")
    return "\n".join(lines)


def render_tuning(report: TuneReport) -> str:
    """Precision and recall by threshold; the clusters as they stand first, the best row marked."""

    def row(name: str, score: Score, mark: str = "") -> str:
        return f"{name:>9}  {score.precision:9.3f}  {score.recall:6.3f}  {score.f1:6.3f}{mark}"

    lines = [
        f"{report.labelled} labelled pairs, {report.unknown} of them not in the warehouse and left out",
        "threshold  precision  recall      f1",
        row("clusters", report.clusters),
    ]
    lines += [
        row(f"{score.threshold:.2f}", score, "  best" if score == report.best else "")
        for score in report.rows
    ]
    return "\n".join(lines)
