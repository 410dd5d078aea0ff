"""Invented stories as the press repeats them, and notices that only look alike: labelled articles.

`cases/stories.txt` holds stories (`@@ id language day | title`, then one paragraph a line) and accounts of
the same events by other reporters (`@@ id language day = story | title`), which are stories of their own.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from newsift.models import DedupText
from tests.dedup.dedup_world import article

CASES = Path(__file__).parent / "cases"
Paragraphs = list[str]


@dataclass(frozen=True)
class Story:
    name: str
    language: str
    day: date
    account_of: str | None
    title: str
    paragraphs: Paragraphs


@dataclass(frozen=True)
class Labelled:
    """An article, the story that it tells and how it came about."""

    text: DedupText
    story: str
    kind: str


def read_stories() -> list[Story]:
    stories = []
    for part in re.split(r"(?m)^@@ ", (CASES / "stories.txt").read_text("utf-8"))[1:]:
        head, *paragraphs = part.strip().split("\n")
        found = re.fullmatch(r"(\w+) (\w\w) (\S+)(?: = (\w+))? \| (.*)", head)
        if found is None:
            msg = f"no head of a story: {head}"
            raise ValueError(msg)
        name, language, day, other, title = found.groups()
        stories.append(Story(name, language, date.fromisoformat(day), other, title, paragraphs))
    return stories


_REWRITING = tomllib.loads((CASES / "rewriting.toml").read_text("utf-8"))
_FORMS = tomllib.loads((CASES / "notices.toml").read_text("utf-8"))["form"]


def _spelt_otherwise(story: Story, chance: random.Random) -> Paragraphs:
    """Hamza, ta marbuta, vowel marks, tatweel and digits as another desk writes them."""
    if story.language != "ar":
        return [
            p.replace("“", '"').replace("«", '"').replace("»", '"').replace("’", "'")
            for p in story.paragraphs
        ]
    changes: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
        ("[أإآ]", lambda m: "ا" if chance.random() < 0.7 else m[0]),
        (r"ة\b", lambda m: "ه" if chance.random() < 0.5 else m[0]),
        (r"ى\b", lambda m: "ي" if chance.random() < 0.5 else m[0]),
        ("(?<=[بتسصعفقكلمنه])(?=[اوي])", lambda m: "َ" if chance.random() < 0.05 else m[0]),
        ("(?<=[تسعفقكلمنهي])(?=[تسعفقكلمنهي])", lambda m: "ـ" if chance.random() < 0.02 else m[0]),
        (r"\d", lambda m: chr(ord("٠") + int(m[0]))),
    )
    spelt = []
    for paragraph in story.paragraphs:
        for pattern, replacement in changes:
            paragraph = re.sub(pattern, replacement, paragraph)  # noqa: PLW2901 - one change on the other
        spelt.append(paragraph)
    return spelt


def _other_words(story: Story, paragraphs: Paragraphs) -> Paragraphs:
    said = "\n".join(paragraphs)
    for word, other in _REWRITING["synonyms"][story.language]:
        said = said.replace(word, other)
    return said.split("\n")


def _figures_up(paragraph: str) -> str:
    return re.sub(r"\d+", lambda m: str(int(m[0]) + 2), paragraph)


def _variants(story: Story, chance: random.Random) -> dict[str, Paragraphs]:
    """What other outlets make of a story, from the copy word for word to a third of it."""
    told, foreign = story.paragraphs, _REWRITING["foreign"][story.language]
    two = chance.sample(foreign, 2)
    return {
        "copy": told,
        "one paragraph more": [*told[:3], two[0], *told[3:]],
        "half of it": [told[0], told[1], told[3], *two],
        "other spelling": _spelt_otherwise(story, chance),
        "ends cut": told[1:-1],
        "70 %": [p for place, p in enumerate(told) if place not in (2, 4)] + two[:1],
        "the first two": told[:2],
        "other words": _other_words(story, told),
        "half in other words": [*_other_words(story, [told[0], told[2], told[3]]), *two],
    }


def _updated(story: Story) -> Paragraphs:
    """The outlet's own later version: other figures in two paragraphs, one new, one gone."""
    first, second, *rest = story.paragraphs
    return [_figures_up(first), _REWRITING["later"][story.language], _figures_up(second), *rest[:-1]]


def republished() -> list[Labelled]:
    """Every story at its home outlet, in two other forms elsewhere; every third updated at home."""
    labelled = []
    names = list(_variants(read_stories()[0], random.Random(0)))
    turn = 0
    for number, story in enumerate(read_stories()):
        home = f"home{number % 5}"
        labelled.append(_told(story, "story", story.paragraphs, home, story.day))
        if story.account_of is not None:
            continue
        variants = _variants(story, random.Random(number))
        for place in range(2):
            name = names[turn % len(names)]
            turn += 1
            day = story.day + timedelta(days=place)
            labelled.append(_told(story, name, variants[name], f"other{(number + place) % 6}", day))
        if number % 3 == 0:
            later = story.day + timedelta(days=number % 2)
            labelled.append(_told(story, "update", _updated(story), home, later))
    return labelled


def _told(story: Story, kind: str, paragraphs: Paragraphs, outlet: str, day: date) -> Labelled:
    text = article(
        "\n".join(paragraphs),
        name=f"{story.name} {kind} {outlet} {day}",
        title=story.title,
        source=outlet,
        day=day,
        hour=8 if kind == "story" else 15,
    )
    return Labelled(text, story.name, kind)


def notices(outlets: tuple[str, ...]) -> list[Labelled]:
    """One form filled in anew each day; what several outlets carry on one day is one story."""
    labelled = []
    for form in _FORMS:
        for number, filling in enumerate(form["fillings"]):
            story = f"{form['name']} {number}"
            text = "\n".join(form["text"]).format(*filling)
            day = date(2025, 3, 4) + timedelta(days=number)
            labelled += [
                Labelled(article(text, name=f"{story} {outlet}", source=outlet, day=day), story, form["name"])
                for outlet in outlets
            ]
    return labelled
