# ruff: noqa: T201 - a script that prints
"""The quality gate: cleaning of our own labelled pages must not get worse.

    python tests/quality/gate.py                      measure and compare with the pinned floors
    python tests/quality/gate.py --update             raise the floors to what is measured now
    python tests/quality/gate.py --allow-regression   with --update: lower them as well

Floors stand in `floors.toml` beside a hash of the labelled set, so that a change of the set shows.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from own_pages import Page, pages  # noqa: E402 - the folder is no package

from newsift.clean import clean_document  # noqa: E402
from newsift.ingest.parse import parse  # noqa: E402
from newsift.models import CleanArticle, CleaningContext, RawFile, content_digest  # noqa: E402
from newsift.rules import Rules, load_rules  # noqa: E402
from newsift.settings import CleaningSettings, InputSettings  # noqa: E402

FLOORS = HERE / "floors.toml"
CONFIG = HERE.parent.parent / "config"
_SLACK = 0.0005  # floors are written with three digits


@dataclass
class Score:
    """Sums over the pages of one group."""

    f1: list[float] = field(default_factory=list)
    related_left: int = 0
    embedded_left: int = 0
    glued_left: int = 0
    embedded_found: int = 0
    embedded_there: int = 0
    titles_right: int = 0

    def figures(self) -> dict[str, float]:
        found = self.embedded_found / self.embedded_there if self.embedded_there else 1.0
        return {
            "f1": round(sum(self.f1) / len(self.f1), 4),
            "worst": round(min(self.f1), 4),
            "related_left": self.related_left,
            "embedded_left": self.embedded_left,
            "glued_left": self.glued_left,
            "embedded_found": round(found, 4),
            "titles_right": round(self.titles_right / len(self.f1), 4),
        }


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


def f1(got: str, gold: str) -> float:
    a, b = words(got), words(gold)
    both = sum((a & b).values())
    return 2 * both / (sum(a.values()) + sum(b.values())) if both else 0.0


def score_page(page: Page, rules: Rules, into: Score) -> float:
    """Clean one page and add its figures to `into`; returns its word F1."""
    data = page.text.encode()
    raw = RawFile(page.name, data, content_digest(data), len(data))
    cleaned = clean_document(parse(raw, InputSettings()), rules, CleaningContext(), CleaningSettings())
    main = cleaned.main if isinstance(cleaned.main, CleanArticle) else None
    body = main.body if main else ""
    gold = page.of("body")
    if page.glued:
        gold = [t.removeprefix(page.glued[0]) for t in gold]
        into.glued_left += sum(button in body for button in page.glued)
    value = f1(body, "\n".join(gold))
    into.f1.append(value)
    into.related_left += sum(line.strip(" •") in body for line in page.of("related"))
    into.embedded_left += sum(line in body for line in page.of("embedded"))
    if page.of("embedded"):
        into.embedded_there += 1
        second = "\n".join(page.of("embedded"))
        into.embedded_found += any(f1(a.body, second) >= 0.9 for a in cleaned.embedded)
    title = main.metadata.title if main else None
    into.titles_right += title == next(iter(page.of("title")), None)
    return value


def measure() -> tuple[dict[str, dict[str, float]], str, list[tuple[float, str]]]:
    """Figures by template and over all, the hash of the labelled set, and each page's F1."""
    rules = load_rules(CONFIG)
    groups: dict[str, Score] = defaultdict(Score)
    digest = hashlib.blake2b(digest_size=8)
    singles = []
    for page in pages():
        digest.update(repr(page).encode())
        score_page(page, rules, groups[page.template])
        singles.append((score_page(page, rules, groups["all"]), page.name))
    return {name: groups[name].figures() for name in sorted(groups)}, digest.hexdigest(), sorted(singles)


def worse(now: dict[str, float], floor: dict[str, float]) -> list[str]:
    """The figures that are below (or, for what is left over, above) their floor."""
    bad = []
    for name, pinned in floor.items():
        value = now.get(name, 0.0)
        lower_is_better = name.endswith("_left")
        if value > pinned if lower_is_better else value < pinned - _SLACK:
            bad.append(f"{name} {value} (pinned {pinned})")
    return bad


def read_floors() -> tuple[dict[str, dict[str, float]], str]:
    loaded = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    return loaded["floors"], loaded["labelled_set"]


def write_floors(figures: dict[str, dict[str, float]], labelled: str) -> None:
    out = [
        "# Written by gate.py --update. A floor is lowered only with --allow-regression.",
        f'labelled_set = "{labelled}"',
    ]
    for group, values in figures.items():
        out += ["", f"[floors.{group}]", *(f"{name} = {value}" for name, value in values.items())]
    FLOORS.write_text("\n".join(out) + "\n", encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--allow-regression", action="store_true")
    options = parser.parse_args()
    figures, labelled, singles = measure()
    for group, values in figures.items():
        print(f"{group:20s} " + "  ".join(f"{k} {v}" for k, v in values.items()))
    print("worst pages: " + ", ".join(f"{name} {value:.3f}" for value, name in singles[:8]))
    floors, pinned = read_floors() if FLOORS.is_file() else ({}, labelled)
    complaints = [f"{g}: {c}" for g, floor in floors.items() for c in worse(figures.get(g, {}), floor)]
    if labelled != pinned and not options.update:
        complaints.append("the labelled set has changed: run with --update")
    for complaint in complaints:
        print(f"WORSE {complaint}")
    if options.update and (not complaints or options.allow_regression):
        write_floors(figures, labelled)
        return 0
    return 1 if complaints else 0


if __name__ == "__main__":
    raise SystemExit(main())
