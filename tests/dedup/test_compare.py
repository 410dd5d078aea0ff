from __future__ import annotations

import itertools

import numpy as np
import pytest

from newsift.dedup.compare import (
    breaks_per_hundred,
    opening_overlap,
    overlap,
    pair_figures,
    shingle_texts,
)
from newsift.dedup.difference import word_difference
from newsift.dedup.formula import count_stories, provisional_stories, uncounted
from newsift.dedup.keys import lead_key, outlet_key, text_identity
from newsift.dedup.urls import canonical_url, url_key
from newsift.dedup.words import normalise_words
from tests.dedup.dedup_world import edited, prose

NO_FORMULAS = np.zeros(0, dtype=np.uint32)


def trigrams(text, rules) -> set[tuple[str, ...]]:
    words = normalise_words(text, rules)
    return set(zip(words, words[1:], words[2:], strict=False))


def test_figures_equal_those_of_plain_python_sets(rules, hasher):
    texts = [edited(prose(story), seed, changes) for story in range(3) for seed, changes in ((1, 2), (2, 20))]
    texts += [prose(0, 40), "three words only"]
    sets = shingle_texts(texts, hasher, 3)
    pairs = list(itertools.combinations(range(len(texts)), 2))
    left, right = (np.array(side) for side in zip(*pairs, strict=True))
    formula_text = prose(0)  # every shingle of the first story is a formula
    formulas = np.unique(shingle_texts([formula_text], hasher, 3).values)
    figures = pair_figures(sets, overlap(sets, left, right), formulas)
    formula_grams = trigrams(formula_text, rules)
    for position, (a, b) in enumerate(pairs):
        one, other = trigrams(texts[a], rules), trigrams(texts[b], rules)
        rare_one, rare_other = one - formula_grams, other - formula_grams
        shared = len(rare_one & rare_other)
        assert figures.jaccard[position] == pytest.approx(len(one & other) / len(one | other))
        assert figures.shared[position] == shared
        assert figures.rare_jaccard[position] == pytest.approx(shared / max(1, len(rare_one | rare_other)))
        smaller = min(len(rare_one), len(rare_other))
        assert figures.containment[position] == pytest.approx(shared / max(1, smaller))


def test_equal_words_have_equal_keys_and_another_order_another(hasher):
    sets = shingle_texts(["الخبر الأول هنا", "الخبرُ الاول، هنا!", "هنا الخبر الأول", "", "..."], hasher, 3)
    keys = sets.text_keys.tolist()
    assert keys[0] == keys[1] != keys[2]
    assert keys[3] == keys[4] == 0


def test_joined_sets_number_the_second_texts_after_the_first(hasher):
    first, second = shingle_texts([prose(1), ""], hasher, 3), shingle_texts([prose(2)], hasher, 3)
    both = first.followed_by(second)
    assert len(both) == 3
    assert np.array_equal(both.of(2), second.of(0))
    assert np.array_equal(both.openings[2], second.openings[0])


