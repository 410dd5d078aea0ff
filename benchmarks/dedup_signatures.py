"""Normalise -> signature on one core, side by side with datasketch.

usage: python benchmarks/dedup_signatures.py FILE.jsonl[.gz] ...    (records with a field "text")

Prints articles a second of processor time; the first pass also fills the character table.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from pathlib import Path

import numpy as np
from datasketch import MinHash

from newsift.dedup.signature import sign_texts, signature_version
from newsift.dedup.words import WordHasher, normalise_words
from newsift.rules.normalisation import load_normalisation
from newsift.settings import DedupSettings, default_config_dir

BATCH = 500
SAMPLE = 300  # datasketch is slow


def read(files: list[str]) -> list[str]:
    texts: list[str] = []
    for name in files:
        content = Path(name).read_bytes()
        lines = (gzip.decompress(content) if name.endswith(".gz") else content).splitlines()
        texts.extend(json.loads(line)["text"] for line in lines)
    return texts


def main(files: list[str]) -> None:
    texts = read(files)
    rules = load_normalisation(default_config_dir())
    version = signature_version(DedupSettings(), rules.version)
    hasher = WordHasher(rules)
    for name in ("first pass", "second pass", "third pass"):
        started = time.process_time()
        for first in range(0, len(texts), BATCH):
            sign_texts(texts[first : first + BATCH], hasher, version)
        print(f"newsift, {name}: {len(texts) / (time.process_time() - started):,.0f} articles/s")
    started = time.process_time()
    for text in texts[:SAMPLE]:
        words = normalise_words(text, rules)
        minhash = MinHash(num_perm=128, scheme="affine32")
        minhash.update_batch(
            [" ".join(shingle).encode() for shingle in zip(words, words[1:], words[2:], strict=False)]
        )
    print(f"datasketch update_batch: {SAMPLE / (time.process_time() - started):,.0f} articles/s")
    print(f"mean words: {np.mean([len(text.split()) for text in texts]):.0f}, {len(texts):,} articles")


if __name__ == "__main__":
    main(sys.argv[1:])
