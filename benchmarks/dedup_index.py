"""Candidate search and verification of a 10,000-article batch against a large index, on DuckDB.

usage: python benchmarks/dedup_index.py [STORED] [BATCH]      (defaults 1,000,000 and 10,000)

Signatures are made up (random, 20 % of the batch planted near stored ones at Jaccard 0.6), so that a
million fit a benchmark; verification runs on made-up texts of 400 words. Prints seconds, file size and
the peak resident memory of this process.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from newsift.dedup.compare import overlap, pair_figures, shingle_texts
from newsift.dedup.signature import band_keys
from newsift.dedup.words import WordHasher
from newsift.rules.normalisation import load_normalisation
from newsift.settings import DedupSettings, default_config_dir
from newsift.storage.index import DedupIndex, document_rows
from newsift.storage.index_schema import TABLES

STEP = 50_000
FIRST_DAY = date(2026, 1, 1)


def documents(first: int, days: np.ndarray) -> pa.Table:
    numbers = np.arange(first, first + len(days))
    return document_rows(
        {
            "doc_no": numbers.tolist(),
            "cluster_no": numbers.tolist(),
            "day": [FIRST_DAY + timedelta(days=int(day)) for day in days],
            "text_key": np.random.default_rng(first).integers(1, 2**63, len(days)).tolist(),
            "words": [400] * len(days),
        }
    )


def main(stored: int, batch: int) -> None:
    chance = np.random.default_rng(1)
    settings = DedupSettings()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "index.duckdb"
        con = duckdb.connect(str(file), config={"memory_limit": "1GB", "threads": 2})
        con.execute("CREATE SCHEMA pipeline")
        for table in TABLES:
            con.execute(table.create())
        index = DedupIndex(con)
        planted: list[np.ndarray] = []
        started = time.perf_counter()
        for first in range(1, stored + 1, STEP):
            size = min(STEP, stored - first + 1)
            signatures = chance.integers(0, 2**32, (size, 128), dtype=np.uint32)
            planted.append(signatures[: max(1, batch // 5 * size // stored)])
            con.execute("BEGIN")
            numbers = np.arange(first, first + size, dtype=np.uint32)
            index.add_bands(numbers, band_keys(signatures, bands=64, rows=2))
            index.add_documents(documents(first, np.arange(first, first + size) * 30 // stored))
            con.execute("COMMIT")
        con.execute("CHECKPOINT")
        print(f"stored {stored:,} documents in {time.perf_counter() - started:.1f} s")
        print(f"file {file.stat().st_size / 2**20:,.0f} MiB")

        fresh = chance.integers(0, 2**32, (batch, 128), dtype=np.uint32)
        near = np.concatenate(planted)
        kept = chance.random((len(near), 128)) < 0.6
        fresh[: len(near)] = np.where(kept, near, fresh[: len(near)])
        keys = band_keys(fresh, bands=64, rows=2)
        numbers = np.arange(stored + 1, stored + batch + 1, dtype=np.uint32)
        new = documents(stored + 1, np.full(batch, 29))
        for _ in range(3):
            con.execute("BEGIN")
            started = time.perf_counter()
            index.add_bands(numbers, keys)
            inserted, busy = time.perf_counter(), time.process_time()
            found = index.candidates(
                new.select(["doc_no", "day"]),
                numbers,
                keys,
                cap=settings.bucket_cap,
                window=settings.window_days,
                bands_by_gap=((settings.weak_days, 4), (settings.strong_days, 9)),
            )
            searched = time.perf_counter()
            busy = time.process_time() - busy
            exact = index.exact_matches(new.select(["doc_no", "text_key", "url_key", "lead_key"]))
            done = time.perf_counter()
            con.execute("ROLLBACK")
            print(
                f"insert {inserted - started:.2f} s, candidates {searched - inserted:.2f} s "
                f"[{busy:.2f} s of processor] "
                f"({len(found.left):,} pairs), exact keys {done - searched:.2f} s ({len(exact)})"
            )
        con.close()
        started = time.perf_counter()
        con = duckdb.connect(str(file))
        con.execute("SELECT count(*) FROM pipeline.dedup_state").fetchall()
        print(f"reopened in {time.perf_counter() - started:.3f} s")
        con.close()
    print(f"peak memory so far {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB")
    verify(chance)


def verify(chance: np.random.Generator, texts: int = 4_000, pairs: int = 30_000) -> None:
    words = np.array([f"كلمة{number}" for number in range(20_000)])
    hasher = WordHasher(load_normalisation(default_config_dir()))
    bodies = [" ".join(words[chance.integers(0, len(words), 400)]) for _ in range(texts)]
    hasher.hash_texts(bodies[:50])
    started = time.process_time()
    sets = shingle_texts(bodies, hasher, 3)
    shingled = time.process_time()
    left, right = chance.integers(0, texts, pairs), chance.integers(0, texts, pairs)
    pair_figures(sets, overlap(sets, left, right), np.unique(sets.values[::50]))
    done = time.process_time()
    print(
        f"processor: shingle {texts:,} texts {shingled - started:.2f} s, "
        f"verify {pairs:,} pairs {done - shingled:.2f} s"
    )


if __name__ == "__main__":
    arguments = [int(argument) for argument in sys.argv[1:]]
    main(*(arguments + [1_000_000, 10_000][len(arguments) :]))
