"""What a store knows: look-ups by path, content, site and title, outside any batch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from newsift.models import FoundFile
from newsift.storage.connection import count, sql, translated
from newsift.storage.raw import StoredInput, read_raw
from newsift.storage.rows import stored_mtime


@dataclass(frozen=True, slots=True)
class KnownContent:
    """What the ledger says of a content.

    Attributes:
        status: "clean", "rejected", "quarantined" or "forgotten".
    """

    content_hash: bytes
    status: str
    reason: str | None
    article_id: str | None


@dataclass(frozen=True, slots=True)
class Totals:
    """Size of the warehouse."""

    articles: int
    stories: int
    files: int
    duplicates: dict[str, int]  # by relation


class Known:
    """The reading side of `Store`.

    Attributes:
        connection: For reading outside a batch; never write through it.
    """

    connection: duckdb.DuckDBPyConnection

    def unchanged(self, found: Sequence[FoundFile]) -> dict[str, int]:
        """Paths whose size and time are those of a file whose every record is committed.

        Returns:
            Path -> number of its records (1 for a plain file). They need not be read again.
        """
        rows = pa.table(
            {
                "path": pa.array([f.path for f in found], pa.string()),
                "byte_size": pa.array([f.byte_size for f in found], pa.int64()),
                "mtime_ns": pa.array([stored_mtime(f) for f in found], pa.int64()),
            }
        )
        return dict(_pairs(self._look_up("unchanged", rows)))

    def last_inbox(self, label: str) -> str | None:
        """The inbox of the newest finished ingest run under a label; None before the first."""
        with translated("look for the last inbox"):
            rows = self.connection.execute(sql("last_inbox"), [label]).fetchall()
        return str(rows[0][0]) if rows else None

    def other_sizes(self, found: Sequence[FoundFile]) -> list[str]:
        """Paths, sorted, at which only files of other sizes were read."""
        rows = pa.table(
            {
                "path": pa.array([f.path for f in found], pa.string()),
                "byte_size": pa.array([f.byte_size for f in found], pa.int64()),
            }
        )
        return [str(path) for path in self._look_up("other_sizes", rows)["path"].to_pylist()]

    def known(self, hashes: Iterable[bytes]) -> dict[bytes, KnownContent]:
        """What the ledger says of contents; unknown ones are left out."""
        rows = pa.table({"content_hash": pa.array(sorted(set(hashes)), pa.binary())})
        return {row["content_hash"]: KnownContent(**row) for row in self._look_up("known", rows).to_pylist()}

    def articles_at(self, paths: Iterable[str]) -> dict[str, str]:
        """The main articles of the newest versions at some paths; paths without one are left out."""
        rows = pa.table({"path": pa.array(sorted(set(paths)), pa.string())})
        return dict(_pairs(self._look_up("articles_at", rows)))

    def known_at(self, inputs: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
        """Those of the (path, content hash in hex) pairs that `files` has already, or that were forgotten."""
        pairs = list(inputs)
        rows = pa.table(
            {
                "path": pa.array([path for path, _ in pairs], pa.string()),
                "content_hash": pa.array([content_hash for _, content_hash in pairs], pa.string()),
            }
        )
        return set(_pairs(self._look_up("known_at", rows)))

    def record_hashes(self, containers: Iterable[str]) -> pa.Table:
        """Content hashes of the records that `files` has of some multi-record files, in their order.

        Returns:
            Columns path (of the container), record_no int32, content_hash binary; the latest version of each
            record. A file whose first record is not known is left out: it was never read.
        """
        rows = pa.table({"path": pa.array(sorted(set(containers)), pa.string())})
        return self._look_up("record_hashes", rows)

    def line_evidence(self, sites: Sequence[str]) -> pa.Table:
        """Line keys seen on some sites, to learn their templates from.

        Returns:
            Columns site, line_keys, longest (lists of uint64): per site at most 1,000 inputs of the last 90
            days, those with the smallest content hashes, so that the sample depends on what is stored, not
            on the order in which it came.
        """
        rows = pa.table({"site": pa.array(sorted(set(sites)), pa.string())})
        return self._look_up("line_evidence", rows)

    def known_titles(self, keys: NDArray[np.uint64]) -> frozenset[int]:
        """Those of the line keys (uint64[n]) that are the title of a stored article."""
        found = self._look_up("known_titles", pa.table({"title_key": pa.array(keys, pa.uint64())}))
        return frozenset(found["title_key"].to_pylist())

    def unrefused(self, paths: Sequence[str]) -> set[str]:
        """Those of the inbox files (paths without a record number) of which nothing is quarantined."""
        rows = pa.table({"path": pa.array(sorted(set(paths)), pa.string())})
        return set(self._look_up("unrefused", rows)["path"].to_pylist())

    def totals(self) -> Totals:
        """Articles, stories, files and duplicates in the store."""
        with translated("count the warehouse"):
            relations = self.connection.execute(
                "SELECT relation, count(*) FROM main.duplicates GROUP BY relation ORDER BY relation"
            ).fetchall()
            return Totals(
                articles=count(self.connection, "SELECT count(*) FROM main.articles"),
                stories=count(self.connection, "SELECT count(*) FROM main.articles WHERE is_canonical"),
                files=count(self.connection, "SELECT count(*) FROM main.files"),
                duplicates={str(row[0]): int(row[1]) for row in relations},
            )

    def raw_inputs(self, after: int = -1, limit: int = 500) -> list[StoredInput]:
        """Kept inputs in order of arrival, page by page: pass the last one's `order` on as `after`.

        Inputs that were clean or rejected are kept (setting `storage.keep_raw`), refused ones are not.
        """
        with translated("read kept inputs"):
            return read_raw(self.connection, after=after, limit=limit)

    def _look_up(self, statement: str, rows: pa.Table) -> pa.Table:
        """The answer of `sql/<statement>.sql`, which knows `rows` as "wanted"."""
        with translated("look up what is known"):
            self.connection.register("wanted", rows)
            try:
                return self.connection.sql(sql(statement)).to_arrow_table()
            finally:
                self.connection.unregister("wanted")


def _pairs(rows: pa.Table) -> zip[tuple[Any, Any]]:
    first, second = rows.columns
    return zip(first.to_pylist(), second.to_pylist(), strict=True)
