"""Web archives: one input a page. The n-th HTML or text page (0-based) of `a.warc.gz` is `a.warc.gz#n`.

Read are responses with a 2xx status, and resources, whose type is HTML or plain text. Everything else of a
crawl (requests, redirects, error pages, images, revisits) is passed over. The content hash is that of the
page's bytes after transfer and content decoding: a page stored twice, or also as a `.html` file, is one
article.
"""

from __future__ import annotations

import io
import re
import zlib
from typing import TYPE_CHECKING, BinaryIO

from fastwarc.stream_io import BrotliReader, ZstdReader
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from newsift.errors import DocumentError
from newsift.ingest.fields import record_path, record_too_large, refused_record
from newsift.ingest.streams import DAMAGED, some
from newsift.models import Format, FoundFile, RawFile, RecordFields, Refused, content_digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsift.settings import InputSettings

_MEDIA = {"text/html": Format.HTML, "application/xhtml+xml": Format.HTML, "text/plain": None}
_SUCCESS = range(200, 300)
_CHUNK_HEAD = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,200})?\r?\n")
_MAX_HEADER = 1 << 16
_READERS = {"br": BrotliReader, "zstd": ZstdReader}


def warc_pages(found: FoundFile, stream: BinaryIO, settings: InputSettings) -> Iterator[RawFile | Refused]:
    """The pages of an archive, in its order.

    Raises:
        DocumentError: DAMAGED_WARC, where the archive cannot be followed any further.
    """
    forward = _Forward(stream)
    archive = ArchiveIterator(
        forward,
        record_types=WarcRecordType.any_type,  # all, to notice an archive that ends inside another record
        auto_decode="none",  # an undecodable payload would end the whole iteration
        max_header_len=_MAX_HEADER,
        stream_detect=False,  # `stream` is unpacked already, within the limits on expansion
    )
    number = 0
    try:
        for record in archive:
            if _is_page(record):
                yield _page(found, number, record, settings)
                number += 1
            elif not _is_whole(record) and forward.damage is None:
                raise _broken(number, "it ends inside a record")
    except (OSError, ValueError) as error:
        # An error number speaks of the disk or the network, not of the archive.
        if forward.damage is None and getattr(error, "errno", None) is None:
            raise _broken(number, str(error)) from None
        if forward.damage is None:
            raise
    if forward.damage is not None:
        raise forward.damage


