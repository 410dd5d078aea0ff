"""The title of an article, from what the page's head says and what stands above the story."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from newsift.clean.shadow import squash
from newsift.models import Format, Label

if TYPE_CHECKING:
    from newsift.models import Document, Verdict

# What separates a headline from the site's name in <title>.
_SEPARATOR = re.compile(r"\s+[|–—·•:»›/-]+\s+|\s*[|｜»_]\s*|\s+::\s+")
_MIN_WORDS = 2
_MIN_LETTERS = 5


def choose_title(document: Document, verdicts: Sequence[Verdict], owner: int) -> str | None:
    """The title, or None rather than a doubtful one.

    A record's own title is taken as it is. Text takes the line that cleaning labelled as the title. HTML
    takes the heading that the page's head confirms, else the head's own title without the site's name.
    """
    labelled = next(
        (
            document.text[verdict.start : verdict.end]
            for verdict in verdicts
            if verdict.label is Label.TITLE and verdict.owner == owner
        ),
        None,
    )
    if owner != 0:
        return labelled
    record = next((hint.value for hint in document.hints.titles if hint.origin == "record"), None)
    if record:
        return record
    if document.format is Format.HTML:
        return _from_page(document) or labelled
    return labelled


def _from_page(document: Document) -> str | None:
    """Headings first, each confirmed by the page's head; then the head's own statements."""
    said = [hint.value for hint in document.hints.titles if hint.origin != "h1"]
    sites = {squash(hint.value) for hint in document.hints.sources}
    headings = [block.text for block in document.blocks if block.tag == "h1" and _is_title(block.text, sites)]
    for heading in headings:
        key = squash(heading)
        if any(key in squash(text) or squash(text) in key for text in said if squash(text)):
            return heading
    for text in said:
        trimmed = _without_site(text, sites)
        if _is_title(trimmed, sites):
            return trimmed
    return headings[0] if len(headings) == 1 else None


def _is_title(text: str, sites: set[str]) -> bool:
    return len(squash(text)) >= _MIN_LETTERS and squash(text) not in sites


def _without_site(text: str, sites: set[str]) -> str:
    """`text` without the site's name before or behind a separator."""
    pieces = _SEPARATOR.split(text)
    if len(pieces) == 1:
        return text
    rest = [piece for piece in pieces if squash(piece) and squash(piece) not in sites]
    if len(rest) == 1:
        return rest[0].strip()
    return text
