"""Learns the weights of the main-content decision (`config/engine.toml`) from annotated pages.

    python benchmarks/engine_weights.py DEVBOX/clean_html DEVBOX/gold/clean_html [--write]

The pages of each folder PAGES/<set>/ are labelled by their gold record (`path`, `body`, `lang`) in
GOLD/<set>: a block belongs to the story when its printed characters stand in the gold body. Logistic
regression (Newton's method, ridge penalty); a page's weight is about one article whatever its length.
Pages of sites with a template are learnt twice, with and without it, because a site's first page has
none. Two sets of weights are learnt, with the engine's decision among the features and without it (for the
pages on which structure alone leaves no doubt). Prints the word F1 of five-fold cross-validation (folds by
site) at several limits of doubt, then writes the weights of all pages.
"""

import argparse
import collections
import gzip
import hashlib
import json
import re
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from newsift.clean.engine_features import ENGINE_FEATURES, FEATURES, block_features
from newsift.clean.shadow import line_key, squash
from newsift.clean.templates import learn_templates, observe
from newsift.ingest.html_align import covered_shares, squeeze
from newsift.ingest.parse import parse
from newsift.models import Document, RawFile, content_digest
from newsift.settings import InputSettings

FOLDS = 5
RIDGE = 20.0
THRESHOLD = -0.5  # keeps recall on long pages; measured by cross-validation between -1 and 0.5
DOUBT = 0.13  # above it the engine is asked; up to it the cross-validated figures stay what they are
DOUBTS = (0.0, 0.05, 0.075, 0.1, 0.13, 0.17, 0.25, float("inf"))
MAX_BLOCK_WORDS = 60
REPEAT_CHARS = 40


@dataclass
class Rows:
    """The features of a page's blocks, with and without its site's template (the same when it has none)."""

    with_template: np.ndarray
    without_template: np.ndarray


@dataclass
class Page:
    group: str  # the folder it lies in
    document: Document
    body: str
    wide: bool
    fold: int
    asked: Rows  # with the engine's decision
    unasked: Rows
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
            documents.append((folder.name, parse(raw, InputSettings()), record))
    templates = learn_templates(observe(document) for _, document, _ in documents)
    return [
        page(group, document, record, templates.get(document.site, frozenset()))
        for group, document, record in documents
    ]


def page(group: str, document: Document, record: dict, template: frozenset[int]) -> Page:
    body = record["body"]
    wide = record.get("lang", "")[:2] in {"zh", "ja", "th"}
    shares = covered_shares(document.blocks, body.split("\n"))
    whole, lines = squeeze(body), {squeeze(line) for line in body.split("\n")}
    story = [
        share >= 0.5 or (len(text := squeeze(block.text)) >= 25 and text in whole) or text in lines
        for share, block in zip(shares, document.blocks, strict=True)
    ]
    titles = {squash(hint.value) for hint in document.hints.titles}
    blank = replace(document, blocks=tuple(block._replace(in_engine=None) for block in document.blocks))
    return Page(
        group=group,
        document=document,
        body=body,
        wide=wide,
        fold=int(hashlib.blake2b((document.site or record["path"]).encode()).hexdigest(), 16) % FOLDS,
        asked=rows(document, template),
        unasked=rows(blank, template),
        story=np.array(story),
        words=np.array(
            [min(MAX_BLOCK_WORDS, max(1, len(tokens(b.text, wide=wide)))) for b in document.blocks]
        ),
        learnt=np.array([squash(block.text) not in titles for block in document.blocks]),
    )


def rows(document: Document, template: frozenset[int]) -> Rows:
    known = np.array(block_features(document, template))
    return Rows(known, np.array(block_features(document, frozenset())) if template else known)


def tokens(text: str, *, wide: bool) -> list[str]:
    return re.findall(r"\w" if wide else r"\w+", text.lower())


def fit(pages: list[Page], *, asked: bool) -> np.ndarray:
    """One weight a feature; those that speak of the engine are 0 where it is not asked."""
    used = np.array([asked or name not in ENGINE_FEATURES for name in FEATURES])
    beta = np.zeros(len(FEATURES))
    beta[used] = regression(pages, used, asked=asked)
    return beta


def regression(pages: list[Page], used: np.ndarray, *, asked: bool) -> np.ndarray:
    rows, answers, weights = [], [], []
    for each in pages:
        share = 100 / (each.words[each.story].sum() + 20)
        both = each.asked if asked else each.unasked
        forms = (both.with_template, both.without_template)
        distinct = forms if forms[0] is not forms[1] else forms[:1]
        for form in distinct:
            rows.append(form[each.learnt][:, used])
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


def doubt(each: Page, beta: np.ndarray) -> float:
    """As `clean.engine.is_doubtful` has it."""
    scores = each.unasked.without_template @ beta - THRESHOLD
    chances = 1 / (1 + np.exp(-np.clip(scores, -30, 30)))
    sizes = np.array([len(block.text) for block in each.document.blocks], dtype=float)
    return float((sizes * np.minimum(chances, 1 - chances)).sum() / (sizes[scores > 0].sum() + 200))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("pages", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--write", action="store_true", help="write config/engine.toml")
    options = parser.parse_args()
    pages = load(options.pages, options.gold)
    others = [[each for each in pages if each.fold != fold] for fold in range(FOLDS)]
    betas = [(fit(each, asked=True), fit(each, asked=False)) for each in others]
    doubts = [doubt(each, betas[each.fold][1]) for each in pages]
    sets = sorted({each.group for each in pages})
    for name, form in (("with site templates", "with_template"), ("without", "without_template")):
        asked = [
            f1(chosen(each, getattr(each.asked, form) @ betas[each.fold][0] > THRESHOLD), each)
            for each in pages
        ]
        unasked = [
            f1(chosen(each, getattr(each.unasked, form) @ betas[each.fold][1] > THRESHOLD), each)
            for each in pages
        ]
        print(f"{len(pages)} pages, {FOLDS}-fold by site, {name}: word F1 by limit of doubt")
        for limit in DOUBTS:
            scores = [a if d > limit else u for a, u, d in zip(asked, unasked, doubts, strict=True)]
            by_set = {
                key: np.mean([s for s, each in zip(scores, pages, strict=True) if each.group == key])
                for key in sets
            }
            share = np.mean([d > limit for d in doubts])
            figures = "  ".join(f"{key} {value:.4f}" for key, value in by_set.items())
            print(f"  {limit:<6} engine asked for {share:.0%}: {np.mean(scores):.4f}  {figures}")
    alone = [f1(chosen(each, [block.in_engine for block in each.document.blocks]), each) for each in pages]
    print(f"engine alone: word F1 {np.mean(alone):.4f}")
    if options.write:
        file = Path(__file__).parent.parent / "config" / "engine.toml"
        lines = [
            "# Weights of the main-content decision on HTML pages. Written by benchmarks/engine_weights.py;",
            "# what each feature means: src/newsift/clean/engine_features.py.",
            f"threshold = {THRESHOLD}",
            f"doubt = {DOUBT}",
            "",
            "[weights]",
            *(
                f"{name} = {weight:.3f}"
                for name, weight in zip(FEATURES, fit(pages, asked=True), strict=True)
            ),
            "",
            "[without_engine]",
            *(
                f"{name} = {weight:.3f}"
                for name, weight in zip(FEATURES, fit(pages, asked=False), strict=True)
                if name not in ENGINE_FEATURES
            ),
        ]
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"written: {file}")


if __name__ == "__main__":
    main()
