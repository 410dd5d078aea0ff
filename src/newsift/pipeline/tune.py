"""How good is deduplication on pairs that a person labelled, and would another threshold do better?

Reads only the published file: the figures are those that the runs decided by, with the formulas known then.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from newsift.dedup.decide import Demands, Facts, Figures, decide, numbers_of
from newsift.dedup.keys import outlet_key, title_key
from newsift.dedup.urls import url_key
from newsift.dedup.words import normalise_words
from newsift.errors import ConfigError
from newsift.rules.normalisation import load_normalisation
from newsift.storage.snapshot import query

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from newsift.rules.normalisation import Normalisation
    from newsift.settings import DedupSettings, Settings

_FILE = "newsift.duckdb"
_THRESHOLDS = tuple(step / 50 for step in range(2, 36))  # 0.04 .. 0.70


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 of one way to decide.

    Attributes:
        threshold: Rare Jaccard that weak pairs must reach; None for the clusters as they stand.
    """

    threshold: float | None
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class TuneReport:
    """What `tune` found.

    Attributes:
        clusters: The stored clusters against the labels: two articles are together when they share one.
        rows: Pair decisions at rising thresholds (`dedup.weak_jaccard`), everything else as set.
        best: The rows with the highest F1.
        present: The threshold that is set.
        labelled: Pairs used.
        same: Those of them that are labelled the same story.
        wrong: Names of the pairs that the clusters have wrong, and whether they are labelled the same.
        unknown: Labelled pairs of which an article is not in the warehouse.
    """

    clusters: Score
    rows: tuple[Score, ...]
    best: tuple[Score, ...]
    present: float
    labelled: int
    same: int
    wrong: tuple[tuple[str, str, bool], ...]
    unknown: int


@dataclass(frozen=True, slots=True)
class _Label:
    left: str
    right: str
    same: bool


@dataclass(frozen=True, slots=True)
class _Article:
    article_id: str
    cluster_id: str
    parent_id: str | None
    title: str | None
    body: str
    source: str | None
    url: str | None
    published_at: datetime | None


def tune(warehouse: Path, labels: Path, settings: Settings, config_dir: Path) -> TuneReport:
    """Replay labelled pairs at many thresholds.

    Args:
        labels: JSON Lines: `{"a": ..., "b": ..., "same": true}`; a and b are inbox paths or article ids.

    Raises:
        ConfigError: No published file, an unreadable or malformed labels file, or no pair of it is known.
    """
    snapshot = warehouse / _FILE
    wanted = _read_labels(labels)
    rules = load_normalisation(config_dir)
    articles = _articles(snapshot, {name for label in wanted for name in (label.left, label.right)})
    known = [label for label in wanted if label.left in articles and label.right in articles]
    if not known:
        raise ConfigError(
            f"{labels}: no labelled pair is in {snapshot}",
            remedy="a and b are inbox paths (SELECT path FROM files) or article ids",
        )
    pairs = [(articles[label.left], articles[label.right]) for label in known]
    same = [label.same for label in known]
    figures = _figures(snapshot, pairs)
    replayed = [_Replay(left, right, figures.get(_key(left, right)), rules) for left, right in pairs]
    rows = tuple(
        _score(limit, zip([pair.accepted(limit, settings.dedup) for pair in replayed], same, strict=True))
        for limit in _THRESHOLDS
    )
    together = [left.cluster_id == right.cluster_id for left, right in pairs]
    highest = max(row.f1 for row in rows)
    return TuneReport(
        clusters=_score(None, zip(together, same, strict=True)),
        rows=rows,
        best=tuple(row for row in rows if row.f1 == highest),
        present=settings.dedup.weak_jaccard,
        labelled=len(known),
        same=sum(same),
        wrong=tuple(
            (label.left, label.right, label.same)
            for label, said in zip(known, together, strict=True)
            if said != label.same
        ),
        unknown=len(wanted) - len(known),
    )


class _Replay:
    """One labelled pair, ready to be decided again and again."""

    def __init__(
        self, left: _Article, right: _Article, figures: Figures | None, rules: Normalisation
    ) -> None:
        self._left, self._right, self._figures = _facts(left, rules), _facts(right, rules), figures
        # Without figures the two shared too little for a near miss, or an exact key joined them.
        self._same_key = figures is None and (
            (self._left.url_key is not None and self._left.url_key == self._right.url_key)
            or normalise_words(left.body, rules) == normalise_words(right.body, rules)
        )

    def accepted(self, limit: float, settings: DedupSettings) -> bool:
        """Is the pair one story when weak pairs must reach `limit`?"""
        if self._figures is None:
            return self._same_key
        demands = Demands(limit, limit, settings.other_opening_jaccard, settings.formula_base)
        return decide(self._figures, self._left, self._right, settings, demands).accepted


