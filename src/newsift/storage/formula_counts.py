"""How many stories hold each shingle: what formulas are learnt from, bounded by generations."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from newsift.storage.connection import sql

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import duckdb
    from numpy.typing import NDArray

_GENERATIONS = 6  # formula counts forget a sixth of the stories at a time


class FormulaCounts:
    """The formula side of `DedupIndex`.

    Args:
        connection: A connection with an open transaction.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._con = connection

    def formula_state(self) -> tuple[int, int]:
        """The current generation (1 at first) and the number of stories counted in the live ones."""
        ((generation, stories),) = self._con.execute(
            "SELECT coalesce(max(generation), 1), coalesce(sum(stories), 0)::BIGINT "
            "FROM pipeline.formula_generations"
        ).fetchall()
        return int(generation), int(stories)

    def formulas(
        self, shingles: NDArray[np.uint32], stories: NDArray[np.int64], limit: float
    ) -> NDArray[np.uint32]:
        """Which of the given shingles are formulas, sorted.

        Args:
            shingles: Distinct shingles to ask about.
            stories: In how many stories of this batch each occurs.
            limit: A formula occurs in more stories than this.
        """
        table = pa.table(
            {"shingle": pa.array(shingles, pa.uint32()), "stories": pa.array(stories, pa.int64())}
        )
        with self._registered("incoming", table):
            found = self._con.execute(sql("dedup_formulas"), {"limit": limit}).fetchnumpy()
        return np.asarray(found["shingle"], dtype=np.uint32)

    def count_formulas(
        self, shingles: NDArray[np.uint32], stories: NDArray[np.int64], counted: int, *, keep: int
    ) -> None:
        """Add the stories of this batch to the counts; old generations go when `keep` stories are passed.

        Args:
            shingles: Distinct shingles of the stories.
            stories: How many of the stories hold each.
            counted: How many stories these are.
            keep: The newest stories to keep, roughly: six generations of a sixth each.
        """
        generation, _ = self.formula_state()
        full = self._value(
            "SELECT stories FROM pipeline.formula_generations WHERE generation = ?", [generation]
        )
        if full is not None and int(str(full)) >= keep // _GENERATIONS:
            generation += 1
            full = None
        if full is None:
            self._con.execute("INSERT INTO pipeline.formula_generations VALUES (?, 0)", [generation])
        self._con.execute(
            "UPDATE pipeline.formula_generations SET stories = stories + ? WHERE generation = ?",
            [counted, generation],
        )
        table = pa.table(
            {"shingle": pa.array(shingles, pa.uint32()), "stories": pa.array(stories, pa.uint32())}
        )
        with self._registered("incoming", table):
            self._con.execute(
                "INSERT INTO pipeline.formula_counts SELECT ?, shingle, stories FROM incoming", [generation]
            )
        for name in ("formula_counts", "formula_generations"):
            self._con.execute(
                f"DELETE FROM pipeline.{name} WHERE generation + ? <= ?", [_GENERATIONS, generation]
            )

    def _value(self, statement: str, parameters: Sequence[object] = ()) -> object:
        """The only value of a query with at most one row; None when there is none."""
        rows = self._con.execute(statement, list(parameters)).fetchall()
        return rows[0][0] if rows else None

    @contextlib.contextmanager
    def _registered(self, name: str, rows: pa.Table) -> Iterator[None]:
        self._con.register(name, rows)
        try:
            yield
        finally:
            self._con.unregister(name)
