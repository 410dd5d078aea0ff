"""Deduplication through whole runs: `tune` and `resign` on a real warehouse."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from newsift.errors import ConfigError
from newsift.pipeline.resign import resign
from newsift.pipeline.run import ingest
from newsift.pipeline.tune import tune
from newsift.storage.snapshot import query
from tests.dedup.dedup_world import edited, prose


@dataclass(frozen=True)
class Runs:
    """An inbox and its warehouse."""

    folder: Path
    config_dir: Path

    @property
    def warehouse(self) -> Path:
        return self.folder / "warehouse"

    def write(self, name: str, texts: list[str], day: int = 2) -> None:
        inbox = self.folder / "inbox"
        inbox.mkdir(exist_ok=True)
        lines = [
            json.dumps(
                {
                    "id": f"{name}-{number}",
                    "url": f"https://{name}.example/{number}",
                    "title": f"Title of piece {name} {number}",
                    "published": f"2026-03-0{day}T0{number % 9}:00:00Z",
                    "source": name,
                    "text": text + ".",
                }
            )
            for number, text in enumerate(texts)
        ]
        (inbox / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")

    def run(self, settings) -> None:
        ingest(str(self.folder / "inbox"), self.warehouse, settings, config_dir=self.config_dir)

    def rows(self, statement: str) -> list[dict]:
        return query(self.warehouse / "newsift.duckdb", statement).to_pylist()


@pytest.fixture
def runs(tmp_path, project_root) -> Runs:
    return Runs(tmp_path, project_root / "config")


def test_tune_scores_labelled_pairs_at_rising_thresholds(runs, settings, tmp_path):
    runs.write("gazette", [prose(story) for story in range(4)])
    runs.write("courier", [edited(prose(story), story, 4 + 9 * story) for story in range(4)])
    runs.run(settings)
    labels = tmp_path / "labels.jsonl"
    rows = [
        {"a": f"gazette.jsonl#{one}", "b": f"courier.jsonl#{other}", "same": one == other}
        for one in range(4)
        for other in range(4)
    ]
    labels.write_text("\n".join(map(json.dumps, [*rows, {"a": "gone", "b": "gone2", "same": True}])))
    report = tune(runs.warehouse, labels, settings, runs.config_dir)
    assert (report.labelled, report.unknown) == (16, 1)
    recalls = [row.recall for row in report.rows]
    assert recalls == sorted(recalls, reverse=True)
    assert all(row.precision == 1.0 for row in report.rows)
    assert report.best[0].recall == max(recalls)
    assert report.clusters.precision == 1.0


@pytest.mark.parametrize("line", ["{", '{"a": "x"}', '{"a": "x", "b": "y", "same": "yes"}', "[]"])
def test_a_malformed_label_names_its_line(runs, settings, tmp_path, line):
    labels = tmp_path / "labels.jsonl"
    labels.write_text(f"\n{line}\n")
    with pytest.raises(ConfigError, match="line 2"):
        tune(runs.warehouse, labels, settings, runs.config_dir)


def test_changed_signature_settings_are_refused_until_resign_and_clusters_survive_it(runs, settings):
    runs.write("gazette", [prose(story) for story in range(3)])
    runs.run(settings)
    before = runs.rows("SELECT article_id, cluster_id FROM articles ORDER BY ALL")
    other = settings.model_copy(update={"dedup": settings.dedup.model_copy(update={"seed": 5})})
    runs.write("courier", [edited(prose(story), story, 5) for story in range(3)], day=3)
    with pytest.raises(ConfigError, match="newsift resign"):
        runs.run(other)
    assert resign(runs.warehouse, other, runs.config_dir) == 3
    runs.run(other)
    after = runs.rows("SELECT article_id, cluster_id FROM articles ORDER BY ALL")
    assert [row for row in before if row in after] == before
    assert len({row["cluster_id"] for row in after}) == 3
    assert len(after) == 6


def test_a_second_run_over_the_same_inbox_changes_no_cluster(runs, settings):
    runs.write("gazette", [prose(1), prose(2)])
    runs.write("courier", [edited(prose(1), 1, 6)])
    runs.run(settings)
    first = runs.rows("SELECT article_id, cluster_id, is_canonical FROM articles ORDER BY ALL")
    runs.run(settings)
    assert runs.rows("SELECT article_id, cluster_id, is_canonical FROM articles ORDER BY ALL") == first
    assert len({row["cluster_id"] for row in first}) == 2
