from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsift.dedup.words import WordHasher, normalise_words
from newsift.errors import ConfigError
from newsift.rules.normalisation import load_normalisation


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("الأُمَّةُ الإسلاميّة", ["الامه", "الاسلاميه"]),  # marks go before words are cut
        ("مســـاء", ["مسا"]),  # tatweel
        ("طناً،من", ["طنا", "من"]),  # punctuation glued to words
        ("عام ٢٠١٥ و۲۰۱۶", ["عام", "2015", "و2016"]),
        ("کتابی", ["كتابي"]),  # Persian letters
        ("ہفتہ", ["هفته"]),  # Urdu letters
        ("ﻻ ﷲ", ["لا", "الله"]),  # presentation forms
        ("a\u200fb c\u00add", ["ab", "cd"]),  # bidi mark, soft hyphen
        ("Café CAFE\u0301 don’t don't", ["cafe", "cafe", "dont", "dont"]),
        ("Straße Łódź œuvre", ["strasse", "lodz", "oeuvre"]),
        ("ЁЖ", ["еж"]),
        ("中国人民abc", ["中", "国", "人", "民", "abc"]),  # no spaces: a character is a word
        ("हिन्दी समाचार", ["हिन्दी", "समाचार"]),  # vowel signs belong to words
        ("½ ①", ["1", "2", "1"]),
        ("", []),
        (" \n - … ", []),
    ],
)
def test_words_are_read_alike_however_they_are_spelt(rules, written, read):
    assert normalise_words(written, rules) == read


TEXTS = st.lists(
    st.text(
        st.one_of(
            st.characters(codec="utf-8"),
            st.sampled_from("ةىأإآـًٌٍُ٠١٢کیہھ،.\u200c\u200f\u0301\n 中国 ｱﾞßﬁ½ "),
        ),
        max_size=60,
    ),
    max_size=8,
)


@given(TEXTS)
@example(["\u33e0", "a\u33e0b"])
@settings(max_examples=300, deadline=None)
def test_hashing_many_texts_equals_hashing_their_normalised_words_one_by_one(rules, texts):
    hashes, offsets = WordHasher(rules).hash_texts(texts)
    one_by_one = WordHasher(rules)
    for text, start, end in zip(texts, offsets[:-1], offsets[1:], strict=True):
        words = normalise_words(text, rules)
        assert end - start == len(words)
        expected = [one_by_one.hash_texts([word])[0][0] for word in words]
        assert hashes[start:end].tolist() == expected


def test_results_do_not_depend_on_what_was_hashed_before(rules):
    fresh, used = WordHasher(rules), WordHasher(rules)
    used.hash_texts(["قبل ذلك كلام آخر", "½ and 中国"])
    texts = ["الأخبار اليوم", "½ cup of 中国 tea", ""]
    assert fresh.hash_texts(texts)[0].tolist() == used.hash_texts(texts)[0].tolist()


def test_texts_longer_than_a_chunk_are_hashed_whole(rules, hasher):
    text = "كلمة طويلة " * 30_000
    hashes, offsets = hasher.hash_texts([text, "كلمة", text])
    assert np.diff(offsets).tolist() == [60_000, 1, 60_000]
    assert len(set(hashes.tolist())) == 2


def test_a_word_of_ten_thousand_letters_is_one_word(hasher):
    hashes, _ = hasher.hash_texts(["a" * 10_000, "a" * 10_001])
    assert len(set(hashes.tolist())) == 2


def test_lone_surrogates_do_not_stop_the_hasher(hasher):
    assert hasher.hash_texts(["a \ud800 b"])[1].tolist()[-1] >= 2


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("version = 1\n[[profile]]\nname = 'x'\nstrip = ['zz']", "range"),
        ("version = 1\n[[profile]]\nname = 'x'\nfold = { ab = 'c' }", "one character"),
        ("version = 1\n[[profile]]\nname = 'x'\nfrob = 1", "frob"),
        ("version = 0\n[[profile]]\nname = 'x'", "version"),
        ("version = 1", "profile"),
        ("version = ", "TOML"),
    ],
)
def test_a_mistake_in_the_word_rules_names_the_file_and_the_key(tmp_path, content, message):
    (tmp_path / "normalisation.toml").write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=message) as caught:
        load_normalisation(tmp_path)
    assert "normalisation.toml" in str(caught.value)


def test_missing_word_rules_are_a_configuration_error(tmp_path):
    with pytest.raises(ConfigError, match="No such file"):
        load_normalisation(tmp_path)


def test_a_changed_rule_changes_the_version(tmp_path):
    versions = set()
    for fold in ("", "fold = { x = 'y' }"):
        (tmp_path / "normalisation.toml").write_text(
            f"version = 1\n[[profile]]\nname = 'x'\n{fold}", encoding="utf-8"
        )
        versions.add(load_normalisation(tmp_path).version)
    assert len(versions) == 2
