"""Cleaning of text dumps side by side with what people do without newsift: quality and speed.

    python benchmarks/cleaning.py INBOX GOLD [--repeat N]
    python benchmarks/cleaning.py INBOX [--repeat N]

INBOX is a folder of dumps, GOLD a folder of gold records (JSON with "path" and "body"). Prints, for each
method, word precision, recall and F1 (mean over documents), documents a second of one core, and the same
over the documents with more than 2 % noise and over those that are already clean. Then, and without GOLD
only that, what newsift's stages take: documents a second as the median of N passes, each stage's share.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType

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


def load_inbox(inbox: Path) -> list[RawFile]:
    files = [file for file in sorted(inbox.rglob("*.txt")) if file.is_file()]
    read = [(file.relative_to(inbox).as_posix(), file.read_bytes()) for file in files]
    return [RawFile(path, data, content_digest(data), len(data)) for path, data in read if data.strip()]


# A stage and the function that it is, as the module that calls it names it.
STAGES = (
    ("decode", "newsift.ingest.parse", "decode"),
    ("blocks", "newsift.ingest.parse", "text_blocks"),
    ("lines", "newsift.clean.document", "split_lines"),
    ("unmarked prose", "newsift.clean.document", "with_unmarked_prose"),
    ("symbols", "newsift.clean.document", "read_line"),
    ("core", "newsift.clean.document", "core_run"),
    ("zones", "newsift.clean.document", "zone"),
    ("verdicts", "newsift.clean.document", "to_verdicts"),
    ("metadata", "newsift.clean.metadata", "collect"),
)


def one_pass(raws: list[RawFile], rules: Rules) -> float:
    """CPU seconds to parse and clean every input once."""
    inputs, settings, context = InputSettings(), CleaningSettings(), CleaningContext()
    begin = time.process_time()
    for raw in raws:
        clean_document(parse(raw, inputs), rules, context, settings)
    return time.process_time() - begin


def stage_seconds(raws: list[RawFile], rules: Rules) -> dict[str, float]:
    """Seconds of one pass by stage; the clock that is put around each stage adds to its time."""
    spent = dict.fromkeys((name for name, _, _ in STAGES), 0.0)
    with ExitStack() as stack:
        for name, module, function in STAGES:
            stack.enter_context(_clocked(import_module(module), function, name, spent))
        begin = time.process_time()
        one_pass(raws, rules)
        spent["rest"] = time.process_time() - begin - sum(spent.values())
    return spent


@contextmanager
def _clocked(module: ModuleType, function: str, name: str, spent: dict[str, float]) -> Iterator[None]:
    timed = getattr(module, function)

    def clock(*args: object, **options: object) -> object:
        begin = time.process_time()
        try:
            return timed(*args, **options)
        finally:
            spent[name] += time.process_time() - begin

    setattr(module, function, clock)
    try:
        yield
    finally:
        setattr(module, function, timed)


def print_speed(raws: list[RawFile], rules: Rules, repeat: int) -> None:
    one_pass(raws, rules)
    seconds = sorted(one_pass(raws, rules) for _ in range(repeat))
    median, chars = statistics.median(seconds), sum(len(raw.data) for raw in raws) / len(raws)
    print(
        f"parse + clean  {len(raws) / median:9.0f} docs/s/core (median of {repeat} passes; "
        f"{len(raws) / seconds[-1]:.0f} to {len(raws) / seconds[0]:.0f}), {chars:.0f} bytes a document"
    )
    passes = [stage_seconds(raws, rules) for _ in range(repeat)]
    split = {name: statistics.median(each[name] for each in passes) for name in passes[0]}
    whole = sum(split.values())
    for name, value in sorted(split.items(), key=lambda item: -item[1]):
        print(f"  {name:14s} {value / whole:6.1%} {value / len(raws) * 1e6:8.0f} us a document")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("inbox", type=Path)
    parser.add_argument("gold", type=Path, nargs="?")
    parser.add_argument("--repeat", type=int, default=5)
    options = parser.parse_args()
    raws = load_inbox(options.inbox)
    if not raws:
        parser.error(f"{options.inbox} holds no .txt file")
    rules = load_rules(CONFIG)
    if options.gold is not None:
        print_quality(load(options.inbox, options.gold), rules, options.repeat)
    print_speed(raws, rules, options.repeat)


def print_quality(documents: list[tuple[Document, str]], rules: Rules, repeat: int) -> None:
    noisy = [score(d.text, gold)[0] < 0.98 for d, gold in documents]
    print(f"{len(documents)} documents, {sum(noisy)} with more than 2 % noise")
    for method in METHODS:
        scores = [score(method(d, rules), gold) for d, gold in documents]
        best = float("inf")
        for _ in range(repeat):
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
