"""Stream the records of one inbox file: decompress, split, map fields. Memory is bounded by a record."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import TYPE_CHECKING, BinaryIO, cast

import fsspec
import zstandard

from newsift.errors import DocumentError, TransientError
from newsift.ingest import records
from newsift.ingest.discover import refuse, suffix_of
from newsift.models import FoundFile, Format, RawFile, Refused, content_digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsift.settings import InputSettings

_EXPANSION_FREE_BYTES = 1 << 20  # the ratio is not judged below 1 MB: tiny files compress absurdly well
MEDIA = {".html": Format.HTML, ".htm": Format.HTML}


def read_file(found: FoundFile, settings: InputSettings) -> Iterator[RawFile | Refused]:
    """Yield the inputs of one file in order; what cannot be read is yielded as `Refused`.

    A damaged container yields its readable records first, then one refusal that names where it broke.

    Raises:
        TransientError: The file went away or the network failed while reading.
    """
    position = 0
    try:
        with _open(found, settings) as stream:
            for item in _split(found, stream, settings):
                position += 1
                yield item
    except DocumentError as error:
        yield _refusal(found, error, position)
    except (EOFError, gzip.BadGzipFile, zlib.error, zstandard.ZstdError) as error:
        broken = DocumentError(
            f"the compressed file is damaged: {error}",
            stage="read",
            reason="DAMAGED_COMPRESSION",
            remedy="Deliver it again",
        )
        yield _refusal(found, broken, position)
    except FileNotFoundError as error:
        raise TransientError(f"{found.path} went away while it was read", remedy="Run again") from error
    except PermissionError as error:
        yield refuse(found.path, found.byte_size, "UNREADABLE", f"{found.path}: {error.strerror}", stage="read")
    except IsADirectoryError:
        yield refuse(found.path, found.byte_size, "NOT_A_FILE", f"{found.path} is a folder", stage="read")


def is_container(found: FoundFile) -> bool:
    """Whether the file may hold several records (its inputs then have paths `path#n`)."""
    return suffix_of(found.path) not in MEDIA and suffix_of(found.path) != ".txt"


def _split(found: FoundFile, stream: BinaryIO, settings: InputSettings) -> Iterator[RawFile | Refused]:
    suffix = suffix_of(found.path)
    splitter = records.SPLITTERS.get(suffix)
    if splitter is not None:
        yield from splitter(found, stream, settings)
        return
    data = stream.read(settings.max_record_bytes + 1)
    if len(data) > settings.max_record_bytes:
        raise DocumentError(
            f"the input is larger than inputs.max_record_bytes ({settings.max_record_bytes})",
            stage="read",
            reason="RECORD_TOO_LARGE",
            remedy="Split it, or raise the limit",
        )
    yield RawFile(found.path, data, content_digest(data), len(data), media=MEDIA.get(suffix))


def _open(found: FoundFile, settings: InputSettings) -> BinaryIO:
    if "://" in found.location:
        raw = cast("BinaryIO", fsspec.open(found.location, "rb").open())
    else:
        raw = open(found.location, "rb")  # noqa: PTH123, SIM115 - the location may hold undecodable bytes
    lowered = found.path.lower()
    if lowered.endswith(".gz"):
        return cast("BinaryIO", io.BufferedReader(_Bounded(gzip.GzipFile(fileobj=raw), raw, settings)))
    if lowered.endswith(".zst"):
        reader = zstandard.ZstdDecompressor().stream_reader(raw, read_across_frames=True)
        return cast("BinaryIO", io.BufferedReader(_Bounded(reader, raw, settings)))
    return raw


def _refusal(found: FoundFile, error: DocumentError, position: int) -> Refused:
    path = f"{found.path}#{position}" if is_container(found) and position else found.path
    refused = refuse(path, found.byte_size, error.reason, f"{path}: {error}", stage=error.stage)
    return refused


class _Bounded(io.RawIOBase):
    """A decompressing reader that stops when the output is absurdly larger than the input (a bomb)."""

    def __init__(self, reader: BinaryIO, compressed: BinaryIO, settings: InputSettings) -> None:
        self._reader = reader
        self._compressed = compressed
        self._ratio = settings.max_expansion_ratio
        self._limit = settings.max_file_bytes
        self._produced = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        chunk = self._reader.read(len(buffer))
        self._produced += len(chunk)
        consumed = max(1, self._compressed.tell())
        if self._produced > self._limit or (
            self._produced > _EXPANSION_FREE_BYTES and self._produced > self._ratio * consumed
        ):
            raise DocumentError(
                f"the file expands more than {self._ratio} times or over inputs.max_file_bytes: a compression bomb",
                stage="read",
                reason="COMPRESSION_BOMB",
                remedy="Remove it, or raise inputs.max_expansion_ratio",
            )
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        self._reader.close()
        self._compressed.close()
        super().close()
