"""The storage part of a batch on a large store: claim, load, commit, checkpoint; then publishing.

    python benchmarks/storage_batch.py FOLDER [STORED] [BATCH]

Fills FOLDER with STORED synthetic articles of about 3 KB (1,000,000; kept for the next call), loads batches
of BATCH (10,000) through the same calls as the pipeline, and prints seconds and the peak of resident memory.
Deduplication has benchmarks of its own.
"""

from __future__ import annotations

import random
import resource
import sys
import time
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
    Verdict,
    content_digest,
    derived_id,
)
from newsift.settings import StorageSettings
from newsift.storage import BatchRows, Store
from newsift.storage.durable import utc_now

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
JOIN piece p1 ON p1.n = hash(i) % 4000 JOIN piece p2 ON p2.n = hash(i + 1) % 4000
JOIN piece p3 ON p3.n = hash(i + 2) % 4000 JOIN piece p4 ON p4.n = hash(i + 3) % 4000
JOIN piece p5 ON p5.n = hash(i + 4) % 4000;

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


def load(store: Store, run_id: str, tables: dict[str, pa.Table]) -> dict[str, float]:
    seconds: dict[str, float] = {}

    def timed(name: str, began: float) -> None:
        seconds[name] = time.perf_counter() - began

    whole, cpu = time.perf_counter(), time.process_time()
    files = tables["files"]
    store.known_at(zip(files["path"].to_pylist(), files["content_hash"].to_pylist(), strict=True))
    timed("known", whole)
    with store.batch(run_id) as writer:
        began = time.perf_counter()
        writer.claim(tables["contents"])
        timed("claim", began)
        ids = tables["articles"]["article_id"]
        articles = tables["articles"].append_column("cluster_id", ids)
        articles = articles.append_column("is_canonical", pa.array([True] * len(ids), pa.bool_()))
        for name, rows in {**tables, "articles": articles}.items():
            if name != "contents":
                began = time.perf_counter()
                writer.add(name, rows)
                timed(name, began)
        began = time.perf_counter()
    timed("commit and checkpoint", began)
    timed("all", whole)
    seconds["cpu"] = time.process_time() - cpu  # of all threads: what it takes on a busy machine, too
    return seconds


def main() -> None:
    folder = Path(sys.argv[1])
    stored = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    size = int(sys.argv[3]) if len(sys.argv) > 3 else 10_000
    settings = StorageSettings()
    tables = [batch(size, seed) for seed in (int(utc_now().timestamp()), int(utc_now().timestamp()) + 1)]
    with Store.open(folder, settings) as store:
        if store.totals().files < stored:
            began = time.perf_counter()
            for statement in FILL.split(";\n"):
                given = {k: v for k, v in (("words", WORDS), ("stored", stored)) if f"${k}" in statement}
                store.connection.execute(statement, given or None)
            store.connection.execute("CHECKPOINT")
            print(f"filled in {time.perf_counter() - began:.0f} s")
    with Store.open(folder, settings) as store:
        run_id = store.start_run(code_version="0", settings_hash="0", rules_hash="0", inbox="benchmark")
        for rows in tables:
            parts = load(store, run_id, rows)
            print(f"batch of {size} on {store.totals().articles}: {parts.pop('all'):.2f} s  "
                  + "  ".join(f"{name} {value:.2f}" for name, value in parts.items()))  # fmt: skip
        print(f"RSS {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB, "
              f"memory_limit {settings.memory_limit}")  # fmt: skip
        print(f"store {store.paths.store.stat().st_size / 1e6:.0f} MB")
        for full in (True, False):
            if not full:
                load(store, run_id, batch(1000, int(utc_now().timestamp()) + 2))
            began = time.perf_counter()
            path = store.publish(full=full)
            print(f"{'full' if full else 'incremental'} snapshot: {time.perf_counter() - began:.1f} s, "
                  f"{path.stat().st_size / 1e6:.0f} MB")  # fmt: skip
        print(f"RSS {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
