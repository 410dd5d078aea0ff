"""What a run leaves in the UI: artifacts under fixed keys, so that each has a page with its history."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from prefect.artifacts import (
    create_image_artifact,
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)

from flows.chart import trend_chart
from flows.questions import Question, Row, ask
from newsift.pipeline.account import REFUSED, counts, headline

if TYPE_CHECKING:
    from newsift.models import RunSummary

TREND_RUNS = 40
TABLES: dict[Question, str] = {
    "quality_by_source": "What each source brought, and what is missing in it",
    "quarantine": "Inputs that an error stopped (the first 100): the path, why, and what to do",
    "duplicates": "Duplicates found (at most 100), least alike first, with the figures that decided",
}
PROGRESS_AFTER_SECONDS = 10.0  # a shorter step needs no progress bar
PROGRESS_EVERY_SECONDS = 2.0
SHOW_STORIES = """\
  SELECT title, n_copies, first_published_at
  FROM stories ORDER BY n_copies DESC LIMIT 20"""


class Progress:
    """A progress artifact for a step that turns out to be long."""

    def __init__(self, step: str) -> None:
        self._step = step
        self._started = self._shown = time.monotonic()
        self._artifact: UUID | None = None

    def update(self, done: int, total: int) -> None:
        """Tell that `done` of `total` parts are finished."""
        now = time.monotonic()
        last = done >= total
        if now - self._started < PROGRESS_AFTER_SECONDS or (
            now - self._shown < PROGRESS_EVERY_SECONDS and not last
        ):
            return
        self._shown = now
        percent = 100.0 * done / max(total, 1)
        if self._artifact is None:
            made = create_progress_artifact(
                percent, key=f"newsift-progress-{self._step}", description=f"{self._step}: parts done"
            )
            self._artifact = made if isinstance(made, UUID) else None
        else:
            update_progress_artifact(self._artifact, percent)


def publish_run(summary: RunSummary, alarms: list[str]) -> None:
    """Create the artifacts of an ingest run; all but summary and alarms only when it found something new."""
    create_markdown_artifact(
        summary_page(summary),
        key="newsift-summary",
        description="What the run did, and where to look at the result",
    )
    if alarms:
        page = "\n".join(f"* {alarm}" for alarm in alarms)
        create_markdown_artifact(page, key="newsift-alarms", description="Why the run counts as failed")
    if summary.seen == summary.skipped:
        return
    published = Path(summary.published_file)
    for question, description in TABLES.items():
        rows = [
            {name: _cell(value) for name, value in row.items()}
            for row in ask(published, question, summary.run_id)
        ]
        if rows:
            create_table_artifact(rows, key=f"newsift-{question.replace('_', '-')}", description=description)
    create_image_artifact(
        trend_chart(ask(published, "trend", TREND_RUNS), "What the last runs brought"),
        key="newsift-trend",
        description=f"What the last {TREND_RUNS} runs with something new brought",
    )


def publish_table(question: Question, rows: list[Row], description: str) -> None:
    """A table artifact under the question's name; none when there are no rows."""
    if rows:
        cells = [{name: _cell(value) for name, value in row.items()} for row in rows]
        create_table_artifact(cells, key=f"newsift-{question.replace('_', '-')}", description=description)


def _cell(value: object) -> object:
    """What JSON can hold."""
    return value if isinstance(value, str | int | float) or value is None else str(value)


def summary_page(summary: RunSummary) -> str:
    """The run summary as markdown."""
    published = Path(summary.published_file).resolve()
    parts = [
        f"# {headline(summary)}",
        f"Run {summary.run_id}: {summary.status}.",
        _account_table(summary),
        _titled(
            "Seconds by stage", _table("stage", {k: f"{v:.2f}" for k, v in summary.seconds_by_stage.items()})
        ),
        _titled("Warnings", "\n".join(f"* {warning}" for warning in summary.warnings)),
        "## Look at the result",
        f"```sh\nduckdb -readonly '{published}' \"\n{SHOW_STORIES}\"\n```",
        _look_further(published),
    ]
    return "\n\n".join(part for part in parts if part)


def _look_further(published: Path) -> str:
    why = f"`newsift explain PATH --warehouse '{published.parent}'`"
    return f"Refused inputs: `{REFUSED}`. Why an input looks as it does: {why}."


def _account_table(summary: RunSummary) -> str:
    rows = [f"| {count.name} | {count.number} | {count.detail} |" for count in counts(summary)]
    return "\n".join(["| | | |", "|:--|--:|:--|", *rows])


def _table(head: str, rows: Mapping[str, object]) -> str:
    if not rows:
        return ""
    return "\n".join(
        [f"| {head} | |", "|:--|--:|", *(f"| {name} | {value} |" for name, value in rows.items())]
    )


def _titled(title: str, body: str) -> str:
    return f"## {title}\n\n{body}" if body else ""
