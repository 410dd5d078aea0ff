"""Who published an article, and which agency it comes from: null over guess."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from newsift.clean.authors import stated_agency
from newsift.clean.labelled import as_name, before_call, without_label
from newsift.clean.markers import index_for
from newsift.clean.page_title import TITLE_SEPARATOR
from newsift.clean.shadow import squash
from newsift.models import Format, Label

if TYPE_CHECKING:
    from newsift.models import Document, Verdict
    from newsift.rules.pack import Rules

_PARTS = re.compile(r"\s+[-–—|]\s+|\s*\|\s*")
_AGENCY_WORDS = 4
_SITE_WORDS = 4
_SITE_LETTERS = 3
_COPYRIGHT = re.compile(r"©|\bcopyright\b|\ball rights\b", re.IGNORECASE)
_DATED = re.compile(
    r"[\s,،|–—-]*\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b.*$"
)  # what follows a name in a head line
_BRACKETED = re.compile(r"^[(（\[]\s*(.+?)\s*[)）\]]$")
_ABOVE, _BELOW = 8, 8  # lines around a story that speak of it
_LEFT = 2  # paragraphs: a source line with more of the story below it names the source of a figure
_LIKE = 0.6  # of a host's letters


def article_source(document: Document, verdicts: Sequence[Verdict], rules: Rules, owner: int) -> str | None:
    """The record's source, else the last source line, else the site's name as the page states it.

    Earlier source lines name agencies: an aggregator prints its own last.
    """
    hints = document.hints.sources if owner == 0 else ()
    record = next((hint.value for hint in hints if hint.origin == "record"), None)
    if record:
        return record
    about = _about_story(document, verdicts, owner)
    named = list(_names(document, about, rules, Label.SOURCE))
    named = named or list(_in_date_lines(document, about, rules))
    if named:
        return named[-1]
    stated = next(
        (name for hint in hints if not _COPYRIGHT.search(hint.value) and (name := as_name(hint.value))), None
    )
    if stated or owner != 0:
        return stated
    site = rules.sites.get(document.site or "")
    return site.source if site is not None else _named_in_title(document)


def article_agency(document: Document, verdicts: Sequence[Verdict], rules: Rules, owner: int) -> str | None:
    """The first agency that signs the article, else the one the page's head states as its author."""
    about = _about_story(document, verdicts, owner)
    found = next(_names(document, about, rules, Label.AGENCY), None)
    return found or (stated_agency(document, rules) if owner == 0 else None)


def _about_story(document: Document, verdicts: Sequence[Verdict], owner: int) -> list[Verdict]:
    """The owner's removed lines that can speak of the whole story.

    On a page those are the lines around it. One inside it names the source of a figure or a table, one
    far away is an item of a menu.
    """
    own = [(n, verdict) for n, verdict in enumerate(verdicts) if verdict.owner == owner]
    removed = [(n, verdict) for n, verdict in own if not verdict.kept]
    kept = [n for n, verdict in own if verdict.kept]
    if document.format is not Format.HTML or not kept:
        return [verdict for _, verdict in removed]
    titles = [n for n, verdict in removed if verdict.label is Label.TITLE and n < kept[0]]
    first = min([kept[0] - _ABOVE, *titles[-1:]])
    inner = kept[-_LEFT - 1] if len(kept) > _LEFT else kept[0]
    return [verdict for n, verdict in removed if first <= n < kept[0] or inner < n <= kept[-1] + _BELOW]


def _spans(document: Document, verdicts: Sequence[Verdict], label: Label) -> Iterator[str]:
    for verdict in verdicts:
        if verdict.label is label:
            yield document.text[verdict.start : verdict.end]


def _names(document: Document, verdicts: Sequence[Verdict], rules: Rules, label: Label) -> Iterator[str]:
    agencies = index_for(rules).agencies
    for text in _spans(document, verdicts, label):
        bare = before_call(without_label(text, rules, ("source",)), rules)
        name = as_name(_BRACKETED.sub(r"\1", _DATED.sub("", bare)))
        if name is None:
            continue
        agency = agencies.get(squash(name))
        if agency is not None and agency.isupper() and text == name.lower():
            continue  # a word that is written like an agency's letters: "map"
        yield name


def _in_date_lines(document: Document, verdicts: Sequence[Verdict], rules: Rules) -> Iterator[str]:
    """Sources that stand in a date line: behind a source label, or an agency's signature at its end."""
    agencies = index_for(rules).agencies
    for text in _spans(document, verdicts, Label.DATE):
        for part in _PARTS.split(text):
            bare = without_label(part, rules, ("source",), strict=True)
            name = as_name(bare) if bare is not None else None
            if name:
                yield name
        words = text.split()
        for size in range(1, min(_AGENCY_WORDS, len(words) - 1) + 1):
            agency = agencies.get(squash(" ".join(words[-size:])))
            if agency:
                yield agency


def _named_in_title(document: Document) -> str | None:
    """What <title> holds beside the headline, where the page's own host confirms that it names the site."""
    hosts = [urlsplit(hint.value).hostname or "" for hint in document.hints.urls]
    hosts.extend([document.site] if document.site and "." in document.site else [])
    labels = {squash(max(host.removeprefix("www.").split(".")[:-1] or [host], key=len)) for host in hosts}
    labels = {label for label in labels if len(label) >= _SITE_LETTERS}
    for hint in document.hints.titles:
        pieces = TITLE_SEPARATOR.split(hint.value)
        for piece in (pieces[-1], pieces[0]) if len(pieces) > 1 else ():
            key = squash(piece)
            if len(piece.split()) <= _SITE_WORDS and any(_is_like(key, label) for label in labels):
                return as_name(piece)
    return None


def _is_like(key: str, label: str) -> bool:
    """Whether a name and a host's label are one: equal, or the shorter is most of the longer."""
    short, long = sorted((key, label), key=len)
    return len(short) >= _SITE_LETTERS and short in long and len(short) >= _LIKE * len(long)
