"""An article as deduplication sees it, of a batch or from the store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsift.dedup.keys import outlet_key
from newsift.models import Kind

if TYPE_CHECKING:
    from datetime import date, datetime

    from newsift.storage.index import StoredArticle


@dataclass(frozen=True, slots=True)
class Article:
    """An article, of this batch or stored, as deduplication sees it.

    Attributes:
        family: Its id, or that of the article in whose input it was found.
        replaces: The article of the version before it at its path; None for stored ones.
    """

    article_id: str
    doc_no: int
    is_main: bool
    family: str
    day: date | None
    published_at: datetime | None
    outlet: str | None
    is_agency_original: bool
    words: int
    text_key: int | None
    url_key: int | None
    title: str | None
    body: str
    lead_key: int | None = None
    replaces: str | None = None


def stored_article(row: StoredArticle) -> Article:
    """A stored row in the batch's terms."""
    return Article(
        article_id=row.article_id,
        doc_no=row.doc_no,
        is_main=row.kind == Kind.MAIN,
        family=row.parent_id or row.article_id,
        day=row.day,
        published_at=row.published_at,
        outlet=outlet_key(row.source),
        is_agency_original=row.source is not None and outlet_key(row.source) == outlet_key(row.agency),
        words=row.words,
        text_key=row.text_key,
        url_key=row.url_key,
        title=row.title,
        body=row.body or "",
    )
