"""The word-level difference of two texts, for people who ask why two articles are (not) one story."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "left", "right"]


def word_difference(left: str, right: str) -> list[tuple[Kind, str]]:
    """Runs of words that both texts have, and runs that only one has, in reading order.

    Words are compared as they stand, white space apart. All runs but "right" give the left text, all but
    "left" the right one.
    """
    first, second = left.split(), right.split()
    runs: list[tuple[Kind, str]] = []
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    for tag, left_start, left_end, right_start, right_end in matcher.get_opcodes():
        if tag == "equal":
            runs.append(("same", " ".join(first[left_start:left_end])))
            continue
        if left_end > left_start:
            runs.append(("left", " ".join(first[left_start:left_end])))
        if right_end > right_start:
            runs.append(("right", " ".join(second[right_start:right_end])))
    return runs
