"""Closed lists of what a thing can be."""

from __future__ import annotations

from enum import StrEnum


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
