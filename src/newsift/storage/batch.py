"""One transaction that loads a batch: claim, number, add, re-cluster; nothing of it shows before COMMIT."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from newsift.errors import InvariantError
from newsift.storage.connection import count, sql
from newsift.storage.private_schema import CONTENTS_INPUT, input_table
from newsift.storage.table import Table

if TYPE_CHECKING:
    from newsift.storage.index import DedupIndex

_INCOMING = "incoming"  # the name by which the .sql files know the rows being loaded
_CLAIMED_ONLY = frozenset({"articles", "block_spans", "raw", "line_evidence"})
_RECLUSTERED = pa.schema(
    [("article_id", pa.string()), ("cluster_id", pa.string()), ("is_canonical", pa.bool_())]
)
_IDS = pa.schema([("article_id", pa.string())])


@dataclass(slots=True)
class _Counts:
    contents: int = 0
    articles: int = 0
    reclustered: int = 0


class BatchWriter:
    """Writes one batch inside an open transaction. Made by `Store.batch`.

    Attributes:
        connection: The transaction's connection; `index` works on it too.
        now: The time that every row of the batch bears, UTC.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, *, run_id: str, now: datetime, search: bool
    ) -> None:
        self.connection = connection
        self.run_id = run_id
        self.now = now
        self.batch_no = count(connection, "SELECT coalesce(max(batch_no), 0) + 1 FROM pipeline.batches")
        self._next_doc_no = count(connection, "SELECT coalesce(max(doc_no), 0) + 1 FROM main.articles")
        self._search = search
        self._doc_numbers: dict[str, int] = {}
        self._claimed: set[str] = set()
        self._counts = _Counts()

    @property
    def contents(self) -> int:
        """Contents claimed so far."""
        return self._counts.contents

    @cached_property
    def index(self) -> DedupIndex:
        """The deduplication index on this transaction."""
        from newsift.storage.index import DedupIndex  # noqa: PLC0415  (imports the signature code)

        return DedupIndex(self.connection, run_id=self.run_id)

    def claim(self, contents: pa.Table) -> set[str]:
        """Claim contents for this batch.

        Args:
            contents: `arrow_schema("contents")`; a hash may repeat.

        Returns:
            The hashes (hex) that nobody had claimed before this call. Only their articles, blocks and raw
            bytes may be added, and only once the transaction has committed may anything outside rely on it.
        """
        with self._loaded(CONTENTS_INPUT, contents):
            rows = self.connection.execute(sql("claim"), [self.batch_no]).fetchall()
        claimed = {str(row[0]) for row in rows}
        self._claimed |= claimed
        self._counts.contents += len(claimed)
        return claimed

    def number(self, article_ids: Sequence[str]) -> dict[str, int]:
        """Give each new article its private document number, in this order; stable within the batch."""
        for article_id in article_ids:
            if article_id not in self._doc_numbers:
                self._doc_numbers[article_id] = self._next_doc_no
                self._next_doc_no += 1
        return {article_id: self._doc_numbers[article_id] for article_id in article_ids}

    def add(self, table: str, rows: pa.Table) -> int:
        """Load rows into a table of the store.

        Args:
            table: Name of the table; "blocks" and "block_spans" are the same.
            rows: Columns by name, any order; columns left out are filled by the writer or NULL.

        Returns:
            The number of rows stored. `files` rows known by path and content are left out.

        Raises:
            InvariantError: Rows of a content that this batch did not claim, or a column nobody knows.
        """
        description = input_table(table)
        name = description.name
        if rows.num_rows == 0:
            return 0
        if name in _CLAIMED_ONLY:
            self._refuse_unclaimed(name, rows)
        if name == "articles":
            rows = self._numbered(self._searchable(rows))
            self._counts.articles += rows.num_rows
        if name == "raw":
            rows = self._in_order(rows)
        rows = self._filled(description, rows)
        with self._loaded(description, rows):
            if name == "files":
                return self._run("add_files")
            if name == "quarantine":
                return self._run("add_quarantine")
            return self._insert(description)

    def set_clusters(self, rows: pa.Table) -> None:
        """Set `cluster_id` and `is_canonical` of articles stored before this batch."""
        if rows.num_rows:
            with self._registered(rows.select(_RECLUSTERED.names).cast(_RECLUSTERED)):
                self._counts.reclustered += self._run("set_clusters")

    def put_duplicates(self, rows: pa.Table) -> None:
        """Store `duplicates` rows; an older row of the same article gives way."""
        if rows.num_rows:
            self.drop_duplicates(rows["article_id"].to_pylist())
            self.add("duplicates", rows)

    def drop_duplicates(self, article_ids: Sequence[str]) -> None:
        """Remove the `duplicates` rows of articles that are canonical now."""
        if article_ids:
            rows = pa.Table.from_pydict({"article_id": list(article_ids)}, schema=_IDS)
            with self._registered(rows):
                self._run("drop_duplicates")

    def finish(self) -> None:
        """Record the commit; called by `Store.batch` before COMMIT."""
        self.connection.execute(
            "INSERT INTO pipeline.batches VALUES (?, ?, ?, ?, ?, ?)",
            [
                self.batch_no,
                self.run_id,
                self.now,
                self._counts.contents,
                self._counts.articles,
                self._counts.reclustered,
            ],
        )

    def _refuse_unclaimed(self, name: str, rows: pa.Table) -> None:
        strange = set(rows["content_hash"].to_pylist()) - self._claimed
        if strange:
            raise InvariantError(
                f"{len(strange)} content(s) added to {name} without a claim, such as {min(strange)}"
            )

    def _searchable(self, rows: pa.Table) -> pa.Table:
        """Store the articles' search text, which a worker has made; the rows without it."""
        if "text_norm" not in rows.column_names:
            if self._search:
                with self._registered(rows):
                    self.connection.execute(sql("add_search"), [self.batch_no])
            return rows
        if self._search:
            self.add("article_search", rows.select(["article_id", "text_norm"]))
        return rows.drop_columns(["text_norm"])

    def _numbered(self, rows: pa.Table) -> pa.Table:
        if "doc_no" in rows.column_names:
            return rows
        ids = rows["article_id"].to_pylist()
        numbers = self.number(ids)
        return rows.append_column("doc_no", pa.array([numbers[i] for i in ids], pa.uint32()))

    def _in_order(self, rows: pa.Table) -> pa.Table:
        first = count(self.connection, "SELECT coalesce(max(input_no) + 1, 0)::BIGINT FROM pipeline.raw")
        return rows.append_column("input_no", pa.array(range(first, first + rows.num_rows), pa.uint64()))

    def _filled(self, description: Table, rows: pa.Table) -> pa.Table:
        """`rows` with the columns that the writer answers for."""
        constants: dict[str, object] = {
            "run_id": self.run_id,
            "batch_no": self.batch_no,
            "ingested_at": self.now,
            "first_seen_at": self.now,
            "failed_at": self.now,
            "attempts": 1,
            "version": 1,
        }
        for column in description.columns:
            if column.name in constants and column.name not in rows.column_names:
                value = pa.scalar(constants[column.name], column.arrow_type())
                rows = rows.append_column(column.name, pa.repeat(value, rows.num_rows))
        return rows

    def _insert(self, description: Table) -> int:
        names = ", ".join(column.name for column in description.columns)
        statement = f"INSERT INTO {description.qualified} ({names}) SELECT {names} FROM {_INCOMING}"
        return count(self.connection, statement)

    def _run(self, statement: str) -> int:
        return count(self.connection, sql(statement))

    @contextlib.contextmanager
    def _loaded(self, description: Table, rows: pa.Table) -> Iterator[None]:
        """Check `rows` against `description`, bring them into its types and order, and register them."""
        unknown = set(rows.column_names) - {column.name for column in description.columns}
        if unknown:
            raise InvariantError(f"table {description.name} has no column(s) {', '.join(sorted(unknown))}")
        arrays = [
            rows[column.name].cast(column.arrow_type())
            if column.name in rows.column_names
            else pa.nulls(rows.num_rows, column.arrow_type())
            for column in description.columns
        ]
        schema = description.arrow_schema()
        with self._registered(pa.Table.from_arrays(arrays, schema=schema)):
            yield

    @contextlib.contextmanager
    def _registered(self, rows: pa.Table) -> Iterator[None]:
        self.connection.register(_INCOMING, rows)
        try:
            yield
        finally:
            self.connection.unregister(_INCOMING)
