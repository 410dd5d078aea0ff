"""Bytes to text: every way in which an encoding is found, and what is no text at all."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ingest_world import ARABIC, ENGLISH, FRENCH, RUSSIAN, as_mojibake, attempt, page

from newsift.errors import DocumentError
from newsift.ingest.decode import decode, wide_encoding

JAPANESE = "市は日曜日、海辺に新しい図書館を開いた。五万冊の本と子どもの部屋がある。\n" * 3


@pytest.mark.parametrize(
    ("data", "declared", "encoding", "origin"),
    [
        (ARABIC.encode("utf-8"), None, "utf-8", "utf-8"),
        (ARABIC.encode("utf-8"), "windows-1256", "utf-8", "utf-8"),
        (ARABIC.encode("utf-8-sig"), None, "utf-8", "bom"),
        (ARABIC.encode("utf-16"), None, "utf-16", "bom"),
        (b"\xfe\xff" + ARABIC.encode("utf-16-be"), None, "utf-16", "bom"),
        (ARABIC.encode("utf-32"), None, "utf-32", "bom"),
        (ARABIC.encode("utf-16-le"), None, "utf-16-le", "utf-16"),
        (ARABIC.encode("utf-16-be"), None, "utf-16-be", "utf-16"),
        (ENGLISH.encode("utf-16-le"), None, "utf-16-le", "utf-16"),
        (ARABIC.encode("windows-1256"), None, "cp1256", "detected"),
        (ARABIC[:40].encode("windows-1256"), None, "cp1256", "detected"),
        (ARABIC.encode("windows-1256"), "windows-1256", "cp1256", "declared"),
        (ARABIC.encode("windows-1256"), "utf-8", "cp1256", "detected"),
        (ARABIC.encode("windows-1256"), "iso-8859-1", "cp1256", "detected"),
        (ARABIC.replace("،", ",").encode("iso-8859-6"), "iso-8859-6", "iso8859-6", "declared"),
        (FRENCH.encode("windows-1252"), None, "cp1252", "detected"),
        (FRENCH.encode("latin-1"), "iso-8859-1", "cp1252", "declared"),
        (RUSSIAN.encode("koi8-r"), "koi8-r", "koi8-r", "declared"),
        (RUSSIAN.encode("windows-1251"), None, "cp1251", "detected"),
        (JAPANESE.encode("iso-2022-jp"), None, "iso2022_jp", "detected"),
        (JAPANESE.encode("shift_jis"), None, "shift_jis", "detected"),
        (page("windows-1256"), None, "cp1256", "meta"),
        (b'<?xml version="1.0" encoding="windows-1251"?>' + RUSSIAN.encode("cp1251"), None, "cp1251", "meta"),
        (as_mojibake(ARABIC, "cp1252").encode(), None, "utf-8", "mojibake"),
        (as_mojibake(ARABIC, "cp1256").encode(), None, "utf-8", "mojibake"),
        (as_mojibake(FRENCH, "cp1252").encode(), None, "utf-8", "mojibake"),
        (ARABIC.encode("cp1256").decode("latin-1").encode(), None, "cp1256", "mojibake"),
        (ARABIC.encode("cp1256").decode("cp1252", "ignore").encode(), None, "cp1256", "mojibake"),
    ],
)
def test_the_encoding_and_how_it_was_found_are_recorded(data, declared, encoding, origin):
    decoded = decode(data, declared=declared)
    assert (decoded.encoding, decoded.origin) == (encoding, origin)
    assert any(word in decoded.text for word in ("المدينة", "médiathèque", "city", "библиотек", "図書館"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("text", [ARABIC, FRENCH, ENGLISH, RUSSIAN])
def test_unicode_encodings_give_back_the_text_exactly(text, encoding):
    assert decode(text.encode(encoding)).text == text


def test_utf8_with_a_few_damaged_bytes_stays_utf8():
    data = ARABIC.encode()
    damaged = data[:41] + b"\xff" + data[41:]
    decoded = decode(damaged, declared="iso-8859-1")
    assert decoded.origin == "utf-8-damaged"
    assert decoded.text.count("\ufffd") <= 3


@pytest.mark.parametrize("damage", [b"\xe2\x80", b"\x81", b"\xff\xfe\x81", b"\x9d\x8d"])
@pytest.mark.parametrize("text", [ENGLISH * 3, ENGLISH * 3 + "It’s “open” — daily. "])
def test_a_mostly_ascii_text_survives_damage_to_its_few_other_characters(text, damage):
    data = text.encode()
    decoded = decode(data[:100] + damage + data[100:])
    assert ENGLISH in decoded.text
    assert ("“open”" in decoded.text) == ("“open”" in text)


def test_a_file_cut_inside_a_character_keeps_its_text():
    decoded = decode(ARABIC.encode()[:-3])
    assert decoded.origin == "utf-8-damaged"
    assert decoded.text.startswith(ARABIC[:200])


@pytest.mark.parametrize("label", [None, "shift_jis"])
def test_a_legacy_encoding_with_a_damaged_byte_is_still_read(label):
    data = JAPANESE.encode("shift_jis")
    decoded = decode(data[:60] + b"\xff\xff" + data[60:], declared=label)
    assert decoded.encoding == "shift_jis"
    assert decoded.text.startswith(JAPANESE[:25])


def test_unassigned_bytes_of_windows_1252_do_not_lose_a_text():
    decoded = decode(FRENCH.encode("cp1252") * 3 + b"\x81", declared="windows-1252")
    assert decoded.text.startswith(FRENCH)


def test_utf16_cut_inside_a_character_keeps_its_text():
    assert decode(ARABIC.encode("utf-16")[:-1]).text.startswith(ARABIC[:200])
    assert decode(ARABIC.encode("utf-16-le")[:-1]).text.startswith(ARABIC[:200])


def test_zeros_of_a_preallocated_file_are_dropped():
    assert decode(ARABIC.encode() + bytes(4096)).text == ARABIC
    assert decode(ARABIC.encode("cp1256") + bytes(4096)).text == ARABIC


def test_single_nul_characters_are_dropped():
    assert decode(ENGLISH.replace("books", "bo\x00oks").encode()).text == ENGLISH


def test_surrogates_encoded_as_utf8_become_replacement_characters():
    decoded = decode(ARABIC.encode() + "\ud83d".encode("utf-8", "surrogatepass"))
    assert decoded.text.startswith(ARABIC)
    assert decoded.text.endswith("\ufffd")


def test_text_about_mojibake_is_not_changed():
    """Two characters that look like mojibake do not make the text mojibake."""
    text = FRENCH + "Le fichier affichait « Ã© » au lieu de « é », expliquait l'informaticien.\n"
    assert decode(text.encode()).text == text


@pytest.mark.parametrize(
    "declared", ["punycode", "unicode_escape", "rot13", "base64", "idna", "x", "é", "utf-7"]
)
def test_a_declared_codec_that_is_no_charset_is_passed_over(declared):
    assert decode(ARABIC.encode("cp1256"), declared=declared).text == ARABIC


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf", b"\x00" * 100, b"\xef\xbb\xbf \n"])
def test_nothing_but_white_space_is_empty(data):
    with pytest.raises(DocumentError) as error:
        decode(data)
    assert (error.value.stage, error.value.reason) == ("decode", "EMPTY")


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
        b"PK\x03\x04\x14\x00\x06\x00",
        b"\x89PNG\r\n\x1a\n" + bytes(50),
        b"\xff\xd8\xff\xe0\x00\x10JFIF",
        b"\x1f\x8b\x08\x00" + bytes(30),
        b"\x28\xb5\x2f\xfd" + bytes(30),
        b"SQLite format 3\x00",
        b"\x7fELF\x02\x01\x01",
        b"{\\rtf1\\ansi hello}",
        b"PAR1" + bytes(30),
        bytes(range(32)) * 40,
        bytes(4000) + b"a few letters amid zeros and \x01\x02\x03\x04\x05\x06" + bytes(4000) + b"x",
    ],
)
def test_what_is_no_text_is_refused_as_binary(data):
    with pytest.raises(DocumentError) as error:
        decode(data)
    assert (error.value.stage, error.value.reason) == ("decode", "BINARY")


def test_random_bytes_are_refused():
    with pytest.raises(DocumentError) as error:
        decode(random.Random(5).randbytes(5000))
    assert error.value.reason == "BINARY"


def test_text_in_no_known_encoding_is_told_from_bytes_that_are_no_text():
    letters = [0x81, 0x8D, 0x8F, 0x90, 0x9D, *range(0xA0, 0x100), *range(0x20, 0x7F)]
    with pytest.raises(DocumentError) as error:
        decode(bytes(random.Random(5).choices(letters, k=1000)))
    assert error.value.reason == "UNDECODABLE"


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        (ARABIC.encode("utf-16"), "utf-16"),
        (ARABIC.encode("utf-32"), "utf-32"),
        (ARABIC.encode("utf-16-be"), "utf-16-be"),
        (ARABIC.encode(), None),
        (ARABIC.encode("utf-8-sig"), None),
        (b"", None),
    ],
)
def test_wide_encodings_are_told_from_the_first_bytes(head, encoding):
    assert wide_encoding(head) == encoding


@given(
    st.binary(max_size=300),
    st.one_of(st.none(), st.text(max_size=12), st.sampled_from(["utf-16", "latin-1", "gbk"])),
)
def test_any_bytes_decode_or_are_refused(data, declared):
    decoded = attempt(decode, data, declared=declared)
    if isinstance(decoded, DocumentError):
        assert decoded.stage == "decode"
    else:
        assert "\x00" not in decoded.text
        decoded.text.encode("utf-8")


@given(st.text(min_size=1, max_size=200).filter(lambda text: text.strip(" \t\r\n\x0b\x0c\x00\ufeff")))
def test_utf8_text_is_read_as_utf8_or_as_mended_mojibake(text):
    decoded = attempt(decode, text.encode())
    if isinstance(decoded, DocumentError):
        assert decoded.reason == "BINARY"
    else:
        assert decoded.origin in ("utf-8", "bom", "mojibake", "utf-16", "detected")
