"""Markup to one lxml tree that the block walk, the hint harvest and the engine share."""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement, document_fromstring

from newsift.errors import DocumentError

# An XML declaration with an encoding makes lxml refuse text; the text is decoded already.
XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>", re.IGNORECASE)
# What libxml2 cannot carry: NUL cuts the document short, lone surrogates cannot be encoded, and other
# controls make its own text setters fail (in readability).
_UNCARRIED = re.compile("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# One tag with all its attributes; a quoted ">" does not end it.
_LONG_TAG = re.compile(r"""<[a-zA-Z](?:[^"'>]++|"[^"]*+"|'[^']*+')*+""")
_QUOTED = re.compile(r""""[^"]*+"|'[^']*+'""")
# libxml2 looks for duplicates among a tag's attributes one by one: 32,000 of them take a second, a few
# million an hour, and nothing can interrupt it. No genuine page comes near.
_MAX_ATTRIBUTES = 10_000
# libxml2's own cap for deep trees (XML_PARSE_HUGE); deeper markup is flattened by the parser.
_LIBXML_DEPTH = 2048
# One class for every element, told to lxml once: `lxml.html` asks a Python function for each element that
# anyone touches (form, input, label ... have classes of their own), several thousand times a page.
_ELEMENTS = etree.ElementDefaultClassLookup(element=HtmlElement)


def parse_tree(text: str, *, max_depth: int) -> HtmlElement:
    """The tree of decoded markup.

    Args:
        text: Decoded markup, a whole page or a fragment.
        max_depth: Deeper nesting is refused: it is a trap, not a page.

    Raises:
        DocumentError: No element in the markup (`HTML_EMPTY`), nested too deep (`HTML_TOO_DEEP`), or a tag
            with more than 10,000 attributes (`HTML_TOO_MANY_ATTRIBUTES`).
    """
    markup = _UNCARRIED.sub("", XML_DECLARATION.sub("", text, count=1))
    if _has_attribute_flood(markup):
        raise DocumentError(
            f"a tag with more than {_MAX_ATTRIBUTES} attributes",
            stage="parse",
            reason="HTML_TOO_MANY_ATTRIBUTES",
            remedy="It is no news page; remove it from the inbox",
        )
    parser = etree.HTMLParser(
        encoding="utf-8",
        collect_ids=False,
        default_doctype=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,
    )
    parser.set_element_class_lookup(_ELEMENTS)
    try:
        tree = document_fromstring(markup.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError(
            f"markup without any element: {error}",
            stage="parse",
            reason="HTML_EMPTY",
            remedy="Check that the file holds a whole HTML page",
        ) from None
    if tree_depth(tree, limit=max_depth) > min(max_depth, _LIBXML_DEPTH - 1):
        raise DocumentError(
            f"elements nested deeper than {max_depth}",
            stage="parse",
            reason="HTML_TOO_DEEP",
            remedy="Raise inputs.max_html_depth if the page is genuine",
        )
    return tree


def _has_attribute_flood(markup: str) -> bool:
    """Whether some tag carries more attributes than the parser can take in bounded time."""
    return any(
        len(_QUOTED.sub(" ", tag.group()).replace("/", " ").split()) > _MAX_ATTRIBUTES
        for tag in _LONG_TAG.finditer(markup)
        if tag.end() - tag.start() > 2 * _MAX_ATTRIBUTES
    )


def tree_depth(tree: HtmlElement, *, limit: int) -> int:
    """Greatest number of elements above one another, counted until it passes `limit`."""
    level = [tree]
    depth = 0
    while level and depth <= limit:
        depth += 1
        level = [child for element in level for child in element]
    return depth
