"""The main-content engines: trafilatura first, readability where trafilatura gives too little to trust."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree
from readability import Document as Readability
from trafilatura import bare_extraction

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_UNSEEN = ("script", "style", "noscript", "svg", "iframe", "template")


def drop_unseen(tree: HtmlElement) -> None:
    """Take scripts, styles and drawings out of `tree`: the engine copies the tree several times.

    It would remove them itself; without them it is a fifth faster and decides the same.
    """
    etree.strip_elements(tree, *_UNSEEN, with_tail=False)


def trafilatura_pieces(tree: HtmlElement, url: str | None = None) -> list[str]:
    """Texts of the elements that trafilatura kept, in its order; empty when it found nothing.

    `tree` is left as it was.
    """
    try:
        result = bare_extraction(tree, url=url, include_comments=False, include_formatting=False)
    except (RecursionError, etree.LxmlError):
        # Pathological markup only; the other engine and the block scores still stand.
        return []
    body = getattr(result, "body", None)
    return _texts(body) if body is not None else []


def readability_pieces(markup: str) -> list[str]:
    """Texts of the elements that readability-lxml kept; empty when it found nothing."""
    try:
        summary = Readability(markup).summary(html_partial=True)
        body = etree.fromstring(summary, etree.HTMLParser(encoding="utf-8"))
    except (RecursionError, etree.LxmlError, ValueError, TypeError):
        return []
    return _texts(body) if body is not None else []


def _texts(body: etree._Element) -> list[str]:
    texts: list[str] = []
    for element in body.iter(etree.Element):
        texts.extend(part for part in (element.text, element.tail) if part and not part.isspace())
    return texts
