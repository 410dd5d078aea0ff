"""Parquet files: rows as records, with any column type a crawler may write."""

from __future__ import annotations

import datetime as dt
import gzip

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ingest_world import ARABIC, ENGLISH

from newsift.ingest.parse import parse
from newsift.ingest.read import read_file
from newsift.models import FoundFile, RawFile
from newsift.settings import InputSettings

INPUTS = InputSettings()


@pytest.fixture
def read(tmp_path):
    def reading(table: pa.Table | bytes, name: str = "a.parquet", limits: InputSettings = INPUTS, **options):
        location = tmp_path / name
        if isinstance(table, bytes):
            location.write_bytes(table)
        else:
            pq.write_table(table, location, **options)
        return list(read_file(FoundFile(name, location.stat().st_size, 0, str(location)), limits))

    return reading


def outcomes(items) -> list[tuple[str, str]]:
    return [
        (item.path, parse(item, INPUTS).text if isinstance(item, RawFile) else item.reason) for item in items
    ]


def test_rows_are_inputs_with_their_fields(read):
    moment = dt.datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=dt.timezone(dt.timedelta(hours=3)))
    table = pa.table(
        {
            "id": [1, 2, 3],
            "title": ["عنوان", None, ""],
            "text": [ARABIC, None, ENGLISH],
            "published": pa.array([moment, None, None], pa.timestamp("ns", "Asia/Riyadh")),
            "updated": pa.array([dt.datetime(2026, 1, 2), None, None], pa.timestamp("ms")),
            "authors": [["A", "B"], None, []],
            "source": [{"name": "الميناء"}, None, None],
            "keywords": pa.array(["ثقافة", None, "x"]).dictionary_encode(),
            "ignored": [b"\xff", b"", None],
        }
    )
    items = read(table)
    assert outcomes(items) == [("a.parquet#0", ARABIC), ("a.parquet#1", "NO_TEXT"), ("a.parquet#2", ENGLISH)]
    fields = items[0].fields
    assert (fields.record_id, fields.title, fields.source) == ("1", "عنوان", "الميناء")
    assert (fields.authors, fields.keywords) == (("A", "B"), ("ثقافة",))
    assert (fields.published, fields.updated) == ("2026-01-02T00:04:05+00:00", "2026-01-02T00:00:00")


def test_dates_are_iso_dates(read):
    table = pa.table({"text": ["a"], "date": [dt.date(2026, 1, 2)]})
    assert read(table)[0].fields.published == "2026-01-02"


@pytest.mark.parametrize("kind", [pa.binary(), pa.large_binary()])
def test_text_as_bytes_is_decoded_like_a_file(read, kind):
    table = pa.table({"text": pa.array([ARABIC.encode("cp1256"), ARABIC.encode()], kind)})
    assert [text for _, text in outcomes(read(table))] == [ARABIC, ARABIC]


def test_strings_that_are_not_utf8_are_decoded_like_a_file(read):
    column = pa.array([ARABIC.encode("cp1256"), ARABIC.encode()], pa.binary()).view(pa.string())
    assert [text for _, text in outcomes(read(pa.table({"text": column})))] == [ARABIC, ARABIC]


@pytest.mark.parametrize(
    ("column", "reason"),
    [
        ([5], "WRONG_TYPE"),
        ([None], "NO_TEXT"),
        ([""], "NO_TEXT"),
        ([{"a": 1}], "WRONG_TYPE"),
        ([[1.5]], "WRONG_TYPE"),
    ],
)
def test_rows_without_text_say_what_is_missing(read, column, reason):
    assert outcomes(read(pa.table({"text": column}))) == [("a.parquet#0", reason)]


def test_a_file_without_a_text_column_is_refused_whole(read):
    assert outcomes(read(pa.table({"headline": ["a"]}))) == [("a.parquet", "NO_TEXT")]


def test_a_file_without_rows_is_refused_as_empty(read):
    assert outcomes(read(pa.table({"text": pa.array([], pa.string())}))) == [("a.parquet", "EMPTY")]


def test_the_same_row_has_the_same_digest_wherever_it_stands(read):
    one = pa.table({"text": ["a", "b"], "title": ["x", "y"], "crawl": [1, 2]})
    other = pa.table({"title": ["y"], "crawl": [9], "text": ["b"]})
    assert read(one)[1].content_hash == read(other)[0].content_hash
    assert read(one)[0].content_hash != read(one)[1].content_hash


def test_many_row_groups_keep_one_count(read):
    table = pa.table({"text": [f"row {n}" for n in range(1000)]})
    items = read(table, row_group_size=70)
    assert outcomes(items) == [(f"a.parquet#{n}", f"row {n}") for n in range(1000)]


def test_a_packed_file_is_read_too(read, tmp_path):
    pq.write_table(pa.table({"text": [ENGLISH]}), tmp_path / "b.parquet")
    data = gzip.compress((tmp_path / "b.parquet").read_bytes())
    assert outcomes(read(data, "a.parquet.gz")) == [("a.parquet.gz#0", ENGLISH)]


def test_a_row_over_the_limit_is_refused_alone(read):
    limited = INPUTS.model_copy(update={"max_record_bytes": 1000})
    table = pa.table({"text": ["a", "x" * 2000, "b"]})
    assert [outcome for _, outcome in outcomes(read(table, limits=limited))] == ["a", "RECORD_TOO_LARGE", "b"]


def test_rows_absurdly_larger_than_the_file_are_a_bomb(read):
    """A dictionary holds the text once; the rows repeat it."""
    table = pa.table({"text": ["x" * 1_000_000] * 90})
    items = read(table, limits=INPUTS.model_copy(update={"max_expansion_ratio": 2}))
    assert outcomes(items[-1:])[0][1] == "COMPRESSION_BOMB"
    assert 60 < len(items) < 80


def test_a_column_that_unpacks_absurdly_large_is_a_bomb_before_any_row_is_read(read):
    table = pa.table({"text": [letter * 10_000_000 for letter in "abcdefg"]})
    assert outcomes(read(table, compression="zstd")) == [("a.parquet", "COMPRESSION_BOMB")]


@pytest.mark.parametrize("data", [b"PAR1", b"not parquet", b"PAR1" + bytes(100) + b"PAR1", bytes(1000)])
def test_what_is_no_parquet_is_refused(read, data):
    assert outcomes(read(data)) == [("a.parquet", "DAMAGED_PARQUET")]


def test_an_empty_file_is_refused(read):
    assert outcomes(read(b"")) in ([("a.parquet", "EMPTY")], [("a.parquet", "DAMAGED_PARQUET")])


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2500), st.integers(0, 8), st.binary(max_size=8))
def test_any_damage_gives_rows_or_refusals(tmp_path_factory, at, removed, inserted):
    location = tmp_path_factory.getbasetemp() / "fuzz.parquet"
    pq.write_table(pa.table({"text": [ARABIC, ENGLISH], "authors": [["a"], None]}), location)
    data = location.read_bytes()
    location.write_bytes(data[:at] + inserted + data[at + removed :])
    assert list(read_file(FoundFile("fuzz.parquet", len(data), 0, str(location)), INPUTS))
