"""The rows that the index of deduplication takes and gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from newsift.storage.index_schema import DOCUMENTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """One article of an earlier batch."""

    doc_no: int
    cluster_no: int
    day: date | None
    text_key: int | None
    url_key: int | None
    words: int
    article_id: str
    cluster_id: str
    kind: str
    parent_id: str | None
    title: str | None
    body: str | None  # None in lists of members
    source: str | None
    agency: str | None
    published_at: datetime | None
    is_canonical: bool


@dataclass(frozen=True, slots=True)
class ExactMatch:
    """A stored article with an equal key."""

    kind: str  # "text", "url" or "lead"
    doc_no: int
    stored_no: int
    texts: int  # distinct texts stored under the key


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs that share bands; `left < right`, right of the batch.

    Attributes:
        full_buckets: Bands left out because too many articles share them.
        full_bucket_articles: Articles that stand in those bands, repeats counted.
    """

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    bands: NDArray[np.int64]
    full_buckets: int
    full_bucket_articles: int


def document_rows(columns: Mapping[str, Sequence[object]]) -> pa.Table:
    """Arrow rows of `dedup_documents` from plain columns; columns left out are NULL."""
    size = len(next(iter(columns.values())))
    arrays = [
        pa.array(columns.get(column.name, [None] * size), column.arrow_type()) for column in DOCUMENTS.columns
    ]
    return pa.table(arrays, names=[column.name for column in DOCUMENTS.columns])


def band_rows(doc_nos: NDArray[np.uint32], keys: NDArray[np.uint64]) -> pa.Table:
    return pa.table(
        {
            "key": pa.array(np.ascontiguousarray(keys).reshape(-1), pa.uint64()),
            "doc_no": pa.array(np.repeat(doc_nos.astype(np.uint32), keys.shape[1]), pa.uint32()),
        }
    )
