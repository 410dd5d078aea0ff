"""What the press makes of one event, and what only looks alike, from `cases/look_alikes.toml`."""

from __future__ import annotations

import random
import tomllib
from datetime import date, timedelta
from functools import partial

from tests.dedup.dedup_world import article
from tests.dedup.republished import CASES, Labelled, Paragraphs, Story, read_stories

FIRST_DAY = date(2025, 5, 1)
_CASES = tomllib.loads((CASES / "look_alikes.toml").read_text("utf-8"))


def _told(
    story: str, kind: str, text: Paragraphs, *, title: str, outlet: str, day: int, hour: int = 9
) -> Labelled:
    when = FIRST_DAY + timedelta(days=day)
    name = f"{story} {kind} {outlet} {when} {hour}"
    return Labelled(
        article("\n".join(text), name=name, title=title, source=outlet, day=when, hour=hour), story, kind
    )


def _edited(story: Story, chance: random.Random) -> dict[str, Paragraphs]:
    """What an editor does to a copy without writing anything new."""
    told = story.paragraphs
    return {
        "two thirds": told[: max(3, len(told) * 2 // 3)],
        "paragraphs merged": [" ".join(told[i : i + 2]) for i in range(0, len(told), 2)],
        "one paragraph": [" ".join(told)],
        "other order": [told[0], *reversed(told[1:])],
        "words dropped": [" ".join(w for w in p.split() if chance.random() > 0.06) for p in told],
    }


def edited_copies() -> list[Labelled]:
    """Every story, and two edited copies of it elsewhere."""
    labelled, turn = [], 0
    for number, story in enumerate(s for s in read_stories() if s.account_of is None):
        told = partial(_told, story.name, title=story.title, day=number)
        labelled.append(told("story", story.paragraphs, outlet=f"home{number % 4}"))
        copies = list(_edited(story, random.Random(number)).items())
        for outlet in ("paper0", "paper1"):
            kind, text = copies[turn % len(copies)]
            labelled.append(told(kind, text, outlet=outlet, hour=13))
            turn += 1
    return labelled


def agency_copy() -> list[Labelled]:
    """An agency's paragraphs under other titles and first sentences; the second has them in another
    order, the third lacks one."""
    labelled = []
    for number, agency in enumerate(_CASES["agency"]):
        shared = agency["shared"]
        bodies = (shared, [*shared[1:], shared[0]], [shared[0], *shared[2:]])
        for place, (title, lede) in enumerate(agency["ledes"]):
            text = [lede, *bodies[place]]
            outlet, day = f"paper{place}", agency["day"] + place // 2
            labelled.append(_told(f"agency {number}", "agency", text, title=title, outlet=outlet, day=day))
    return labelled


def translations() -> list[Labelled]:
    return [
        _told(t["language"], "translation", t["text"], title=t["title"], outlet=f"intl{place}", day=12)
        for place, t in enumerate(_CASES["translation"])
    ]


def one_affair() -> list[Labelled]:
    background = _CASES["affair"]["background"]
    return [
        _told(e["title"], "affair", [*e["text"], *background], title=e["title"], outlet="home", day=5 * place)
        for place, e in enumerate(_CASES["affair"]["events"])
    ]


def reports_that_move_on() -> list[Labelled]:
    labelled = []
    for number, moving in enumerate(_CASES["moving"]):
        for place, values in enumerate(moving["values"]):
            text = [paragraph.format(**values) for paragraph in moving["text"]]
            labelled.append(
                _told(
                    f"moving {number}",
                    "update",
                    text,
                    title=text[0][:60],
                    outlet="wire",
                    day=15,
                    hour=8 + 3 * place,
                )
            )
    return labelled


def a_round_up() -> list[Labelled]:
    """Five short stories, and all of them in one page of another outlet."""
    briefs = _CASES["brief"]
    labelled = [
        _told(b["title"], "brief", b["text"], title=b["title"], outlet="home", day=20) for b in briefs
    ]
    together = [line for b in briefs for line in (b["title"], *b["text"])]
    return [
        *labelled,
        _told("round-up", "round-up", together, title="أخبار خليجية", outlet="paper", day=20, hour=20),
    ]


def forms(*, of_one_day: bool) -> list[Labelled]:
    return [
        _told(
            f"{form['name']} {place}",
            form["name"],
            [paragraph.format(**values) for paragraph in form["text"]],
            title=form["title"].format(**values),
            outlet=f"outlet{outlet}",
            day=2 + place * form["days_apart"],
            hour=6 + outlet,
        )
        for form in _CASES["form"]
        if (form["days_apart"] == 0) == of_one_day
        for place, values in enumerate(form["values"])
        for outlet in range(form["outlets"])
    ]
