"""Cleaning of text dumps side by side with what people do without newsift: quality and speed.

    python benchmarks/cleaning.py INBOX GOLD [--repeat N]

INBOX is a folder of dumps, GOLD a folder of gold records (JSON with "path" and "body"). Prints, for each
method, word precision, recall and F1 (mean over documents), documents a second of one core, and the same
over the documents with more than 2 % noise and over those that are already clean.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from newsift.clean import clean_document
from newsift.clean.markers import How, index_for
from newsift.clean.shadow import fold, squash
from newsift.ingest.parse import parse
from newsift.models import CleanArticle, CleaningContext, Document, RawFile, content_digest
from newsift.rules import Rules, load_rules
from newsift.settings import CleaningSettings, InputSettings

CONFIG = Path(__file__).resolve().parent.parent / "config"
_FINALS = (".", "!", "?", '"', "؟", "۔", "»", "”")
_C4_WORDS = 5


def identity(document: Document, _rules: Rules) -> str:
    return document.text


def c4(document: Document, _rules: Rules) -> str:
    """C4's line rule with the final marks of all scripts: lines of five words that end with one."""
    lines = (b.text for b in document.blocks)
    return "\n".join(x for x in lines if x.rstrip().endswith(_FINALS) and len(x.split()) >= _C4_WORDS)


def cut_at_marker(document: Document, rules: Rules) -> str:
    """Everything up to the first line that is a known related or "read also" marker."""
    index, kept = index_for(rules), []
    for block in document.blocks:
        hit = index.match(block.text, squash(block.text), fold(block.text).split())
        if hit is not None and hit.family in ("read_also", "related") and hit.how is not How.END:
            break
        kept.append(block.text)
    return "\n".join(kept)


def justext(document: Document, _rules: Rules) -> str:
    """jusText over the lines as paragraphs, without a stop list; needs the package, else empty."""
    try:
        import justext as package  # noqa: PLC0415 - an optional rival
    except ImportError:
        return ""
    html = "".join(f"<p>{b.text}</p>" for b in document.blocks)
    paragraphs = package.justext(html, frozenset(), stopwords_low=0, stopwords_high=0)
    return "\n".join(p.text for p in paragraphs if not p.is_boilerplate)


def newsift(document: Document, rules: Rules) -> str:
    main = clean_document(document, rules, CleaningContext(), CleaningSettings()).main
    return main.body if isinstance(main, CleanArticle) else ""


METHODS: tuple[Callable[[Document, Rules], str], ...] = (identity, c4, cut_at_marker, justext, newsift)


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


def score(got: str, gold: str) -> tuple[float, float, float]:
    a, b = words(got), words(gold)
    both = sum((a & b).values())
    if not both:
        return 0.0, 0.0, 0.0
    p, r = both / sum(a.values()), both / sum(b.values())
    return p, r, 2 * p * r / (p + r)


def load(inbox: Path, gold: Path) -> list[tuple[Document, str]]:
    out = []
    for file in sorted(gold.rglob("*.json")):
        record = json.loads(file.read_text(encoding="utf-8"))
        if not record.get("body"):
            continue
        data = (inbox / record["path"]).read_bytes()
        raw = RawFile(record["path"], data, content_digest(data), len(data))
        out.append((parse(raw, InputSettings()), record["body"]))
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("inbox", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    rules, documents = load_rules(CONFIG), load(options.inbox, options.gold)
    noisy = [score(d.text, gold)[0] < 0.98 for d, gold in documents]
    print(f"{len(documents)} documents, {sum(noisy)} with more than 2 % noise")
    for method in METHODS:
        scores = [score(method(d, rules), gold) for d, gold in documents]
        best = float("inf")
        for _ in range(options.repeat):
            begin = time.process_time()
            for document, _gold in documents:
                method(document, rules)
            best = min(best, time.process_time() - begin)
        line = f"{method.__name__:14s} {len(documents) / best:9.0f} docs/s/core"
        for name, keep in (("all", None), ("noisy", True), ("clean", False)):
            part = [s for s, n in zip(scores, noisy, strict=True) if keep is None or n is keep]
            if part:
                p, r, f = (sum(x) / len(part) for x in zip(*part, strict=True))
                line += f"  {name}: P {p:.4f} R {r:.4f} F1 {f:.4f}"
        print(line)


if __name__ == "__main__":
    main()
