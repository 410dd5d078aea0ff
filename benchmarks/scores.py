"""Scores of the whole pipeline on labelled data that lies outside this repository.

    python benchmarks/scores.py --labelled ../shared                    every set
    python benchmarks/scores.py --labelled ../shared --only clean_text seeds

`LABELLED/data` holds labelled inboxes and `LABELLED/eval` their scorers (`unpack.py`, `score_clean.py`,
`score_dups.py`). Each inbox goes through a `newsift run` of its own into a new warehouse, and its scorer
reads the published file. An inbox with one file a day is delivered day by day, one run each. Without
such a folder there is nothing to do, and the script says so.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from newsift.clean.dates import parse_date
from newsift.rules import load_rules

CONFIG = Path(__file__).resolve().parent.parent / "config"
SETS = (
    "seeds",
    "clean_text",
    "clean_cp1256",
    "clean_html/arabic14",
    "clean_html/gold_html",
    "clean_html/wcxb",
    "clean_html/daniel",
    "dups/clusters",
    "dups/pairs",
    "dups/scoop",
    "dups/mccormick_1000",
    "dups/mccormick_2500",
    "dups/saudinewsnet",
)
_DAILY = re.compile(r"\d{4}-\d{2}-\d{2}\.")


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--labelled", type=Path, required=True)
    arguments.add_argument("--only", nargs="*", choices=SETS, default=[])
    given = arguments.parse_args()
    if not (given.labelled / "eval" / "unpack.py").is_file():
        print(f"{given.labelled.resolve()} holds no labelled data: nothing to score")
        return 0
    with tempfile.TemporaryDirectory(prefix="newsift-scores-") as folder:
        box = Path(folder) / "box"
        unpack = [sys.executable, given.labelled / "eval" / "unpack.py", given.labelled / "data", box]
        subprocess.run(unpack, check=True, stdout=subprocess.DEVNULL)
        for name in given.only or SETS:
            started = time.monotonic()
            published = _ingest(box / name, Path(folder) / name.replace("/", "-"))
            print(f"\n== {name}  ({time.monotonic() - started:.0f} s)", flush=True)
            clusters = name.startswith("dups/")
            scorer = given.labelled / "eval" / ("score_dups.py" if clusters else "score_clean.py")
            gold = box / "gold" / (f"{name}.json" if clusters else name)
            subprocess.run([sys.executable, scorer, published, gold], check=True)
    dates = given.labelled / "data" / "dates_dev" / "dates.jsonl"
    if dates.is_file() and not given.only:
        _score_dates(dates)
    return 0


def _ingest(inbox: Path, place: Path) -> Path:
    """The published file of an inbox, delivered as it would be: at once, or a day a run."""
    files = sorted(file for file in inbox.rglob("*") if file.is_file())
    daily = all(_DAILY.match(file.name) for file in files)
    desk = place / "inbox"
    for delivery in [[file] for file in files] if daily else [files]:
        for file in delivery:
            target = desk / file.relative_to(inbox)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, target)
        command = [sys.executable, "-m", "newsift.cli", "run"]
        command += ["--inbox", str(desk), "--warehouse", str(place / "out")]
        done = subprocess.run(
            command,
            env={**os.environ, "NEWSIFT_INPUTS__SETTLE_SECONDS": "0"},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"newsift run on {inbox} ended with {done.returncode}:\n{done.stderr}")
    return place / "out" / "newsift.duckdb"


def _score_dates(file: Path) -> None:
    """Dates by themselves: each line holds a text, its value (null: not to be read) and its kind."""
    rules, today = load_rules(CONFIG), datetime.now(UTC).replace(tzinfo=None)
    right = wrong = missing = invented = 0
    for row in map(json.loads, file.read_text(encoding="utf-8").splitlines()):
        parsed = parse_date(row["text"], rules, now=today)
        if parsed is None:
            missing += row["value"] is not None
            continue
        shape = "%Y-%m-%d" if parsed.precision == "day" else "%Y-%m-%dT%H:%M"
        same = parsed.value.strftime(shape) == row["value"] and (parsed.kind or "published") == row["kind"]
        invented += row["value"] is None
        right += same
        wrong += row["value"] is not None and not same
    print(f"\n== dates\nright {right}  wrong {wrong}  missing {missing}  invented {invented}")


if __name__ == "__main__":
    sys.exit(main())
