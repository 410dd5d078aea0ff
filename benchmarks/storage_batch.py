"""The storage part of a batch on a large store: look-ups, claim, load, commit, checkpoint; then publishing.

    python benchmarks/storage_batch.py FOLDER [STORED] [BATCH]

Fills FOLDER with STORED synthetic articles of about 3 KB (1,000,000; kept for the next call) and everything
that stands beside an article in a real store: bands, exact keys, line evidence, formula counts. Then loads
batches of BATCH (10,000) through the same calls as the pipeline, a fifth of them near to one of the newest
50,000 articles, and prints seconds and the peak of resident memory. What deduplication computes between
its calls has benchmarks of its own.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from pathlib import Path

import numpy as np
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
    Verdict,
    content_digest,
    derived_id,
)
from newsift.settings import DedupSettings, StorageSettings
from newsift.storage import BatchRows, Store
from newsift.storage.batch import BatchWriter
from newsift.storage.durable import utc_now
from newsift.storage.index import document_rows

BANDS = DedupSettings().bands
NEAR = 5  # every fifth article of a batch shares a third of its bands with a stored one
NEWEST = 50_000
WORDS = [
    f"{a}{b}{c}" for a in "مسكنبتر" for b in ("ال", "وا", "ير", "نا") for c in ("دة", "يم", "ون", "ات", "ل")
]

FILL = """
CREATE TEMP TABLE piece AS
SELECT n, string_agg(words[1 + (hash(n * 1000 + k) % len(words))::INTEGER], ' ') AS text
FROM (SELECT $words::VARCHAR[] AS words), range(4000) a(n), range(48) b(k) GROUP BY n;

CREATE TEMP TABLE made AS
SELECT i, md5(i::VARCHAR) AS content_hash, substr(md5('a' || i), 1, 16) AS article_id
FROM range($stored::BIGINT) r(i);

INSERT INTO pipeline.contents SELECT unhex(content_hash), 'clean', NULL, article_id, 1 FROM made;

INSERT INTO main.articles
SELECT article_id, 'main', NULL, 0, 'headline number ' || i,
    p1.text || chr(10) || p2.text || chr(10) || p3.text
    || chr(10) || p4.text || chr(10) || p5.text || chr(10) || i, TIMESTAMP '2026-01-01' + INTERVAL (i) SECOND,
    'second', NULL, 'record', 'outlet ' || (i % 50), NULL, [], NULL, [], NULL, 'ar',
    'https://outlet.example/story/' || i, 'outlet.example', 240, article_id, true, content_hash, NULL,
    now()::TIMESTAMP, 'fill', i, 1
FROM made
JOIN piece p1 ON p1.n = hash(i, 1) % 4000 JOIN piece p2 ON p2.n = hash(i, 2) % 4000
JOIN piece p3 ON p3.n = hash(i, 3) % 4000 JOIN piece p4 ON p4.n = hash(i, 4) % 4000
JOIN piece p5 ON p5.n = hash(i, 5) % 4000
ORDER BY i;

INSERT INTO main.article_search SELECT article_id, body, 1 FROM main.articles;

INSERT INTO main.block_spans
SELECT content_hash, 0, k, k * 300, k * 300 + 290, 'body', 'BODY_PROSE', 'score.core', true, NULL, article_id,
    k * 300, NULL, 1
FROM made, range(8) b(k);

