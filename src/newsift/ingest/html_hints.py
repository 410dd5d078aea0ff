"""Metadata hints of a page, best first: record, JSON-LD, OpenGraph, meta, microdata, `<time>`, `<title>`.

Nothing is decided here; `clean.metadata` chooses, and prefers no value to a doubtful one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from bs4.filter import SoupStrainer
from lxml import etree

from newsift.ingest.html_jsonld import LinkedArticle, linked_article
from newsift.ingest.html_tree import XML_DECLARATION
from newsift.models import Hint, MetadataHints

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from newsift.models import RecordFields

_BODY = re.compile(r"<body[\s>]", re.IGNORECASE)
_HEAD_LIMIT = 200_000  # characters; a longer head is data, not metadata

_Table = tuple[tuple[str, tuple[str, ...]], ...]


def _table(**names: str) -> _Table:
    """Origin -> names of `<meta>` elements (lower case) that carry a field, in order of trust."""
    return tuple((origin, tuple(words.split())) for origin, words in names.items())


_TITLES = _table(
    opengraph="og:title",
    meta="parsely-title dc.title dcterms.title sailthru.title headline",
    twitter="twitter:title",
)
_PUBLISHED = _table(
    opengraph="article:published_time og:article:published_time article:published og:published_time "
    "article:post_date",
    meta="datepublished parsely-pub-date sailthru.date dc.date.issued dcterms.issued dc.date.published "
    "dc.date dcterms.created dcterms.date dc.date.created citation_publication_date citation_date pubdate "
    "pub_date publishdate publish-date publish_date publication_date ptime og:pubdate article.published "
    "published-date published article_date_original date rnews:datepublished cxenseparse:recs:publishtime "
    "displaydate originalpublicationdate timestamp creation_date bt:pubdate",
)
_UPDATED = _table(
    opengraph="article:modified_time og:updated_time og:article:modified_time",
    meta="datemodified dcterms.modified dc.date.modified lastmod last-modified modificationdate "
    "revision_date article.updated last_updated",
)
_SOURCES = _table(opengraph="og:site_name", meta="publisher dc.publisher dcterms.publisher application-name")
_AUTHORS = _table(
    meta="author parsely-author dc.creator dcterms.creator sailthru.author byl citation_author",
    opengraph="article:author og:article:author",
)
_SECTIONS = _table(opengraph="article:section", meta="parsely-section section news_section")
_KEYWORDS = _table(
    opengraph="article:tag og:article:tag", meta="news_keywords parsely-tags keywords sailthru.tags"
)
_URLS = _table(opengraph="og:url", twitter="twitter:url")
_WITH_PROPERTY = etree.XPath(".//*[@itemprop]")  # `iterfind` would look at each element in Python
_WANTED = SoupStrainer(["meta", "title", "link"])
_ADDRESS = re.compile(r"^https?://|^@", re.IGNORECASE)
# Items of a page that are not its article, by their type in schema.org words.
_OTHER_ITEM = re.compile(
    r"(?:Comment|Review|Rating|Object|Person|Organization|Offer|Product|ListItem|Event)s?/?$"
)
# Elements, or the first words of their names, that hold other stories and readers' comments.
_OTHER_PLACE = frozenset(
    "aside footer nav comment comments disqus reply replies related recommended sidebar latest popular "
    "trending mostread".split()
)


class _Head:
    """Names and contents of the head's `<meta>`, in document order, and its links and title."""

    def __init__(self, markup: str) -> None:
        body = _BODY.search(markup, 0, _HEAD_LIMIT)
        head = XML_DECLARATION.sub("", markup[: body.start() if body else _HEAD_LIMIT], count=1)
        soup = BeautifulSoup(head, "lxml", parse_only=_WANTED)
        self.meta: dict[str, list[str]] = {}
        for tag in soup.find_all("meta"):
            content = tag.get("content")
            text = content.strip() if isinstance(content, str) else ""
            if text:
                for attribute in ("property", "name", "itemprop", "http-equiv"):
                    name = tag.get(attribute)
                    if isinstance(name, str):
                        self.meta.setdefault(name.strip().lower(), []).append(text)
        self.title = soup.title.get_text(" ", strip=True) if soup.title else ""
        self.canonical = ""
        for link in soup.find_all("link", rel="canonical"):
            href = link.get("href")
            if isinstance(href, str) and href.strip():
                self.canonical = href.strip()
                break

    def hints(self, table: _Table) -> list[Hint]:
        return [
            Hint(text, origin)
            for origin, names in table
            for name in names
            for text in self.meta.get(name, ())
        ]


