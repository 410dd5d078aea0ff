"""From a grouping to rows: clusters, canonical articles, duplicates, events."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from newsift.dedup.canonical import Member, choose_canonical
from newsift.models import Relation, derived_id
from newsift.pipeline.dedup_article import stored_article

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from newsift.dedup.cluster import Grouping
    from newsift.models import VerifiedPair
    from newsift.pipeline.dedup_article import Article
    from newsift.pipeline.dedup_compare import Comparison
    from newsift.storage.index import StoredArticle

EVENT_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("cluster_id", "event", "article_id", "other_id", "rule")]
)
DUPLICATE_SCHEMA = pa.schema(
    [
        ("article_id", pa.string()),
        ("canonical_id", pa.string()),
        ("matched_id", pa.string()),
        ("relation", pa.string()),
        ("jaccard", pa.float64()),
        ("containment", pa.float64()),
        ("shared_shingles", pa.int32()),
        ("method", pa.string()),
    ]
)
_PAIR_COLUMNS = (
    ("left_id", "left", pa.string()),
    ("right_id", "right", pa.string()),
    ("estimate", "estimate", pa.float64()),
    ("jaccard", "jaccard", pa.float64()),
    ("rare_jaccard", "rare_jaccard", pa.float64()),
    ("containment", "containment", pa.float64()),
    ("shared_shingles", "shared_shingles", pa.int32()),
    ("day_gap", "day_gap", pa.int32()),
    ("length_ratio", "length_ratio", pa.float64()),
    ("opening_overlap", "opening_overlap", pa.float64()),
    ("number_overlap", "number_overlap", pa.float64()),
    ("accepted", "accepted", pa.bool_()),
    ("rule", "rule", pa.string()),
)
CHANGED_SCHEMA = pa.schema(
    [("article_id", pa.string()), ("cluster_id", pa.string()), ("is_canonical", pa.bool_())]
)


@dataclass(slots=True)
class _Cluster:
    cluster_no: int
    cluster_id: str
    old: list[Article]
    new: list[Article]
    old_canonical: str | None
    founder_id: str
    canonical: str = ""

    @property
    def is_superseded(self) -> bool:
        """Its canonical article changed."""
        return self.old_canonical is not None and self.old_canonical != self.canonical


class OutcomeRows:
    """Clusters touched by a batch, and the rows that tell of them.

    Attributes:
        cluster_of: Article of the batch -> cluster id.
        clusters: Touched clusters, in the order of their ids.
    """

    def __init__(
        self,
        comparison: Comparison,
        twin_of: Sequence[int],
        grouping: Grouping,
        old_nodes: Mapping[int, int],
        members: Sequence[StoredArticle],
    ) -> None:
        self._comparison = comparison
        self._grouping = grouping
        batch = comparison.nodes[: len(twin_of)]
        self._twin_of = twin_of
        self._peers: dict[str, dict[str, Article]] = {}
        self._old_nodes = old_nodes
        by_cluster: dict[int, list[StoredArticle]] = defaultdict(list)
        for row in members:
            by_cluster[row.cluster_no].append(row)
        clusters: dict[tuple[bool, int], _Cluster] = {}
        for node, article in enumerate(batch):
            key = grouping.group_of[twin_of[node]]
            if key not in clusters:
                is_old, group = key
                clusters[key] = _old_cluster(by_cluster[group]) if is_old else _new_cluster(batch[group])
            clusters[key].new.append(article)
        self.clusters = sorted(clusters.values(), key=lambda cluster: cluster.cluster_id)
        for cluster in self.clusters:
            cluster.canonical = choose_canonical(
                [_member(article) for article in (*cluster.old, *cluster.new)]
            )
        self._cluster_of = {
            article.article_id: cluster for cluster in self.clusters for article in cluster.new
        }
        self._by_node = [self._cluster_of[article.article_id] for article in batch]

    @property
    def cluster_of(self) -> dict[str, str]:
        return {article_id: cluster.cluster_id for article_id, cluster in self._cluster_of.items()}

    def cluster_nos(self) -> list[int]:
        """The cluster number of every article of the batch, by node."""
        return [cluster.cluster_no for cluster in self._by_node]

    def canonical(self) -> frozenset[str]:
        """Articles of the batch that stand for their cluster."""
        return frozenset(cluster.canonical for cluster in self.clusters) & self._cluster_of.keys()

    def superseded(self) -> list[_Cluster]:
        """Older clusters whose canonical article changed."""
        return [cluster for cluster in self.clusters if cluster.is_superseded]

    def changed(self) -> pa.Table:
        """is_canonical of older articles that changed."""
        rows = [
            {
                "article_id": article.article_id,
                "cluster_id": cluster.cluster_id,
                "is_canonical": article.article_id == cluster.canonical,
            }
            for cluster in self.superseded()
            for article in cluster.old
            if article.article_id in (cluster.old_canonical, cluster.canonical)
        ]
        return pa.Table.from_pylist(rows, schema=CHANGED_SCHEMA)

    def promoted(self) -> tuple[str, ...]:
        """Older articles that became canonical."""
        return tuple(
            cluster.canonical for cluster in self.superseded() if cluster.canonical not in self._cluster_of
        )

    def duplicates(self, stored_rows: pa.Table) -> pa.Table:
        """Rows of new duplicates, and of old ones whose canonical article changed.

        Args:
            stored_rows: The present rows of the old members of superseded clusters.
        """
        rows = [
            self._duplicate(article, cluster)
            for cluster in self.clusters
            for article in cluster.new
            if article.article_id != cluster.canonical
        ]
        superseded = self.superseded()
        cluster_of = {article.article_id: cluster for cluster in superseded for article in cluster.old}
        for row in stored_rows.to_pylist():
            canonical = cluster_of[row["article_id"]].canonical
            if row["article_id"] != canonical:
                kept = {name: row[name] for name in DUPLICATE_SCHEMA.names}
                rows.append(kept | {"canonical_id": canonical})
        for cluster in superseded:
            former = next(article for article in cluster.old if article.article_id == cluster.old_canonical)
            rows.append(self._duplicate(former, cluster))
        return pa.Table.from_pylist(rows, schema=DUPLICATE_SCHEMA)

    def _peers_of(self, cluster: _Cluster) -> dict[str, Article]:
        """A cluster's members by id, built once: a text with thousands of copies asks for each."""
        found = self._peers.get(cluster.cluster_id)
        if found is None:
            found = {article.article_id: article for article in (*cluster.old, *cluster.new)}
            self._peers[cluster.cluster_id] = found
        return found

    def _duplicate(self, article: Article, cluster: _Cluster) -> dict[str, object]:
        """The row of one duplicate: matched with the canonical article where the two match, else with
        the member it resembles most.
        """
        peers = self._peers_of(cluster)
        canonical = peers[cluster.canonical]
        if article.text_key is not None and article.text_key == canonical.text_key:
            return self._row(article, cluster, canonical.article_id, None)
        node = self._comparison.node_of[article.article_id]
        node = self._twin_of[node] if node < len(self._twin_of) else node
        best: tuple[tuple[bool, float, str], str, VerifiedPair] | None = None
        for other, pair in self._comparison.accepted_of(node):
            other_id = self._comparison.nodes[other].article_id
            if other_id in peers:
                key = (other_id != canonical.article_id, -pair.rare_jaccard, other_id)
                if best is None or key < best[0]:
                    best = key, other_id, pair
        twin_id = self._comparison.nodes[node].article_id
        if best is not None:
            return self._row(article, cluster, best[1], best[2])
        if twin_id != article.article_id:
            return self._row(article, cluster, twin_id, None)
        # Its matches lie in other articles' comparisons (an older canonical): compare the two now.
        pair = self._comparison.pair(node, self._comparison.node_of[canonical.article_id])
        return self._row(article, cluster, canonical.article_id, pair)

    def _row(
        self, article: Article, cluster: _Cluster, matched_id: str, pair: VerifiedPair | None
    ) -> dict[str, object]:
        """One row; without a pair the two texts are equal."""
        if pair is None:
            shingles = len(self._comparison.sets.of(self._comparison.node_of[article.article_id]))
            figures: tuple[object, ...] = (Relation.EXACT.value, 1.0, 1.0, shingles, "equal-text")
        else:
            relation = pair.relation or self._comparison.relation(pair)
            figures = (relation.value, pair.jaccard, pair.containment, pair.shared_shingles, pair.rule)
        ids = (article.article_id, cluster.canonical, matched_id)
        return dict(zip(DUPLICATE_SCHEMA.names, (*ids, *figures), strict=True))

    def counted_days(self) -> set[Hashable]:
        """Cluster and day of older members: their formulas were counted then."""
        return {(cluster.cluster_no, article.day) for cluster in self.clusters for article in cluster.old}

    def events(self) -> pa.Table:
        """Joins, changes of the canonical article, and pairs of clusters that tell one story."""
        rows: list[tuple[str, str, str, str | None, str | None]] = []
        for cluster in self.clusters:
            founder = None if cluster.old else cluster.founder_id
            rows.extend(
                (cluster.cluster_id, "joined", article.article_id, None, None)
                for article in cluster.new
                if article.article_id != founder
            )
            if cluster.is_superseded:
                rows.append(
                    (cluster.cluster_id, "superseded", cluster.canonical, cluster.old_canonical, None)
                )
        for node, other, rule in self.bridges():
            article = self._comparison.nodes[node]
            rows.append(
                (self._by_node[node].cluster_id, "bridged", article.article_id, other.article_id, rule)
            )
        columns = list(zip(*rows, strict=True)) or [()] * len(EVENT_SCHEMA)
        return pa.table([pa.array(column, pa.string()) for column in columns], schema=EVENT_SCHEMA)

    def bridges(self) -> list[tuple[int, Article, str]]:
        """New articles that match two older clusters: node, an article of the other cluster, rule."""
        found: dict[tuple[int, int], tuple[int, Article, str]] = {}
        for node, other_group in self._grouping.bridges:
            for other, pair in self._comparison.accepted_of(node):
                if self._old_nodes.get(other) == other_group:
                    found.setdefault((node, other_group), (node, self._comparison.nodes[other], pair.rule))
        return list(found.values())


