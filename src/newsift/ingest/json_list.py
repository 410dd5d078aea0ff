"""The items of a JSON list as bytes, cut without parsing them: a bad or huge item harms no other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO

from newsift.errors import DocumentError
from newsift.ingest.streams import some

if TYPE_CHECKING:
    from collections.abc import Iterator

# An escape is one token, so that an escaped quote never ends a string.
_TOKEN = re.compile(rb'\\.|["\[\]{},]', re.DOTALL)
_OPENING = b"[{"
_CHUNK = 1 << 16


def list_items(stream: BinaryIO, limit: int) -> Iterator[bytes | None]:
    """Yield the bytes of each item of the list that `stream` starts with.

    Brackets outside strings say where an item ends; whether it is valid JSON is for the caller to find out.
    An item of more than `limit` bytes is yielded as None and never held in memory.

    Raises:
        DocumentError: INVALID_JSON, when the list breaks off or something follows it; after the items that
            came before.
    """
    cutter = _Cutter(limit)
    carried = b""
    while chunk := some(stream, _CHUNK):
        data = carried + chunk
        # A backslash at the end of a chunk waits for what it escapes.
        carried = b"\\" if data.endswith(b"\\") and not _ends_with_whole_escapes(data) else b""
        yield from cutter.feed(data[: len(data) - len(carried)])
    cutter.finish(carried)


class _Cutter:
    """The state between chunks: nesting depth, whether inside a string, and the bytes of the current item."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._depth = 0
        self._in_string = False
        self._item = bytearray()
        self._length = 0
        self._count = 0
        self._done = False

    def feed(self, data: bytes) -> Iterator[bytes | None]:
        start = 0
        for match in _TOKEN.finditer(data):
            token = match.group()
            if token == b'"':
                self._in_string = not self._in_string
            elif self._in_string or len(token) > 1:
                continue
            elif token in _OPENING:
                self._depth += 1
                if self._depth == 1:
                    self._check_between(data[start : match.start()])
                    start = match.end()
            elif self._ends_item(token):
                self._add(data[start : match.start()])
                yield from self._cut(last=self._done)
                start = match.end()
        if self._depth:
            self._add(data[start:])
        else:
            self._check_between(data[start:])

    def _ends_item(self, token: bytes) -> bool:
        """Whether a comma or closing bracket ends an item; keeps the depth."""
        if token == b",":
            return self._depth == 1
        self._depth -= 1
        if self._depth < 0:
            raise self._broken("is followed by something else")
        self._done = self._depth == 0
        return self._done

    def finish(self, carried: bytes) -> None:
        """Refuse a list that was not closed."""
        if not self._done or carried:
            raise self._broken("breaks off")

    def _add(self, data: bytes) -> None:
        self._length += len(data)
        if self._length <= self._limit:
            self._item += data

    def _cut(self, *, last: bool) -> Iterator[bytes | None]:
        item, length = bytes(self._item).strip(), self._length
        self._item.clear()
        self._length = 0
        if length > self._limit:
            yield None
        elif item or not last:  # an empty list, or a comma too many at its end
            yield item
        else:
            return
        self._count += 1

    def _check_between(self, data: bytes) -> None:
        if data.strip(b" \t\r\n\x00\xef\xbb\xbf") or (self._done and self._depth):
            raise self._broken("is followed by something else" if self._done else "does not start the file")

    def _broken(self, how: str) -> DocumentError:
        return DocumentError(
            f"the JSON list {how} after {self._count} records",
            stage="read",
            reason="INVALID_JSON",
            remedy="Deliver it again; the records before were read",
        )


def _ends_with_whole_escapes(data: bytes) -> bool:
    """Whether the backslashes at the end of `data` pair up."""
    backslashes = len(data) - len(data.rstrip(b"\\"))
    return backslashes % 2 == 0
