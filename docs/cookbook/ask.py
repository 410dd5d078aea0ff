"""Print what a query answers: `python docs/cookbook/ask.py WAREHOUSE FILE.sql` (or SQL instead of a file)."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb


def main(warehouse: str, query: str) -> None:
    text = Path(query).read_text(encoding="utf-8") if query.endswith(".sql") else query
    with duckdb.connect(str(Path(warehouse) / "newsift.duckdb"), read_only=True) as con:
        con.sql(text).show(max_width=160, max_rows=100)


if __name__ == "__main__":
    main(*sys.argv[1:])
