"""The outcome of one batch as Arrow tables: pure, so that a worker process builds what the writer loads."""

from __future__ import annotations

import dataclasses
import json

import pyarrow as pa

from newsift.models import (
    CleanArticle,
    Cleaned,
    Document,
    FoundFile,
    RawFile,
    Refused,
    Rejection,
    Status,
)
from newsift.storage.private_schema import arrow_schema
from newsift.storage.search_text import search_text

TABLES = ("contents", "files", "articles", "blocks", "raw", "quarantine", "inbox_files")
TEXT_NORM = "text_norm"  # goes to article_search
_OF_WRITER_STAGE = frozenset({"cluster_id", "is_canonical"})  # deduplication adds them to `articles`

_LATEST_NS = 2**63 - 1  # the year 2262; a broken clock or a bad archive stamps files with any year

_Value = str | int | bool | bytes | float | None | list[str] | object


class _Columns:
    """Rows of one table, kept by column."""

    def __init__(self, schema: pa.Schema) -> None:
        self._schema = schema
        self._values: dict[str, list[_Value]] = {name: [] for name in schema.names}

    def append(self, **row: _Value) -> None:
        unknown = row.keys() - self._values.keys()
        if unknown:
            raise KeyError(f"no such columns: {sorted(unknown)}")
        for name, values in self._values.items():
            values.append(row.get(name))

    def table(self) -> pa.Table:
        return pa.Table.from_pydict(self._values, schema=self._schema)


def _schema(name: str) -> pa.Schema:
    """What a worker gives for a table; an article's search text travels with it."""
    fields = [field for field in arrow_schema(name) if field.name not in _OF_WRITER_STAGE]
    return pa.schema([*fields, (TEXT_NORM, pa.string())] if name == "articles" else fields)


