"""Blocks of plain text, and telling markup from text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ingest_world import ARABIC, attempt, page

from newsift.errors import DocumentError
from newsift.ingest.parse import is_html, parse, text_blocks
from newsift.models import Format, RawFile, RecordFields
from newsift.settings import InputSettings

LINE_ENDS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
BLANKS = " \t\u00a0\u3000\u200b\u200e\u200f\u202b\u202c\u2067\u2069\ufeff"
INPUTS = InputSettings()


def raw(data: bytes, **more) -> RawFile:
    return RawFile("a.txt", data, b"0" * 16, len(data), **more)


@given(
    st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from(LINE_ENDS + BLANKS + "اب")), max_size=300)
)
def test_blocks_are_exact_slices_in_order_with_only_white_space_between(text):
    blocks = text_blocks(text)
    position = 0
    for number, block in enumerate(blocks):
        assert block.block_no == number
        assert text[block.start : block.end] == block.text
        assert block.text
        assert block.text[0] not in BLANKS
        assert block.text[-1] not in BLANKS
        assert not set(block.text) & set(LINE_ENDS)
        assert set(text[position : block.start]) <= set(LINE_ENDS + BLANKS)
        position = block.end
    assert set(text[position:]) <= set(LINE_ENDS + BLANKS)


def test_lines_are_blocks_and_empty_lines_are_remembered():
    blocks = text_blocks(ARABIC)
    assert [block.text for block in blocks] == [line for line in ARABIC.splitlines() if line]
    assert [block.blank_before for block in blocks] == [False, False, True]


def test_windows_line_ends_and_lines_of_blanks_count_like_plain_ones():
    blocks = text_blocks("one\r\ntwo\r\n \u200f \r\nthree\r\n")
    assert [(block.text, block.blank_before) for block in blocks] == [
        ("one", False),
        ("two", False),
        ("three", True),
    ]


def test_a_run_of_four_blanks_ends_a_paragraph_and_three_do_not():
    assert [block.text for block in text_blocks("one    two   three\u3000\u3000\u3000\u3000four")] == [
        "one",
        "two   three",
        "four",
    ]


def test_zero_width_joiners_inside_words_stay():
    word = "می\u200cشود"
    assert text_blocks(f"\u200f{word}\u200f")[0].text == word


def test_a_text_document_records_its_encoding_and_site():
    document = parse(raw(ARABIC.encode("cp1256")), INPUTS)
    assert (document.format, document.encoding, document.encoding_origin) == (
        Format.TEXT,
        "cp1256",
        "detected",
    )
    assert document.text == ARABIC
    assert document.site is None


def test_record_fields_become_hints_and_name_the_site():
    fields = RecordFields(
        url="https://www.news.example/a", title="عنوان", authors=("A", "B"), published="2026-01-02"
    )
    document = parse(raw(ARABIC.encode(), fields=fields), INPUTS)
    assert document.site == "news.example"
    assert [hint.value for hint in document.hints.titles] == ["عنوان"]
    assert [hint.value for hint in document.hints.authors] == ["A", "B"]
    assert {hint.origin for hint in document.hints.published} == {"record"}


@pytest.mark.parametrize(
    ("text", "media", "expected"),
    [
        (ARABIC, None, False),
        (ARABIC, Format.HTML, False),  # a text dump named .html
        (page().decode(), None, True),
        ("<p>one</p><p>two</p>", None, True),
        ("<p>one", None, False),
        ("<p>one", Format.HTML, True),
        ("\ufeff\n  <!DOCTYPE html>\n<html>", None, True),
        ("a < b and c > d, said the teacher <laughs>", None, False),
        ("if x <a and y> b", None, False),
        ("line<br>line<br>line", None, False),
    ],
)
def test_markup_is_told_by_its_tags_and_not_by_its_name(text, media, expected):
    assert is_html(text, media) is expected


def test_an_html_record_is_parsed_as_a_page():
    document = parse(raw(page("windows-1256"), media=Format.HTML), INPUTS)
    assert (document.format, document.encoding, document.encoding_origin) == (Format.HTML, "cp1256", "meta")
    assert any("مديرة المكتبة" in block.text for block in document.blocks)
    for block in document.blocks:
        assert document.text[block.start : block.end] == block.text


def test_too_many_blocks_are_refused_with_the_setting_that_says_so():
    with pytest.raises(DocumentError, match=r"inputs\.max_blocks") as error:
        parse(raw(b"a\n" * 101), INPUTS.model_copy(update={"max_blocks": 100}))
    assert error.value.reason == "TOO_MANY_BLOCKS"
    assert str(error.value).startswith("a.txt: ")


def test_invisible_characters_alone_are_no_text():
    with pytest.raises(DocumentError) as error:
        parse(raw("\u200f\n\u200b \ufeff\u2028".encode()), INPUTS)
    assert error.value.reason == "EMPTY"


def test_one_line_of_ten_megabytes_is_one_block():
    blocks = text_blocks("word " * 2_000_000)
    assert len(blocks) == 1


@given(st.binary(max_size=400), st.sampled_from([None, Format.HTML]))
def test_any_bytes_parse_or_are_refused(data, media):
    document = attempt(parse, raw(data, media=media), INPUTS)
    if isinstance(document, DocumentError):
        assert document.stage in ("decode", "parse")
    else:
        for block in document.blocks:
            assert document.text[block.start : block.end] == block.text


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<div a='",
                "'>",
                "<",
                ">",
                "&#x",
                ";",
                "<!--",
                "--",
                "نص",
                "\x00",
                "<script>",
                "]]>",
                "<table><td>",
                "\ud800",
            ]
        ),
        max_size=40,
    )
)
def test_broken_markup_parses_or_is_refused(parts):
    data = ("<html><body>" + "".join(parts)).encode("utf-8", "surrogatepass")
    assert attempt(parse, raw(data, media=Format.HTML), INPUTS)
