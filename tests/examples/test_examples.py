"""The example inbox through the real pipeline, held to the table examples/expected.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newsift.pipeline.run import ingest
from newsift.settings import load_settings
from newsift.storage.snapshot import query

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsift.models import RunSummary

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
INBOX = EXAMPLES / "inbox"
RECIPES = sorted(
    recipe
    for recipe in (EXAMPLES.parent / "docs" / "cookbook").glob("*.sql")
    if "SELECT" in recipe.read_text("utf-8").partition("COPY")[0]  # one of them writes a file
)
EXPECTED = tomllib.loads((EXAMPLES / "expected.toml").read_text(encoding="utf-8"))["input"]
KEYS = {
    *("path", "status", "title", "published", "updated", "source", "agency"),
    *("section", "keywords", "authors", "language", "contains", "lacks", "embedded", "story"),
}
Row = dict[str, object]


class Result:
    """What one run over the example inbox published."""

    def __init__(self, warehouse: Path, summary: RunSummary) -> None:
        self.warehouse = warehouse
        self.summary = summary
        self.files = {str(row["path"]): row for row in self.rows("SELECT * FROM files")}
        self.articles = {str(row["article_id"]): row for row in self.rows("SELECT * FROM articles")}

    def rows(self, sql: str) -> list[Row]:
        found: list[Row] = query(self.warehouse / "newsift.duckdb", sql).to_pylist()
        return found

    def main(self, path: str) -> Row | None:
        return self.articles.get(str(self.files.get(path, {}).get("article_id")))

    def embedded(self, parent: Row) -> list[Row]:
        children = [row for row in self.articles.values() if row["parent_id"] == parent["article_id"]]
        return sorted(children, key=lambda row: int(str(row["position"])))

    def expected_articles(self) -> Iterator[tuple[str, Row, Row]]:
        """(where, expectation, article) of every main and embedded article that is there."""
        for wanted in EXPECTED:
            article = self.main(wanted["path"])
            if wanted["status"] != "clean" or article is None:
                continue
            yield wanted["path"], wanted, article
            pairs = zip(wanted.get("embedded", []), self.embedded(article), strict=False)
            for number, (inner, child) in enumerate(pairs, start=1):
                yield f"{wanted['path']} embedded {number}", inner, child


def listed(deviations: list[str]) -> str:
    """All deviations, one a line: pytest shortens long lists."""
    return "\n".join(["", *deviations])


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    warehouse = tmp_path_factory.mktemp("examples") / "warehouse"
    # A fresh checkout's files are seconds old: they need not settle.
    settings = load_settings(environ={}, overrides={"inputs": {"settle_seconds": 0.0}, "run": {"workers": 1}})
    return Result(warehouse, ingest(INBOX, warehouse, settings))


def test_the_table_names_every_file_of_the_inbox_and_knows_no_other_keys():
    on_disk = {str(path.relative_to(INBOX)) for path in INBOX.rglob("*") if path.is_file()}
    assert {entry["path"].partition("#")[0] for entry in EXPECTED} == on_disk
    assert len({entry["path"] for entry in EXPECTED}) == len(EXPECTED)
    assert [key for entry in EXPECTED for key in entry if key not in KEYS] == []


def test_every_input_ends_with_the_expected_status(result: Result):
    found = {path: row["status"] for path, row in result.files.items()}
    wanted = {entry["path"]: entry["status"] for entry in EXPECTED}
    wrong = [
        f"{path}: {found.get(path, 'absent')}, expected {wanted.get(path, 'absent')}"
        for path in sorted(found.keys() | wanted.keys())
        if found.get(path) != wanted.get(path)
    ]
    assert not wrong, listed(wrong)


def test_the_run_counts_every_input_once(result: Result):
    summary = result.summary
    statuses = [entry["status"] for entry in EXPECTED]
    assert (summary.seen, summary.skipped) == (len(EXPECTED), 0)
    assert summary.clean == statuses.count("clean")
    assert summary.rejected == statuses.count("rejected")
    assert summary.quarantined == statuses.count("quarantined")


def test_every_refusal_tells_stage_and_remedy(result: Result):
    refused = {str(row["path"]): row for row in result.rows("SELECT * FROM quarantine")}
    assert set(refused) == {entry["path"] for entry in EXPECTED if entry["status"] == "quarantined"}
    for row in refused.values():
        assert row["stage"]
        assert row["reason"]
        assert str(row["path"]) in str(row["error"])


def test_bodies_hold_the_story_and_nothing_else(result: Result):
    wrong = []
    for where, wanted, article in result.expected_articles():
        body = "\n" + str(article["body"])
        wrong += [f"{where}: lost {piece!r}" for piece in wanted.get("contains", []) if piece not in body]
        wrong += [f"{where}: kept {piece!r}" for piece in wanted.get("lacks", []) if piece in body]
    assert not wrong, listed(wrong)


def test_titles_are_right_or_absent(result: Result):
    wrong = [
        f"{where}: title {article['title']!r}, expected {wanted['title']!r}"
        for where, wanted, article in result.expected_articles()
        if "title" in wanted and (article["title"] or "") != wanted["title"]
    ]
    assert not wrong, listed(wrong)


@pytest.mark.parametrize(("key", "column"), [("published", "published_at"), ("updated", "updated_at")])
def test_dates_are_right_or_absent(result: Result, key: str, column: str):
    wrong = []
    for where, wanted, article in result.expected_articles():
        day = str(article[column])[:10] if article[column] is not None else ""
        if key in wanted and day != wanted[key]:
            wrong.append(f"{where}: {key} {day!r}, expected {wanted[key]!r}")
    assert not wrong, listed(wrong)


@pytest.mark.parametrize("key", ["source", "agency", "section"])
def test_sources_agencies_and_sections_are_named_as_printed(result: Result, key: str):
    wrong = [
        f"{where}: {key} {article[key]!r}, expected {wanted[key]!r}"
        for where, wanted, article in result.expected_articles()
        if key in wanted and (article[key] or "") != wanted[key]
    ]
    assert not wrong, listed(wrong)


def test_authors_and_delimited_keywords_are_those_of_the_page(result: Result):
    wrong = []
    for where, wanted, article in result.expected_articles():
        if article["authors"] != wanted.get("authors", []):
            wrong.append(f"{where}: authors {article['authors']}, expected {wanted.get('authors', [])}")
        if "keywords" in wanted and article["keywords"] != wanted["keywords"]:
            wrong.append(f"{where}: keywords {article['keywords']}, expected {wanted['keywords']}")
    assert not wrong, listed(wrong)


def test_languages_are_read_from_the_bodies(result: Result):
    wrong = [
        f"{where}: language {article['language']!r}, expected {wanted.get('language', 'ar')!r}"
        for where, wanted, article in result.expected_articles()
        if article["language"] != wanted.get("language", "ar")
    ]
    assert not wrong, listed(wrong)


def test_second_articles_become_records_of_their_own_and_no_others_appear(result: Result):
    wrong = []
    for wanted in EXPECTED:
        article = result.main(wanted["path"])
        if article is None:
            continue
        found = [child["title"] for child in result.embedded(article)]
        titles = [inner["title"] for inner in wanted.get("embedded", [])]
        if found != titles:
            wrong.append(f"{wanted['path']}: embedded {found}, expected {titles}")
    assert not wrong, listed(wrong)


def test_republications_share_one_story_and_other_articles_share_none(result: Result):
    stories: dict[str, set[str]] = {}
    named: dict[str, set[str]] = {}
    for where, wanted, article in result.expected_articles():
        # Articles without a story of that name stand alone; equal bytes are one article all the same.
        name = str(wanted.get("story") or f"only {where}")
        named.setdefault(name, set()).add(str(article["cluster_id"]))
        stories.setdefault(str(article["cluster_id"]), set()).add(name)
    torn = [f"{name}: {sorted(clusters)}" for name, clusters in named.items() if len(clusters) > 1]
    assert not torn, listed(torn)
    mixed = [" + ".join(sorted(names)) for names in stories.values() if len(names) > 1]
    assert not mixed, listed(mixed)


def test_equal_bytes_at_two_paths_are_one_article(result: Result):
    copies = [result.files["sahl/museum-theft.txt"], result.files["sahl/archive/museum-theft-copy.txt"]]
    assert copies[0]["article_id"] == copies[1]["article_id"]
    assert copies[0]["content_hash"] == copies[1]["content_hash"]


def test_an_embedded_article_never_stands_for_a_story_that_has_a_main_one(result: Result):
    of_main = {row["cluster_id"] for row in result.articles.values() if row["kind"] == "main"}
    canonical = [row for row in result.articles.values() if row["is_canonical"]]
    assert len({row["cluster_id"] for row in canonical}) == len(canonical)
    stories = result.rows("SELECT cluster_id, kind FROM stories")
    assert [row for row in stories if row["kind"] == "embedded" and row["cluster_id"] in of_main] == []


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda path: path.stem)
def test_every_recipe_of_the_cookbook_has_an_answer(result: Result, recipe: Path):
    assert len(result.rows(recipe.read_text("utf-8"))) > 0


def test_the_page_about_the_examples_counts_them_and_names_every_folder():
    page = (EXAMPLES / "README.md").read_text("utf-8")
    files = [path for path in INBOX.rglob("*") if path.is_file()]
    assert f"{len(files)} files" in page
    for folder in sorted({path.relative_to(INBOX).parts[0] for path in files}):
        assert f"`{folder}/`" in page, folder


def test_undeclared_windows_1256_is_recognised(result: Result):
    row = result.files["sahl/telecom-outage.txt"]
    assert (row["encoding"], row["encoding_origin"]) == ("cp1256", "detected")


def test_a_second_run_over_the_same_inbox_adds_nothing(result: Result):
    settings = load_settings(environ={}, overrides={"inputs": {"settle_seconds": 0.0}})
    again = ingest(INBOX, result.warehouse, settings)
    assert (again.status, again.skipped, again.clean) == ("nothing-new", len(EXPECTED), 0)
    assert {str(row["article_id"]) for row in result.rows("SELECT * FROM articles")} == set(result.articles)