class _Forward:
    """A stream that only goes forward, with the position that the iterator asks for.

    To the iterator a damaged stream ends at the damage, so that it yields everything before.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._position = 0
        self.damage: Exception | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            data = b"" if self.damage else some(self._stream, size)
        except DAMAGED as error:
            self.damage = error
            return b""
        self._position += len(data)
        return data

    def tell(self) -> int:
        return self._position

    def seek(self, _offset: int, _whence: int = io.SEEK_SET, /) -> int:
        raise io.UnsupportedOperation("seek")

    def close(self) -> None:
        """Closed by whoever opened it."""


def _is_whole(record: WarcRecord) -> bool:
    """Whether a record that is passed over does not end with the archive before its own end."""
    return record.reader.consume() >= record.content_length and "Content-Length" in record.headers


def _is_page(record: WarcRecord) -> bool:
    if _content_type(record) not in _MEDIA:
        return False
    if record.record_type == WarcRecordType.resource:
        return True
    is_response = record.record_type == WarcRecordType.response and record.http_headers is not None
    return is_response and record.http_headers.status_code in _SUCCESS


def _page(found: FoundFile, number: int, record: WarcRecord, settings: InputSettings) -> RawFile | Refused:
    limit = settings.max_record_bytes
    data = record.reader.read(limit + 1)
    try:
        if len(data) > limit:
            raise record_too_large(settings)
        if len(data) < record.content_length:
            raise _damaged(f"the page has {len(data)} of {record.content_length} bytes", "CUT_SHORT")
        page = _decoded(record, data, settings)
    except DocumentError as error:
        return refused_record(found, number, data[:limit], error)
    url = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
    return RawFile(
        path=record_path(found, number),
        data=page,
        content_hash=content_digest(page),
        byte_size=len(data),
        record_no=number,
        fields=RecordFields(record_id=record.record_id or None, url=url or None),
        media=_MEDIA[_content_type(record)],
        declared_encoding=record.http_charset or _charset(record.headers.get("Content-Type")),
    )


def _content_type(record: WarcRecord) -> str:
    """Media type of the page itself, lower case, without parameters."""
    of_page = record.http_content_type
    if record.record_type == WarcRecordType.resource:
        of_page = record.headers.get("Content-Type")
    return (of_page or "").partition(";")[0].strip().lower()


def _charset(content_type: str | None) -> str | None:
    found = re.search(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", content_type or "", re.IGNORECASE)
    return found.group(1) if found else None


def _decoded(record: WarcRecord, data: bytes, settings: InputSettings) -> bytes:
    """The page without its transfer and content encodings.

    Many crawlers store the plain page and keep the headers: what is not encoded is taken as it is.
    """
    headers = record.http_headers
    if record.record_type == WarcRecordType.resource:
        return data
    if "chunked" in (headers.get("Transfer-Encoding") or "").lower():
        data = _without_chunks(data)
    for name in reversed((headers.get("Content-Encoding") or "").lower().split(",")):
        data = _inflated(data, name.strip(), settings)
    return data


def _without_chunks(data: bytes) -> bytes:
    parts: list[bytes] = []
    position = 0
    while head := _CHUNK_HEAD.match(data, position):
        size = int(head.group(1), 16)
        if size == 0:
            return b"".join(parts)
        end = head.end() + size
        if data[end : end + 2] != b"\r\n":
            break
        parts.append(data[head.end() : end])
        position = end + 2
    return data if not parts or position < len(data) else b"".join(parts)


def _inflated(data: bytes, name: str, settings: InputSettings) -> bytes:
    if name in ("", "identity") or data.lstrip()[:1] == b"<":
        return data
    if name in ("gzip", "x-gzip", "deflate"):
        return _with_zlib(data, name, settings)
    if name not in _READERS:
        raise DocumentError(
            f"the page is encoded as '{name[:40]}', which is not read",
            stage="read",
            reason="UNKNOWN_CONTENT_ENCODING",
            remedy="Let the crawler ask for gzip, or store decoded pages",
        )
    try:
        page: bytes = _READERS[name](io.BytesIO(data)).read(settings.max_record_bytes + 1)
    except OSError as error:
        raise _damaged(f"the page's {name} bytes are damaged: {error}", "DAMAGED_COMPRESSION") from None
    return _checked(page, settings)


def _with_zlib(data: bytes, name: str, settings: InputSettings) -> bytes:
    is_gzip = data[:2] == b"\x1f\x8b"
    if not is_gzip and name != "deflate":
        return data
    for window in (31,) if is_gzip else (15, -15):  # gzip; zlib or raw deflate
        inflater = zlib.decompressobj(window)
        try:
            page = _checked(inflater.decompress(data, settings.max_record_bytes + 1), settings)
        except zlib.error:
            continue
        if inflater.eof:
            return page
    raise _damaged("the page's compressed bytes are damaged or cut short", "DAMAGED_COMPRESSION")


def _checked(page: bytes, settings: InputSettings) -> bytes:
    if len(page) > settings.max_record_bytes:
        raise record_too_large(settings)
    return page


def _broken(number: int, how: str) -> DocumentError:
    return DocumentError(
        f"the archive cannot be read beyond page {number}: {how}",
        stage="read",
        reason="DAMAGED_WARC",
        remedy="Deliver it again; the pages before were read",
    )


def _damaged(message: str, reason: str) -> DocumentError:
    return DocumentError(message, stage="read", reason=reason, remedy="Crawl the page again")
