"""Plain-text stories for tests of the flows: as many as wanted, all different, always the same for a seed."""

import os
import random
import time
from pathlib import Path

PEOPLE = (
    "ministers farmers teachers engineers sailors doctors traders bakers drivers students weavers".split()
)
ACTIONS = (
    "opened closed repaired measured painted counted inspected flooded rebuilt praised delayed moved".split()
)
THINGS = (
    "bridge harbour market school railway library orchard museum tunnel theatre hospital dam station".split()
)
PLACES = "north south valley coast island capital border plateau delta forest suburb desert old-town".split()
REASONS = (
    "storm drought election festival strike accident donation survey visit quarrel harvest jubilee".split()
)


def story(number: int, seed: int = 7) -> str:
    """About 120 words: a headline, a date line and four paragraphs."""
    pick = random.Random(f"{seed}/{number}")

    def sentence() -> str:
        return (
            f"{pick.choice(PEOPLE).capitalize()} {pick.choice(ACTIONS)} the {pick.choice(THINGS)} in the "
            f"{pick.choice(PLACES)} after the {pick.choice(REASONS)} of year {pick.randint(1, 9999)}."
        )

    headline = (
        f"{pick.choice(THINGS).capitalize()} number {number} {pick.choice(ACTIONS)} by {pick.choice(PEOPLE)}"
    )
    paragraphs = [" ".join(sentence() for _ in range(3)) for _ in range(3)]
    return "\n\n".join([headline, "22 November 2026", *paragraphs]) + "\n"


def fill(inbox: Path, count: int, *, first: int = 0, seed: int = 7) -> None:
    """Write stories into the inbox, old enough to be taken at once; every tenth copies the one before."""
    inbox.mkdir(parents=True, exist_ok=True)
    past = time.time() - 60
    for number in range(first, first + count):
        told = number - 1 if number % 10 == 9 else number
        file = inbox / f"story-{number:05d}.txt"
        file.write_text(story(told, seed), encoding="utf-8")
        os.utime(file, (past, past))