class BatchRows:
    """Collects the outcomes of a batch of inputs.

    Byte-identical inputs inside the batch give one set of article, block and raw rows and one `files` row
    each. Every table of `tables()` may be empty; `articles` lacks `cluster_id` and `is_canonical`.

    Args:
        keep_raw: Keep the bytes of each input for later re-processing.
    """

    def __init__(self, *, keep_raw: bool) -> None:
        self._keep_raw = keep_raw
        self._tables = {name: _Columns(_schema(name)) for name in TABLES}
        self._seen: set[bytes] = set()

    def cleaned(
        self, raw: RawFile, document: Document, cleaned: Cleaned, *, context_version: str | None = None
    ) -> None:
        """Add an input that was read and cleaned, with or without an article in it."""
        rejection = cleaned.main if isinstance(cleaned.main, Rejection) else None
        main = None if isinstance(cleaned.main, Rejection) else cleaned.main
        content_hash = raw.content_hash.hex()
        status = Status.REJECTED if main is None else Status.CLEAN
        article_id = None if main is None else main.article_id
        self._tables["files"].append(
            path=raw.path,
            content_hash=content_hash,
            byte_size=raw.byte_size,
            status=status.value,
            reason=None if rejection is None else rejection.reason,
            detail=(None if rejection is None else rejection.detail or None) or _note(raw),
            article_id=article_id,
            format=document.format.value,
            encoding=document.encoding,
            encoding_origin=document.encoding_origin,
            site=document.site,
        )
        if not self._first(raw.content_hash):
            return
        self._tables["contents"].append(
            content_hash=content_hash,
            status=status.value,
            reason=None if rejection is None else rejection.reason,
            article_id=article_id,
        )
        articles = ([] if main is None else [main]) + list(cleaned.embedded)
        for article in articles:
            self._article(article, content_hash, document.site, context_version)
        self._blocks(content_hash, document, cleaned, articles)
        if self._keep_raw:
            self._raw(raw)

    def refused(self, refused: Refused) -> None:
        """Add an input that an error stopped."""
        content_hash = refused.content_hash.hex()
        self._tables["files"].append(
            path=refused.path,
            content_hash=content_hash,
            byte_size=refused.byte_size,
            status=Status.QUARANTINED.value,
            reason=refused.reason,
        )
        self._tables["quarantine"].append(
            path=refused.path,
            content_hash=content_hash,
            stage=refused.stage,
            reason=refused.reason,
            error_class=refused.error_class,
            error=refused.error,
        )
        if self._first(refused.content_hash):
            self._tables["contents"].append(
                content_hash=content_hash, status=Status.QUARANTINED.value, reason=refused.reason
            )

    def container(self, found: FoundFile, records: int) -> None:
        """Add a file of the inbox whose last record is in this batch: the next run need not read it."""
        self._tables["inbox_files"].append(
            path=found.path, byte_size=found.byte_size, mtime_ns=stored_mtime(found), records=records
        )

    def tables(self) -> dict[str, pa.Table]:
        """All rows so far, by the table that they go to."""
        return {name: columns.table() for name, columns in self._tables.items()}

    def _first(self, content_hash: bytes) -> bool:
        if content_hash in self._seen:
            return False
        self._seen.add(content_hash)
        return True

    def _article(
        self, article: CleanArticle, content_hash: str, site: str | None, context_version: str | None
    ) -> None:
        metadata = article.metadata
        self._tables["articles"].append(
            article_id=article.article_id,
            kind=article.kind.value,
            parent_id=article.parent_id,
            position=article.position,
            title=metadata.title,
            body=article.body,
            published_at=metadata.published_at,
            published_precision=metadata.published_precision,
            updated_at=metadata.updated_at,
            date_source=metadata.date_source,
            source=metadata.source,
            agency=metadata.agency,
            authors=list(metadata.authors),
            section=metadata.section,
            keywords=list(metadata.keywords),
            keywords_raw=metadata.keywords_raw,
            language=metadata.language,
            url=metadata.url,
            site=site,
            word_count=article.word_count,
            content_hash=content_hash,
            context_version=context_version,
            **{
                TEXT_NORM: search_text(f"{metadata.title} {article.body}" if metadata.title else article.body)
            },
        )

    def _blocks(
        self, content_hash: str, document: Document, cleaned: Cleaned, articles: list[CleanArticle]
    ) -> None:
        bodies = {article.position: _BodyCursor(article) for article in articles}
        for number, verdict in enumerate(cleaned.verdicts):
            text = document.text[verdict.start : verdict.end]
            body = bodies.get(verdict.owner) if verdict.kept else None
            body_start = None if body is None else body.find(text)
            self._tables["blocks"].append(
                content_hash=content_hash,
                record_no=document.record_no,
                block_no=number,
                char_start=verdict.start,
                char_end=verdict.end,
                label=verdict.label.value,
                reason=verdict.reason,
                rule_id=verdict.rule_id,
                kept=verdict.kept,
                evidence=verdict.evidence or None,
                article_id=None if body is None else body.article_id,
                body_start=body_start,
                own_text=text if body_start is None else None,
            )

    def _raw(self, raw: RawFile) -> None:
        fields = None if raw.fields is None else dataclasses.asdict(raw.fields)
        self._tables["raw"].append(
            content_hash=raw.content_hash.hex(),
            path=raw.path,
            record_no=raw.record_no,
            byte_size=raw.byte_size,
            media=None if raw.media is None else raw.media.value,
            declared_encoding=raw.declared_encoding,
            fields=None if fields is None else json.dumps(fields, ensure_ascii=False, sort_keys=True),
            data=raw.data,
        )


def _note(raw: RawFile) -> str | None:
    """What a reader should know of how the text was found; None where nothing is to be said."""
    name = raw.fields.text_by_length if raw.fields is not None else None
    return (
        None
        if name is None
        else f"the text is field '{name}': the longest, as none has a name of inputs.fields.text"
    )


class _BodyCursor:
    """Finds the kept spans of one article in its body, in order, so that their text is stored once."""

    def __init__(self, article: CleanArticle) -> None:
        self.article_id = article.article_id
        self._body = article.body
        self._position = 0

    def find(self, text: str) -> int | None:
        start = self._body.find(text, self._position)
        if start < 0:
            return None  # joined differently than it stands in the input: the span keeps its own text
        self._position = start + len(text)
        return start


def stored_mtime(found: FoundFile) -> int:
    """A file's modification time as `inbox_files` holds it: later ones are all the latest that fits."""
    return min(found.mtime_ns, _LATEST_NS)
