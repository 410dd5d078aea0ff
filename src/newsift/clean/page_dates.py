"""The dates that a page prints: beside its title, below its story, or alone in a place of their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsift.clean.page_title import title_position

if TYPE_CHECKING:
    from newsift.clean.dates import ParsedDate
    from newsift.models import Block, Document, Verdict

Reader = Callable[[str], "tuple[ParsedDate, ...]"]  # a line of text -> its dates

MAX_DATE_LINE = 140  # characters
_ABOVE_TITLE = 4  # blocks around the title where a page shows its date
_BELOW_TITLE = 8
_OPENING = 3  # paragraphs of the story; a date below them is not the page's
_BELOW_STORY = 12  # blocks below a story where a page may show its date, labelled
_MOSTLY_LINK = 0.5
# Elements that hold the day of the visit, or dates of other stories.
_NOT_HERE = re.compile(r"^(?:nav|today|current-?date|date-?today|now|clock|weather|ticker|topbar|top-bar)$")
_DATE_PLACE = re.compile(r"date|publish|posted|time(?:stamp)?$")
_OTHER_PLACE = re.compile(
    r"^(?:li|nav|header|footer|aside)$|head(?:er)?$|menu|foot|comment|relat|latest|side-?bar|top|today|current"
)
_PLACE_NAMES = 3  # names around a block that speak of it


@dataclass(frozen=True, slots=True)
class ArticleDates:
    """Published and updated time with their origin; None where nothing reliable is said."""

    published: ParsedDate | None = None
    updated: ParsedDate | None = None
    source: str | None = None


def page_dates(
    document: Document, verdicts: Sequence[Verdict], read: Reader, stated: ParsedDate | None
) -> ArticleDates:
    """What a page prints about its main story.

    Args:
        document: A parsed page.
        verdicts: Its verdicts; blocks of other owners speak of other stories.
        read: Reads the dates of a line.
        stated: The publication date that the page's head states; a printed date of that day is preferred.
    """
    shown = _beside_title(document, verdicts, read, stated)
    if shown.published is None:
        below = _below_story(document, verdicts, read)
        shown = ArticleDates(below, shown.updated, "label") if below is not None else shown
    return shown


def same_day(left: ParsedDate, right: ParsedDate) -> bool:
    """Whether two dates can be one in different time zones."""
    return abs((left.value.date() - right.value.date()).days) <= 1


def _beside_title(
    document: Document, verdicts: Sequence[Verdict], read: Reader, stated: ParsedDate | None
) -> ArticleDates:
    """The dates beside the title; further away, or among other stories' blocks, they are another story's."""
    title = title_position(document)
    if title is None:
        return ArticleDates()
    others = {verdict.start for verdict in verdicts if verdict.owner != 0}
    kept = [verdict.end for verdict in verdicts if verdict.kept and verdict.owner == 0]
    end = kept[_OPENING - 1] if len(kept) >= _OPENING else len(document.text)
    around = document.blocks[max(0, title - _ABOVE_TITLE) : title + _BELOW_TITLE + 1]
    published: list[ParsedDate] = []
    updated: list[ParsedDate] = []
    # Below the title first: a line above it may belong to the page's head ("Saturday, 20 December").
    for block in sorted(around, key=lambda each: (each.block_no < title, each.block_no)):
        if len(block.text) > MAX_DATE_LINE or block.start in others or block.start >= end:
            continue
        if block.block_no < title and any(_NOT_HERE.match(token) for token in block.context):
            continue
        for found in read(block.text):
            (updated if found.kind == "updated" else published).append(found)
    agreeing = [date for date in published if stated is not None and same_day(date, stated)]
    first = next(iter(agreeing or published), None)
    last = next(iter(updated), None)
    if first is None and last is None:
        return ArticleDates()
    return ArticleDates(first, last, "label" if first is None or first.kind else "line")


def _below_story(document: Document, verdicts: Sequence[Verdict], read: Reader) -> ParsedDate | None:
    """The one date that a page labels as its publication right below the story."""
    end = max((verdict.end for verdict in verdicts if verdict.kept and verdict.owner == 0), default=None)
    if end is None:
        return None
    below = [block for block in document.blocks if block.start >= end][:_BELOW_STORY]
    return _agreed(
        [
            date
            for block in below
            if len(block.text) <= MAX_DATE_LINE and block.link_density < _MOSTLY_LINK
            for date in read(block.text)
            if date.kind == "published"
        ]
    )


def lone_date(document: Document, read: Reader) -> ParsedDate | None:
    """The one date that stands in places named after dates and outside lists, headers and menus."""
    return _agreed(
        [
            date
            for block in document.blocks
            if len(block.text) <= MAX_DATE_LINE and _is_for_dates(block)
            for date in read(block.text)
            if date.kind != "updated"
        ]
    )


def _is_for_dates(block: Block) -> bool:
    names = block.context[-_PLACE_NAMES:]
    return any(_DATE_PLACE.search(name) for name in names) and not any(
        _OTHER_PLACE.search(name) for name in block.context
    )


def _agreed(dates: Sequence[ParsedDate]) -> ParsedDate | None:
    """The first of the dates where all name one day."""
    return dates[0] if len({date.value.date() for date in dates}) == 1 else None
