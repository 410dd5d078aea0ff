"""Stream the inputs of one inbox file. Memory is bounded by a record, not by the file."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, BinaryIO, cast

from newsift.errors import DocumentError, TransientError
from newsift.ingest.fields import record_too_large
from newsift.ingest.names import suffix_of
from newsift.ingest.parquet import parquet_rows
from newsift.ingest.records import json_document, json_lines
from newsift.ingest.refusals import may_pass, refusal_of, refuse
from newsift.ingest.remote import is_url, network_errors, open_object
from newsift.ingest.streams import DAMAGED, decompressed
from newsift.ingest.warc import warc_pages
from newsift.models import Format, FoundFile, RawFile, Refused, content_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newsift.settings import InputSettings

    Splitter = Callable[[FoundFile, BinaryIO, InputSettings], Iterator[RawFile | Refused]]

__all__ = ["may_pass", "read_file"]

_MEDIA = {".html": Format.HTML, ".htm": Format.HTML}
_SPLITTERS: dict[str, Splitter] = {
    ".json": json_document,
    ".jsonl": json_lines,
    ".parquet": parquet_rows,
    ".warc": warc_pages,
}


def read_file(found: FoundFile, settings: InputSettings) -> Iterator[RawFile | Refused]:
    """Yield the inputs of one file in order; what cannot be read is yielded as `Refused`.

    A damaged container yields its readable records first, then one refusal that names where it broke.

    Raises:
        TransientError: The store of a remote inbox failed while reading.
    """
    position = 0
    try:
        with _open(found, settings) as stream:
            for item in _split(found, stream, settings):
                position += 1
                yield item
        if position == 0:
            message = f"{found.path} holds no article. Check the crawler that wrote it"
            yield refuse(found.path, found.byte_size, "EMPTY", message, stage="read")
    except DocumentError as error:
        yield _refusal(found, position, error)
    except DAMAGED as error:
        yield _refusal(found, position, _damaged(error))
    except FileNotFoundError:
        yield refuse(found.path, 0, "WENT_AWAY", f"{found.path} went away before it was read", stage="read")
    except network_errors() as error:
        if is_url(found.location):
            raise TransientError(f"{found.path} cannot be read: {error}", remedy="Run again later") from error
        reason = getattr(error, "strerror", None) or str(error)
        message = f"{found.path} cannot be read: {reason}. Check the disk and its permissions"
        yield refuse(found.path, found.byte_size, "UNREADABLE", message, stage="read")


def _split(found: FoundFile, stream: BinaryIO, settings: InputSettings) -> Iterator[RawFile | Refused]:
    suffix = suffix_of(found.path)
    splitter = _SPLITTERS.get(suffix)
    if splitter is not None:
        yield from splitter(found, stream, settings)
        return
    data = stream.read(settings.max_record_bytes + 1)
    if len(data) > settings.max_record_bytes:
        raise record_too_large(settings)
    yield RawFile(found.path, data, content_digest(data), len(data), media=_MEDIA.get(suffix))


def _open(found: FoundFile, settings: InputSettings) -> BinaryIO:
    raw = open_object(found.location) if is_url(found.location) else _open_regular(found.location)
    return decompressed(raw, found.path, settings)


def _open_regular(location: str) -> BinaryIO:
    """Open a file that may have been swapped for a pipe or a device since it was found, without hanging."""
    descriptor = os.open(location, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return cast("BinaryIO", os.fdopen(descriptor, "rb"))
    os.close(descriptor)
    raise DocumentError(
        "it is no longer a regular file", stage="read", reason="NOT_A_FILE", remedy="Remove it"
    )


def _refusal(found: FoundFile, position: int, error: DocumentError) -> Refused:
    """A refusal of the file, or of what follows its first `position` records."""
    path = f"{found.path}#{position}" if position else found.path
    return refusal_of(path, found.byte_size, error)


def _damaged(error: BaseException) -> DocumentError:
    return DocumentError(
        f"the compressed file is damaged: {error}",
        stage="read",
        reason="DAMAGED_COMPRESSION",
        remedy="Deliver it again",
    )
