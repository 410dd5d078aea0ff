"""Web archives: pages only, with their address and charset, whatever their encodings."""

from __future__ import annotations

import gzip
import io
import zlib

import pytest
import zstandard
from fastwarc.stream_io import BrotliWriter
from hypothesis import given, settings
from hypothesis import strategies as st
from ingest_world import ARABIC, gzip_members, page, warc_record

from newsift.ingest.parse import parse
from newsift.ingest.read import read_file
from newsift.models import Format, FoundFile, RawFile, content_digest
from newsift.settings import InputSettings

INPUTS = InputSettings()


@pytest.fixture
def read(tmp_path):
    def reading(data: bytes, name: str = "a.warc", limits: InputSettings = INPUTS):
        location = tmp_path / name
        location.write_bytes(data)
        return list(read_file(FoundFile(name, len(data), 0, str(location)), limits))

    return reading


def outcomes(items) -> list[tuple[str, str]]:
    return [(item.path, "page" if isinstance(item, RawFile) else item.reason) for item in items]


def brotli(data: bytes) -> bytes:
    target = Kept()
    writer = BrotliWriter(target)
    writer.write(data)
    writer.close()
    return target.getvalue()


class Kept(io.BytesIO):
    """A buffer that outlives its writer."""

    def close(self) -> None:
        pass


def test_a_page_has_the_address_charset_and_digest_of_its_record(read):
    body = page().replace(b"<meta charset='utf-8'>", b"").decode().encode("cp1256")
    (item,) = read(
        warc_record(body, uri="https://news.example/7", content_type="text/html; charset=windows-1256")
    )
    assert (item.path, item.media, item.declared_encoding) == ("a.warc#0", Format.HTML, "windows-1256")
    assert item.fields.url == "https://news.example/7"
    assert item.content_hash == content_digest(body)
    document = parse(item, INPUTS)
    assert (document.encoding, document.encoding_origin, document.site) == (
        "cp1256",
        "declared",
        "news.example",
    )


def test_only_successful_pages_are_inputs_and_numbered_without_gaps(read):
    data = b"".join(
        [
            warc_record(b"software: x\r\n", kind="warcinfo", content_type="application/warc-fields"),
            warc_record(
                b"GET / HTTP/1.1\r\n\r\n", kind="request", content_type="application/http; msgtype=request"
            ),
            warc_record(b"\x89PNG", content_type="image/png"),
            warc_record(page()),
            warc_record(b"<p>moved</p>", status="301 Moved Permanently"),
            warc_record(b"<p>gone</p>", status="404 Not Found"),
            warc_record(b"{}", content_type="application/json"),
            warc_record(b"", kind="revisit"),
            warc_record(ARABIC.encode(), content_type="text/plain"),
            warc_record(page(), kind="resource", content_type="text/html"),
            warc_record(page(), content_type="application/xhtml+xml"),
        ]
    )
    items = read(data)
    assert outcomes(items) == [(f"a.warc#{n}", "page") for n in range(4)]
    assert [item.media for item in items] == [Format.HTML, None, Format.HTML, Format.HTML]


def test_gzip_members_and_one_stream_read_alike(read):
    records = [warc_record(page(), uri=f"https://news.example/{n}") for n in range(3)]
    plain = [(item.fields.url, item.content_hash) for item in read(b"".join(records))]
    for data in (gzip_members(*records), gzip.compress(b"".join(records))):
        assert [(item.fields.url, item.content_hash) for item in read(data, "a.warc.gz")] == plain
    assert len(read(zstandard.compress(b"".join(records)), "a.warc.zst")) == 3


def raw_deflate(data: bytes) -> bytes:
    deflater = zlib.compressobj(wbits=-15)
    return deflater.compress(data) + deflater.flush()


def chunked(data: bytes) -> bytes:
    half = len(data) // 2
    return (
        b"".join(b"%x;ext=1\r\n%s\r\n" % (len(part), part) for part in (data[:half], data[half:]))
        + b"0\r\n\r\n"
    )


@pytest.mark.parametrize(
    ("encode", "header"),
    [
        (gzip.compress, "Content-Encoding: gzip"),
        (zlib.compress, "Content-Encoding: deflate"),
        (raw_deflate, "Content-Encoding: deflate"),
        (zstandard.compress, "Content-Encoding: zstd"),
        (brotli, "Content-Encoding: br"),
        (chunked, "Transfer-Encoding: chunked"),
        (bytes, "Content-Encoding: gzip"),  # stored decoded, with the header kept
        (bytes, "Content-Encoding: br"),
        (bytes, "Transfer-Encoding: chunked"),
        (bytes, "Content-Encoding: identity"),
    ],
)
def test_transfer_and_content_encodings_are_undone(read, encode, header):
    (item,) = read(warc_record(encode(page()), headers=(header,)))
    assert item.data == page()
    assert item.content_hash == content_digest(page())


