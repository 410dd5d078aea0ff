"""Frozen types that travel between the stages, in the order in which the data flows.

    FoundFile -> RawFile -> Document(blocks, hints) -> Verdict(s) -> Cleaned(main | rejection, embedded)
    -> Signature -> CandidatePair -> VerifiedPair -> ClusterDecision; a run ends in a RunSummary.

Each stage builds the next type; nothing is mutated. Offsets are in characters (Python code points) of
`Document.text`, half-open. Times are naive `datetime` in UTC unless a field says otherwise.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple


class Status(StrEnum):
    """What became of one input (one file, or one record of a multi-record file)."""

    CLEAN = "clean"
    REJECTED = "rejected"  # read, but no article in it
    QUARANTINED = "quarantined"  # an error
    SKIPPED = "skipped"  # known from an earlier run


class Kind(StrEnum):
    MAIN = "main"
    EMBEDDED = "embedded"  # a whole second article found inside another input


class Format(StrEnum):
    TEXT = "text"
    HTML = "html"


class Label(StrEnum):
    """What a span of an input is. BODY (and kept subheads and lists) form the article."""

    BODY = "body"
    TITLE = "title"
    SUBHEAD = "subhead"
    STANDFIRST = "standfirst"
    SECTION = "section"
    BYLINE = "byline"
    DATE = "date"
    CAPTION = "caption"
    SOURCE = "source"
    AGENCY = "agency"
    KEYWORDS = "keywords"
    SHARE = "share"
    MARKER = "marker"
    RELATED = "related"
    EMBEDDED = "embedded"
    NAVIGATION = "navigation"
    FOOTER = "footer"
    SUBSCRIBE = "subscribe"
    COMMENTS = "comments"
    BIO = "bio"
    DUPLICATE = "duplicate"
    TEMPLATE = "template"
    OTHER = "other"


class Relation(StrEnum):
    """How a duplicate relates to the canonical article of its cluster."""

    EXACT = "exact"
    NEAR = "near"
    VERSION = "version"
    CONTAINS = "contains"


def content_digest(data: bytes) -> bytes:
    """16-byte BLAKE2b of `data`: the key of the ledger (RFC 7693)."""
    return hashlib.blake2b(data, digest_size=16).digest()


def derived_id(*parts: str | bytes) -> str:
    """16 hexadecimal digits derived from content; equal parts give equal ids on every machine."""
    digest = hashlib.blake2b(digest_size=8)
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(raw).to_bytes(8, "little"))
        digest.update(raw)
    return digest.hexdigest()


# --- ingest ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file seen in the inbox.

    Attributes:
        path: Relative to the inbox, forward slashes, always valid Unicode (undecodable bytes of a file
            name are written as backslash escapes).
        location: What opens it: a file-system path or a URL.
    """

    path: str
    byte_size: int
    mtime_ns: int
    location: str


@dataclass(frozen=True, slots=True)
class RecordFields:
    """What a JSON, WARC or Parquet record says about its article, already mapped to our names."""

    record_id: str | None = None
    url: str | None = None
    title: str | None = None
    published: str | None = None
    updated: str | None = None
    source: str | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    section: str | None = None
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RawFile:
    """The bytes of one input.

    Attributes:
        path: Relative to the inbox; `path#n` for the n-th record (0-based) of a multi-record file.
        data: The article's bytes (of the file after decompression, or of the record's text field).
        content_hash: Digest of the input as it stands in the inbox (file bytes, or record bytes).
        record_no: 0 for a single file, n for `path#n`.
        fields: What the record says besides its text; None for plain files.
        media: Known media type ("text", "html") when the container says it; None to sniff.
        declared_encoding: Charset named by a header (WARC) or "utf-8" for JSON; None to detect.
    """

    path: str
    data: bytes
    content_hash: bytes
    byte_size: int
    record_no: int = 0
    fields: RecordFields | None = None
    media: Format | None = None
    declared_encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """One input that could not be read; becomes a quarantine row.

    `content_hash` is the digest of the bytes where they could be read, otherwise of path and reason, so
    that the same refusal is known in the next run and a mended file is not.
    """

    path: str
    content_hash: bytes
    byte_size: int
    stage: str
    reason: str
    error_class: str
    error: str


@dataclass(frozen=True, slots=True)
class Scan:
    """What a look at the inbox found.

    Attributes:
        files: Regular files with a known ending, in the order of their paths.
        refused: Links out of the inbox, devices, sockets, files over the size limit.
        waiting: Paths of files that are still being written; they are not counted as seen.
        passed_over: Paths of files whose ending is not among those read; they are not counted either.
    """

    files: tuple[FoundFile, ...]
    refused: tuple[Refused, ...] = ()
    waiting: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()


class Block(NamedTuple):
    """A line or paragraph of the decoded input: `Document.text[start:end] == text`.

    A tuple: a document has dozens, and a frozen dataclass takes four times as long to make.

    Blocks are in order and do not overlap; what lies between them is white space (or, in HTML,
    separators that the walk wrote). HTML blocks carry the tag path's facts, text blocks do not.
    """

    block_no: int
    start: int
    end: int
    text: str
    blank_before: bool = False  # an empty line stands before this one
    tag: str | None = None  # innermost block-level tag: "p", "h2", "li", "td", ...
    context: tuple[str, ...] = ()  # tags, class and id tokens of its ancestors, outermost first
    link_density: float = 0.0  # share of characters inside <a>, 0..1
    in_engine: bool | None = None  # the main-content engine kept it; None for plain text


@dataclass(frozen=True, slots=True)
class Hint:
    """A metadata value with where it was found, best first in `MetadataHints`."""

    value: str
    origin: str  # "record", "json-ld", "opengraph", "meta", "microdata", "time", "html-title", ...


