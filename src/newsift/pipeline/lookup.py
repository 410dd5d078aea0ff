"""What a person means by a path or an id: an input or an article of the published file.

A path may be given as the shell completes it (`inbox/a.txt` for `a.txt`) and without the label of its inbox,
an id by its first digits.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsift.errors import ConfigError
from newsift.storage.snapshot import query

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Row = dict[str, object]
_SHORTEST = 4  # digits of an id; fewer are typed by accident
_ID_START = re.compile(rf"[0-9a-f]{{{_SHORTEST},16}}")
_SHOWN = 5  # of several articles that an id may mean


def rows_of(snapshot: Path, sql: str, parameters: Sequence[object]) -> list[Row]:
    """The rows that a query of the published file gives."""
    rows: list[Row] = query(snapshot, sql, parameters).to_pylist()
    return rows


def records_of(snapshot: Path, what: str) -> list[Row]:
    """path, status and reason of each record of a file that holds several; none for anything else."""
    return rows_of(
        snapshot,
        "SELECT path, status, reason FROM files WHERE starts_with(path, ? || '#')"
        " ORDER BY try_cast(split_part(path, '#', -1) AS INTEGER), path, version",
        [what],
    )


def find_file(snapshot: Path, what: str) -> Row:
    """The newest row of `files` at a path, or of the input that an article came from.

    Raises:
        ConfigError: Nothing is called so, or several things are.
    """
    for condition in ("path = $1", "ends_with($1, '/' || path)"):
        found = rows_of(
            snapshot,
            f"SELECT * FROM files WHERE {condition} ORDER BY length(path) DESC, version DESC LIMIT 1",
            [what],
        )
        if found:
            return found[0]
    labelled = rows_of(
        snapshot, "SELECT DISTINCT path FROM files WHERE ends_with(path, '//' || ?) ORDER BY path", [what]
    )
    if len(labelled) > 1:
        shown = ", ".join(str(row["path"]) for row in labelled[:_SHOWN])
        raise ConfigError(
            f"'{what}' stands in several inboxes: {shown}", remedy="Give the path with its label"
        )
    if labelled:
        return find_file(snapshot, str(labelled[0]["path"]))
    ids = _articles(snapshot, what)
    if len(ids) > 1:
        shown = "; ".join(f"{row['article_id']} {row['title'] or ''}".strip() for row in ids[:_SHOWN])
        raise ConfigError(
            f"'{what}' is the beginning of several article ids: {shown}", remedy="Give more of it"
        )
    if ids:
        found = rows_of(
            snapshot,
            "SELECT * FROM files WHERE content_hash = ? ORDER BY first_seen_at DESC, path LIMIT 1",
            [ids[0]["content_hash"]],
        )
    if not found:
        raise ConfigError(
            f"'{what}' is neither an inbox path nor an article id of {snapshot}",
            remedy="Paths are relative to the inbox; SELECT path FROM files lists them, and "
            "`newsift forget --list` what was taken down",
        )
    return found[0]


def find_article(snapshot: Path, what: str) -> Row:
    """The row of `articles` that an id means, or the main article of the input at a path.

    Raises:
        ConfigError: Nothing is called so, several things are, or the input holds no article.
    """
    file = find_file(snapshot, what)
    ids = _articles(snapshot, what)
    if len(ids) == 1 and ids[0]["content_hash"] == file["content_hash"]:
        return rows_of(snapshot, "SELECT * FROM articles WHERE article_id = ?", [ids[0]["article_id"]])[0]
    found = rows_of(
        snapshot,
        "SELECT * FROM articles WHERE content_hash = ? ORDER BY kind DESC, position LIMIT 1",
        [file["content_hash"]],
    )
    if not found:
        raise ConfigError(f"'{what}' holds no article: it was {file['status']} ({file['reason']})")
    return found[0]


def _articles(snapshot: Path, what: str) -> list[Row]:
    """Articles whose id is or begins so."""
    if not _ID_START.fullmatch(what):
        return []
    return rows_of(
        snapshot,
        "SELECT article_id, content_hash, title FROM articles WHERE starts_with(article_id, ?)"
        " ORDER BY article_id LIMIT 6",
        [what],
    )