def pair_rows(comparison: Comparison, sig_version: str) -> pa.Table:
    """Rows of `pairs`: all accepted pairs and near misses."""
    pairs = sorted(comparison.verified.values(), key=lambda pair: (pair.left, pair.right))
    columns: dict[str, pa.Array] = {
        name: pa.array([getattr(pair, attribute) for pair in pairs], kind)
        for name, attribute, kind in _PAIR_COLUMNS
    }
    relations = [pair.relation.value if pair.relation else None for pair in pairs]
    columns["relation"] = pa.array(relations, pa.string())
    columns["sig_version"] = pa.array([sig_version] * len(pairs), pa.string())
    columns["formula_version"] = pa.array([comparison.formula_version] * len(pairs), pa.string())
    return pa.table(columns)


def _old_cluster(members: Sequence[StoredArticle]) -> _Cluster:
    canonical = next((row.article_id for row in members if row.is_canonical), None)
    articles = [stored_article(row) for row in members]
    return _Cluster(members[0].cluster_no, members[0].cluster_id, articles, [], canonical, "")


def _new_cluster(founder: Article) -> _Cluster:
    return _Cluster(
        founder.doc_no, derived_id("cluster", founder.article_id), [], [], None, founder.article_id
    )


def _member(article: Article) -> Member:
    return Member(
        article.article_id,
        article.is_main,
        article.words,
        article.is_agency_original,
        article.published_at,
        has_title=bool(article.title),
    )