INSERT INTO main.files
SELECT 'day/' || (i // 1000) || '/' || i || '.txt', content_hash, 3000, 'clean', NULL, NULL, article_id,
    'text', 'utf-8', 'utf-8', 'outlet.example', 1, NULL, now()::TIMESTAMP, 'fill', 1
FROM made;

INSERT INTO pipeline.inbox_files
SELECT 'day/' || (i // 1000) || '/' || i || '.txt', 3000, i, 1, 1 FROM made;

INSERT INTO pipeline.raw
SELECT doc_no, content_hash, url, 0, 3000, NULL, NULL, NULL, encode(body), 1 FROM main.articles;

INSERT INTO pipeline.dedup_documents
SELECT i, i, DATE '2026-01-01' + (i // 86400)::INTEGER, hash(i, 't'), hash(i, 'u'), NULL, 240
FROM range($stored::BIGINT) r(i);

INSERT INTO pipeline.dedup_bands
SELECT hash(i, b), i FROM range($stored::BIGINT) r(i), range($bands::BIGINT) k(b);

INSERT INTO pipeline.line_evidence
SELECT content_hash, 0, 'outlet' || (doc_no % 50) || '.example', [hash(doc_no, k) for k in range(8)],
    [hash(doc_no, k) for k in range(3)], hash(doc_no, 0), now()::TIMESTAMP, 1
FROM main.articles;

INSERT INTO pipeline.formula_counts
SELECT 1, (hash(i) % 4294967296)::UINTEGER, 1 FROM range(6000000) r(i);

INSERT INTO pipeline.formula_generations VALUES (1, 4000);

INSERT INTO pipeline.batches VALUES (1, 'fill', now()::TIMESTAMP, 0, 0, 0);
"""


def document(number: int, chance: random.Random) -> tuple[RawFile, Document, Cleaned, FoundFile]:
    lines = [" ".join(chance.choices(WORDS, k=48)) for _ in range(6)]
    text = "\n".join([f"عنوان الخبر {number}", *lines, "اقرأ أيضا: خبر آخر من الموقع"])
    data = text.encode()
    content_hash = content_digest(data)
    spans, at = [], 0
    for line in text.split("\n"):
        spans.append((at, at + len(line)))
        at += len(line) + 1
    blocks = tuple(Block(n, a, b, text[a:b]) for n, (a, b) in enumerate(spans))
    path = f"new/{number}.txt"
    verdicts = tuple(
        Verdict(a, b, Label.BODY, "BODY_PROSE", "score.core", kept=0 < n <= len(lines))
        for n, (a, b) in enumerate(spans)
    )
    article = CleanArticle(
        derived_id("article", content_hash), Kind.MAIN, None, 0,
        Metadata(title=lines[0][:60], source="outlet"), "\n".join(lines), tuple(spans[1:-1]), 288,
    )  # fmt: skip
    raw = RawFile(path, data, content_hash, len(data))
    parsed = Document(path, content_hash, 0, Format.TEXT, text, blocks, MetadataHints(), "utf-8", "utf-8")
    return raw, parsed, Cleaned(verdicts, article), FoundFile(path, len(data), number, path)


def batch(size: int, seed: int) -> dict[str, pa.Table]:
    chance = random.Random(seed)
    rows = BatchRows(keep_raw=True)
    for n in range(size):
        raw, parsed, cleaned, found = document(seed * size + n, chance)
        rows.cleaned(raw, parsed, cleaned)
        rows.container(found, 1)
    return rows.tables()


class Clock:
    """Seconds by step, in order."""

    def __init__(self) -> None:
        self.steps: dict[str, float] = {}
        self._at = self._began = time.perf_counter()
        self._cpu = time.process_time()

    def lap(self, step: str) -> None:
        now = time.perf_counter()
        self.steps[step] = self.steps.get(step, 0.0) + now - self._at
        self._at = now

    def __str__(self) -> str:
        parts = "  ".join(f"{step} {seconds:.2f}" for step, seconds in self.steps.items())
        cpu = time.process_time() - self._cpu  # of all threads: what it takes on a busy machine, too
        return f"{self._at - self._began:.2f} s  {parts}  cpu {cpu:.2f}"


def planted(store: Store, size: int, chance: np.random.Generator) -> np.ndarray:
    """Bands of a batch, uint64[size, BANDS]: random; every NEAR-th row shares a third with a stored one."""
    keys = chance.integers(0, 2**64, (size, BANDS), dtype=np.uint64)
    last = store.totals().articles
    rows = store.connection.execute(
        "SELECT doc_no, key FROM pipeline.dedup_bands WHERE doc_no >= ? ORDER BY doc_no LIMIT ?",
        [last - NEWEST, NEWEST * BANDS],
    ).fetchnumpy()
    stored = np.asarray(rows["key"], np.uint64).reshape(-1, BANDS)
    near = chance.choice(len(stored), len(range(0, size, NEAR)), replace=False)
    keys[::NEAR, : BANDS // 3] = stored[near, : BANDS // 3]
    return keys


def deduplicate(
    writer: BatchWriter, ids: list[str], keys: np.ndarray, shingles: np.ndarray, clock: Clock
) -> None:
    """The calls of deduplication to the index, in its order, without what it computes between them."""
    index, settings = writer.index, DedupSettings()
    numbers = np.array(list(writer.number(ids).values()), np.uint32)
    chance = np.random.default_rng(int(numbers[0]))
    once = np.ones(len(shingles), np.int64)
    documents = document_rows({
        "doc_no": numbers.tolist(), "cluster_no": numbers.tolist(), "words": [288] * len(ids),
        "day": [utc_now().date()] * len(ids), "text_key": chance.integers(0, 2**63, len(ids)).tolist(),
    })  # fmt: skip
    index.exact_matches(documents.select(["doc_no", "text_key", "url_key", "lead_key"]))
    clock.lap("exact")
    index.add_bands(numbers, keys)
    clock.lap("bands")
    found = index.candidates(
        documents.select(["doc_no", "day"]), numbers, keys, cap=settings.bucket_cap,
        window=settings.window_days, bands_by_gap=((settings.weak_days, 4), (settings.strong_days, 9)),
    )  # fmt: skip
    clock.lap("candidates")
    old = sorted(set(found.left.tolist()))
    stored = index.stored(old)
    clock.lap(f"{len(stored)} texts")
    index.members(sorted({row.cluster_no for row in stored}))
    clock.lap("members")
    index.add_documents(documents)
    clock.lap("documents")
    index.formulas(shingles, once, 5.0)
    clock.lap("formulas")
    index.count_formulas(shingles, once, len(ids), keep=settings.formula_stories)
    clock.lap("count formulas")


def load(store: Store, run_id: str, tables: dict[str, pa.Table], seed: int) -> Clock:
    contents = tables["contents"]["content_hash"]
    chance = np.random.default_rng(seed)
    keys = planted(store, len(contents), chance)
    shingles = np.unique(chance.integers(0, 2**32, 250 * len(contents), dtype=np.uint32))
    clock = Clock()
    files = tables["files"]
    store.known_at(zip(files["path"].to_pylist(), files["content_hash"].to_pylist(), strict=True))
    clock.lap("known")
    with store.batch(run_id) as writer:
        writer.claim(tables["contents"])
        clock.lap("claim")
        ids = tables["articles"]["article_id"]
        deduplicate(writer, ids.to_pylist(), keys, shingles, clock)
        articles = tables["articles"].append_column("cluster_id", ids)
        articles = articles.append_column("is_canonical", pa.array([True] * len(ids), pa.bool_()))
        for name, rows in {**tables, "articles": articles}.items():
            if name != "contents":
                writer.add(name, rows)
                clock.lap(name)
        size = len(contents)
        writer.add("line_evidence", pa.table({
            "content_hash": contents, "record_no": pa.array([0] * size, pa.int32()),
            "line_keys": pa.array(keys[:, :8].tolist(), pa.list_(pa.uint64())),
            "longest": pa.array(keys[:, :3].tolist(), pa.list_(pa.uint64())),
        }))  # fmt: skip
        clock.lap("evidence")
    clock.lap("commit and checkpoint")
    return clock


def main() -> None:
    folder = Path(sys.argv[1])
    stored = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    size = int(sys.argv[3]) if len(sys.argv) > 3 else 10_000
    settings = StorageSettings()
    first = int(utc_now().timestamp())  # other articles at every call
    tables = {seed: batch(size, seed) for seed in (first, first + 1)}
    with Store.open(folder, settings) as store:
        if store.totals().files < stored:
            began = time.perf_counter()
            for statement in FILL.split(";\n"):
                values = {"words": WORDS, "stored": stored, "bands": BANDS}
                given = {name: value for name, value in values.items() if f"${name}" in statement}
                store.connection.execute(statement, given or None)
            store.connection.execute("CHECKPOINT")
            print(f"filled in {time.perf_counter() - began:.0f} s")
    with Store.open(folder, settings) as store:
        run_id = store.start_run(code_version="0", settings_hash="0", rules_hash="0", inbox="benchmark")
        for seed, rows in tables.items():
            print(f"batch of {size} on {store.totals().articles}: {load(store, run_id, rows, seed)}")
        print(f"RSS {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB, "
              f"memory_limit {settings.memory_limit}")  # fmt: skip
        print(f"store {store.paths.store.stat().st_size / 1e6:.0f} MB")
        for full in (True, False):
            if not full:
                load(store, run_id, batch(1000, first + 2), first + 2)
            began = time.perf_counter()
            path = store.publish(full=full)
            print(f"{'full' if full else 'incremental'} snapshot: {time.perf_counter() - began:.1f} s, "
                  f"{path.stat().st_size / 1e6:.0f} MB")  # fmt: skip
        print(f"RSS {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
