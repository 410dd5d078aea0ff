"""The report flow: quality over the last weeks, source by source, against the weeks before. At most daily."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from prefect import flow, runtime, task
from prefect.artifacts import create_image_artifact, create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey
from prefect.client.schemas.objects import State  # at run time: Prefect reads the flow's annotations
from prefect.client.schemas.sorting import ArtifactSort
from prefect.states import Completed

from flows.artifacts import publish_table
from flows.by_hand import started, told
from flows.chart import trend_chart
from flows.failures import failed
from flows.limits import time_limit
from flows.logs import show_library_logs
from flows.parameters import ReportParameters
from flows.questions import Row, ask
from newsift.errors import ConfigError, TransientError

KEY = "newsift-report"
RECENT = timedelta(hours=20)  # a daily trigger may come a little early
DEFAULTS = ReportParameters()


def _run_name() -> str:
    return f"report · {runtime.flow_run.scheduled_start_time:%d %b %H:%M}"


@flow(name="report", flow_run_name=_run_name)
def report(parameters: ReportParameters = DEFAULTS) -> State[Any]:
    """Say how the sources did lately: volume, missing titles and dates, refusals, silence."""
    if not parameters.even_if_recent and _made_since(datetime.now(UTC) - RECENT):
        return Completed(message="There is a report from today already.")
    try:
        settings = parameters.settings()
        show_library_logs(settings)
        with time_limit(settings):
            found = look(Path(parameters.warehouse) / "newsift.duckdb", parameters.days)
    except (ConfigError, TransientError) as error:
        return failed(error)
    create_markdown_artifact(
        _page(found, parameters.days), key=KEY, description="The warehouse in a few lines"
    )
    publish_table(
        "report_sources", found["sources"], f"Sources: the last {parameters.days} days and as many before"
    )
    publish_table(
        "report_refusals", found["refusals"], f"Why inputs were refused in the last {parameters.days} days"
    )
    if found["days"]:
        picture = trend_chart(found["days"], "What each day brought")
        create_image_artifact(picture, key="newsift-report-trend", description="Day by day")
    sources = len(found["sources"])
    return Completed(message=f"{sources} source{'' if sources == 1 else 's'} in {parameters.days} days")


@task(name="look", task_run_name="look", cache_policy=NO_CACHE)
def look(published: Path, days: int) -> dict[str, list[Row]]:
    """Put the report's questions to the published file."""
    return {
        "totals": ask(published, "report_totals", days),
        "sources": ask(published, "report_sources", days),
        "refusals": ask(published, "report_refusals", days),
        "days": ask(published, "report_days", days),
    }


def _made_since(moment: datetime) -> bool:
    with get_client(sync_client=True) as client:
        latest = client.read_artifacts(
            artifact_filter=ArtifactFilter(key=ArtifactFilterKey(any_=[KEY])),
            sort=ArtifactSort.CREATED_DESC,
            limit=1,
        )
    return bool(latest and latest[0].created and latest[0].created > moment)


def _page(found: dict[str, list[Row]], days: int) -> str:
    lines = [f"# Report over {days} days", "", "| | |", "|:--|--:|"]
    for row in found["totals"]:
        lines += [
            f"| {name.replace('_', ' ')} | {'none yet' if value is None else value} |"
            for name, value in row.items()
        ]
    fallen = [row for row in found["sources"] if _fell(row)]
    if fallen:
        lines += ["", "## Sources that brought less than half of what they did before", ""]
        lines += [
            f"* {row['source']}: {row['articles']} after {row['articles_before']}, last {row['last_heard']}"
            for row in fallen
        ]
    return "\n".join(lines)


def _fell(row: Row) -> bool:
    now, before = row["articles"], row["articles_before"]
    return isinstance(now, int) and isinstance(before, int) and before >= 10 and now * 2 < before  # noqa: PLR2004 - a handful proves nothing


if __name__ == "__main__":
    sys.exit(told(started(lambda: report(return_state=True))))
