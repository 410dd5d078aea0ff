"""Bad inputs that are text or are not: encodings, nothing at all, binary data, endless lines."""

from __future__ import annotations

import gzip

from bad_kinds import CLEAN, HARD, RANDOM, Kind, html, quarantined, rejected, story
from ingest_world import as_mojibake

ENCODINGS = [
    Kind("utf8 with a mark", "a.txt", story(1).encode("utf-8-sig"), {"": CLEAN}),
    Kind("utf16 with a mark", "a.txt", story(2).encode("utf-16"), {"": CLEAN}),
    Kind("utf16 little endian without a mark", "a.txt", story(3).encode("utf-16-le"), {"": CLEAN}),
    Kind("utf16 big endian without a mark", "a.txt", story(4).encode("utf-16-be"), {"": CLEAN}),
    Kind("utf16 cut inside a character", "a.txt", story(5).encode("utf-16")[:-1], {"": CLEAN}),
    Kind("utf32", "a.txt", story(6).encode("utf-32"), {"": CLEAN}),
    Kind("windows 1256 without declaration", "a.txt", story(7).encode("cp1256"), {"": CLEAN}),
    Kind(
        "windows 1256 page without declaration", "a.html", html("", 8).decode().encode("cp1256"), {"": CLEAN}
    ),
    Kind(
        "windows 1256 page that declares utf8",
        "a.html",
        html("", 9).replace(b"<title>", b"<meta charset=utf-8><title>").decode().encode("cp1256"),
        {"": CLEAN},
    ),
    Kind("utf8 taken for windows 1252", "a.txt", as_mojibake(story(10), "cp1252").encode(), {"": CLEAN}),
    Kind("utf8 taken for windows 1256", "a.txt", as_mojibake(story(11), "cp1256").encode(), {"": CLEAN}),
    Kind(
        "windows 1256 taken for latin",
        "a.txt",
        story(12).encode("cp1256").decode("latin-1").encode(),
        {"": CLEAN},
    ),
    Kind(
        "utf8 with a damaged byte",
        "a.txt",
        story(13).encode().replace(b"\xd9\x88", b"\xd9\xff", 1),
        {"": CLEAN},
    ),
    Kind("utf8 cut inside a character", "a.txt", story(14).encode()[:-3], {"": CLEAN}),
    Kind(
        "lone surrogates as bytes",
        "a.txt",
        story(15).encode() + "\ud83d\n".encode("utf-8", "surrogatepass"),
        {"": CLEAN},
    ),
    Kind("zeros at the end", "a.txt", story(16).encode() + bytes(4096), {"": CLEAN}),
    Kind("a zero inside a word", "a.txt", story(17).replace("صباح", "صب\0اح").encode(), {"": CLEAN}),
    Kind("marks in the middle", "a.txt", story(18).replace("\n", "\n\ufeff").encode(), {"": CLEAN}),
    Kind("carriage returns only", "a.txt", story(19).replace("\n", "\r").encode(), {"": CLEAN}),
    Kind("line separators of unicode", "a.txt", story(20).replace("\n", "\u2028").encode(), {"": CLEAN}),
    Kind(
        "bidirectional marks everywhere",
        "a.txt",
        story(21).replace(" ", " \u200f\u2067").encode(),
        {"": CLEAN},
    ),
    Kind("text named html", "a.html", story(22).encode(), {"": CLEAN}),
    Kind("a page named txt", "a.txt", html("", 23), {"": CLEAN}),
]

NOTHING = [
    Kind("no byte at all", "a.txt", b"", {"": quarantined("EMPTY")}),
    Kind("white space only", "a.txt", b" \r\n\t \n" * 50, {"": quarantined("EMPTY")}),
    Kind("a mark only", "a.txt", b"\xef\xbb\xbf", {"": quarantined("EMPTY")}),
    Kind("zeros only", "a.txt", bytes(10_000), {"": quarantined("EMPTY")}),
    Kind(
        "invisible characters only", "a.txt", "\u200f\u200b\ufeff\n".encode() * 9, {"": quarantined("EMPTY")}
    ),
    Kind("a page of white space", "a.html", b"\n \n\n ", {"": quarantined("EMPTY")}),
    Kind("one word", "a.txt", "خبر".encode(), {"": rejected("NO_BODY")}),
    Kind(
        "boilerplate only",
        "a.txt",
        "اقرأ أيضا\nشارك\nفيسبوك\nتويتر\nواتساب\n".encode(),
        {"": rejected("NO_BODY")},
    ),
    Kind("numbers only", "a.txt", b"12 34 56\n78 90\n" * 30, {"": rejected("NO_BODY")}),
    Kind(
        "a page of links",
        "a.html",
        html("<ul>" + "<li><a href='/a'>رابط</a></li>" * 40 + "</ul>"),
        {"": rejected("NO_BODY")},
    ),
    Kind(
        "a page without text",
        "a.html",
        b"<html><head></head><body><img src=a><br></body></html>",
        {"": rejected("EMPTY")},
    ),
    Kind(
        "a page of script",
        "a.html",
        b"<html><script>var a = '<p>no</p>';</script></html>",
        {"": rejected("EMPTY")},
    ),
]

BINARY = [
    Kind(
        "a pdf named html",
        "a.html",
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\n" * 9,
        {"": quarantined("BINARY")},
    ),
    Kind(
        "a picture named txt",
        "a.txt",
        b"\x89PNG\r\n\x1a\n" + RANDOM.randbytes(900),
        {"": quarantined("BINARY")},
    ),
    Kind(
        "an office document named txt",
        "a.txt",
        b"PK\x03\x04" + RANDOM.randbytes(900),
        {"": quarantined("BINARY")},
    ),
    Kind("gzip data named txt", "a.txt", gzip.compress(HARD), {"": quarantined("BINARY")}),
    Kind("a database named txt", "a.txt", b"SQLite format 3\0" + bytes(900), {"": quarantined("BINARY")}),
    Kind("rich text named txt", "a.txt", rb"{\rtf1\ansi\deff0 hello}", {"": quarantined("BINARY")}),
    Kind("random bytes", "a.txt", RANDOM.randbytes(9000), {"": quarantined("BINARY")}),
    Kind("control characters", "a.txt", bytes(range(1, 32)) * 300, {"": quarantined("BINARY")}),
]

LONG = [
    Kind(
        "one line of ten megabytes",
        "a.txt",
        (story(70).replace("\n", " ") * 20_000).encode()[:10_000_000],
        {"": CLEAN},
    ),
    Kind("one word of a megabyte", "a.txt", b"x" * 1_000_000, {"": rejected("NO_BODY")}),
    Kind("a megabyte of brackets", "a.txt", b"([{<" * 250_000, {"": rejected("NO_BODY")}),
    Kind(
        "a megabyte of spaces inside",
        "a.txt",
        story(71).encode() + b"x" + b" " * 1_000_000 + b"x",
        {"": CLEAN},
    ),
    Kind("sixty thousand lines", "a.txt", b"line\n" * 60_000, {"": quarantined("TOO_MANY_BLOCKS")}),
    Kind(
        "a text over the limit", "a.txt", b"line of text\n" * 1_700_000, {"": quarantined("RECORD_TOO_LARGE")}
    ),
    Kind(
        "ten thousand accents on one letter",
        "a.txt",
        (story(72) + "e" + "\u0301" * 10_000).encode(),
        {"": CLEAN},
    ),
]
