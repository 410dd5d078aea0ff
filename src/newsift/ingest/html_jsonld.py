"""JSON-LD: the page's own statement about its article, in schema.org words."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*.*?\*/)\s*|\s*(?:-->|//\s*\]\]>|\]\]>)\s*$", re.DOTALL
)
_ARTICLE = re.compile(r"(?:Article|Posting|Report|Blog ?Post|NewsStory)$")
_PAGE = re.compile(r"^(?:WebPage|AboutPage|ItemPage|HowTo|Guide|CreativeWork)$")
# Lists of other articles, and parts that are not this one.
_ELSEWHERE = frozenset(
    "itemListElement hasPart isPartOf mentions about comment review citation relatedLink subjectOf "
    "isBasedOn associatedMedia liveBlogUpdate video image potentialAction breadcrumb".split()
)
_MAX_NODES = 5_000


@dataclass(frozen=True, slots=True)
class LinkedArticle:
    """What one article node says; empty strings and tuples where it says nothing."""

    headline: str = ""
    published: str = ""
    updated: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    section: str = ""
    keywords: tuple[str, ...] = ()
    language: str = ""
    url: str = ""


def linked_article(
    scripts: Sequence[str], *, page_url: str | None, titles: Sequence[str]
) -> LinkedArticle | None:
    """The article that the page's JSON-LD is about.

    Args:
        scripts: Contents of the page's `application/ld+json` scripts.
        page_url: The page's canonical address, to tell its own node from those of other articles.
        titles: Titles of the page from elsewhere, for the same purpose.

    Returns:
        The page's node; None when there is none, or several and nothing tells them apart.
    """
    found = [_read(node) for script in scripts for node in _nodes(script, _ARTICLE)]
    if not found:
        # Guides and landing pages describe the page itself instead of an article.
        pages = [_read(node) for script in scripts for node in _nodes(script, _PAGE)]
        return pages[0] if len(pages) == 1 else None
    if len(found) == 1:
        return found[0]
    own = [node for node in found if page_url and node.url and _same_page(node.url, page_url)]
    own = own or [node for node in found if node.headline and _is_among(node.headline, titles)]
    if own:
        return own[0]
    return found[0] if len({node.headline for node in found}) == 1 else None


def _nodes(script: str, wanted: re.Pattern[str]) -> Iterator[Mapping[str, object]]:
    try:
        data = json.loads(_WRAPPING.sub("", script), strict=False)
    except (ValueError, RecursionError):
        return
    todo: list[object] = [data]
    for _ in range(_MAX_NODES):
        if not todo:
            return
        node = todo.pop()
        if isinstance(node, list):
            todo.extend(reversed(node))
        elif isinstance(node, dict):
            if any(wanted.search(kind) for kind in _strings(node.get("@type"))):
                yield node
            else:
                todo.extend(value for key, value in node.items() if key not in _ELSEWHERE)


def _read(node: Mapping[str, object]) -> LinkedArticle:
    return LinkedArticle(
        headline=_first(node.get("headline")) or _first(node.get("name")),
        published=_first(node.get("datePublished")) or _first(node.get("dateCreated")),
        updated=_first(node.get("dateModified")),
        authors=tuple(_names(node.get("author")) or _names(node.get("creator"))),
        publisher=next(iter(_names(node.get("publisher"))), ""),
        section=_first(node.get("articleSection")),
        keywords=tuple(_keywords(node.get("keywords"))),
        language=_first(node.get("inLanguage")),
        url=_first(node.get("url")) or _address(node.get("mainEntityOfPage")) or _first(node.get("@id")),
    )


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [html.unescape(value).strip()]
    if isinstance(value, list):
        return [text for item in value for text in _strings(item)]
    return []


def _first(value: object) -> str:
    return next((text for text in _strings(value) if text), "")


def _names(value: object) -> list[str]:
    """Names of persons or organisations given as text, object or list of either."""
    if isinstance(value, dict):
        return [name for name in _strings(value.get("name")) if name]
    if isinstance(value, list):
        return [name for item in value for name in _names(item)]
    return [text for text in _strings(value) if text]


def _keywords(value: object) -> list[str]:
    texts = _names(value)
    if len(texts) == 1:
        texts = re.split(r"[,،;؛]", texts[0])
    return [text.strip() for text in texts if text.strip()]


def _address(value: object) -> str:
    if isinstance(value, dict):
        return _first(value.get("@id")) or _first(value.get("url"))
    return _first(value)


def _same_page(left: str, right: str) -> bool:
    return _bare(left) == _bare(right)


def _bare(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?|[?#].*$|/$", "", url.strip().lower())


def _is_among(headline: str, titles: Sequence[str]) -> bool:
    wanted = _letters(headline)
    return bool(wanted) and any(wanted in _letters(title) for title in titles)


def _letters(text: str) -> str:
    return "".join(char for char in text.lower() if char.isalnum())
