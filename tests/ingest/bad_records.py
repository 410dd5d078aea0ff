"""Bad inputs of many records: compressed files, JSON, WARC, Parquet."""

from __future__ import annotations

import gzip
import json

import pyarrow as pa
import zstandard
from bad_kinds import CLEAN, HARD, Kind, html, lines, parquet, quarantined, record, story
from ingest_world import gzip_members, page, warc_record

COMPRESSED = [
    Kind(
        "a truncated gzip", "a.txt.gz", gzip.compress(HARD)[:-500], {"": quarantined("DAMAGED_COMPRESSION")}
    ),
    Kind(
        "a truncated zstd",
        "a.txt.zst",
        zstandard.compress(HARD)[:-500],
        {"": quarantined("DAMAGED_COMPRESSION")},
    ),
    Kind("text named gz", "a.txt.gz", story(30).encode(), {"": quarantined("DAMAGED_COMPRESSION")}),
    Kind("text named zst", "a.html.zst", story(31).encode(), {"": quarantined("DAMAGED_COMPRESSION")}),
    Kind("nothing compressed", "a.txt.gz", gzip.compress(b""), {"": quarantined("EMPTY")}),
    Kind("compressed twice", "a.txt.gz", gzip.compress(gzip.compress(HARD)), {"": quarantined("BINARY")}),
    Kind("a gzip bomb", "a.txt.gz", gzip.compress(bytes(50_000_000)), {"": quarantined("COMPRESSION_BOMB")}),
    Kind(
        "a zstd bomb",
        "a.jsonl.zst",
        zstandard.compress(bytes(50_000_000)),
        {"": quarantined("COMPRESSION_BOMB")},
    ),
    Kind("a zip archive", "a.zip", b"PK\x03\x04", {"": quarantined("ARCHIVE_NOT_READ")}),
    Kind("a tar archive", "a.tar.gz", gzip.compress(b"x"), {"": quarantined("ARCHIVE_NOT_READ")}),
    Kind("another compression", "a.jsonl.bz2", b"BZh9", {"": quarantined("ARCHIVE_NOT_READ")}),
    Kind(
        "a truncated gzip of lines",
        "a.jsonl.gz",
        gzip.compress(lines(record(32), record(33)) + b'{"text":"' + HARD.replace(b"\n", b""))[:-9000],
        {"#0": CLEAN, "#1": CLEAN, "#2": quarantined("DAMAGED_COMPRESSION")},
    ),
]

JSON = [
    Kind("invalid json", "a.json", b'{"text": "a', {"": quarantined("INVALID_JSON")}),
    Kind("an empty json file", "a.json", b"", {"": quarantined("EMPTY")}),
    Kind("an empty list", "a.json", b"[]", {"": quarantined("EMPTY")}),
    Kind("a file without lines", "a.jsonl", b"\n\n", {"": quarantined("EMPTY")}),
    Kind(
        "bad lines amid good ones",
        "a.jsonl",
        lines(record(40), b"{oops\n", b"\n", record(41), b"[1]\n", b"7\n", record(42)),
        {
            "#0": CLEAN,
            "#1": quarantined("INVALID_JSON"),
            "#2": CLEAN,
            "#3": quarantined("NOT_AN_OBJECT"),
            "#4": quarantined("NOT_AN_OBJECT"),
            "#5": CLEAN,
        },
    ),
    Kind(
        "a list with a bad item, cut off",
        "a.json",
        b"[" + lines(record(43)) + b', {"text": 7}, {oops}, ' + lines(record(44)) + b', {"text": "',
        {
            "#0": CLEAN,
            "#1": quarantined("WRONG_TYPE"),
            "#2": quarantined("INVALID_JSON"),
            "#3": CLEAN,
            "#4": quarantined("INVALID_JSON"),
        },
    ),
    Kind("wrong types", "a.json", json.dumps({"text": {"a": 1}}).encode(), {"": quarantined("WRONG_TYPE")}),
    Kind("no text", "a.json", json.dumps({"title": "a"}).encode(), {"": quarantined("NO_TEXT")}),
    Kind("an empty text", "a.json", json.dumps({"text": " "}).encode(), {"": quarantined("NO_TEXT")}),
    Kind("duplicate keys", "a.jsonl", b'{"text": "x", ' + lines(record(45))[1:], {"#0": CLEAN}),
    Kind(
        "odd types beside the text",
        "a.jsonl",
        lines(record(46, title=[1], url={}, date=[], author=7, tags={})),
        {"#0": CLEAN},
    ),
    Kind(
        "deep nesting",
        "a.jsonl",
        b'{"text": ' + b"[" * 90_000 + b"\n" + lines(record(47)),
        {"#0": quarantined("INVALID_JSON"), "#1": CLEAN},
    ),
    Kind("not a number", "a.jsonl", lines(record(48, score=float("nan"))), {"#0": CLEAN}),
    Kind(
        "lone surrogates", "a.jsonl", json.dumps(record(49, title="\ud83d")).encode() + b"\n", {"#0": CLEAN}
    ),
    Kind("lines in windows 1256", "a.jsonl", lines(record(50)).decode().encode("cp1256"), {"#0": CLEAN}),
    Kind(
        "lines in utf16",
        "a.jsonl",
        lines(record(51), record(52)).decode().encode("utf-16"),
        {"#0": CLEAN, "#1": CLEAN},
    ),
    Kind(
        "a mark before every line",
        "a.jsonl",
        b"".join(b"\xef\xbb\xbf" + lines(record(n)) for n in (53, 54)),
        {"#0": CLEAN, "#1": CLEAN},
    ),
    Kind(
        "a line over the limit",
        "a.jsonl",
        lines({"text": "x" * 21_000_000}, record(55)),
        {"#0": quarantined("RECORD_TOO_LARGE"), "#1": CLEAN},
    ),
    Kind("a list named jsonl", "a.jsonl", json.dumps([record(56)], indent=1).encode(), {"#0": CLEAN}),
    Kind("a page in a record", "a.jsonl", lines({"html": html("", 57).decode()}), {"#0": CLEAN}),
]

CONTAINERS = [
    Kind("no archive", "a.warc", b"garbage\r\n\r\n" * 30, {"": quarantined("DAMAGED_WARC")}),
    Kind(
        "an archive without pages",
        "a.warc.gz",
        gzip_members(warc_record(b"\x89PNG", content_type="image/png")),
        {"": quarantined("EMPTY")},
    ),
    Kind(
        "an archive with an unknown encoding, cut off",
        "a.warc",
        (
            warc_record(html("", 80))
            + warc_record(b"\1\2", headers=("Content-Encoding: xyz",))
            + warc_record(page())
        )[:-60],
        {"#0": CLEAN, "#1": quarantined("UNKNOWN_CONTENT_ENCODING"), "#2": quarantined("CUT_SHORT")},
    ),
    Kind("no parquet", "a.parquet", b"PAR1" + bytes(90), {"": quarantined("DAMAGED_PARQUET")}),
    Kind("parquet without a text column", "a.parquet", parquet(headline=["a"]), {"": quarantined("NO_TEXT")}),
    Kind(
        "parquet without rows",
        "a.parquet",
        parquet(text=pa.array([], pa.string())),
        {"": quarantined("EMPTY")},
    ),
    Kind(
        "parquet with holes",
        "a.parquet",
        parquet(text=[story(81), None]),
        {"#0": CLEAN, "#1": quarantined("NO_TEXT")},
    ),
]
