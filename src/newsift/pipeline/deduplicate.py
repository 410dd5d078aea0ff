"""Deduplicates one batch inside the writer's open transaction: search, compare, group, choose, write.

The outcome does not depend on the order of the articles in the batch: they are put into the order of their
content (day, time, id) first, and every tie below is broken by it.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from newsift.dedup.cluster import Edge, group_nodes
from newsift.dedup.compare import shingle_texts
from newsift.dedup.formula import count_stories, uncounted
from newsift.dedup.keys import lead_key, outlet_key, text_identity
from newsift.dedup.signature import band_keys, signature_version
from newsift.dedup.urls import url_key
from newsift.dedup.words import WordHasher
from newsift.models import DedupText, Kind
from newsift.pipeline.dedup_compare import CERTAIN_RULES, Article, Comparison
from newsift.pipeline.dedup_rows import OutcomeRows, pair_rows
from newsift.pipeline.dedup_warnings import warnings_of
from newsift.rules.normalisation import Normalisation, load_normalisation
from newsift.storage.index import DedupIndex, ExactMatch, StoredArticle, document_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from newsift.dedup.compare import ShingleSets
    from newsift.models import VerifiedPair
    from newsift.settings import DedupSettings, Settings
    from newsift.storage.index import Candidates

# Pairs too far apart for a weak match are read only when they share at least this part of the bands that
# the similarity they need leads one to expect (64 bands of two rows: 4 of 16 at Jaccard 0.5, 9 of 31 at
# 0.7). Fewer than one good pair in 10,000 has so few (binomial).
_EXPECTED_BANDS_SHARE = 0.3


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
    version = signature_version(dedup, rules.version).text
    index.require_version(version)
    batch = _Batch(texts, signatures, doc_numbers, rules, _hasher(config_dir), dedup)
    found = _Found(index, batch, dedup)
    hasher = _hasher(config_dir)
    comparison = Comparison(
        batch.articles, batch.twin_of, batch.sets, batch.signatures, found.stored, hasher, dedup
    )
    comparison.run(found.pairs, found.certain, found.same_lead, index)
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


@lru_cache(maxsize=2)
def _normalisation(config_dir: Path) -> Normalisation:
    return load_normalisation(config_dir)


@lru_cache(maxsize=2)
def _hasher(config_dir: Path) -> WordHasher:
    return WordHasher(_normalisation(config_dir))


class _Batch:
    """The new articles in the order of their content, with all that is known of each by itself.

    Attributes:
        twin_of: Article -> the first article of the batch with the same text (itself mostly).
    """

    def __init__(
        self,
        texts: Sequence[DedupText],
        signatures: NDArray[np.uint32],
        doc_numbers: Mapping[str, int],
        rules: Normalisation,
        hasher: WordHasher,
        settings: DedupSettings,
    ) -> None:
        order = sorted(range(len(texts)), key=lambda position: _content_order(texts[position]))
        ordered = [texts[position] for position in order]
        self.signatures = signatures[order]
        self.sets: ShingleSets = shingle_texts(
            [text.body for text in ordered], hasher, settings.shingle_words
        )
        keys, words = self.sets.text_keys.tolist(), self.sets.words.tolist()
        self.articles = [
            _article(text, doc_numbers[text.article_id], key, count, rules, settings)
            for text, key, count in zip(ordered, keys, words, strict=True)
        ]
        self.node_of_doc = {article.doc_no: node for node, article in enumerate(self.articles)}
        first: dict[int, int] = {}
        self.twin_of = [
            node if article.text_key is None else first.setdefault(article.text_key, node)
            for node, article in enumerate(self.articles)
        ]

    def __len__(self) -> int:
        return len(self.articles)

    def documents(self, columns: Sequence[str]) -> pa.Table:
        """The named columns of `dedup_documents` (not cluster_no) of all articles."""
        rows = {name: [getattr(article, name) for article in self.articles] for name in columns}
        return document_rows(rows).select(list(columns))


def _article(
    text: DedupText, doc_no: int, key: int, words: int, rules: Normalisation, settings: DedupSettings
) -> Article:
    # An embedded article has its page's address, not its own.
    address = url_key(text.url) if text.kind is Kind.MAIN else None
    short = settings.short_words
    return Article(
        article_id=text.article_id,
        doc_no=doc_no,
        is_main=text.kind is Kind.MAIN,
        family=text.parent_id or text.article_id,
        day=text.day,
        published_at=text.published_at,
        outlet=outlet_key(text.source),
        is_agency_original=_is_agency_original(text.source, text.agency),
        words=words,
        text_key=text_identity(key, address, words, short_words=short),
        url_key=address,
        lead_key=lead_key(text.title, text.body, words, rules, short_words=short),
        title=text.title,
        body=text.body,
    )


def _content_order(text: DedupText) -> tuple[date, datetime, str]:
    # Naive UTC like every time here; undated articles come last.
    return text.day or date.max, text.published_at or datetime.max, text.article_id  # noqa: DTZ901


def _is_agency_original(source: str | None, agency: str | None) -> bool:
    return source is not None and outlet_key(source) == outlet_key(agency)


class _Found:
    """What the index knows about the batch: exact matches, candidate pairs and the stored articles in both.

    Nodes 0..n-1 are the batch's articles, n.. the stored ones in the order of their ids.

    Attributes:
        pairs: Node pairs to compare, smaller first.
        certain: Pairs with an equal text or URL: one story whatever the comparison says.
        same_lead: Pairs of short texts with equal title and first words.
    """

    def __init__(self, index: DedupIndex, batch: _Batch, settings: DedupSettings) -> None:
        self._batch = batch
        self._settings = settings
        matches = index.exact_matches(batch.documents(("doc_no", "text_key", "url_key", "lead_key")))
        partners = index.stored(sorted({match.stored_no for match in matches}))
        indexed = self._indexed_nodes(matches, {stored.doc_no: stored for stored in partners})
        self.candidates = self._search(index, indexed)
        old = {int(number) for number in self.candidates.left} - batch.node_of_doc.keys()
        missing = old - {stored.doc_no for stored in partners}
        stored = sorted((*partners, *index.stored(sorted(missing))), key=lambda row: row.article_id)
        self.stored: list[StoredArticle] = stored
        self.node_of_doc = dict(batch.node_of_doc) | {
            row.doc_no: len(batch) + position for position, row in enumerate(stored)
        }
        self.certain: set[tuple[int, int]] = set()
        self.same_lead: set[tuple[int, int]] = set()
        self._add_exact(matches)
        self.pairs = self._all_pairs()

    def _indexed_nodes(
        self, matches: Sequence[ExactMatch], partners: Mapping[int, StoredArticle]
    ) -> NDArray[np.int64]:
        """Articles that get bands: those with words, but no second copy of a text within a few days."""
        has_copy: set[int] = set()
        for match in matches:
            if match.kind == "text":
                node = self._batch.node_of_doc[match.doc_no]
                mine, theirs = self._batch.articles[node].day, partners[match.stored_no].day
                if mine is None or theirs is None or abs((mine - theirs).days) <= self._settings.weak_days:
                    has_copy.add(node)
        return np.array(
            [
                node
                for node, twin in enumerate(self._batch.twin_of)
                if node == twin and node not in has_copy and self._batch.articles[node].words
            ],
            dtype=np.int64,
        )

    def _search(self, index: DedupIndex, nodes: NDArray[np.int64]) -> Candidates:
        settings = self._settings
        doc_nos = np.array([self._batch.articles[node].doc_no for node in nodes], dtype=np.uint32)
        keys = band_keys(self._batch.signatures[nodes], bands=settings.bands, rows=settings.rows)
        index.add_bands(doc_nos, keys)
        return index.candidates(
            self._batch.documents(("doc_no", "day")),
            doc_nos,
            keys,
            cap=settings.bucket_cap,
            window=settings.window_days,
            bands_by_gap=(
                (settings.weak_days, _bands_floor(settings, settings.strong_jaccard)),
                (settings.strong_days, _bands_floor(settings, settings.reprint_jaccard)),
            ),
        )

    def _add_exact(self, matches: Sequence[ExactMatch]) -> None:
        articles, twins = self._batch.articles, self._batch.twin_of
        by_kind: dict[str, dict[int, ExactMatch]] = defaultdict(dict)
        for match in matches:
            by_kind[match.kind][self.node_of_doc[match.doc_no]] = match
        for node, match in by_kind["text"].items():
            self.certain.add((twins[node], self.node_of_doc[match.stored_no]))
        for nodes in _grouped(articles, "url_key").values():
            self._add_url(nodes, by_kind["url"])
        for nodes in _grouped(articles, "lead_key").values():
            for earlier, later in itertools.pairwise(nodes):
                self._add_lead(earlier, later, articles[earlier].day, articles[later].day)
        stored_day = {row.doc_no: row.day for row in self.stored}
        for node, match in by_kind["lead"].items():
            partner = self.node_of_doc[match.stored_no]
            self._add_lead(node, partner, articles[node].day, stored_day[match.stored_no])

    def _add_url(self, nodes: Sequence[int], matches: Mapping[int, ExactMatch]) -> None:
        """Articles with one address are one, unless it shows so many texts that it is no article's own."""
        match = matches.get(nodes[0])  # all of them match the same stored article
        texts = {self._batch.articles[node].text_key for node in nodes}
        # One of the stored texts may be the batch's as well.
        known = max(0, match.texts - 1) if match else 0
        if len(texts) + known > self._settings.url_texts:
            return
        twins = sorted({self._batch.twin_of[node] for node in nodes})
        self.certain.update((twins[0], twin) for twin in twins[1:])
        if match is not None:
            self.certain.update((twin, self.node_of_doc[match.stored_no]) for twin in twins)

    def _add_lead(self, left: int, right: int, left_day: date | None, right_day: date | None) -> None:
        twins = self._batch.twin_of
        left, right = twins[left], twins[right] if right < len(twins) else right
        near = left_day and right_day and abs((left_day - right_day).days) <= self._settings.short_days
        if near and left != right:
            self.same_lead.add((min(left, right), max(left, right)))

    def _all_pairs(self) -> list[tuple[int, int]]:
        nodes = self.node_of_doc
        left, right = self.candidates.left.tolist(), self.candidates.right.tolist()
        pairs = {(min(nodes[a], nodes[b]), max(nodes[a], nodes[b])) for a, b in zip(left, right, strict=True)}
        return sorted(pairs | self.certain | self.same_lead)


def _bands_floor(settings: DedupSettings, jaccard: float) -> int:
    return max(1, int(settings.bands * jaccard**settings.rows * _EXPECTED_BANDS_SHARE))


def _grouped(articles: Sequence[Article], key: str) -> dict[int, list[int]]:
    groups: dict[int, list[int]] = defaultdict(list)
    for node, article in enumerate(articles):
        value = getattr(article, key)
        if value is not None:
            groups[value].append(node)
    return groups


def _group(
    index: DedupIndex,
    batch: _Batch,
    found: _Found,
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
    grouping = group_nodes(firsts, old_nodes, sizes, edges, settings.member_support)
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
    index: DedupIndex, batch: _Batch, comparison: Comparison, rows: OutcomeRows, settings: DedupSettings
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
