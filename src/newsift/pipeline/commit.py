"""The writer's step: one group of staged chunks, one transaction."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from newsift.models import DedupText, Kind, Status
from newsift.pipeline.deduplicate import DedupOutcome, deduplicate
from newsift.pipeline.prepare import EVIDENCE, SIGNATURES
from newsift.pipeline.staging import read_chunk

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from newsift.pipeline.prepare import Chunk
    from newsift.settings import Settings
    from newsift.storage import Store
    from newsift.storage.batch import BatchWriter

_log = logging.getLogger(__name__)
# Rows that belong to a content are loaded only with the claim on it; the others follow their path.
_BY_CONTENT = ("blocks", "raw", EVIDENCE)
_BY_PATH = ("files", "quarantine", "inbox_files")
_WHOLE = (*_BY_PATH, SIGNATURES)


@dataclass(slots=True)
class Tally:
    """Counts of a run, kept by its only writer. seen = clean + rejected + quarantined + skipped."""

    by_status: Counter[Status] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)
    quarantined: Counter[str] = field(default_factory=Counter)
    duplicates: Counter[str] = field(default_factory=Counter)
    embedded: int = 0
    copies: int = 0  # clean inputs whose bytes had come in at another path
    warnings: list[str] = field(default_factory=list)
    claimed: set[str] = field(default_factory=set)  # contents this run was the first to load
    counted: set[str] = field(default_factory=set)  # clean ones among them

    @property
    def seen(self) -> int:
        return sum(self.by_status.values())

    def skip(self, count: int) -> None:
        self.by_status[Status.SKIPPED] += count

    def status(self) -> str:
        """What to call the run: "nothing-new" (every input known), "all-refused" or "completed"."""
        new = self.seen - self.by_status[Status.SKIPPED]
        if new == 0:
            return "nothing-new"
        return "all-refused" if self.by_status[Status.QUARANTINED] == new else "completed"


def commit_group(
    group: Sequence[Chunk],
    store: Store,
    run_id: str,
    tally: Tally,
    settings: Settings,
    config_dir: Path,
) -> None:
    """Claim, deduplicate and load the inputs of some chunks in one transaction; count them after COMMIT."""
    tables = _read(group)
    files = tables["files"]
    pairs = zip(files["path"].to_pylist(), files["content_hash"].to_pylist(), strict=True)
    known_here = store.known_at(pairs)
    replaced = _replaced(files, store)
    with store.batch(run_id) as writer:
        claimed = writer.claim(tables["contents"])
        articles = _only(tables["articles"], claimed)
        outcome = _deduplicate(writer, articles, tables[SIGNATURES], replaced, settings, config_dir)
        writer.add("articles", _with_clusters(articles, outcome))
        for name in _BY_CONTENT:
            if name in tables:
                rows = _only(tables[name], claimed)
                writer.add(name, rows.drop_columns(["position"]) if name == EVIDENCE else rows)
        for name in _BY_PATH:
            writer.add(name, tables[name])
        writer.set_clusters(outcome.changed_articles)
        writer.drop_duplicates(outcome.no_longer_duplicates)
        writer.put_duplicates(outcome.duplicates)
        writer.add("pairs", outcome.pairs)
    # Only now, after COMMIT, is the claim a fact.
    tally.claimed |= claimed
    _count(tally, files, known_here, articles, outcome)


def _read(group: Sequence[Chunk]) -> dict[str, pa.Table]:
    """The tables of all chunks in one; a content that stands in several keeps the rows of the first."""
    seen: set[str] = set()
    parts: list[dict[str, pa.Table]] = []
    for chunk in group:
        part = read_chunk(chunk.path)
        new = set(part["contents"]["content_hash"].to_pylist()) - seen
        seen |= new
        parts.append({name: table if name in _WHOLE else _only(table, new) for name, table in part.items()})
    return {name: pa.concat_tables([part[name] for part in parts]) for name in parts[0]}


def _only(table: pa.Table, claimed: set[str]) -> pa.Table:
    """The rows that belong to the given contents."""
    mask = pc.is_in(table["content_hash"], value_set=pa.array(sorted(claimed), pa.string()))
    return table.filter(mask)


def _replaced(files: pa.Table, store: Store) -> dict[str, str]:
    """Article -> the article of the version before it at its path, of this group or stored."""
    columns = [files[name].to_pylist() for name in ("path", "article_id")]
    latest = store.articles_at(columns[0])
    before: dict[str, str] = {}
    for path, article_id in zip(*columns, strict=True):
        if article_id is None:
            continue
        if path in latest and latest[path] != article_id:
            before.setdefault(article_id, latest[path])
        latest[path] = article_id
    return before


def _deduplicate(
    writer: BatchWriter,
    articles: pa.Table,
    signatures: pa.Table,
    replaced: Mapping[str, str],
    settings: Settings,
    config_dir: Path,
) -> DedupOutcome:
    ids = articles["article_id"].to_pylist()
    texts = [_dedup_text(row, replaced) for row in articles.select(_DEDUP_COLUMNS).to_pylist()]
    return deduplicate(
        writer.index, texts, _signature_rows(signatures, ids), writer.number(ids), settings, config_dir
    )


_DEDUP_COLUMNS = [
    "article_id",
    "kind",
    "parent_id",
    "title",
    "body",
    "language",
    "source",
    "url",
    "agency",
    "published_at",
    "updated_at",
    "word_count",
]


def _dedup_text(row: dict[str, object], replaced: Mapping[str, str]) -> DedupText:
    """An article without a date has no day: the clock of the run would make results depend on when it ran."""
    published, updated = row["published_at"], row.pop("updated_at")
    stamp = published or updated
    day = stamp.date() if isinstance(stamp, datetime) else None
    replaces = replaced.get(str(row["article_id"]))
    return DedupText(day=day, replaces=replaces, **(row | {"kind": Kind(str(row["kind"]))}))  # type: ignore[arg-type]


def _signature_rows(signatures: pa.Table, ids: Sequence[str]) -> NDArray[np.uint32]:
    """Signatures in the order of `ids`: uint32[len(ids), num_perm]."""
    column = signatures["signature"].combine_chunks()
    width = column.type.list_size
    values = column.flatten().to_numpy(zero_copy_only=False).reshape(-1, width)
    position = {article_id: row for row, article_id in enumerate(signatures["article_id"].to_pylist())}
    return np.ascontiguousarray(values[[position[article_id] for article_id in ids]], dtype=np.uint32)


def _with_clusters(articles: pa.Table, outcome: DedupOutcome) -> pa.Table:
    ids = articles["article_id"].to_pylist()
    clusters = pa.array([outcome.cluster_of[article_id] for article_id in ids], pa.string())
    canonical = pa.array([article_id in outcome.canonical for article_id in ids], pa.bool_())
    return articles.append_column("cluster_id", clusters).append_column("is_canonical", canonical)


def _count(
    tally: Tally,
    files: pa.Table,
    known_here: set[tuple[str, str]],
    articles: pa.Table,
    outcome: DedupOutcome,
) -> None:
    columns = ("path", "content_hash", "status", "reason")
    for path, digest, status, reason in zip(*(files[name].to_pylist() for name in columns), strict=True):
        if status == Status.CLEAN and (path, digest) not in known_here:
            tally.copies += digest in tally.counted or digest not in tally.claimed
            tally.counted.add(digest)
        if (path, digest) in known_here or digest not in tally.claimed:
            tally.skip(1)
            continue
        tally.by_status[Status(status)] += 1
        if status == Status.REJECTED:
            tally.rejected[reason] += 1
        elif status == Status.QUARANTINED:
            tally.quarantined[reason] += 1
    tally.embedded += articles["kind"].to_pylist().count(Kind.EMBEDDED)
    tally.duplicates.update(outcome.duplicates["relation"].to_pylist())
    tally.warnings.extend(outcome.warnings)
