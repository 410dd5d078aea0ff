"""The persistent index of deduplication in DuckDB, inside the writer's open transaction.

Everything a later batch depends on is a committed row: a batch that is rolled back (or killed) leaves
the index as it was.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from newsift.errors import ConfigError
from newsift.storage.connection import sql
from newsift.storage.formula_counts import FormulaCounts
from newsift.storage.index_rows import Candidates, ExactMatch, StoredArticle, band_rows, document_rows
from newsift.storage.index_schema import DOCUMENTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb
    from numpy.typing import NDArray

__all__ = ["Candidates", "DedupIndex", "ExactMatch", "StoredArticle", "document_rows"]


class DedupIndex(FormulaCounts):
    """Reads and writes the tables of `index_schema`.

    Args:
        connection: A connection with an open transaction.
        run_id: Written into edges and events.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, run_id: str = "") -> None:
        super().__init__(connection)
        self._run_id = run_id

    def require_version(self, version: str) -> None:
        """Record the signature version of an empty index; refuse another one later.

        Raises:
            ConfigError: The stored bands were computed with other settings.
        """
        if self.check_version(version) is None:
            self._con.execute("INSERT INTO pipeline.dedup_state VALUES ('signature_version', ?)", [version])

    def check_version(self, version: str) -> str | None:
        """The signature version of the index, None when it is empty; only reads.

        Raises:
            ConfigError: The stored bands were computed with other settings.
        """
        stored = self._value("SELECT value FROM pipeline.dedup_state WHERE name = 'signature_version'")
        if stored is not None and stored != version:
            raise ConfigError(
                f"the store's signatures are of version {stored}, the settings ask for {version}",
                remedy="Restore [dedup] and config/normalisation.toml, or run `newsift resign` to sign anew",
            )
        return None if stored is None else version

    def exact_matches(self, documents: pa.Table) -> list[ExactMatch]:
        """Stored articles that share text, URL or lead with new ones.

        Args:
            documents: doc_no, text_key, url_key, lead_key.
        """
        with self._registered("incoming", documents):
            rows = self._con.execute(sql("dedup_exact")).fetchall()
        return [ExactMatch(*row) for row in rows]

    def add_bands(self, doc_nos: NDArray[np.uint32], keys: NDArray[np.uint64]) -> None:
        """Store the bands of new articles: `keys` is uint64[len(doc_nos), bands]."""
        with self._registered("incoming", band_rows(doc_nos, keys)):
            self._con.execute("INSERT INTO pipeline.dedup_bands SELECT key, doc_no FROM incoming")

    def candidates(
        self,
        documents: pa.Table,
        doc_nos: NDArray[np.uint32],
        keys: NDArray[np.uint64],
        *,
        cap: int,
        window: int,
        bands_by_gap: tuple[tuple[int, int], ...],
    ) -> Candidates:
        """Pairs of a new article and an earlier one; the new bands must have been added before.

        Args:
            documents: doc_no and day of every new article.
            doc_nos, keys: As given to `add_bands`.
            cap: Bands shared by more articles are left out.
            window: Largest distance in days (undated articles are compared with everything).
            bands_by_gap: Two steps (days, bands): pairs more than `days` apart must share `bands` bands.
        """
        with (
            self._registered("incoming", documents),
            self._registered("incoming_bands", band_rows(doc_nos, keys)),
        ):
            self._con.execute(sql("dedup_hits"), {"floor": self._window_floor(documents, window)})
            found = self._con.execute(
                sql("dedup_candidates"),
                {
                    "cap": cap,
                    "window": window,
                    "far_days": bands_by_gap[0][0],
                    "far_bands": bands_by_gap[0][1],
                    "old_days": bands_by_gap[1][0],
                    "old_bands": bands_by_gap[1][1],
                },
            ).fetchnumpy()
            ((full, entries),) = self._con.execute(sql("dedup_full_buckets"), {"cap": cap}).fetchall()
            self._con.execute("DROP TABLE dedup_hits")
        left, right, bands = (np.asarray(found[name], np.int64) for name in ("left_no", "right_no", "bands"))
        return Candidates(left, right, bands, full, entries)

    def _window_floor(self, documents: pa.Table, window: int) -> int:
        """The smallest doc_no that can lie in the window of a new article; row groups below are skipped."""
        days = documents["day"].to_pylist()
        if not days or None in days:
            return 0
        oldest = self._value(
            "SELECT min(doc_no) FROM pipeline.dedup_documents "
            "WHERE day IS NULL OR day >= ?::DATE - ?::INTEGER",
            [min(days), window],
        )
        smallest_new: int = min(documents["doc_no"].to_pylist())
        return smallest_new if oldest is None else min(int(str(oldest)), smallest_new)

    def stored(self, doc_nos: Sequence[int]) -> list[StoredArticle]:
        """Stored articles with their texts."""
        if not doc_nos:
            return []
        with self._registered("incoming", pa.table({"doc_no": pa.array(doc_nos, pa.uint32())})):
            return self._stored(sql("dedup_stored"))

    def members(self, cluster_nos: Sequence[int]) -> list[StoredArticle]:
        """All stored members of clusters, without their texts."""
        if not cluster_nos:
            return []
        with self._registered("incoming", pa.table({"cluster_no": pa.array(cluster_nos, pa.uint32())})):
            return self._stored(sql("dedup_members"))

    def _stored(self, statement: str) -> list[StoredArticle]:
        names = [field.name for field in fields(StoredArticle)]
        columns = self._con.sql(statement).to_arrow_table().select(names)
        rows = zip(*(column.to_pylist() for column in columns.columns), strict=True)
        return [StoredArticle(*row) for row in rows]

    def numbers_of(self, article_ids: Sequence[str]) -> dict[str, int]:
        """The private numbers of stored articles; unknown ids are left out."""
        if not article_ids:
            return {}
        with self._registered("incoming", pa.table({"article_id": pa.array(article_ids, pa.string())})):
            rows = self._con.execute(
                "SELECT article_id, doc_no FROM main.articles "
                "WHERE article_id IN (SELECT article_id FROM incoming)"
            ).fetchall()
        return {str(article_id): int(doc_no) for article_id, doc_no in rows}

    def duplicates_of(self, article_ids: Sequence[str]) -> pa.Table:
        """The `duplicates` rows of stored articles."""
        with self._registered("incoming", pa.table({"article_id": pa.array(article_ids, pa.string())})):
            return self._con.sql(
                "SELECT * FROM main.duplicates WHERE article_id IN (SELECT article_id FROM incoming) "
                "ORDER BY article_id"
            ).to_arrow_table()

    def add_documents(self, documents: pa.Table) -> None:
        """Store the documents of the batch (columns of `dedup_documents`)."""
        self._insert("dedup_documents", [column.name for column in DOCUMENTS.columns], documents)

    def add_events(self, events: pa.Table) -> None:
        """Store events (columns of `cluster_events` but run_id)."""
        if events.num_rows:
            with self._registered("incoming", events):
                self._con.execute(
                    "INSERT INTO main.cluster_events (cluster_id, event, article_id, other_id, rule, run_id, "
                    "batch_no) SELECT cluster_id, event, article_id, other_id, rule, $run_id, "
                    "(SELECT coalesce(max(batch_no), 0) + 1 FROM pipeline.batches) FROM incoming",
                    {"run_id": self._run_id},
                )

    def restart(self, version: str) -> None:
        """Drop every signature and formula count; clusters and events stay. New ones are of `version`."""
        for table in ("dedup_bands", "dedup_state", "formula_counts", "formula_generations"):
            self._con.execute(f"DELETE FROM pipeline.{table}")
        self.require_version(version)

    def stored_after(self, doc_no: int, limit: int) -> list[StoredArticle]:
        """The next stored articles with their texts, in the order of their numbers."""
        rows = self._con.execute(
            "SELECT doc_no FROM pipeline.dedup_documents WHERE doc_no > ? ORDER BY doc_no LIMIT ?",
            [doc_no, limit],
        ).fetchall()
        return self.stored([row[0] for row in rows])

    def replace_documents(self, documents: pa.Table) -> None:
        """Store documents (columns of `dedup_documents`) in the place of those with the same numbers."""
        with self._registered("incoming", documents):
            self._con.execute(
                "DELETE FROM pipeline.dedup_documents WHERE doc_no IN (SELECT doc_no FROM incoming)"
            )
        self.add_documents(documents)

    def forget(self, article_ids: Sequence[str]) -> None:
        """Remove articles from the index; call it before their rows leave `articles`."""
        ids = pa.table({"article_id": pa.array(article_ids, pa.string())})
        with self._registered("forgotten", ids):
            documents = self._con.sql(
                "SELECT doc_no FROM main.articles WHERE article_id IN (SELECT article_id FROM forgotten)"
            ).to_arrow_table()
        with self._registered("incoming", documents):
            for statement in sql("dedup_forget").split(";"):
                if statement.strip():
                    self._con.execute(statement)

    def _insert(self, name: str, columns: Sequence[str], rows: pa.Table) -> None:
        if rows.num_rows == 0:
            return
        listed = ", ".join(columns)
        with self._registered("incoming", rows):
            self._con.execute(f"INSERT INTO pipeline.{name} ({listed}) SELECT {listed} FROM incoming")
