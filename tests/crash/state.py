"""What must hold of a warehouse after any accident."""

from __future__ import annotations

from pathlib import Path

import duckdb

from newsift.storage.schema import PUBLISHED_TABLES

VOLATILE = frozenset({"run_id", "ingested_at", "first_seen_at", "failed_at", "attempts"})
Export = dict[str, list[tuple[object, ...]]]


def export(published: Path) -> Export:
    """All published rows, sorted, without times and run ids: equal for equal inputs."""
    tables: Export = {}
    with duckdb.connect(str(published), read_only=True, config={"threads": 1}) as con:
        for table in PUBLISHED_TABLES:
            if table.name in ("runs", "snapshot"):
                continue
            names = ", ".join(c.name for c in table.published_columns() if c.name not in VOLATILE)
            tables[table.name] = con.execute(f"SELECT {names} FROM {table.name} ORDER BY ALL").fetchall()
    return tables


_CHECKS = {
    "an article twice": "SELECT count(*) - count(DISTINCT article_id) FROM articles",
    "a path and content twice": """
        SELECT count(*) - count(DISTINCT path || ':' || content_hash) FROM files""",
    "a clean file without its article": """
        SELECT count(*) FROM files f WHERE status = 'clean'
        AND NOT EXISTS (SELECT 1 FROM articles a WHERE a.article_id = f.article_id)""",
    "an article without its file": """
        SELECT count(*) FROM articles a
        WHERE NOT EXISTS (SELECT 1 FROM files f WHERE f.content_hash = a.content_hash)""",
    "an article without blocks": """
        SELECT count(*) FROM articles a
        WHERE NOT EXISTS (SELECT 1 FROM block_spans b WHERE b.content_hash = a.content_hash)""",
    "a block without text": "SELECT count(*) FROM blocks WHERE text IS NULL",
    "an article that search does not know": """
        SELECT count(*) FROM articles a
        WHERE NOT EXISTS (SELECT 1 FROM article_search s WHERE s.article_id = a.article_id)""",
    "a cluster without exactly one canonical article": """
        SELECT count(*) FROM (
            SELECT cluster_id FROM articles GROUP BY 1 HAVING count(*) FILTER (is_canonical) <> 1)""",
    "a copy without a duplicates row": """
        SELECT count(*) FROM articles a WHERE NOT is_canonical
        AND NOT EXISTS (SELECT 1 FROM duplicates d WHERE d.article_id = a.article_id)""",
    "a wrong count in snapshot": """
        SELECT count(*) FROM snapshot s
        WHERE s.articles <> (SELECT count(*) FROM articles) OR s.files <> (SELECT count(*) FROM files)""",
}


def problems_of_snapshot(published: Path) -> list[str]:
    """What is wrong with a published file, whatever moment it shows; a missing file is no problem."""
    if not published.exists():
        return []
    with duckdb.connect(str(published), read_only=True, config={"threads": 1}) as con:
        return [name for name, query in _CHECKS.items() if con.execute(query).fetchall() != [(0,)]]
