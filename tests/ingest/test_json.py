"""JSON Lines, lists and single records: every record stands or falls alone."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ingest_world import ARABIC, ENGLISH, attempt

from newsift.errors import DocumentError
from newsift.ingest.json_list import list_items
from newsift.ingest.parse import parse
from newsift.ingest.read import read_file
from newsift.models import Format, FoundFile, RawFile, content_digest
from newsift.settings import InputSettings

INPUTS = InputSettings()
FLAT = ARABIC.replace("\n", " ")


@pytest.fixture
def read(tmp_path):
    """Read one file with the given name and bytes; gives its inputs."""

    def reading(name: str, data: bytes, settings: InputSettings = INPUTS):
        location = tmp_path / name
        location.write_bytes(data)
        return list(read_file(FoundFile(name, len(data), 0, str(location)), settings))

    return reading


def outcomes(items) -> list[tuple[str, str]]:
    """Path and text (or reason) of each input."""
    return [
        (item.path, parse(item, INPUTS).text if isinstance(item, RawFile) else item.reason) for item in items
    ]


def dumps(*records: object, ascii_only: bool = False) -> bytes:
    return b"".join(json.dumps(record, ensure_ascii=ascii_only).encode() + b"\n" for record in records)


def test_each_line_is_an_input_with_its_number_and_fields(read):
    items = read(
        "a.jsonl",
        dumps({"id": 7, "text": ARABIC, "title": " T ", "author": {"name": "N"}}, {"body": ENGLISH}),
    )
    assert outcomes(items) == [("a.jsonl#0", ARABIC), ("a.jsonl#1", ENGLISH)]
    assert (items[0].fields.record_id, items[0].fields.title, items[0].fields.authors) == ("7", "T", ("N",))
    assert [item.record_no for item in items] == [0, 1]


def test_a_value_in_a_list_of_one_is_that_value_and_longer_lists_are_no_title(read):
    items = read(
        "a.jsonl",
        dumps(
            {"title": ["T"], "link": "", "url": ["https://a.example/1"], "date": ["2026-03-01"], "text": "x"},
            {"title": ["T", "U"], "source": [{"name": "S"}], "section": [], "text": "x"},
        ),
    )
    assert (items[0].fields.title, items[0].fields.url) == ("T", "https://a.example/1")
    assert items[0].fields.published == "2026-03-01"
    assert (items[1].fields.title, items[1].fields.source, items[1].fields.section) == (None, "S", None)


def test_a_bad_line_is_refused_alone(read):
    data = b"\n".join(
        [
            b'{"text": "one"}',
            b"",
            b'{"text": ',
            b"not json",
            b"[1, 2]",
            b"7",
            b'"text"',
            b"null",
            b'{"text": "two"}',
        ]
    )
    assert outcomes(read("a.jsonl", data)) == [
        ("a.jsonl#0", "one"),
        ("a.jsonl#1", "INVALID_JSON"),
        ("a.jsonl#2", "INVALID_JSON"),
        ("a.jsonl#3", "NOT_AN_OBJECT"),
        ("a.jsonl#4", "NOT_AN_OBJECT"),
        ("a.jsonl#5", "NOT_AN_OBJECT"),
        ("a.jsonl#6", "NOT_AN_OBJECT"),
        ("a.jsonl#7", "two"),
    ]


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"title": "only"}, "NO_TEXT"),
        ({"text": ""}, "NO_TEXT"),
        ({"text": " \n"}, "NO_TEXT"),
        ({"text": None}, "NO_TEXT"),
        ({"text": []}, "NO_TEXT"),
        ({"text": 12}, "WRONG_TYPE"),
        ({"text": True}, "WRONG_TYPE"),
        ({"text": {"a": 1}}, "WRONG_TYPE"),
        ({"text": ["a", 1]}, "WRONG_TYPE"),
    ],
)
def test_records_without_text_say_what_is_missing(read, record, reason):
    (refused,) = read("a.jsonl", dumps(record))
    assert refused.reason == reason
    assert "inputs.fields.text" in refused.error or "string" in refused.error


def test_the_first_text_field_that_holds_text_wins(read):
    data = dumps({"text": "", "body": 5, "content": ["first", "second"], "html": "<p>x</p>"})
    assert outcomes(read("a.jsonl", data)) == [("a.jsonl#0", "first\nsecond")]


def test_a_headline_with_a_link_and_an_empty_text_is_its_headline(read):
    item = {"title": "عنوان الخبر", "url": "https://news.example/1", "text": ""}
    assert outcomes(read("a.jsonl", dumps(item))) == [("a.jsonl#0", "عنوان الخبر")]
    assert outcomes(read("a.jsonl", dumps(item | {"text": None}))) == [("a.jsonl#0", "عنوان الخبر")]
    without = [{**item, "url": None}, {**item, "title": " "}, {key: item[key] for key in ("title", "url")}]
    assert {reason for _, reason in outcomes(read("a.jsonl", dumps(*without)))} == {"NO_TEXT"}
    off = INPUTS.model_copy(update={"headline_items": False})
    assert outcomes(read("a.jsonl", dumps(item), off)) == [("a.jsonl#0", "NO_TEXT")]


def test_text_of_an_html_field_is_a_page(read):
    (item,) = read("a.json", dumps({"html": "<p>نص المقال</p>"}))
    assert item.media is Format.HTML


def test_of_duplicate_keys_the_last_counts(read):
    assert outcomes(read("a.jsonl", b'{"text": "old", "text": "new"}')) == [("a.jsonl#0", "new")]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (b'{"text": "a \\ud83d b"}', "a \ufffd b"),
        (b'{"text": "a", "score": NaN}', "a"),
        (b'{"text": "a\tb"}', "a\tb"),
        (b'{"text": "\\u0000a\\u0000b"}', "ab"),
        ('{"text": "ab\u2028cd"}'.encode(), "ab\u2028cd"),
        (b"\xef\xbb\xbf" + b'{"text": "a"}', "a"),
        (b'\x00\x00{"text": "a"}\x00', "a"),
        (b'{"text": "a"}\r', "a"),
        (b'{"text": "' + FLAT.encode("cp1256") + b'"}', FLAT),
    ],
)
def test_lines_that_strict_json_refuses_are_read_where_their_text_is_plain(read, line, text):
    assert outcomes(read("a.jsonl", line)) == [("a.jsonl#0", text)]


def test_deep_nesting_is_refused_not_a_crash(read):
    deep = b'{"text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    assert outcomes(read("a.jsonl", deep + b'\n{"text": "b"}')) == [
        ("a.jsonl#0", "INVALID_JSON"),
        ("a.jsonl#1", "b"),
    ]
    assert outcomes(read("a.json", b"[" + deep + b', {"text": "b"}]')) == [
        ("a.json#0", "INVALID_JSON"),
        ("a.json#1", "b"),
    ]


def test_a_line_over_the_limit_is_skipped_and_the_next_is_read(read):
    limited = INPUTS.model_copy(update={"max_record_bytes": 1000})
    data = dumps({"text": "a"}, {"text": "x" * 300_000}, {"text": "b"})
    assert outcomes(read("a.jsonl", data, limited)) == [
        ("a.jsonl#0", "a"),
        ("a.jsonl#1", "RECORD_TOO_LARGE"),
        ("a.jsonl#2", "b"),
    ]


def test_an_item_of_a_list_over_the_limit_is_skipped_and_the_next_is_read(read):
    limited = INPUTS.model_copy(update={"max_record_bytes": 1000})
    data = json.dumps([{"text": "a"}, {"text": "x" * 300_000}, {"text": "b"}]).encode()
    assert outcomes(read("a.json", data, limited)) == [
        ("a.json#0", "a"),
        ("a.json#1", "RECORD_TOO_LARGE"),
        ("a.json#2", "b"),
    ]


def test_an_item_that_grows_over_the_limit_bit_by_bit_is_never_held():
    data = json.dumps([{"text": "a"}, {"text": "x" * 3000}, {"text": "b"}]).encode()
    items = list(list_items(Dripping(data, 100), 1000))
    assert items == [b'{"text": "a"}', None, b'{"text": "b"}']


def test_lone_surrogates_and_zeros_never_leave_the_reader(read):
    (item,) = read(
        "a.json", json.dumps({"text": "a\ud83d", "title": "b\ud83d\x00", "tags": ["c\udc00"]}).encode()
    )
    assert (item.data, item.fields.title, item.fields.keywords) == (
        "a\ufffd".encode(),
        "b\ufffd",
        ("c\ufffd",),
    )


def test_a_single_record_has_the_files_own_path(read):
    assert outcomes(read("a.json", json.dumps({"text": ARABIC}, indent=2).encode())) == [("a.json", ARABIC)]


def test_a_single_record_over_the_limit_is_refused(read):
    limited = INPUTS.model_copy(update={"max_record_bytes": 1000})
    assert outcomes(read("a.json", dumps({"text": "x" * 3000}), limited)) == [("a.json", "RECORD_TOO_LARGE")]


def test_a_json_file_that_holds_lines_is_read_as_lines(read):
    data = b"\n" + dumps({"text": "a"}, {"text": "b"})
    assert outcomes(read("a.json", data)) == [("a.json#0", "a"), ("a.json#1", "b")]


def test_a_jsonl_file_that_holds_a_list_is_read_as_a_list(read):
    data = json.dumps([{"text": "a"}, {"text": "b"}], indent=1).encode()
    assert outcomes(read("a.jsonl", data)) == [("a.jsonl#0", "a"), ("a.jsonl#1", "b")]


def test_a_bad_item_of_a_list_is_refused_alone(read):
    data = b' [{"text": "a,]}\\""}, {bad}, 5, {"text": [\n"b", "c"]} ,]'
    assert outcomes(read("a.json", data)) == [
        ("a.json#0", 'a,]}"'),
        ("a.json#1", "INVALID_JSON"),
        ("a.json#2", "NOT_AN_OBJECT"),
        ("a.json#3", "b\nc"),
    ]


@pytest.mark.parametrize(
    ("data", "last"),
    [
        (b'[{"text": "a"}, {"text": "b', ("a.json#1", "INVALID_JSON")),
        (b'[{"text": "a"}', ("a.json", "INVALID_JSON")),
        (b'[{"text": "a"}] {"text": "b"}', ("a.json#1", "INVALID_JSON")),
        (b'[{"text": "a"}]]', ("a.json#1", "INVALID_JSON")),
        (b'[{"text": "a"}][', ("a.json#1", "INVALID_JSON")),
    ],
)
def test_a_list_that_breaks_off_says_so_after_its_good_records(read, data, last):
    assert outcomes(read("a.json", data))[-1] == last


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.json", b"[]"), ("a.json", b" [ ] "), ("a.jsonl", b""), ("a.jsonl", b"\n\n"), ("a.jsonl", b"[]")],
)
def test_a_container_without_records_is_refused_as_empty(read, name, data):
    assert outcomes(read(name, data)) == [(name, "EMPTY")]


@pytest.mark.parametrize(
    ("data", "reason"), [(b"", "EMPTY"), (b"%PDF-1.4 x", "BINARY"), (b"hello", "INVALID_JSON")]
)
def test_a_json_file_that_holds_no_json_is_refused(read, data, reason):
    assert outcomes(read("a.json", data)) == [("a.json", reason)]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
def test_wide_encodings_are_read_in_all_shapes(read, encoding):
    records = [{"text": ARABIC * 300}, {"text": ENGLISH}]
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    whole = json.dumps(records, ensure_ascii=False)
    assert [text for _, text in outcomes(read("a.jsonl", lines.encode(encoding)))] == [ARABIC * 300, ENGLISH]
    assert [text for _, text in outcomes(read("a.json", whole.encode(encoding)))] == [ARABIC * 300, ENGLISH]
    single = json.dumps(records[0], ensure_ascii=False, indent=1).encode(encoding)
    assert outcomes(read("a.json", single)) == [("a.json", ARABIC * 300)]


def test_the_same_record_has_the_same_digest_in_every_container(read):
    record = json.dumps({"text": ARABIC}).encode()
    (line,) = read("a.jsonl", record + b"\r\n")
    (item,) = read("b.json", b"[\n " + record + b"\n]")
    (single,) = read("c.json", record)
    assert line.content_hash == item.content_hash == single.content_hash == content_digest(record)


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        (1767322800, "2026-01-02T03:00:00+00:00"),
        (1767322800.5, "2026-01-02T03:00:00+00:00"),
        (1767322800123, "2026-01-02T03:00:00+00:00"),
        (2026, "2026"),
        (10**30, None),
        (True, None),
        (float("inf"), None),
        ("2026-01-02", "2026-01-02"),
        (None, None),
    ],
)
def test_times_as_numbers_become_iso_times(read, value, moment):
    (item,) = read("a.json", json.dumps({"text": "a", "published": value}).encode())
    assert item.fields.published == moment


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(st.lists(json_values, max_size=6), st.integers(1, 7), st.sampled_from([None, 0, 2]))
def test_list_items_are_cut_where_json_ends_them(values, chunk, indent):
    data = json.dumps(values, ensure_ascii=False, indent=indent).encode("utf-8", "surrogatepass")
    items = list(list_items(Dripping(data, chunk), 10_000))
    assert [json.loads(item.decode("utf-8", "surrogatepass")) for item in items] == json.loads(
        data.decode("utf-8", "surrogatepass")
    ) or any("NaN" in json.dumps(value) for value in values)


@given(st.binary(max_size=200), st.sampled_from(["a.json", "a.jsonl"]))
def test_any_bytes_are_records_or_refusals(tmp_path_factory, data, name):
    location = tmp_path_factory.getbasetemp() / f"fuzz-{name}"
    location.write_bytes(data)
    assert list(read_file(FoundFile(name, len(data), 0, str(location)), INPUTS))


@given(
    st.lists(
        st.sampled_from([b"{", b"}", b"[", b"]", b'"', b"\\", b",", b":", b'"text"', b"\n", b"1", b"\xff"]),
        max_size=40,
    )
)
def test_broken_json_never_raises_anything_but_a_document_error(parts):
    data = b"".join(parts)
    for limit in (3, 1000):
        items = attempt(lambda limit: list(list_items(io.BytesIO(data), limit)), limit)
        if isinstance(items, DocumentError):
            assert items.reason == "INVALID_JSON"
        else:
            assert all(item is None or len(item) <= limit for item in items)


class Dripping(io.BytesIO):
    """A stream that gives a few bytes at a time."""

    def __init__(self, data: bytes, chunk: int) -> None:
        super().__init__(data)
        self._chunk = chunk

    def read1(self, size: int = -1) -> bytes:
        return super().read1(min(size, self._chunk))
