"""The new articles of a batch, in the order of their content, with all that is known of each by itself."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from newsift.dedup.compare import shingle_texts
from newsift.dedup.keys import lead_key, outlet_key, text_identity
from newsift.dedup.urls import url_key
from newsift.models import DedupText, Kind
from newsift.pipeline.dedup_article import Article
from newsift.storage.index import document_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from newsift.dedup.compare import ShingleSets
    from newsift.dedup.words import WordHasher
    from newsift.rules.normalisation import Normalisation
    from newsift.settings import DedupSettings


class Batch:
    """The new articles in the order of their content, with all that is known of each by itself.

    Attributes:
        twin_of: Article -> the first article of the batch with the same text (itself mostly).
    """

    def __init__(
        self,
        texts: Sequence[DedupText],
        signatures: NDArray[np.uint32],
        doc_numbers: Mapping[str, int],
        rules: Normalisation,
        hasher: WordHasher,
        settings: DedupSettings,
    ) -> None:
        order = sorted(range(len(texts)), key=lambda position: _content_order(texts[position]))
        ordered = [texts[position] for position in order]
        self.signatures = signatures[order]
        self.sets: ShingleSets = shingle_texts(
            [text.body for text in ordered], hasher, settings.shingle_words
        )
        keys, words = self.sets.text_keys.tolist(), self.sets.words.tolist()
        self.articles = [
            _article(text, doc_numbers[text.article_id], key, count, rules, settings)
            for text, key, count in zip(ordered, keys, words, strict=True)
        ]
        self.node_of_doc = {article.doc_no: node for node, article in enumerate(self.articles)}
        first: dict[int, int] = {}
        self.twin_of = [
            node if article.text_key is None else first.setdefault(article.text_key, node)
            for node, article in enumerate(self.articles)
        ]

    def __len__(self) -> int:
        return len(self.articles)

    def documents(self, columns: Sequence[str]) -> pa.Table:
        """The named columns of `dedup_documents` (not cluster_no) of all articles."""
        rows = {name: [getattr(article, name) for article in self.articles] for name in columns}
        return document_rows(rows).select(list(columns))


def _article(
    text: DedupText, doc_no: int, key: int, words: int, rules: Normalisation, settings: DedupSettings
) -> Article:
    # An embedded article has its page's address, not its own.
    address = url_key(text.url) if text.kind is Kind.MAIN else None
    short = settings.short_words
    return Article(
        article_id=text.article_id,
        doc_no=doc_no,
        is_main=text.kind is Kind.MAIN,
        family=text.parent_id or text.article_id,
        day=text.day,
        published_at=text.published_at,
        outlet=outlet_key(text.source),
        is_agency_original=_is_agency_original(text.source, text.agency),
        words=words,
        text_key=text_identity(key, address, words, short_words=short),
        url_key=address,
        lead_key=lead_key(text.title, text.body, words, rules, short_words=short),
        title=text.title,
        body=text.body,
        replaces=text.replaces,
    )


def _content_order(text: DedupText) -> tuple[date, datetime, str]:
    # Naive UTC like every time here; undated articles come last.
    return text.day or date.max, text.published_at or datetime.max, text.article_id  # noqa: DTZ901


def _is_agency_original(source: str | None, agency: str | None) -> bool:
    return source is not None and outlet_key(source) == outlet_key(agency)
