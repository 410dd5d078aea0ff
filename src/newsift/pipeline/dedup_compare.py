"""Compares the candidate pairs of a batch exactly and decides each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newsift.dedup.compare import (
    ShingleSets,
    breaks_per_hundred,
    opening_overlap,
    overlap,
    pair_figures,
    plain_jaccard,
    shingle_texts,
)
from newsift.dedup.decide import (
    Facts,
    Figures,
    day_gap,
    decide,
    demands_after,
    is_changed_page,
    number_overlap,
    numbers_of,
    relate,
)
from newsift.dedup.formula import count_stories, provisional_stories, uncounted
from newsift.dedup.keys import title_key
from newsift.dedup.signature import sign_hashes
from newsift.models import Relation, VerifiedPair
from newsift.pipeline.dedup_article import stored_article

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from newsift.dedup.compare import Overlap, PairFigures
    from newsift.dedup.words import WordHasher
    from newsift.pipeline.dedup_article import Article
    from newsift.settings import DedupSettings
    from newsift.storage.index import DedupIndex, StoredArticle

_SAME_TEXT_JACCARD = 0.9
_NO_DAY = 0  # ordinals of dates begin at 1

# One outlet's text on two days that looks like its template filled in again ...
_TEMPLATE_RULES = frozenset({"same-outlet-template", "other-day-other-numbers", "standing-text"})
# ... and is, when what both share lies in so many pieces: see `breaks_per_hundred`.
_TEMPLATE_BREAKS = 5.0
CERTAIN_RULES = frozenset({"equal-text", "equal-url", "same-path"})  # these join clusters without support

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Claims:
    """What speaks for pairs of a batch being one story, besides their texts.

    Attributes:
        exact: An equal text or URL: one story whatever the comparison says.
        lead: Short texts with equal title and first words.
        versions: One stood at the path of the other before.
    """

    exact: set[Pair]
    lead: set[Pair]
    versions: set[Pair]

    def __contains__(self, pair: Pair) -> bool:
        return pair in self.exact or pair in self.lead or pair in self.versions


NO_CLAIMS = Claims(set(), set(), set())


class Comparison:
    """The compared pairs of a batch.

    Nodes 0..n-1 are the batch's articles in the order of their content, n.. the stored ones that were
    found for them.

    Attributes:
        nodes: All articles by node; `node_of` leads back from an article's id.
        sets: Their shingles, numbered alike.
        verified: Pairs worth a row: accepted ones and near misses.
        stories: Node -> rough story, as used to count formulas.
        formula_version: Generation and number of stories behind the formulas.
    """

    def __init__(
        self,
        batch: Sequence[Article],
        twin_of: Sequence[int],
        batch_sets: ShingleSets,
        batch_signatures: NDArray[np.uint32],
        stored: Sequence[StoredArticle],
        hasher: WordHasher,
        settings: DedupSettings,
    ) -> None:
        self._settings = settings
        self._hasher = hasher
        self._batch_size = len(batch)
        self._signatures = batch_signatures
        self._facts: dict[int, Facts] = {}
        self._families: dict[int, set[str]] = defaultdict(set)
        for article, twin in zip(batch, twin_of, strict=True):
            self._families[twin].add(article.family)
        self.nodes = [*batch, *map(stored_article, stored)]
        self.node_of = {article.article_id: node for node, article in enumerate(self.nodes)}
        old = shingle_texts([row.body or "" for row in stored], hasher, settings.shingle_words)
        self.sets = batch_sets.followed_by(old)
        self._formulas = np.zeros(0, dtype=np.uint32)
        self._demands = demands_after(0, settings)
        self.stories: list[int] = []
        self.formula_version = ""
        self.verified: dict[Pair, VerifiedPair] = {}
        self._partners: dict[int, list[tuple[int, VerifiedPair]]] = defaultdict(list)

    def run(self, pairs: Sequence[Pair], claims: Claims, index: DedupIndex) -> None:
        """Compare `pairs`, knowing what speaks for some of them besides their texts."""
        left = np.array([pair[0] for pair in pairs], dtype=np.int64)
        right = np.array([pair[1] for pair in pairs], dtype=np.int64)
        shared = overlap(self.sets, left, right)
        self._learn_formulas(shared, index)
        figures = pair_figures(self.sets, shared, self._formulas)
        settings = self._settings
        worth = (
            (figures.jaccard >= _SAME_TEXT_JACCARD)
            | (figures.rare_jaccard >= min(settings.near_miss_jaccard, settings.weak_jaccard))
            | (figures.containment >= settings.cut_containment)
            | np.fromiter((pair in claims for pair in pairs), np.bool_, len(pairs))
        )
        for position in np.flatnonzero(worth).tolist():
            pair = pairs[position]
            self.verified[pair] = self._verify(
                pair, _figures(figures, position, self._opening(*pair)), claims
            )

    def accepted(self) -> dict[Pair, VerifiedPair]:
        """Pairs that tell one story."""
        return {nodes: pair for nodes, pair in self.verified.items() if pair.accepted}

    def apart(self) -> list[Pair]:
        """Pairs known to be two stories, whatever copies of theirs elsewhere resemble."""
        size = self._settings.shingle_words
        return [
            (left, right)
            for (left, right), pair in self.verified.items()
            if pair.rule in _TEMPLATE_RULES
            and breaks_per_hundred(self.sets, self.nodes[left].body, right, self._hasher, size)
            > _TEMPLATE_BREAKS
        ]

    def accepted_of(self, node: int) -> list[tuple[int, VerifiedPair]]:
        """The accepted partners of a node."""
        if not self._partners:
            for (left, right), pair in self.accepted().items():
                self._partners[left].append((right, pair))
                self._partners[right].append((left, pair))
        return self._partners.get(node, [])

    def add_stored(self, rows: Sequence[StoredArticle]) -> None:
        """Append stored articles that only the rows to be written need."""
        more = shingle_texts([row.body or "" for row in rows], self._hasher, self._settings.shingle_words)
        self.sets = self.sets.followed_by(more)
        for row in rows:
            self.node_of[row.article_id] = len(self.nodes)
            self.nodes.append(stored_article(row))

    def pair(self, left: int, right: int) -> VerifiedPair:
        """The figures of any two nodes, compared now when they were not before."""
        nodes = (min(left, right), max(left, right))
        if nodes in self.verified:
            return self.verified[nodes]
        shared = overlap(self.sets, np.array(nodes[:1]), np.array(nodes[1:]))
        figures = pair_figures(self.sets, shared, self._formulas)
        return self._verify(nodes, _figures(figures, 0, self._opening(*nodes)), NO_CLAIMS)

    def relation(self, pair: VerifiedPair) -> Relation:
        """How two articles of one cluster relate although the pair itself was not accepted."""
        figures = Figures(
            pair.jaccard,
            pair.rare_jaccard,
            pair.containment,
            pair.shared_shingles,
            pair.length_ratio,
            pair.opening_overlap,
        )
        left, right = self._facts_of(self.node_of[pair.left]), self._facts_of(self.node_of[pair.right])
        return relate(figures, left, right, self._settings)

    def _learn_formulas(self, shared: Overlap, index: DedupIndex) -> None:
        """Counts of earlier batches plus this one's, its stories told apart by plain similarity."""
        settings = self._settings
        days = np.array([_NO_DAY if node.day is None else node.day.toordinal() for node in self.nodes])
        left, right = days[shared.left], days[shared.right]
        same_day = (left == right) | (left == _NO_DAY) | (right == _NO_DAY)
        self.stories = provisional_stories(
            len(self.nodes), shared.left, shared.right, plain_jaccard(self.sets, shared), same_day
        )
        own = self.stories[: self._batch_size]
        firsts = uncounted([(story,) for story in own], self.stories[self._batch_size :])
        shingles, counts = count_stories(self.sets, firsts)
        generation, counted = index.formula_state()
        known = min(counted + len(firsts), settings.formula_stories)
        asked = np.unique(self.sets.values)
        in_batch = np.zeros(len(asked), dtype=np.int64)
        in_batch[np.searchsorted(asked, shingles)] = counts
        self._demands = demands_after(known, settings)
        self._formulas = index.formulas(asked, in_batch, self._demands.formula_limit)
        self.formula_version = f"{generation}:{counted}+{len(firsts)}"

    def _verify(self, pair: Pair, figures: Figures, claims: Claims) -> VerifiedPair:
        left, right = self.nodes[pair[0]], self.nodes[pair[1]]
        my_facts, their_facts = self._facts_of(pair[0]), self._facts_of(pair[1])
        decision = decide(figures, my_facts, their_facts, self._settings, self._demands)
        accepted, rule, relation = decision.accepted, decision.rule, decision.relation
        if pair in claims.exact and rule != "same-input":
            same_text = left.text_key is not None and left.text_key == right.text_key
            accepted, rule = True, "equal-text" if same_text else "equal-url"
            relation = Relation.EXACT if same_text else Relation.VERSION
        elif pair in claims.lead and not accepted and rule != "same-input":
            accepted, rule, relation = True, "equal-lead", Relation.VERSION
        elif pair in claims.versions and not accepted and is_changed_page(figures, my_facts, their_facts):
            accepted, rule, relation = True, "same-path", Relation.VERSION
        first, second = sorted((left.article_id, right.article_id))
        return VerifiedPair(
            left=first,
            right=second,
            estimate=self._estimate(*pair),
            jaccard=figures.jaccard,
            rare_jaccard=figures.rare_jaccard,
            containment=figures.containment,
            shared_shingles=figures.shared,
            day_gap=day_gap(my_facts, their_facts),
            length_ratio=figures.length_ratio,
            opening_overlap=figures.opening,
            number_overlap=number_overlap(my_facts, their_facts),
            accepted=accepted,
            relation=relation,
            rule=rule,
        )

    def _facts_of(self, node: int) -> Facts:
        facts = self._facts.get(node)
        if facts is None:
            article = self.nodes[node]
            facts = Facts(
                day=article.day,
                outlet=article.outlet,
                numbers=numbers_of(article.body),
                families=frozenset(self._families.get(node, ())) or frozenset({article.family}),
                url_key=article.url_key,
                title=title_key(article.title, self._hasher.rules),
                words=article.words,
            )
            self._facts[node] = facts
        return facts

    def _opening(self, left: int, right: int) -> float:
        return opening_overlap(self.sets, left, right)

    def _estimate(self, left: int, right: int) -> float:
        return float((self._signature(left) == self._signature(right)).mean())

    def _signature(self, node: int) -> NDArray[np.uint32]:
        if node < self._batch_size:
            own: NDArray[np.uint32] = self._signatures[node]
            return own
        shingles = self.sets.of(node)
        # Bands hold what a search needs; the whole signature is made again where a figure asks for it.
        ends = np.array([0, len(shingles)], dtype=np.int64)
        settings = self._settings
        signed = sign_hashes(shingles, ends, num_perm=settings.num_perm, seed=settings.seed)
        return np.asarray(signed.reshape(-1), dtype=np.uint32)


def _figures(figures: PairFigures, pair: int, opening: float) -> Figures:
    return Figures(
        float(figures.jaccard[pair]),
        float(figures.rare_jaccard[pair]),
        float(figures.containment[pair]),
        int(figures.shared[pair]),
        float(figures.length_ratio[pair]),
        opening,
    )
