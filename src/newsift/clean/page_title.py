"""Where a page prints its title, and under which forms the page's head states it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsift.clean.shadow import squash

if TYPE_CHECKING:
    from newsift.models import Document

# What separates a headline from the site's name in <title>.
TITLE_SEPARATOR = re.compile(r"\s+[|–—·•:»›/-]+\s+|\s*[|｜»_]\s*|\s+::\s+")
_TITLE_WORDS = 4  # a piece of <title> with fewer may be the site's or the section's name
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")

_LAST_TITLE: list[tuple[Document, int | None]] = []  # several stages ask about one document in turn


def title_position(document: Document) -> int | None:
    """Where the page prints its title: the story does not begin above it."""
    if not _LAST_TITLE or _LAST_TITLE[0][0] is not document:
        _LAST_TITLE[:] = [(document, _find_title(document))]
    return _LAST_TITLE[0][1]


def _find_title(document: Document) -> int | None:
    """The <h1> that the page's head states; else the first <h1>; else any line that the head states."""
    titles = title_keys(document)
    stated = title_keys(document, headings=False)
    longest = 2 * max((len(hint.value) for hint in document.hints.titles), default=0) + 20
    found = [
        (b, key) for b in document.blocks if len(b.text) <= longest and (key := squash(b.text)) in titles
    ]
    # Sites print their own name, or the section's, as a first <h1>.
    for tags, keys in ((("h1",), stated), (("h1",), titles), (("h2", "h3"), titles), (None, titles)):
        for block, key in found:
            if key in keys and (tags is None or block.tag in tags):
                return block.block_no
    return None


def title_keys(document: Document, *, headings: bool = True) -> set[str]:
    """Squashed titles that the page's head states, also without a site's name at either end.

    With `headings` also those of its <h1>, whether the head knows them or not.
    """
    hints = [hint for hint in document.hints.titles if headings or hint.origin != "h1"]
    keys = {key for hint in hints if (key := squash(hint.value))}
    for hint in hints:
        name, colon, headline = hint.value.partition(": ")  # "The Saffron Notes: Oldest bookseller dies"
        if colon and len(name.split()) < _TITLE_WORDS <= len(headline.split()):
            keys.add(squash(headline))
        pieces = TITLE_SEPARATOR.split(hint.value)
        if len(pieces) > 1:
            for piece in (
                pieces[0],
                pieces[-1],
                hint.value[: -len(pieces[-1])],
                hint.value[len(pieces[0]) :],
            ):
                if len(piece.split()) >= _TITLE_WORDS or len(_WIDE.findall(piece)) >= 2 * _TITLE_WORDS:
                    keys.add(squash(piece))
    return keys
