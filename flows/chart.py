"""The trend of the last runs as a picture that needs no file server: an SVG inside a `data:` address."""

from __future__ import annotations

import base64
from datetime import date, datetime
from typing import TYPE_CHECKING

import pygal
from pygal.style import CleanStyle

if TYPE_CHECKING:
    from flows.questions import Row

SERIES = {
    "articles_new": "clean",
    "duplicates_new": "duplicates",
    "rejected": "rejected",
    "quarantined": "quarantined",
}


def trend_chart(rows: list[Row], title: str) -> str:
    """A bar for each row (columns of `sql/trend.sql`), as a `data:image/svg+xml` address."""
    chart = pygal.StackedBar(
        js=[],  # no script: the picture must not load anything
        style=CleanStyle,
        width=900,
        height=360,
        title=title,
        x_label_rotation=35,
        legend_at_bottom=True,
        no_prefix=True,
    )
    chart.x_labels = [_when(row["started_at"]) for row in rows]
    for column, name in SERIES.items():
        chart.add(name, [row[column] for row in rows])
    svg: bytes = chart.render()
    return "data:image/svg+xml;base64," + base64.b64encode(svg).decode()


def _when(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value:%d %b %H:%M}"
    return f"{value:%d %b}" if isinstance(value, date) else str(value)
