"""The title of an article, from what the page's head says and what stands above the story."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from newsift.clean.page_title import TITLE_SEPARATOR, title_keys
from newsift.clean.shadow import fold, squash
from newsift.models import Format, Label

if TYPE_CHECKING:
    from newsift.models import Document, Verdict

_SEPARATORS = " \t\u00a0|｜–—·•:»›/_-"
_MIN_LETTERS = 5
_MIN_HEADING_WORDS = 3
_MAX_SITE_WORDS = 4
_MAX_HEADING = 120  # characters; a longer heading is a blurb if it is also far longer than the stated title
_LONGER = 2
_MAX_PRINTED = 250  # characters
_OPENING = 2  # paragraphs
_COVER = 0.6  # of the stated title's letters that a heading must have to be the title


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
        kept = [verdict.end for verdict in verdicts if verdict.kept and verdict.owner == 0]
        return _from_page(document, kept[_OPENING - 1] if len(kept) >= _OPENING else None) or labelled
    return labelled


def _from_page(document: Document, opening: int | None) -> str | None:
    """The first-level heading that the page's head confirms; a lone one; the head's own statement.

    A lone heading that the head does not know must stand above `opening`, where the story is under way.
    """
    sites = _site_names(document)
    said = [
        trimmed
        for hint in document.hints.titles
        if hint.origin != "h1" and _is_title(trimmed := _without_site(hint.value, sites), sites)
    ]
    headings = [
        heading
        for block in document.blocks
        if block.tag == "h1" and _is_title(heading := _without_site(block.text, sites), sites)
    ]
    below = {block.text for block in document.blocks if opening is not None and block.start >= opening}
    for heading in headings:
        for text in said:
            if squash(text) == squash(heading):
                return heading
    for heading in headings:
        for text in said:
            key, stated = squash(heading), squash(text)
            if stated in key:
                # The heading holds more than the title (a date, a kicker), or the title was cut off.
                return heading if _is_cut(text, heading) else text
            if key in stated and len(key) >= _COVER * len(stated):
                return heading
    if (
        len(headings) == 1
        and headings[0] not in below
        and len(headings[0].split()) >= _MIN_HEADING_WORDS
        and (not said or len(headings[0]) <= max(_MAX_HEADING, _LONGER * len(said[0])))
        and (not said or _kin(headings[0], said))
    ):
        return headings[0]
    printed = _in_lines(document) or _printed(document)
    if printed is not None and printed != (said[0] if said else None):
        return printed
    return said[0] if said else None


def _is_cut(text: str, heading: str) -> bool:
    """Whether `text` is the heading broken off inside a word, as systems with a limit for <title> do it."""
    return heading.startswith(text) and heading[len(text) :][:1].isalpha() and text[-1:].isalpha()


def _in_lines(document: Document) -> str | None:
    """What <title> holds besides a site's name, where the page prints it as a heading of several lines."""
    headings = {squash(hint.value) for hint in document.hints.titles if hint.origin == "h1"}
    for hint in document.hints.titles:
        pieces = TITLE_SEPARATOR.split(hint.value)
        for piece in pieces if len(pieces) > 1 else ():
            if len(piece.split()) >= _MIN_HEADING_WORDS and squash(piece) in headings:
                return piece
    return None


def _printed(document: Document) -> str | None:
    """A heading or bold line that is what <title> holds besides a site's name."""
    whole = {squash(hint.value) for hint in document.hints.titles}
    parts = title_keys(document) - whole
    if not parts:
        return None
    stated = {squash(block.text): block.text for block in document.blocks if len(block.text) <= _MAX_PRINTED}
    if whole & stated.keys():
        return None  # the page prints the whole title
    return next((stated[key] for key in sorted(parts, key=len, reverse=True) if key in stated), None)


def _kin(heading: str, said: Sequence[str]) -> bool:
    """Whether a heading speaks of what the head states: they share most of the shorter one's long words."""
    words = {word for word in fold(heading).split() if len(word) > _MIN_HEADING_WORDS}
    for text in said:
        other = {word for word in fold(text).split() if len(word) > _MIN_HEADING_WORDS}
        shared = len(words & other)
        if shared > 1 or (shared and shared == min(len(words), len(other))):
            return True
    return False


def _site_names(document: Document) -> set[str]:
    """Squashed names under which the site may call itself, its host among them."""
    names = {squash(hint.value) for hint in document.hints.sources}
    for hint in document.hints.urls:
        host = urlsplit(hint.value).hostname or ""
        names.add(squash(host.removeprefix("www.")))
        names.update(squash(part) for part in host.split(".") if len(part) > _MIN_HEADING_WORDS)
    return names - {""}


def _is_title(text: str, sites: set[str]) -> bool:
    return len(squash(text)) >= _MIN_LETTERS and squash(text) not in sites


def _without_site(text: str, sites: set[str]) -> str:
    """`text` without the site's name before or behind a separator."""
    pieces = TITLE_SEPARATOR.split(text)
    if len(pieces) == 1:
        return text
    last = pieces[-1]
    if _names_site(last, sites):
        return text[: text.rindex(last)].rstrip(_SEPARATORS)
    if _names_site(pieces[0], sites):
        return text[text.index(pieces[0]) + len(pieces[0]) :].lstrip(_SEPARATORS)
    return text


def _names_site(piece: str, sites: set[str]) -> bool:
    """A short piece that is the site's name, or part of it, or holds it ("Rust Blog" on blog.rust-lang)."""
    key = squash(piece)
    if not key or len(piece.split()) > _MAX_SITE_WORDS:
        return False
    words = [squash(word) for word in piece.split()]
    return any(
        key == site
        or (len(key) >= _MIN_LETTERS and (key in site or (site in key and 2 * len(site) >= len(key))))
        or all(word in site for word in words)
        for site in sites
    )
