"""Texts written for these tests, and containers built from them."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import TypeVar

from newsift.errors import DocumentError

T = TypeVar("T")

ARABIC = (
    "افتتاح مكتبة عامة جديدة على شاطئ المدينة\n"
    "افتتحت بلدية المدينة، صباح الأحد، مكتبة عامة تضم خمسين ألف كتاب وقاعة للأطفال. "
    "وقالت مديرة المكتبة إن الأبواب مفتوحة للجميع سبعة أيام في الأسبوع، وإن الاستعارة مجانية.\n"
    "\n"
    "وأضافت أن المبنى يعمل بالطاقة الشمسية، وأن سطحه حديقة تطل على البحر وتستقبل الزوار حتى المساء.\n"
)
FRENCH = (
    "La médiathèque rouvre après l'été\n"
    "Fermée pour des travaux depuis février, la médiathèque a rouvert ses portes où, dès dix heures, "
    "des élèves attendaient déjà. Le coût s'élève à près de deux millions d'euros.\n"
)
RUSSIAN = (
    "В городе открылась новая библиотека\n"
    "В воскресенье городские власти открыли библиотеку, в которой пятьдесят тысяч книг и детский зал.\n"
)
ENGLISH = (
    "Harbour library opens its doors\n"
    "The city opened a public library on the waterfront on Sunday, with fifty thousand books and a room for "
    "children. Its director said that lending is free and that the doors are open seven days a week.\n"
)
PAGE = (
    "<!doctype html><html lang='ar'><head><meta charset='{charset}'><title>افتتاح مكتبة</title></head><body>"
    "<article><h1>افتتاح مكتبة عامة جديدة</h1>"
    "<p>افتتحت بلدية المدينة، صباح الأحد، مكتبة عامة تضم خمسين ألف كتاب وقاعة للأطفال وأخرى للباحثين.</p>"
    "<p>وقالت مديرة المكتبة إن الأبواب مفتوحة للجميع سبعة أيام في الأسبوع، وإن الاستعارة مجانية.</p>"
    "</article></body></html>"
)


def attempt(function: Callable[..., T], *arguments: object, **named: object) -> T | DocumentError:
    """What `function` returns, or the refusal it raises; any other error fails the test."""
    try:
        return function(*arguments, **named)
    except DocumentError as error:
        return error


def page(charset: str = "utf-8") -> bytes:
    """A small news page in the given charset, which it declares."""
    return PAGE.format(charset=charset).encode(charset)


def warc_record(
    body: bytes,
    *,
    uri: str = "https://news.example/1",
    kind: str = "response",
    content_type: str = "text/html; charset=utf-8",
    status: str = "200 OK",
    headers: tuple[str, ...] = (),
) -> bytes:
    """One WARC 1.0 record, as crawlers write it."""
    if kind == "response":
        http = "".join(
            f"{line}\r\n" for line in (f"HTTP/1.1 {status}", f"Content-Type: {content_type}", *headers, "")
        )
        body = http.encode() + body
        content_type = "application/http; msgtype=response"
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
        "WARC-Date: 2026-01-02T03:04:05Z\r\n"
        f"Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def gzip_members(*records: bytes) -> bytes:
    """A `.warc.gz`: each record is a gzip member of its own."""
    return b"".join(gzip.compress(record, mtime=0) for record in records)


def as_mojibake(text: str, wrong: str) -> str:
    """What a program makes of UTF-8 when it takes it for `wrong`; unassigned bytes stand for themselves."""
    return "".join(bytes([byte]).decode(wrong, "ignore") or chr(byte) for byte in text.encode())
