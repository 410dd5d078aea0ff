"""`search_text` and the macro `norm_text` are one function in two languages."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsift.storage.connection import sql
from newsift.storage.search_text import search_text


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        opened.execute(sql("norm_text"))
        yield opened


def macro(con: duckdb.DuckDBPyConnection, texts: list[str]) -> list[str]:
    rows = con.execute("SELECT norm_text(t) FROM (SELECT unnest(?::VARCHAR[]) AS t)", [texts]).fetchall()
    return [row[0] for row in rows]


def test_every_character_is_normalised_alike(con: duckdb.DuckDBPyConnection):
    letters = [chr(c) for c in range(1, 0x2000) if unicodedata.category(chr(c)) != "Cn"]
    letters += [
        chr(c)
        for block in (0x2000, 0x3000, 0xA900, 0xAC00, 0xFB00, 0xFE00)
        for c in range(block, block + 256)
    ]
    differing = [
        c for c, folded in zip(letters, macro(con, letters), strict=True) if folded != search_text(c)
    ]
    assert differing == []


ALPHABET = "أإآٱاىيةه كتابٌـ\u200cABCéÉßİıΣς\n\t ٣۳3ﻻ나"


@settings(deadline=None, max_examples=30)
@given(st.lists(st.text(alphabet=st.sampled_from(ALPHABET)), min_size=1, max_size=20))
def test_texts_are_normalised_alike(texts: list[str]):
    with duckdb.connect() as con:
        con.execute(sql("norm_text"))
        assert macro(con, texts) == [search_text(text) for text in texts]


@pytest.mark.parametrize(
    ("left", "right"),
    [("المَدْرَسَةُ", "المدرسه"), ("إلى", "الي"), ("ZÜRICH", "zurich"), ("١٢٣", "123"), ("می‌خواهم", "ميخواهم")],
)
def test_spellings_of_one_word_become_equal(left: str, right: str):
    assert search_text(left) == search_text(right)
