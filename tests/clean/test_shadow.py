import re

from hypothesis import given
from hypothesis import strategies as st

from newsift.clean.shadow import (
    TextShadows,
    fold,
    line_key,
    raw_end_of_prefix,
    raw_start_of_suffix,
    squash,
)


def test_spelling_variants_of_a_marker_have_one_squashed_form():
    variants = ["إقرأ أيضاً:", "اقرأ أيضا", "اقــرأ  أيضــاً", "اقرا ايضآ ...", "اقرأ أىضاً", "اقرأ\u200fأيضا"]
    assert {squash(v) for v in variants} == {"اقراايضا"}


def test_persian_and_arabic_letters_meet():
    assert squash("کلید‌واژه‌ی") == squash("كليد واژه ي")


def test_fold_unifies_case_accents_digits_and_quotes():
    assert fold("  «ÉTÉ»  ٢٠٢٦ – Straße ") == '"ete" 2026 - strasse'


def test_line_key_ignores_digits_values_and_punctuation_but_not_words():
    assert line_key("Reads: 1,204") == line_key("reads 97")
    assert line_key("Reads: 12") != line_key("Hits: 12")


def test_line_key_of_a_line_without_letters_and_digits_is_zero():
    assert line_key(" — … *** ") == 0


def test_line_key_is_a_fixed_number_on_every_machine():
    assert line_key("Read also") == line_key("READ ALSO!") == 4219727379700013541


def test_prefix_end_takes_marks_without_width_along():
    text = "إقرأ أيضاًوقالت"
    end = raw_end_of_prefix(text, len(squash("اقرأ أيضا")))
    assert text[end:] == "وقالت"


def test_a_boundary_inside_a_ligature_is_refused():
    assert raw_end_of_prefix("ﻻ", 1) is None
    assert raw_start_of_suffix("ﻻ", 1) is None


@given(st.text(max_size=60))
def test_squash_is_idempotent(text: str):
    assert squash(squash(text)) == squash(text)


@given(st.text(max_size=60), st.data())
def test_prefix_and_rest_squash_to_the_whole(text: str, data: st.DataObject):
    letters = data.draw(st.integers(0, len(squash(text))))
    end = raw_end_of_prefix(text, letters)
    if end is not None:
        assert squash(text[:end]) == squash(text)[:letters]
        assert squash(text[:end]) + squash(text[end:]) == squash(text)


@given(st.text(max_size=60), st.data())
def test_suffix_starts_where_its_letters_start(text: str, data: st.DataObject):
    letters = data.draw(st.integers(1, max(1, len(squash(text)))))
    start = raw_start_of_suffix(text, letters)
    if start is not None:
        assert squash(text[start:]) == squash(text)[-letters:]


PIECES = st.lists(
    st.one_of(st.text(max_size=12), st.sampled_from(["Straße … ½ ", "شـُكراً ٢٠٢٦", "\x01🙂𝟙_ "]))
)


@given(PIECES)
def test_the_shadows_of_a_text_hold_those_of_each_of_its_pieces(pieces):
    shadows = TextShadows("".join(pieces))
    start = 0
    for piece in pieces:
        end = start + len(piece)
        assert shadows.folded(start, end) == fold(piece)
        assert shadows.words(start, end) == re.findall(r"\w+", fold(piece))
        assert shadows.letters(start, end) == squash(piece)
        assert shadows.digits(start, end) == "".join(re.findall(r"\d", piece))
        start = end


def test_a_text_tells_whether_it_holds_a_script_without_spaces():
    assert [TextShadows(text).spaceless for text in ("ニュース", "新闻", "ข่าว", "خبر “٢”", "")] == [
        True, True, True, False, False,
    ]  # fmt: skip
