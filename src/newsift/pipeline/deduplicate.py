"""Deduplicates one batch inside the writer's open transaction: search, compare, group, choose, write.

The outcome does not depend on the order of the articles in the batch: they are put into the order of their
content (day, time, id) first, and every tie below is broken by it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from newsift.dedup.cluster import Edge, group_nodes
from newsift.dedup.formula import count_stories, uncounted
from newsift.dedup.signature import signature_version
from newsift.dedup.words import WordHasher
from newsift.models import DedupText
from newsift.pipeline.dedup_batch import Batch
from newsift.pipeline.dedup_compare import CERTAIN_RULES, Claims, Comparison
from newsift.pipeline.dedup_rows import OutcomeRows, pair_rows
from newsift.pipeline.dedup_search import Found
from newsift.pipeline.dedup_warnings import warnings_of
from newsift.rules.normalisation import Normalisation, load_normalisation
from newsift.storage.index import DedupIndex

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from newsift.models import VerifiedPair
    from newsift.settings import DedupSettings, Settings


@dataclass(frozen=True, slots=True)
class DedupOutcome:
    """What the writer stores besides the index's own rows.

    Attributes:
        cluster_of: Article of the batch -> its cluster's id.
        canonical: Articles of the batch that stand for their cluster.
        changed_articles: article_id, cluster_id, is_canonical of older articles that changed.
        no_longer_duplicates: Older articles that became canonical.
        duplicates: Rows of `duplicates`, also of older articles whose canonical article changed.
        pairs: Rows of `pairs`: every accepted pair and every near miss.
        warnings: What a person should look at.
    """

    cluster_of: Mapping[str, str]
    canonical: frozenset[str]
    changed_articles: pa.Table
    no_longer_duplicates: tuple[str, ...]
    duplicates: pa.Table
    pairs: pa.Table
    warnings: tuple[str, ...]


def deduplicate(
    index: DedupIndex,
    texts: Sequence[DedupText],
    signatures: NDArray[np.uint32],
    doc_numbers: Mapping[str, int],
    settings: Settings,
    config_dir: Path,
) -> DedupOutcome:
    """Find the stories that the articles of one batch tell, and store what later batches need.

    Args:
        index: The index on the open transaction.
        texts: The batch's new articles; ids are distinct.
        signatures: uint32[len(texts), num_perm], of the bodies.
        doc_numbers: The articles' private numbers, greater than all stored ones.
        config_dir: Where the word rules are.

    Raises:
        ConfigError: The store was built with other signature settings.
    """
    rules = _normalisation(config_dir)
    dedup = settings.dedup
    version = signatures_wanted(settings, config_dir)
    index.require_version(version)
    batch = Batch(texts, signatures, doc_numbers, rules, _hasher(config_dir), dedup)
    found = Found(index, batch, dedup)
    hasher = _hasher(config_dir)
    comparison = Comparison(
        batch.articles, batch.twin_of, batch.sets, batch.signatures, found.stored, hasher, dedup
    )
    comparison.run(found.pairs, Claims(found.certain, found.same_lead, found.versions), index)
    rows = _group(index, batch, found, comparison, dedup)
    _write(index, batch, comparison, rows, dedup)
    return DedupOutcome(
        cluster_of=rows.cluster_of,
        canonical=rows.canonical(),
        changed_articles=rows.changed(),
        no_longer_duplicates=rows.promoted(),
        duplicates=_duplicates(index, rows),
        pairs=pair_rows(comparison, version),
        warnings=warnings_of(texts, rows, found.candidates, dedup),
    )


def signatures_wanted(settings: Settings, config_dir: Path) -> str:
    """The signature version that settings and word rules ask for."""
    return signature_version(settings.dedup, _normalisation(config_dir).version).text


@lru_cache(maxsize=2)
def _normalisation(config_dir: Path) -> Normalisation:
    return load_normalisation(config_dir)


@lru_cache(maxsize=2)
def _hasher(config_dir: Path) -> WordHasher:
    return WordHasher(_normalisation(config_dir))


def _group(
    index: DedupIndex,
    batch: Batch,
    found: Found,
    comparison: Comparison,
    settings: DedupSettings,
) -> OutcomeRows:
    """Put the batch's articles into clusters, and load what their rows need."""
    old_nodes = {len(batch) + position: row.cluster_no for position, row in enumerate(found.stored)}
    members = index.members(sorted(set(old_nodes.values())))
    texts: dict[int, set[int]] = defaultdict(set)
    for row in members:
        texts[row.cluster_no].add(row.text_key or -row.doc_no)
    edges = [
        Edge(*nodes, strength=_strength(pair), certain=pair.rule in CERTAIN_RULES)
        for nodes, pair in comparison.accepted().items()
    ]
    firsts = [node for node, twin in enumerate(batch.twin_of) if node == twin]
    sizes = {number: len(keys) for number, keys in texts.items()}
    grouping = group_nodes(firsts, old_nodes, sizes, edges, settings.member_support, comparison.apart())
    rows = OutcomeRows(comparison, batch.twin_of, grouping, old_nodes, members)
    known = {article.article_id for article in comparison.nodes}
    wanted = {
        id_ for cluster in rows.superseded() for id_ in (cluster.old_canonical, cluster.canonical)
    } - known
    comparison.add_stored(index.stored([row.doc_no for row in members if row.article_id in wanted]))
    return rows


def _strength(pair: VerifiedPair) -> float:
    return 1.0 if pair.rule == "equal-lead" else max(pair.rare_jaccard, pair.jaccard)


def _write(
    index: DedupIndex, batch: Batch, comparison: Comparison, rows: OutcomeRows, settings: DedupSettings
) -> None:
    """Store what later batches and readers need: documents, compared pairs, events, formula counts."""
    cluster_nos = rows.cluster_nos()
    columns = ("doc_no", "day", "text_key", "url_key", "lead_key", "words")
    documents = batch.documents(columns).append_column("cluster_no", pa.array(cluster_nos, pa.uint32()))
    index.add_documents(documents)
    index.add_events(rows.events())
    stories = comparison.stories
    keys = [
        (stories[node], (number, article.day))
        for node, (number, article) in enumerate(zip(cluster_nos, batch.articles, strict=True))
    ]
    firsts = uncounted(keys, rows.counted_days() | set(stories[len(batch) :]))
    shingles, counts = count_stories(comparison.sets, firsts)
    if firsts:
        index.count_formulas(shingles, counts, len(firsts), keep=settings.formula_stories)


def _duplicates(index: DedupIndex, rows: OutcomeRows) -> pa.Table:
    changed = sorted(article.article_id for cluster in rows.superseded() for article in cluster.old)
    return rows.duplicates(index.duplicates_of(changed))