def _facts(article: _Article, rules: Normalisation) -> Facts:
    day = article.published_at.date() if article.published_at else None
    family = article.parent_id or article.article_id
    return Facts(
        day=day,
        outlet=outlet_key(article.source),
        numbers=numbers_of(article.body),
        families=frozenset({family}),
        url_key=url_key(article.url),
        title=title_key(article.title, rules),
        words=len(normalise_words(article.body, rules)),
    )


def _score(threshold: float | None, outcomes: Iterable[tuple[bool, bool]]) -> Score:
    counts = {(said, same): 0 for said in (True, False) for same in (True, False)}
    for outcome in outcomes:
        counts[outcome] += 1
    right = counts[True, True]
    said, same = right + counts[True, False], right + counts[False, True]
    precision = right / said if said else 1.0
    recall = right / same if same else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return Score(threshold, precision, recall, f1)


def _read_labels(file: Path) -> list[_Label]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"labels file {file} cannot be read: {getattr(error, 'strerror', None) or error}",
            remedy="Check --labels",
        ) from None
    labels: list[_Label] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            label = _Label(row["a"], row["b"], row["same"])
        except (json.JSONDecodeError, KeyError, TypeError) as error:
            raise _malformed(file, number, repr(error)) from None
        if not (
            isinstance(label.left, str) and isinstance(label.right, str) and isinstance(label.same, bool)
        ):
            raise _malformed(file, number, "a and b are texts, same is true or false")
        labels.append(label)
    return labels


def _malformed(file: Path, number: int, what: str) -> ConfigError:
    return ConfigError(
        f"{file}, line {number}: {what}", remedy='A line reads {"a": "x.txt", "b": "y.txt", "same": true}'
    )


def _articles(snapshot: Path, names: set[str]) -> dict[str, _Article]:
    """Articles by each of their names; a path means its main article."""
    rows = query(
        snapshot,
        "WITH named AS ("
        " SELECT article_id AS name, article_id FROM articles WHERE list_contains($1, article_id)"
        " UNION SELECT path, article_id FROM files"
        "  WHERE list_contains($1, path) AND article_id IS NOT NULL"
        ") SELECT name, a.article_id, cluster_id, parent_id, title, body, source, url, published_at"
        " FROM named JOIN articles AS a USING (article_id)",
        [sorted(names)],
    ).to_pylist()
    return {row.pop("name"): _Article(**row) for row in rows}


def _figures(snapshot: Path, pairs: Sequence[tuple[_Article, _Article]]) -> dict[tuple[str, str], Figures]:
    """The stored figures of pairs. Of several copies of one text only one was compared: it speaks for all."""
    ids = sorted({article.article_id for pair in pairs for article in pair})
    copies = query(
        snapshot,
        "SELECT d.article_id, d.matched_id FROM duplicates AS d JOIN articles AS a USING (article_id)"
        " WHERE d.relation = 'exact' AND a.cluster_id IN"
        " (SELECT cluster_id FROM articles WHERE list_contains($1, article_id))"
        " ORDER BY d.article_id",
        [ids],
    ).to_pylist()
    same_text: dict[str, set[str]] = {}
    for row in copies:
        group = {row["article_id"], row["matched_id"]}
        group = group.union(*(same_text.get(name, set()) for name in group))
        same_text.update(dict.fromkeys(group, group))
    names = {article_id: sorted(same_text.get(article_id, {article_id})) for article_id in ids}
    rows = query(
        snapshot,
        "SELECT left_id, right_id, jaccard, rare_jaccard, containment, shared_shingles AS shared,"
        " length_ratio, opening_overlap AS opening FROM pairs"
        " WHERE list_contains($1, left_id) AND list_contains($1, right_id) ORDER BY left_id, right_id",
        [sorted({name for group in names.values() for name in group})],
    ).to_pylist()
    stored = {frozenset((row.pop("left_id"), row.pop("right_id"))): Figures(**row) for row in rows}
    found: dict[tuple[str, str], Figures] = {}
    for left, right in pairs:
        for one, other in product(names[left.article_id], names[right.article_id]):
            if (figures := stored.get(frozenset((one, other)))) is not None:
                found[_key(left, right)] = figures
                break
    return found


def _key(left: _Article, right: _Article) -> tuple[str, str]:
    first, second = sorted((left.article_id, right.article_id))
    return first, second
