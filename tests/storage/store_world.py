"""Documents made for the tests and a loader that commits them as the pipeline does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from newsift.models import (
    Block,
    CleanArticle,
    Cleaned,
    Document,
    Format,
    FoundFile,
    Kind,
    Label,
    Metadata,
    MetadataHints,
    RawFile,
    Refused,
    Rejection,
    RunSummary,
    Verdict,
    content_digest,
    derived_id,
)
from newsift.storage import BatchRows, Store
from newsift.storage.batch import BatchWriter

NOON = datetime(2026, 3, 1, 12)


@dataclass(frozen=True)
class Input:
    """A document of body lines and one removed line."""

    path: str
    body: str
    removed: str = "اقرأ أيضا: خبر آخر"
    title: str | None = "عنوان"
    source: str | None = "gazette.example"
    story: str | None = None
    rejected: bool = False

    @property
    def text(self) -> str:
        return f"{self.title or ''}\n{self.body}\n{self.removed}"

    @property
    def content_hash(self) -> bytes:
        return content_digest(self.text.encode())

    @property
    def article_id(self) -> str:
        return derived_id("article", self.content_hash)

    def parts(self) -> tuple[RawFile, Document, Cleaned]:
        text, content_hash = self.text, self.content_hash
        record_no = int(self.path.partition("#")[2] or 0)
        raw = RawFile(self.path, text.encode(), content_hash, len(text.encode()), record_no)
        begin = text.index("\n") + 1
        end = begin + len(self.body)
        spans = [(0, begin - 1), (begin, end), (end + 1, len(text))]
        blocks = tuple(Block(n, a, b, text[a:b]) for n, (a, b) in enumerate(spans))
        document = Document(
            self.path, content_hash, record_no, Format.TEXT, text, blocks, MetadataHints(), "utf-8", "utf-8"
        )
        labels = (Label.TITLE, Label.BODY, Label.RELATED)
        verdicts = tuple(
            Verdict(a, b, label, label.name, "test.rule", kept=label is Label.BODY and not self.rejected)
            for (a, b), label in zip(spans, labels, strict=True)
        )
        if self.rejected:
            return raw, document, Cleaned(verdicts, Rejection("TOO_SHORT", "3 words"))
        metadata = Metadata(title=self.title, published_at=NOON, source=self.source, language="ar")
        article = CleanArticle(
            self.article_id, Kind.MAIN, None, 0, metadata, self.body, ((begin, end),), len(self.body.split())
        )
        return raw, document, Cleaned(verdicts, article)


def refused(path: str, data: bytes = b"\x00", reason: str = "BINARY") -> Refused:
    return Refused(path, content_digest(data), len(data), "decode", reason, "DocumentError", "not a text")


def inputs(count: int, start: int = 0) -> list[Input]:
    return [
        Input(
            f"day{n % 3}/{n:04d}.txt", f"نص المقال رقم {n}\nفقرة ثانية فيها {n * 7} كلمة", title=f"عنوان {n}"
        )
        for n in range(start, start + count)
    ]


class Loader:
    """Commits inputs; articles with the same `story` form one cluster, the first of them canonical."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.run_id = store.start_run(code_version="0", settings_hash="s", rules_hash="r", inbox="inbox")

    def load(self, items: list[Input], refusals: tuple[Refused, ...] = ()) -> set[str]:
        tables = batch_tables(items, refusals)
        with self.store.batch(self.run_id) as writer:
            return self.fill(writer, items, tables)

    @staticmethod
    def fill(writer: BatchWriter, items: list[Input], tables: dict[str, pa.Table]) -> set[str]:
        claimed = writer.claim(tables["contents"])
        articles = only(tables["articles"], claimed)
        story_of = {item.article_id: item.story for item in items}
        first: dict[str, str] = {}
        clusters, canonical, duplicates = [], [], []
        for article_id in articles["article_id"].to_pylist():
            leader = first.setdefault(story_of[article_id] or article_id, article_id)
            clusters.append(leader)
            canonical.append(leader == article_id)
            if leader != article_id:
                duplicates.append({"article_id": article_id, "canonical_id": leader, "relation": "near"})
        writer.add(
            "articles",
            articles.append_column("cluster_id", pa.array(clusters, pa.string())).append_column(
                "is_canonical", pa.array(canonical, pa.bool_())
            ),
        )
        for name in ("blocks", "raw"):
            writer.add(name, only(tables[name], claimed))
        for name in ("files", "quarantine", "inbox_files"):
            writer.add(name, tables[name])
        if duplicates:
            writer.put_duplicates(pa.Table.from_pylist(duplicates))
        return claimed

    def finish(self, status: str = "completed", **counts: int) -> None:
        self.store.finish_run(summary(self.run_id, status, **counts))

    def next_run(self) -> None:
        self.run_id = self.store.start_run(code_version="0", settings_hash="s", rules_hash="r", inbox="inbox")


def batch_tables(items: list[Input], refusals: tuple[Refused, ...] = ()) -> dict[str, pa.Table]:
    rows = BatchRows(keep_raw=True)
    for item in items:
        raw, document, cleaned = item.parts()
        rows.cleaned(raw, document, cleaned)
        rows.container(found(item), 1)
    for refusal in refusals:
        rows.refused(refusal)
    return rows.tables()


def found(item: Input) -> FoundFile:
    return FoundFile(item.path, len(item.text.encode()), 1_000, f"/inbox/{item.path}")


def only(table: pa.Table, claimed: set[str]) -> pa.Table:
    return table.filter(pa.array([h in claimed for h in table["content_hash"].to_pylist()], pa.bool_()))


def summary(run_id: str, status: str = "completed", **counts: int) -> RunSummary:
    numbers = {"seen": 0, "clean": 0, "rejected": 0, "quarantined": 0, "skipped": 0} | counts
    return RunSummary(
        run_id=run_id,
        status=status,
        started_at=NOON,
        finished_at=NOON,
        embedded=0,
        copies=0,
        stories=0,
        articles=0,
        rejected_by_reason={},
        quarantined_by_reason={},
        duplicates_by_relation={},
        seconds_by_stage={"clean": 0.5},
        warnings=(),
        published_file="",
        **numbers,
    )


def identity(path: Path) -> tuple[int, int, int]:
    """What changes when a file is replaced or written, and does not when it is read."""
    seen = path.stat()
    return seen.st_ino, seen.st_size, seen.st_mtime_ns