@dataclass(frozen=True, slots=True)
class MetadataHints:
    """What the container (record fields, HTML head) says; text lines are read by `clean`."""

    titles: tuple[Hint, ...] = ()
    urls: tuple[Hint, ...] = ()
    published: tuple[Hint, ...] = ()
    updated: tuple[Hint, ...] = ()
    sources: tuple[Hint, ...] = ()
    authors: tuple[Hint, ...] = ()
    sections: tuple[Hint, ...] = ()
    keywords: tuple[Hint, ...] = ()
    languages: tuple[Hint, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A decoded and parsed input.

    Attributes:
        text: The decoded text. For HTML, the visible text as the walk renders it (entities resolved,
            one line a block); offsets of blocks and verdicts refer to it.
        site: Registered domain or record source used to look up site rules and templates; None unknown.
    """

    path: str
    content_hash: bytes
    record_no: int
    format: Format
    text: str
    blocks: tuple[Block, ...]
    hints: MetadataHints
    encoding: str
    encoding_origin: str  # "bom", "declared", "meta", "utf-8", "detected"
    site: str | None = None


# --- clean -----------------------------------------------------------------------------------------


class Verdict(NamedTuple):
    """What one span of the input is, why, and by which rule. Verdicts tile the input's blocks.

    A tuple for the same reason as `Block`.

    Attributes:
        reason: Stable reason code, such as "READ_ALSO_ZONE", "GLUED_MARKER", "BODY_PROSE".
        rule_id: The rule that decided: "ar.read_also.3", "zone.terminal", "score.core".
        evidence: What the rule saw, short; empty when the reason says all.
        owner: 0 for the main article, n for the n-th embedded article (1-based) the span belongs to.
    """

    start: int
    end: int
    label: Label
    reason: str
    rule_id: str
    kept: bool
    evidence: str = ""
    score: float | None = None
    owner: int = 0


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about an article. Null over guess: None rather than a wrong value."""

    title: str | None = None
    published_at: datetime | None = None
    published_precision: str | None = None  # "day", "minute", "second"
    updated_at: datetime | None = None
    date_source: str | None = None  # "record", "json-ld", "meta", "label", "line", ...
    source: str | None = None
    agency: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    keywords: tuple[str, ...] = ()
    keywords_raw: str | None = None
    language: str | None = None  # ISO 639-1, from the cleaned body
    url: str | None = None


@dataclass(frozen=True, slots=True)
class CleanArticle:
    """One article: its body is the concatenation of `spans` of the input, joined by a newline."""

    article_id: str
    kind: Kind
    parent_id: str | None
    position: int  # 0 for the main article, n for the n-th embedded one
    metadata: Metadata
    body: str
    spans: tuple[tuple[int, int], ...]
    word_count: int


@dataclass(frozen=True, slots=True)
class Rejection:
    """The input was read, but no article stands in it."""

    reason: str  # "NO_BODY", "TOO_SHORT", "ONLY_BOILERPLATE", ...
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The outcome of cleaning one document."""

    verdicts: tuple[Verdict, ...]
    main: CleanArticle | Rejection
    embedded: tuple[CleanArticle, ...] = ()


@dataclass(frozen=True, slots=True)
class CleaningContext:
    """What cleaning one document may know about all others; empty on a first run.

    Attributes:
        known_titles: Keys (`clean.shadow.line_key`) of titles of other articles.
        template_lines: Per site, keys of lines that are boilerplate there.
        now: Reference time for "never in the future"; UTC.
    """

    known_titles: frozenset[int] = frozenset()
    template_lines: dict[str, frozenset[int]] = field(default_factory=dict)
    now: datetime | None = None


# --- dedup -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DedupText:
    """What deduplication needs to know of an article."""

    article_id: str
    kind: Kind
    parent_id: str | None
    title: str | None
    body: str
    language: str | None
    source: str | None
    url: str | None
    agency: str | None
    published_at: datetime | None
    day: date | None  # the window's clock; None when the article bears no date
    word_count: int
    replaces: str | None = None  # the main article of the version before it at its path


@dataclass(frozen=True, slots=True)
class CandidatePair:
    """Two articles that share at least one band; `left < right` by article id."""

    left: str
    right: str
    estimate: float  # share of equal signature positions, 0..1


@dataclass(frozen=True, slots=True)
class VerifiedPair:
    """An exactly compared pair; every figure that a decision used."""

    left: str
    right: str
    estimate: float | None  # None when an exact key brought them together
    jaccard: float
    rare_jaccard: float  # without formula shingles
    containment: float  # of the shorter in the longer, without formula shingles
    shared_shingles: int  # rare ones
    day_gap: int | None  # None when one is undated
    length_ratio: float
    opening_overlap: float  # how much the beginnings agree, 0..1
    number_overlap: float | None  # common numbers / numbers of the text with fewer; None when one has none
    accepted: bool
    relation: Relation | None
    rule: str


# --- run -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What one run did. seen = clean + rejected + quarantined + skipped.

    Attributes:
        copies: Inputs new at their path whose bytes had come in at another, in this run or before: they
            have that input's article, and are counted as clean (this run) or skipped, too.
    """

    run_id: str
    status: str  # "completed", "nothing-new", "all-refused"
    started_at: datetime
    finished_at: datetime
    seen: int
    clean: int
    rejected: int
    quarantined: int
    skipped: int
    embedded: int
    copies: int
    stories: int
    articles: int
    rejected_by_reason: dict[str, int]
    quarantined_by_reason: dict[str, int]
    duplicates_by_relation: dict[str, int]
    seconds_by_stage: dict[str, float]
    warnings: tuple[str, ...]
    published_file: str
