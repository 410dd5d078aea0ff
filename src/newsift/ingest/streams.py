"""Byte streams between a file and its reader: unpacked within limits, transcoded, or with the head again."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast

import zstandard

from newsift.errors import DocumentError

if TYPE_CHECKING:
    from newsift.settings import InputSettings

_CHUNK = 1 << 16
# zstd has no cap on what one call returns; 512 bytes of it are at most 16 MB (128 KB a block of 4 bytes).
_ZSTD_CHUNK = 512
_ZSTD_WINDOW = 1 << 27  # what `zstd --long` needs; a frame may ask for gigabytes
_EXPANSION_FREE_BYTES = 1 << 20  # the ratio is not judged below 1 MB: tiny files compress absurdly well
DAMAGED = (EOFError, gzip.BadGzipFile, zlib.error, zstandard.ZstdError)


class _Reader(Protocol):
    def read1(self, size: int, /) -> bytes: ...


def decompressed(raw: BinaryIO, name: str, settings: InputSettings) -> BinaryIO:
    """`raw` as the ending of `name` says: unpacked from `.gz` or `.zst`, or as it is.

    Closing the stream closes `raw`. Reading raises one of `DAMAGED` for broken data and `DocumentError`
    COMPRESSION_BOMB for data that expands beyond the limits. Read it with `some` to get all that stands
    before the damage.
    """
    lowered = name.lower()
    if lowered.endswith(".gz"):
        reader: _Reader = gzip.GzipFile(fileobj=raw)
    elif lowered.endswith(".zst"):
        reader = _ZstdReader(raw)
    else:
        return raw
    return cast("BinaryIO", io.BufferedReader(_Bounded(reader, raw, settings), _CHUNK))


def some(stream: BinaryIO, size: int) -> bytes:
    """At most `size` bytes, at least one before the end: one read of the stream below.

    `read` asks again until it has all of `size`, and loses what it has when that fails.
    """
    return cast("io.BufferedReader", stream).read1(size)


def transcoded(stream: BinaryIO, encoding: str) -> BinaryIO:
    """`stream`, which is in `encoding`, as UTF-8; what cannot be decoded becomes U+FFFD."""
    return cast("BinaryIO", io.BufferedReader(_Transcoder(stream, encoding), _CHUNK))


class HeadedReader(io.RawIOBase):
    """A stream whose head was read already: the head again, then the rest."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = io.BytesIO(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        chunk = self._head.read(len(buffer)) or some(self._rest, len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)


class _Bounded(io.RawIOBase):
    """A decompressing reader that stops when the output is absurdly larger than the input (a bomb)."""

    def __init__(self, reader: _Reader, compressed: BinaryIO, settings: InputSettings) -> None:
        self._reader = reader
        self._compressed = compressed
        self._ratio = settings.max_expansion_ratio
        self._limit = settings.max_file_bytes
        self._produced = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        chunk = self._reader.read1(min(len(buffer), _CHUNK))
        self._produced += len(chunk)
        if self._produced > self._limit:
            raise _bomb(f"expands beyond inputs.max_file_bytes ({self._limit})", "max_file_bytes")
        consumed = max(1, self._compressed.tell())
        if self._produced > max(_EXPANSION_FREE_BYTES, self._ratio * consumed):
            raise _bomb(f"expands more than {self._ratio} times", "max_expansion_ratio")
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        self._compressed.close()
        super().close()


class _ZstdReader:
    """zstd frames one after the other. Unlike the library's own stream, it notices a file cut short."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self._context = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
        self._frame: zstandard.ZstdDecompressionObj | None = None
        self._input = b""
        self._output = io.BytesIO()

    def read1(self, size: int, /) -> bytes:
        while not (chunk := self._output.read(size)):
            if not self._input:
                self._input = self._raw.read(_ZSTD_CHUNK)
            if not self._input:
                if self._frame is not None:
                    raise EOFError("the last zstd frame ends before its end mark")
                return b""
            if self._frame is None:
                self._frame = self._context.decompressobj()
            self._output = io.BytesIO(self._frame.decompress(self._input))
            self._input = b""
            if self._frame.eof:
                self._input = self._frame.unused_data
                self._frame = None
        return chunk


class _Transcoder(io.RawIOBase):
    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._ready = io.BytesIO()
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not (chunk := self._ready.read(len(buffer))) and not self._ended:
            data = some(self._stream, _CHUNK)
            self._ended = not data
            text = self._decoder.decode(data, final=self._ended)
            self._ready = io.BytesIO(text.encode("utf-8", "replace"))
        buffer[: len(chunk)] = chunk
        return len(chunk)


def _bomb(how: str, setting: str) -> DocumentError:
    return DocumentError(
        f"the compressed file {how}: a compression bomb",
        stage="read",
        reason="COMPRESSION_BOMB",
        remedy=f"Remove it, or raise inputs.{setting}",
    )
