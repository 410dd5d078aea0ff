"""Takedown: an input and all that came of it leave the store for good, and a tombstone keeps it out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

import duckdb
import pyarrow as pa

from newsift.storage.connection import count, sql
from newsift.storage.durable import fsync_folder, utc_now
from newsift.storage.index import DedupIndex
from newsift.storage.paths import WarehousePaths
from newsift.storage.table import quote

Kind = Literal["path", "article", "source"]
_UNFINISHED = "unfinished_forget"  # key of pipeline.meta


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
        unfinished: An earlier takedown was stopped before every copy was gone; `forget` goes on with it.
    """

    contents: tuple[str, ...]
    paths: tuple[str, ...]
    articles: tuple[tuple[str, str | None], ...]
    clusters: tuple[str, ...]
    unfinished: bool = False

    def __bool__(self) -> bool:
        return bool(self.contents)


@dataclass(frozen=True, slots=True)
class ForgetResult:
    """What went.

    Attributes:
        new_canonicals: Articles that stand for a story now whose canonical article went.
        stories_gone: Stories of which nothing is left.
        wiped: Older copies of the store, and damaged logs of it, that were deleted: they held the text.
        leftovers: Published files set aside earlier that show a forgotten input or cannot be read: each may
            be all that is left of another warehouse, so a person must judge them.
    """

    plan: ForgetPlan
    new_canonicals: tuple[str, ...] = ()
    stories_gone: int = 0
    wiped: tuple[Path, ...] = ()
    leftovers: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class ClusterMember:
    """What the election of a canonical article looks at."""

    article_id: str
    kind: str
    words: int
    source: str | None
    agency: str | None
    published_at: datetime | None
    has_title: bool
    is_canonical: bool


@dataclass(frozen=True, slots=True)
class Tombstone:
    """An input that was taken down and is kept out. Nothing of its text, title or path is left.

    Attributes:
        selector: How it was asked for: "path", "article", "source", or several of them.
        content_hash: Of its bytes, 32 hex digits.
    """

    forgotten_at: datetime
    content_hash: str
    selector: str
    note: str | None


Elect = Callable[[Sequence[ClusterMember]], str]


def tombstones(con: duckdb.DuckDBPyConnection) -> list[Tombstone]:
    """What was forgotten, the latest first."""
    rows = con.execute(
        "SELECT forgotten_at, content_hash, selector, note FROM pipeline.forgotten "
        "ORDER BY forgotten_at DESC, content_hash"
    ).fetchall()
    return [Tombstone(*row) for row in rows]


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
        unfinished=is_unfinished(con),
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
    con.execute(
        "INSERT INTO pipeline.meta VALUES ('full_publish', 'inputs were forgotten'), (?, ?)",
        [_UNFINISHED, str(utc_now())],
    )
    return _reelect(con, what.clusters, elect)


def is_unfinished(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether copies of something forgotten are still to be removed: since `erase`, until `finished`."""
    return count(con, "SELECT count(*) FROM pipeline.meta WHERE key = ?", [_UNFINISHED]) > 0


def finished(con: duckdb.DuckDBPyConnection) -> None:
    """Note, in an open transaction, that no copy is left."""
    con.execute("DELETE FROM pipeline.meta WHERE key = ?", [_UNFINISHED])


def wipe(paths: WarehousePaths) -> tuple[Path, ...]:
    """Delete what the pipeline kept of the store as it was: copies from before changes, logs set aside.

    The copies are there to go back to, which would bring the forgotten back; what the logs held was ingested
    anew, or is gone.
    """
    doomed = [*_files(paths.before_migration), *_files(paths.before_rebuild)]
    doomed += [file for file in _files(paths.aside) if file.name.startswith(paths.wal.name)]
    for file in doomed:
        file.unlink()
    for folder in {file.parent for file in doomed}:
        fsync_folder(folder)
    return tuple(doomed)


def leftovers(con: duckdb.DuckDBPyConnection, paths: WarehousePaths) -> tuple[Path, ...]:
    """Files under `aside` that show something forgotten, or cannot be looked into."""
    return tuple(file for file in _files(paths.aside) if _may_show(con, file))


def _may_show(con: duckdb.DuckDBPyConnection, file: Path) -> bool:
    try:
        con.execute(f"ATTACH {quote(str(file))} AS set_aside (READ_ONLY)")
    except duckdb.Error:
        return True
    try:
        shown = count(
            con,
            "SELECT count(*) FROM set_aside.main.files "
            "WHERE content_hash IN (SELECT content_hash FROM pipeline.forgotten)",
        )
    except duckdb.Error:
        return True
    finally:
        con.execute("DETACH set_aside")
    return shown > 0


def _files(folder: Path) -> list[Path]:
    return sorted(entry for entry in folder.iterdir() if entry.is_file()) if folder.is_dir() else []


def _reelect(
    con: duckdb.DuckDBPyConnection, clusters: Sequence[str], elect: Elect
) -> tuple[tuple[str, ...], int]:
    elected: list[str] = []
    gone = 0
    for cluster_id in clusters:
        rows = con.execute(
            "SELECT article_id, kind, word_count, source, agency, published_at, title IS NOT NULL, "
            "is_canonical "
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
