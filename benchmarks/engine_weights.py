"""Learns the weights of the main-content decision (`config/engine.toml`) from annotated pages.

    python benchmarks/engine_weights.py DEVBOX/clean_html DEVBOX/gold/clean_html [--write]

The pages of each folder PAGES/<set>/ are labelled by their gold record (`path`, `body`, `lang`) in
GOLD/<set>: a block belongs to the story when its printed characters stand in the gold body. Logistic
regression (Newton's method, ridge penalty); a page's weight is about one article whatever its length.
Pages of sites with a template are learnt twice, with and without it, because a site's first page has
none. Prints the word F1 of five-fold cross-validation (folds by site), then writes the weights of all.
"""

import argparse
import collections
import gzip
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from newsift.clean.engine_features import FEATURES, block_features
from newsift.clean.shadow import line_key, squash
from newsift.clean.templates import learn_templates, observe
from newsift.ingest.html_align import covered_shares, squeeze
from newsift.ingest.parse import parse
from newsift.models import Document, RawFile, content_digest
from newsift.settings import InputSettings

FOLDS = 5
RIDGE = 20.0
THRESHOLD = -0.5  # keeps recall on long pages; measured by cross-validation between -1 and 0.5
MAX_BLOCK_WORDS = 60
REPEAT_CHARS = 40


@dataclass
class Page:
    document: Document
    body: str
    wide: bool
    fold: int
    with_template: np.ndarray
    without_template: np.ndarray
    story: np.ndarray
    words: np.ndarray
    learnt: np.ndarray  # titles teach nothing: the head of the page decides about them


def records(folder: Path):
    for file in sorted([*folder.rglob("*.jsonl"), *folder.rglob("*.jsonl.gz"), *folder.rglob("*.json")]):
        data = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        texts = [data.decode()] if file.suffix == ".json" else data.decode().split("\n")
        yield from (json.loads(text) for text in texts if text.strip())


def load(pages: Path, gold: Path) -> list[Page]:
    documents = []
    for folder in sorted(path for path in pages.iterdir() if path.is_dir()):
        for record in records(gold / folder.name):
            data = (folder / record["path"]).read_bytes()
            raw = RawFile(record["path"], data, content_digest(data), len(data))
            documents.append((parse(raw, InputSettings()), record))
    templates = learn_templates(observe(document) for document, _ in documents)
    return [
        page(document, record, templates.get(document.site, frozenset())) for document, record in documents
    ]


def page(document: Document, record: dict, template: frozenset[int]) -> Page:
    body = record["body"]
    wide = record.get("lang", "")[:2] in {"zh", "ja", "th"}
    shares = covered_shares(document.blocks, body.split("\n"))
    whole, lines = squeeze(body), {squeeze(line) for line in body.split("\n")}
    story = [
        share >= 0.5 or (len(text := squeeze(block.text)) >= 25 and text in whole) or text in lines
        for share, block in zip(shares, document.blocks, strict=True)
    ]
    titles = {squash(hint.value) for hint in document.hints.titles}
    with_template = np.array(block_features(document, template))
    return Page(
        document=document,
        body=body,
        wide=wide,
        fold=int(hashlib.blake2b((document.site or record["path"]).encode()).hexdigest(), 16) % FOLDS,
        with_template=with_template,
        without_template=np.array(block_features(document, frozenset())) if template else with_template,
        story=np.array(story),
        words=np.array(
            [min(MAX_BLOCK_WORDS, max(1, len(tokens(b.text, wide=wide)))) for b in document.blocks]
        ),
        learnt=np.array([squash(block.text) not in titles for block in document.blocks]),
    )


def tokens(text: str, *, wide: bool) -> list[str]:
    return re.findall(r"\w" if wide else r"\w+", text.lower())


def fit(pages: list[Page]) -> np.ndarray:
    rows, answers, weights = [], [], []
    for each in pages:
        share = 100 / (each.words[each.story].sum() + 20)
        forms = (each.with_template, each.without_template)
        distinct = forms if forms[0] is not forms[1] else forms[:1]
        for form in distinct:
            rows.append(form[each.learnt])
            answers.append(each.story[each.learnt].astype(float))
            weights.append(each.words[each.learnt] * share / len(distinct))
    x, y, w = np.vstack(rows), np.concatenate(answers), np.concatenate(weights)
    beta = np.zeros(x.shape[1])
    for _ in range(40):
        p = 1 / (1 + np.exp(-np.clip(x @ beta, -30, 30)))
        gradient = x.T @ (w * (p - y)) + RIDGE * beta
        curvature = (x * (w * p * (1 - p))[:, None]).T @ x + RIDGE * np.eye(len(beta))
        step = np.linalg.solve(curvature, gradient)
        beta -= step
        if np.abs(step).max() < 1e-7:
            break
    return beta


def chosen(each: Page, keep) -> str:
    seen, lines = set(), []
    for block, kept, learnt in zip(each.document.blocks, keep, each.learnt, strict=True):
        key = line_key(block.text)
        if kept and learnt and not (len(block.text) >= REPEAT_CHARS and key in seen):
            seen.add(key)
            lines.append(block.text)
    return "\n".join(lines)


def f1(text: str, each: Page) -> float:
    found = collections.Counter(tokens(text, wide=each.wide))
    gold = collections.Counter(tokens(each.body, wide=each.wide))
    both = sum((found & gold).values())
    return 2 * both / (sum(found.values()) + sum(gold.values())) if both else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("pages", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--write", action="store_true", help="write config/engine.toml")
    options = parser.parse_args()
    pages = load(options.pages, options.gold)
    for name, form in (("with site templates", "with_template"), ("without", "without_template")):
        scores = []
        for fold in range(FOLDS):
            beta = fit([each for each in pages if each.fold != fold])
            scores += [
                f1(chosen(each, getattr(each, form) @ beta > THRESHOLD), each)
                for each in pages
                if each.fold == fold
            ]
        print(f"{len(scores)} pages, {FOLDS}-fold by site, {name}: word F1 {np.mean(scores):.4f}")
    alone = [f1(chosen(each, [block.in_engine for block in each.document.blocks]), each) for each in pages]
    print(f"engine alone: word F1 {np.mean(alone):.4f}")
    if options.write:
        file = Path(__file__).parent.parent / "config" / "engine.toml"
        lines = [
            "# Weights of the main-content decision on HTML pages. Written by benchmarks/engine_weights.py;",
            "# what each feature means: src/newsift/clean/engine_features.py.",
            f"threshold = {THRESHOLD}",
            "",
            "[weights]",
            *(f"{name} = {weight:.3f}" for name, weight in zip(FEATURES, fit(pages), strict=True)),
        ]
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"written: {file}")


if __name__ == "__main__":
    main()