def test_chunks_of_compressed_bytes_are_undone_in_order(read):
    headers = ("Transfer-Encoding: chunked", "Content-Encoding: gzip")
    assert read(warc_record(chunked(gzip.compress(page())), headers=headers))[0].data == page()


@pytest.mark.parametrize(
    ("body", "header", "reason"),
    [
        (b"\x01\x02\x03", "Content-Encoding: compress", "UNKNOWN_CONTENT_ENCODING"),
        (gzip.compress(page())[:-30], "Content-Encoding: gzip", "DAMAGED_COMPRESSION"),
        (b"\x01\x02\x03\x04", "Content-Encoding: deflate", "DAMAGED_COMPRESSION"),
        (b"\x01\x02\x03\x04", "Content-Encoding: br", "DAMAGED_COMPRESSION"),
        (b"\x01\x02\x03\x04", "Content-Encoding: zstd", "DAMAGED_COMPRESSION"),
        (gzip.compress(bytes(30_000_000)), "Content-Encoding: gzip", "RECORD_TOO_LARGE"),
        (zlib.compress(bytes(30_000_000)), "Content-Encoding: deflate", "RECORD_TOO_LARGE"),
        (zstandard.compress(bytes(30_000_000)), "Content-Encoding: zstd", "RECORD_TOO_LARGE"),
        (bytes(21_000_000), "X: y", "RECORD_TOO_LARGE"),
    ],
)
def test_a_page_that_cannot_be_unpacked_is_refused_alone(read, body, header, reason):
    items = read(warc_record(body, headers=(header,)) + warc_record(page()))
    assert outcomes(items) == [("a.warc#0", reason), ("a.warc#1", "page")]


def test_an_archive_cut_inside_a_page_refuses_that_page(read):
    data = warc_record(page()) + warc_record(page() * 2)
    assert outcomes(read(data[:-100])) == [("a.warc#0", "page"), ("a.warc#1", "CUT_SHORT")]


@pytest.mark.parametrize("cut", [20, 120, 330, 400])
def test_an_archive_cut_anywhere_says_so(read, cut):
    data = warc_record(page()) + warc_record(b"\x89PNG" + bytes(5000), content_type="image/png")
    end = len(warc_record(page())) + cut
    assert outcomes(read(data[:end])) == [("a.warc#0", "page"), ("a.warc#1", "DAMAGED_WARC")]


def test_a_truncated_warc_gz_gives_its_pages_then_a_refusal(read):
    data = gzip_members(*(warc_record(page(), uri=f"https://news.example/{n}") for n in range(5)))
    assert outcomes(read(data[:-40], "a.warc.gz"))[:4] == [(f"a.warc.gz#{n}", "page") for n in range(4)]
    assert outcomes(read(data[:-40], "a.warc.gz"))[-1][1] == "DAMAGED_COMPRESSION"


@pytest.mark.parametrize("data", [b"garbage\r\n\r\n" * 30, bytes(range(256)) * 20, b"<html>" * 100])
def test_what_is_no_archive_is_refused(read, data):
    assert outcomes(read(data)) == [("a.warc", "DAMAGED_WARC")]


def test_an_archive_without_pages_is_refused_as_empty(read):
    assert outcomes(read(b"")) == [("a.warc", "EMPTY")]
    assert outcomes(read(warc_record(b"\x89PNG", content_type="image/png"))) == [("a.warc", "EMPTY")]


@settings(max_examples=150)
@given(st.integers(0, 900), st.integers(0, 30), st.binary(max_size=20), st.booleans())
def test_any_damage_gives_pages_or_refusals(tmp_path_factory, at, removed, inserted, packed):
    records = (warc_record(page(), headers=("Content-Encoding: gzip",)), warc_record(page()))
    data = gzip_members(*records) if packed else b"".join(records)
    location = tmp_path_factory.getbasetemp() / ("fuzz.warc.gz" if packed else "fuzz.warc")
    location.write_bytes(data[:at] + inserted + data[at + removed :])
    assert list(read_file(FoundFile(location.name, len(data), 0, str(location)), INPUTS))