def harvest(markup: str, tree: HtmlElement, fields: RecordFields | None) -> MetadataHints:
    """Every hint of the page and of the record it came in.

    Args:
        markup: The decoded page; its head is read with beautifulsoup4.
        tree: The parsed page, for scripts, microdata and `<time>` in the body.
        fields: What the record around the page says; comes first.
    """
    head = _Head(markup)
    urls = _urls(head, fields)
    headings = [" ".join(heading.text_content().split()) for heading in tree.iter("h1")]
    titles = [*(hint.value for hint in head.hints(_TITLES)), head.title, *headings]
    scripts = [
        script.text or "" for script in tree.iter("script") if "ld+json" in (script.get("type") or "").lower()
    ]
    linked = (
        linked_article(scripts, page_url=urls[0].value if urls else None, titles=titles) or LinkedArticle()
    )
    micro = _microdata(tree)
    return MetadataHints(
        titles=_distinct(
            _record(fields.title if fields else None),
            _linked(linked.headline),
            head.hints(_TITLES),
            micro["headline"],
            [Hint(head.title, "html-title")],
            [Hint(heading, "h1") for heading in headings],
        ),
        urls=urls,
        published=_distinct(
            _record(fields.published if fields else None),
            _linked(linked.published),
            head.hints(_PUBLISHED),
            micro["datepublished"],
            micro["datecreated"],
            _times(tree),
        ),
        updated=_distinct(
            _record(fields.updated if fields else None),
            _linked(linked.updated),
            head.hints(_UPDATED),
            micro["datemodified"],
        ),
        sources=_distinct(
            _record(fields.source if fields else None), _linked(linked.publisher), head.hints(_SOURCES)
        ),
        authors=_distinct(
            [Hint(name, "record") for name in (fields.authors if fields else ())],
            [Hint(name, "json-ld") for name in linked.authors],
            [hint for hint in head.hints(_AUTHORS) if not _ADDRESS.match(hint.value)],
            micro["author"],
        ),
        sections=_distinct(
            _record(fields.section if fields else None),
            _linked(linked.section),
            head.hints(_SECTIONS),
            micro["articlesection"],
        ),
        keywords=_distinct(
            [Hint(word, "record") for word in (fields.keywords if fields else ())],
            [Hint(word, "json-ld") for word in linked.keywords],
            head.hints(_KEYWORDS),
        ),
        languages=_distinct(
            _record(fields.language if fields else None),
            _linked(linked.language),
            [
                Hint(
                    tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "",
                    "html-lang",
                )
            ],
            [Hint(text, "opengraph") for text in head.meta.get("og:locale", ())],
            [Hint(text, "meta") for text in head.meta.get("content-language", ())],
        ),
    )


def _urls(head: _Head, fields: RecordFields | None) -> tuple[Hint, ...]:
    """Absolute addresses only; a relative canonical link is resolved against `og:url` where there is one."""
    base = next((hint.value for hint in head.hints(_URLS) if _is_absolute(hint.value)), "")
    canonical = urljoin(base, head.canonical) if head.canonical else ""
    found = _distinct(
        _record(fields.url if fields else None), [Hint(canonical, "canonical")], head.hints(_URLS)
    )
    return tuple(hint for hint in found if _is_absolute(hint.value))


def _is_absolute(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and "." in parts.netloc


def _microdata(tree: HtmlElement) -> dict[str, list[Hint]]:
    """Values of the article properties that `itemprop` marks in the body."""
    found: dict[str, list[Hint]] = {
        name: []
        for name in ("headline", "datepublished", "datemodified", "datecreated", "author", "articlesection")
    }
    for element in _WITH_PROPERTY(tree):
        names = [name for name in (element.get("itemprop") or "").lower().split() if name in found]
        for name in () if not names or _is_of_other_item(element) else names:
            value = element.get("content") or element.get("datetime")
            if not value and name == "author":
                inner = element.find(".//*[@itemprop='name']")
                value = (inner.get("content") or inner.text_content()) if inner is not None else None
            if not value:
                value = element.text_content()
            text = " ".join(value.split())
            if text:
                found[name].append(Hint(text, "microdata"))
    return found


def _is_of_other_item(element: HtmlElement) -> bool:
    """Whether the item that an element describes is a comment, a picture, a product ..., not the article."""
    item = next((above for above in element.iterancestors() if above.get("itemscope") is not None), None)
    return item is not None and _OTHER_ITEM.search((item.get("itemtype") or "").strip()) is not None


def _is_elsewhere(element: HtmlElement) -> bool:
    """Whether an element stands among other stories or readers' comments."""
    for above in element.iterancestors():
        if above.tag in {"body", "main"}:
            return False
        names = f"{above.tag} {above.get('id') or ''} {above.get('class') or ''}".lower()
        if not _OTHER_PLACE.isdisjoint(re.split(r"[-_]", name, maxsplit=1)[0] for name in names.split()):
            return True
        if above.tag == "article":
            return False
    return False


def _times(tree: HtmlElement) -> list[Hint]:
    """`<time>` values; "time-published" where the markup says so, "time" otherwise."""
    found = []
    for element in tree.iter("time"):
        value = " ".join((element.get("datetime") or element.text_content()).split())
        if not value:
            continue
        words = f"{element.get('class') or ''} {element.get('itemprop') or ''}".lower()
        if "update" in words or "modif" in words:
            continue
        said = element.get("pubdate") is not None or "publish" in words or "entry-date" in words
        if _is_of_other_item(element) or (not said and _is_elsewhere(element)):
            continue
        found.append(Hint(value, "time-published" if said else "time"))
    return sorted(found, key=lambda hint: hint.origin != "time-published")


def _record(value: str | None) -> list[Hint]:
    return [Hint(value, "record")] if value else []


def _linked(value: str) -> list[Hint]:
    return [Hint(value, "json-ld")] if value else []


def _distinct(*groups: Iterable[Hint]) -> tuple[Hint, ...]:
    """All hints with a value, each value once, in the order given."""
    first: dict[str, Hint] = {}
    for group in groups:
        for hint in group:
            text = " ".join(hint.value.split())
            if text:
                first.setdefault(text, Hint(text, hint.origin))
    return tuple(first.values())