def test_openings_agree_behind_a_byline_but_not_with_a_text_that_quotes_the_story_later(hasher):
    story = prose(1)
    with_byline = "By Our Reporter in the Harbour " + story
    round_up = prose(2, 90) + " " + story
    cut = story[: len(story) // 2]
    sets = shingle_texts([story, with_byline, round_up, cut, ""], hasher, 3)
    assert opening_overlap(sets, 0, 1) == 1.0
    assert opening_overlap(sets, 0, 2) == 0.0
    assert opening_overlap(sets, 0, 3) == 1.0
    assert opening_overlap(sets, 0, 4) == 0.0


def test_stories_of_one_day_join_at_half_and_texts_of_two_days_at_seven_tenths():
    left, right = np.array([0, 1, 2]), np.array([1, 2, 3])
    stories = provisional_stories(
        4, left, right, np.array([0.55, 0.6, 0.8]), same_day=np.array([True, False, False])
    )
    assert stories == [0, 0, 2, 2]


def test_a_story_is_counted_once_whatever_key_it_was_counted_under():
    keys = [("a", 1), ("b", 1), ("b", 2), ("c", 3)]
    assert uncounted(keys, {3}) == [0]
    assert uncounted(keys, ()) == [0, 3]


def test_counts_say_in_how_many_texts_a_shingle_occurs(hasher):
    sets = shingle_texts(["a b c d", "a b c", "x y z"], hasher, 3)
    shingles, counts = count_stories(sets, [0, 1, 2])
    assert sorted(counts.tolist()) == [1, 1, 2]
    assert np.array_equal(shingles, np.sort(shingles))
    assert count_stories(sets, [])[0].size == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.gazette.example/a/1?utm_source=x#top", "http://gazette.example/a/1/"),
        ("https://m.gazette.example/a/1/amp", "https://gazette.example/a/1"),
        ("https://gazette.example/a?id=7&b=2", "https://gazette.example/a?b=2&id=7&fbclid=abc"),
        ("https://gazette.example/%D8%A3/1", "https://gazette.example/أ/1"),
        ("HTTPS://GAZETTE.example:443/a", "https://gazette.example/a"),
    ],
)
def test_addresses_of_one_page_are_one(one, other):
    assert canonical_url(one) == canonical_url(other)
    assert url_key(one) == url_key(other)


@pytest.mark.parametrize(
    "url",
    [None, "", "https://gazette.example", "https://gazette.example/", "not a url", "mailto:a@b", "http://["],
)
def test_what_names_no_page_is_no_identity(url):
    assert url_key(url) is None


def test_different_articles_have_different_addresses():
    assert url_key("https://gazette.example/a?id=1") != url_key("https://gazette.example/a?id=2")
    assert url_key("https://gazette.example/a") != url_key("https://courier.example/a")


def test_short_texts_have_a_lead_long_ones_do_not(rules):
    title = "ثلاثة عناوين كافية هنا"
    assert lead_key(title, "نص قصير", 2, rules, short_words=40) is not None
    assert lead_key(title, "نص", 50, rules, short_words=40) is None
    assert lead_key("عاجل", "نص قصير", 2, rules, short_words=40) is None
    assert lead_key(title, "نص قصير", 2, rules, short_words=40) == lead_key(
        "ثلاثة عناوينَ كافية هنا!", "نصٌّ قصير.", 2, rules, short_words=40
    )


def test_a_short_text_s_identity_includes_its_address():
    assert text_identity(5, None, 10, short_words=40) == 5
    assert text_identity(5, 1, 10, short_words=40) != text_identity(5, 2, 10, short_words=40)
    assert text_identity(5, 1, 60, short_words=40) == 5
    assert text_identity(0, 1, 0, short_words=40) is None


def test_outlets_are_compared_without_case():
    assert outlet_key(" The Gazette ") == outlet_key("the gazette")
    assert outlet_key("") is None


def test_the_difference_gives_back_both_texts():
    left, right = "one two three four", "one 2 three four five"
    runs = word_difference(left, right)
    assert runs == [
        ("same", "one"),
        ("left", "two"),
        ("right", "2"),
        ("same", "three four"),
        ("right", "five"),
    ]
    assert " ".join(words for kind, words in runs if kind != "right") == left
    assert " ".join(words for kind, words in runs if kind != "left") == right
    assert word_difference("", "") == []


def test_an_update_shares_long_pieces_and_a_template_short_ones(hasher):
    words = [f"word{number}" for number in range(90)]
    update = [*words[:40], *(f"new{number}" for number in range(20)), *words[45:]]
    template = [f"slot{number}" if number % 8 == 0 else word for number, word in enumerate(words)]
    sets = shingle_texts([" ".join(update), " ".join(template), "none of these"], hasher, 3)
    pieces = [breaks_per_hundred(sets, " ".join(words), other, hasher, 3) for other in range(3)]
    assert pieces[0] == pytest.approx(100 * 2 / 81)
    assert pieces[1] > 5 * pieces[0]
    assert pieces[2] == 0
