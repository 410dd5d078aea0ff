"""Takedown: an input and all that came of it leave the store for good, and a tombstone keeps it out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

import duckdb
import pyarrow as pa

from newsift.storage.connection import sql
from newsift.storage.durable import utc_now
from newsift.storage.index import DedupIndex
from newsift.storage.paths import WarehousePaths

Kind = Literal["path", "article", "source"]


@dataclass(frozen=True, slots=True)
class Selector:
    """What to forget.

    Attributes:
        kind: "path": the input at an inbox path, all its versions (of a multi-record file: all its
            records, unless `#n` names one); "article": the input that an article came from; "source":
            every input with an article of that outlet, its spelling as in `articles.source`.
    """

    kind: Kind
    value: str


@dataclass(frozen=True, slots=True)
class ForgetPlan:
    """What would go, for a person to confirm.

    Attributes:
        contents: Hashes of the inputs, hex, sorted.
        paths: Inbox paths at which they stood; the files themselves are the inbox's owner's to remove.
        articles: (article id, title) of every article that came from them.
        clusters: Stories that lose a member.
    """

    contents: tuple[str, ...]
    paths: tuple[str, ...]
    articles: tuple[tuple[str, str | None], ...]
    clusters: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.contents)


@dataclass(frozen=True, slots=True)
class ForgetResult:
    """What went.

    Attributes:
        new_canonicals: Articles that stand for a story now whose canonical article went.
        stories_gone: Stories of which nothing is left.
        leftovers: Files set aside earlier that may still hold the text; a person must judge them.
    """

    plan: ForgetPlan
    new_canonicals: tuple[str, ...]
    stories_gone: int
    leftovers: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class ClusterMember:
    """What the election of a canonical article looks at."""

    article_id: str
    kind: str
    words: int
    source: str | None
    agency: str | None
    published_at: datetime | None
    is_canonical: bool


Elect = Callable[[Sequence[ClusterMember]], str]


def plan(con: duckdb.DuckDBPyConnection, selectors: Sequence[Selector]) -> ForgetPlan:
    """Find what the selectors mean; empty when they name nothing that the store has."""
    wanted = pa.table(
        {
            "kind": pa.array([s.kind for s in selectors], pa.string()),
            "value": pa.array([s.value for s in selectors], pa.string()),
        }
    )
    con.register("wanted", wanted)
    try:
        hashes = [str(row[0]) for row in con.execute(sql("forget_contents")).fetchall()]
    finally:
        con.unregister("wanted")
    with _registered(con, hashes):
        paths = con.execute(
            "SELECT DISTINCT path FROM main.files "
            "WHERE content_hash IN (SELECT content_hash FROM gone) ORDER BY 1"
        ).fetchall()
        articles = con.execute(
            "SELECT article_id, title, cluster_id FROM main.articles "
            "WHERE content_hash IN (SELECT content_hash FROM gone) ORDER BY 1"
        ).fetchall()
    return ForgetPlan(
        contents=tuple(hashes),
        paths=tuple(str(row[0]) for row in paths),
        articles=tuple((str(row[0]), row[1]) for row in articles),
        clusters=tuple(sorted({str(row[2]) for row in articles})),
    )


def erase(
    con: duckdb.DuckDBPyConnection,
    what: ForgetPlan,
    *,
    selectors: Sequence[Selector],
    note: str,
    elect: Elect,
) -> tuple[tuple[str, ...], int]:
    """Remove everything in an open transaction, re-elect canonicals and set the tombstones.

    Args:
        elect: Chooses the canonical article among the members that are left of a story.

    Returns:
        The newly elected articles and the number of stories of which nothing is left.
    """
    article_ids = [article_id for article_id, _ in what.articles]
    DedupIndex(con).forget(article_ids)
    with _registered(con, list(what.contents)):
        for statement in sql("forget_erase").split(";"):
            if statement.strip():
                con.execute(statement)
    kinds = ",".join(sorted({selector.kind for selector in selectors}))
    con.executemany(
        "INSERT INTO pipeline.forgotten VALUES (?, ?, ?, ?)",
        [[utc_now(), content_hash, kinds, note or None] for content_hash in what.contents],
    )
    con.execute("INSERT INTO pipeline.meta VALUES ('full_publish', 'inputs were forgotten')")
    return _reelect(con, what.clusters, elect)


def leftovers(paths: WarehousePaths) -> tuple[Path, ...]:
    """Files kept from earlier accidents and changes that may still hold what was forgotten."""
    found: list[Path] = []
    for folder in (paths.aside, paths.before_migration, paths.before_rebuild):
        found += sorted(entry for entry in folder.iterdir()) if folder.is_dir() else []
    return tuple(found)


def _reelect(
    con: duckdb.DuckDBPyConnection, clusters: Sequence[str], elect: Elect
) -> tuple[tuple[str, ...], int]:
    elected: list[str] = []
    gone = 0
    for cluster_id in clusters:
        rows = con.execute(
            "SELECT article_id, kind, word_count, source, agency, published_at, is_canonical "
            "FROM main.articles WHERE cluster_id = ? ORDER BY article_id",
            [cluster_id],
        ).fetchall()
        members = [ClusterMember(*row) for row in rows]
        if not members:
            gone += 1
            continue
        if any(member.is_canonical for member in members):
            continue
        chosen = elect(members)
        con.execute("UPDATE main.articles SET is_canonical = true WHERE article_id = ?", [chosen])
        con.execute("DELETE FROM main.duplicates WHERE article_id = ?", [chosen])
        con.execute(
            "UPDATE main.duplicates SET canonical_id = ? WHERE article_id IN "
            "(SELECT article_id FROM main.articles WHERE cluster_id = ?)",
            [chosen, cluster_id],
        )
        elected.append(chosen)
    return tuple(elected), gone


class _registered:  # noqa: N801  (used as a function)
    """The hashes as the relation "gone" while the block runs."""

    def __init__(self, con: duckdb.DuckDBPyConnection, hashes: list[str]) -> None:
        self._con = con
        self._rows = pa.table({"content_hash": pa.array(hashes, pa.string())})

    def __enter__(self) -> None:
        self._con.register("gone", self._rows)

    def __exit__(self, *_: object) -> None:
        self._con.unregister("gone")
