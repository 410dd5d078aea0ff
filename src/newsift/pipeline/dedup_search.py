"""What the index knows about a batch: exact matches, candidate pairs and the stored articles in both."""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from newsift.dedup.signature import band_keys

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from newsift.pipeline.dedup_article import Article
    from newsift.pipeline.dedup_batch import Batch
    from newsift.settings import DedupSettings
    from newsift.storage.index import Candidates, DedupIndex, ExactMatch, StoredArticle

# Pairs too far apart for a weak match are read only when they share at least this part of the bands that
# the similarity they need leads one to expect (64 bands of two rows: 4 of 16 at Jaccard 0.5, 9 of 31 at
# 0.7). Fewer than one good pair in 10,000 has so few (binomial).
_EXPECTED_BANDS_SHARE = 0.3


class Found:
    """What the index knows about the batch: exact matches, candidate pairs and the stored articles in both.

    Nodes 0..n-1 are the batch's articles, n.. the stored ones in the order of their ids.

    Attributes:
        pairs: Node pairs to compare, smaller first.
        certain: Pairs with an equal text or URL: one story whatever the comparison says.
        same_lead: Pairs of short texts with equal title and first words.
        versions: Pairs of an article and that of the version before it at its path.
    """

    def __init__(self, index: DedupIndex, batch: Batch, settings: DedupSettings) -> None:
        self._batch = batch
        self._settings = settings
        matches = index.exact_matches(batch.documents(("doc_no", "text_key", "url_key", "lead_key")))
        partners = index.stored(sorted({match.stored_no for match in matches}))
        indexed = self._indexed_nodes(matches, {stored.doc_no: stored for stored in partners})
        self.candidates = self._search(index, indexed)
        old = {int(number) for number in self.candidates.left} - batch.node_of_doc.keys()
        replaced = index.numbers_of(sorted({a.replaces for a in batch.articles if a.replaces}))
        old |= set(replaced.values())
        missing = old - {stored.doc_no for stored in partners}
        stored = sorted((*partners, *index.stored(sorted(missing))), key=lambda row: row.article_id)
        self.stored: list[StoredArticle] = stored
        self.node_of_doc = dict(batch.node_of_doc) | {
            row.doc_no: len(batch) + position for position, row in enumerate(stored)
        }
        self.certain: set[tuple[int, int]] = set()
        self.same_lead: set[tuple[int, int]] = set()
        self._add_exact(matches)
        self.versions = self._versions(replaced)
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

    def _versions(self, replaced: Mapping[str, int]) -> set[tuple[int, int]]:
        """Each article with the one it replaces, of the batch (history cleaned again) or stored."""
        batch = {article.article_id: node for node, article in enumerate(self._batch.articles)}
        twins = self._batch.twin_of
        found: set[tuple[int, int]] = set()
        for node, article in enumerate(self._batch.articles):
            before = article.replaces
            if before is None or (before not in batch and before not in replaced):
                continue
            partner = twins[batch[before]] if before in batch else self.node_of_doc[replaced[before]]
            mine = twins[node]
            if mine != partner:
                found.add((min(mine, partner), max(mine, partner)))
        return found

    def _all_pairs(self) -> list[tuple[int, int]]:
        nodes = self.node_of_doc
        left, right = self.candidates.left.tolist(), self.candidates.right.tolist()
        pairs = {(min(nodes[a], nodes[b]), max(nodes[a], nodes[b])) for a, b in zip(left, right, strict=True)}
        return sorted(pairs | self.certain | self.same_lead | self.versions)


def _bands_floor(settings: DedupSettings, jaccard: float) -> int:
    return max(1, int(settings.bands * jaccard**settings.rows * _EXPECTED_BANDS_SHARE))


def _grouped(articles: Sequence[Article], key: str) -> dict[int, list[int]]:
    groups: dict[int, list[int]] = defaultdict(list)
    for node, article in enumerate(articles):
        value = getattr(article, key)
        if value is not None:
            groups[value].append(node)
    return groups
