"""The data dictionary, generated from the schema: `python -m newsift.storage.dictionary > FILE`."""

from __future__ import annotations

import sys

from newsift.storage.schema import MACROS, PUBLISHED_TABLES, VIEWS
from newsift.storage.table import Column

_HEAD = """\
# Data dictionary

What `newsift.duckdb` holds. Generated from `newsift.storage.schema` (`make docs`); do not edit by hand: the
same text stands in the file as comments (`SELECT table_name, column_name, comment FROM duckdb_columns()`).

All times are UTC, stored as TIMESTAMP without zone. Ids are text of 16 hexadecimal digits derived from
content, content hashes of 32. NULL means that the input does not say it.
"""


def data_dictionary() -> str:
    """The whole page, in Markdown."""
    parts = [_HEAD, "## Tables\n"]
    parts += [_section(t.name, t.comment, t.published_columns()) for t in PUBLISHED_TABLES]
    parts.append("## Views\n")
    parts += [_section(view.name, view.comment, view.columns) for view in VIEWS]
    parts.append("## Macros\n")
    parts += [f"- `{macro.signature}`: {macro.comment}" for macro in MACROS]
    return "\n".join(parts) + "\n"


def _section(name: str, comment: str, columns: tuple[Column, ...]) -> str:
    rows = [
        f"| `{c.name}` | {c.type} | {'' if c.nullable else 'yes'} | {_cell(c.comment)} |" for c in columns
    ]
    return "\n".join(
        [
            f"### {name}\n",
            f"{comment}\n",
            "| column | type | always set | meaning |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(data_dictionary())
