"""What stripped markup leaves in plain text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsift.ingest.parse import parse
from newsift.ingest.remnants import without_remnants
from newsift.models import Format, RawFile
from newsift.settings import InputSettings


@pytest.mark.parametrize(
    ("left", "meant"),
    [
        ("L&rsquo;&eacute;t&eacute; &laquo;&nbsp;long&nbsp;&raquo;", "L’été «\u00a0long\u00a0»"),
        ("&#1575;&#x627;", "اا"),
        ("&amp;eacute;", "é"),
        ("R&amp;D", "R&D"),
        ("one<br>two<BR />three<br/>", "one\ntwo\nthree\n"),
        ("AT&T; Q&A;", "AT&T; Q&A;"),
        ("a & b; c&copy=1&eacute", "a & b; c&copy=1&eacute"),
        ("&#0; &#xD800; &unknown;", "&#0; &#xD800; &unknown;"),
        ("x < y &lt; z", "x < y < z"),
    ],
)
def test_references_become_characters_and_a_lone_ampersand_stays(left, meant):
    assert without_remnants(left) == meant


@given(st.text(st.sampled_from("&#;xamplt12Tb<r>/ é"), max_size=40))
def test_text_without_references_is_left_alone(text):
    if ";" not in text and "<b" not in text:
        assert without_remnants(text) == text


def test_spans_refer_to_the_text_that_is_read():
    data = b"Le caf&eacute; rouvre.<br>La salle est pleine."
    document = parse(RawFile("a.txt", data, b"0" * 16, len(data)), InputSettings())
    assert document.format is Format.TEXT
    assert [block.text for block in document.blocks] == ["Le café rouvre.", "La salle est pleine."]
    assert all(document.text[block.start : block.end] == block.text for block in document.blocks)
