"""A store in memory and articles made of random words, for tests of deduplication."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time

import duckdb
import numpy as np
import pyarrow as pa

from newsift.dedup.signature import sign_texts, signature_version
from newsift.dedup.words import WordHasher
from newsift.models import DedupText, Kind, derived_id
from newsift.pipeline.deduplicate import DedupOutcome, deduplicate
from newsift.rules.normalisation import load_normalisation
from newsift.settings import Settings
from newsift.storage.index import DedupIndex
from newsift.storage.index_schema import TABLES
from newsift.storage.schema import PUBLISHED_TABLES

DAY = date(2026, 3, 2)


def spelt(number: int) -> str:
    """A number in letters only: digits in words would count as numbers."""
    return str(number).translate(str.maketrans("0123456789", "abcdefghij"))


WORDS = ["w" + spelt(number) for number in range(6000)]


def prose(seed: int, words: int = 120) -> str:
    """Words drawn at random: two seeds share no shingle to speak of."""
    return " ".join(random.Random(seed).choices(WORDS, k=words))


def edited(text: str, seed: int, changes: int) -> str:
    """The text with some words replaced by words of its own."""
    chance = random.Random(seed)
    words = text.split()
    for position in chance.sample(range(len(words)), changes):
        words[position] = f"edit{spelt(seed)}x{spelt(position)}"
    return " ".join(words)


def article(
    body: str,
    *,
    name: str | None = None,
    title: str | None = None,
    source: str | None = "gazette",
    day: date | None = DAY,
    hour: int = 12,
    url: str | None = None,
    agency: str | None = None,
    parent: str | None = None,
) -> DedupText:
    return DedupText(
        article_id=derived_id("article", name or f"{source} {day} {hour} {body}"),
        kind=Kind.EMBEDDED if parent else Kind.MAIN,
        parent_id=parent,
        title=title,
        body=body,
        language=None,
        source=source,
        url=url,
        agency=agency,
        published_at=datetime.combine(day, time(hour)) if day else None,
        day=day,
        word_count=len(body.split()),
    )


class World:
    """A store that loads batches of articles as the writer does."""

    def __init__(self, settings: Settings, config_dir, hasher: WordHasher) -> None:
        self.settings = settings
        self.con = duckdb.connect(":memory:")
        self.con.execute("CREATE SCHEMA pipeline")
        for table in (*TABLES, *PUBLISHED_TABLES):
            self.con.execute(table.create())
        self.con.execute("CREATE TABLE pipeline.batches (batch_no UINTEGER)")
        self._config_dir = config_dir
        self._hasher = hasher
        self._next = 1

    def change(self, **dedup: object) -> None:
        self.settings = self.settings.model_copy(
            update={"dedup": self.settings.dedup.model_copy(update=dedup)}
        )

    def load(self, articles: Sequence[DedupText]) -> DedupOutcome:
        rules = load_normalisation(self._config_dir)
        version = signature_version(self.settings.dedup, rules.version)
        signatures = sign_texts([text.body for text in articles], self._hasher, version)
        numbers = {text.article_id: self._next + place for place, text in enumerate(articles)}
        self._next += len(articles)
        self.con.execute("BEGIN")
        outcome = deduplicate(
            DedupIndex(self.con, "run"), articles, signatures, numbers, self.settings, self._config_dir
        )
        self._insert_articles(articles, numbers, outcome)
        self._insert("main.pairs", outcome.pairs, {"run_id": "run", "batch_no": 0})
        for row in outcome.changed_articles.to_pylist():
            self.con.execute(
                "UPDATE main.articles SET is_canonical = ? WHERE article_id = ?",
                [row["is_canonical"], row["article_id"]],
            )
        gone = [*outcome.no_longer_duplicates, *outcome.duplicates["article_id"].to_pylist()]
        self.con.execute("DELETE FROM main.duplicates WHERE list_contains(?, article_id)", [gone])
        self._insert("main.duplicates", outcome.duplicates, {"run_id": "run"})
        self.con.execute("COMMIT")
        return outcome

    def rows(self, query: str) -> list[tuple]:
        return self.con.execute(query).fetchall()

    def clusters(self) -> dict[str, str]:
        return dict(self.rows("SELECT article_id, cluster_id FROM main.articles"))

    def together(self, *articles: DedupText) -> bool:
        clusters = self.clusters()
        return len({clusters[text.article_id] for text in articles}) == 1

    def rule(self, left: DedupText, right: DedupText) -> str | None:
        """The rule that decided on a pair; None when it has no row."""
        ids = sorted((left.article_id, right.article_id))
        found = self.con.execute(
            "SELECT rule FROM main.pairs WHERE left_id = ? AND right_id = ?", ids
        ).fetchall()
        return found[0][0] if found else None

    def _insert_articles(self, articles, numbers, outcome) -> None:
        known = {
            "article_id": [text.article_id for text in articles],
            "kind": [text.kind.value for text in articles],
            "parent_id": [text.parent_id for text in articles],
            "title": [text.title for text in articles],
            "body": [text.body for text in articles],
            "source": [text.source for text in articles],
            "agency": [text.agency for text in articles],
            "url": [text.url for text in articles],
            "published_at": [text.published_at for text in articles],
            "word_count": [text.word_count for text in articles],
            "cluster_id": [outcome.cluster_of[text.article_id] for text in articles],
            "is_canonical": [text.article_id in outcome.canonical for text in articles],
            "doc_no": [numbers[text.article_id] for text in articles],
        }
        table = next(table for table in PUBLISHED_TABLES if table.name == "articles")
        filler = {"VARCHAR": "-", "TIMESTAMP": datetime(2026, 3, 3), "INTEGER": 0, "UINTEGER": 0}
        for column in table.columns:
            if not column.nullable and column.name not in known:
                known[column.name] = [filler[column.type]] * len(articles)
        arrays = {name: pa.array(values, table.column(name).arrow_type()) for name, values in known.items()}
        self._insert("main.articles", pa.table(arrays), {})

    def _insert(self, table: str, rows: pa.Table, constants: dict[str, object]) -> None:
        for name, value in constants.items():
            rows = rows.append_column(name, pa.array([value] * rows.num_rows))
        names = ", ".join(rows.column_names)
        self.con.register("loaded", rows)
        self.con.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM loaded")
        self.con.unregister("loaded")


def renamed(text: DedupText, **changes: object) -> DedupText:
    """A copy with other metadata and an id of its own."""
    copy = replace(text, **changes)
    return replace(copy, article_id=derived_id("copy", text.article_id, repr(sorted(changes.items()))))


def random_sets(count: int, seed: int, largest: int = 300) -> list[np.ndarray]:
    chance = np.random.default_rng(seed)
    return [
        chance.integers(0, 2**32, size=int(size), dtype=np.uint32)
        for size in chance.integers(0, largest, size=count)
    ]
