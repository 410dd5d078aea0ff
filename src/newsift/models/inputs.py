"""What is found in an inbox, and what is read of it."""

from __future__ import annotations

from dataclasses import dataclass

from newsift.models.kinds import Format


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
    """What a record (JSON, CSV, Parquet, WARC) says about its article, already mapped to our names.

    `text_by_length` is the field that the text was taken from only because it is the record's longest; None
    where the field's name announced the text.
    """

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
    text_by_length: str | None = None


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
