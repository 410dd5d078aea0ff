"""What Prefect adds to a run: CPU seconds and wall time of `newsift run` and of the ingest flow on one inbox.

    python benchmarks/orchestration.py --files 10000

Starts the project's server when it is not up, and leaves it. CPU is what a busy machine does not distort.
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from flows import server

WORDS = [f"{head}{tail}" for head in ("ba", "co", "di", "fu", "ge", "ma", "ni", "ro") for tail in "lmnprstv"]


def fill(inbox: Path, files: int) -> None:
    """Different stories of about 300 words."""
    inbox.mkdir()
    past = time.time() - 60
    for number in range(files):
        pick = random.Random(number)
        lines = [f"Headline number {number} of the day", "22 November 2026"]
        for _ in range(6):
            sentences = [" ".join(pick.choices(WORDS, k=10)).capitalize() + "." for _ in range(5)]
            lines.append(" ".join(sentences))
        file = inbox / f"{number:06d}.txt"
        file.write_text("\n\n".join(lines), encoding="utf-8")
        os.utime(file, (past, past))


def measured(command: list[str], env: dict[str, str]) -> tuple[float, float]:
    """Wall and CPU seconds of a command and all its children."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.monotonic() - start, cpu


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--files-per-batch", type=int, default=500)
    given = parser.parse_args()
    env = server.up().environment() | {"NEWSIFT_RUN__FILES_PER_BATCH": str(given.files_per_batch)}
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        fill(place / "inbox", given.files)

        def times(*module: str, warehouse: str) -> tuple[float, float]:
            command = [sys.executable, "-m", *module, f"--inbox={place / 'inbox'}"]
            return measured([*command, f"--warehouse={place / warehouse}"], env)

        plain = times("newsift.cli", "run", warehouse="plain")
        plain_idle = times("newsift.cli", "run", warehouse="plain")
        flow = times("flows.ingest", warehouse="flow")
        flow_idle = times("flows.ingest", warehouse="flow")
    batches = -(-given.files // given.files_per_batch)
    print(f"{given.files} files, {batches} batches")
    rows = {
        "newsift run": plain,
        "newsift run, nothing new": plain_idle,
        "flow": flow,
        "flow, nothing new": flow_idle,
    }
    for name, (wall, cpu) in rows.items():
        print(f"{name:<26} {wall:8.1f} s wall {cpu:8.1f} s CPU")
    for kind, at in {"wall": 0, "CPU": 1}.items():
        fixed = flow_idle[at] - plain_idle[at]
        marginal = flow[at] - plain[at] - fixed
        print(f"{kind}: fixed {fixed:.1f} s, marginal {marginal:.1f} s ({100 * marginal / plain[at]:.1f} %)")


if __name__ == "__main__":
    main()
