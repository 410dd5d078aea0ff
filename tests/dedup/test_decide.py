from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from newsift.dedup.decide import (
    Facts,
    Figures,
    decide,
    demands_after,
    is_changed_page,
    number_overlap,
    numbers_of,
)
from newsift.models import Relation
from newsift.settings import DedupSettings

SETTINGS = DedupSettings()
WARM = demands_after(10**6, SETTINGS)
COLD = demands_after(0, SETTINGS)
WEAK = Figures(jaccard=0.3, rare_jaccard=0.25, containment=0.5, shared=40, length_ratio=0.8, opening=0.6)
STRONG = replace(WEAK, jaccard=0.6, rare_jaccard=0.6, containment=0.8)
TWIN = Figures(jaccard=0.97, rare_jaccard=0.97, containment=1.0, shared=90, length_ratio=1.0, opening=1.0)


def facts(**changes: object) -> Facts:
    base = Facts(
        day=date(2026, 3, 2), outlet="gazette", numbers=frozenset(), families=frozenset("a"), words=100
    )
    return replace(base, **changes)


HERE = facts()
ELSEWHERE = facts(outlet="courier", families=frozenset("b"))


def rule(figures, left=HERE, right=ELSEWHERE, demands=WARM, settings=SETTINGS) -> str:
    decision = decide(figures, left, right, settings, demands)
    assert decision.accepted == (decision.relation is not None)
    return ("+" if decision.accepted else "-") + decision.rule


def test_two_outlets_on_one_day_tell_one_story_with_little_rare_text_in_common():
    assert rule(WEAK) == "+weak"


def test_before_formulas_are_known_the_same_pair_is_not_enough():
    assert rule(WEAK, demands=COLD) == "-too-different"
    assert rule(replace(WEAK, rare_jaccard=0.3, opening=0.9), demands=COLD) == "+weak"


def test_every_day_apart_asks_for_more():
    days_later = [replace(ELSEWHERE, day=date(2026, 3, 2 + days)) for days in range(4)]
    weak = replace(WEAK, rare_jaccard=0.25)
    assert [rule(weak, right=right) for right in days_later] == [
        "+weak",
        "+weak",
        "-too-different",
        "-too-different",
    ]


def test_demands_fall_with_every_story():
    steps = [demands_after(stories, SETTINGS) for stories in (0, 500, 1000, 2000)]
    for name in ("weak_jaccard", "same_opening_jaccard", "other_opening_jaccard"):
        values = [getattr(step, name) for step in steps]
        assert values == sorted(values, reverse=True)
    assert steps[-1].weak_jaccard == SETTINGS.weak_jaccard


def test_a_weak_pair_too_many_days_apart_is_refused_unless_it_opens_alike():
    late = replace(ELSEWHERE, day=date(2026, 3, 9))
    assert rule(replace(WEAK, rare_jaccard=0.35), right=late) == "-days-apart"
    assert rule(replace(WEAK, rare_jaccard=0.35, opening=0.9), right=late) == "+weak"


def test_one_outlet_on_another_day_needs_a_strong_match():
    next_day = facts(day=date(2026, 3, 3), families=frozenset("b"))
    assert rule(WEAK, right=next_day) == "-same-outlet-other-day"
    assert rule(STRONG, right=next_day) == "+strong"


def test_a_template_filled_with_other_numbers_is_not_a_copy():
    today = facts(numbers=frozenset("1234"))
    tomorrow = facts(day=date(2026, 3, 3), families=frozenset("b"), numbers=frozenset("5678"))
    assert rule(TWIN, left=today, right=tomorrow) == "-other-day-other-numbers"
    assert rule(TWIN, left=today, right=replace(tomorrow, numbers=frozenset("1238"))) == "+same-text"
    next_year = facts(
        day=date(2027, 3, 3), outlet="courier", families=frozenset("b"), numbers=frozenset("5678")
    )
    assert rule(TWIN, left=today, right=next_year) == "-other-day-other-numbers"
    other_outlet = replace(ELSEWHERE, numbers=frozenset("5678"))
    assert rule(WEAK, left=today, right=other_outlet) == "-other-numbers"


def test_a_notice_that_one_outlet_fills_in_anew_is_not_a_copy_of_the_last_one():
    notice = facts(words=80)
    days_later = replace(notice, day=date(2026, 3, 5), families=frozenset("b"))
    assert rule(STRONG, left=notice, right=days_later) == "-same-outlet-template"
    assert rule(STRONG, left=notice, right=replace(days_later, outlet="courier")) == "+strong"
    assert rule(STRONG, left=notice, right=replace(days_later, words=200)) == "+strong"
    next_day = replace(days_later, day=date(2026, 3, 3))
    assert rule(STRONG, left=notice, right=next_day) == "+strong"
    brief = replace(notice, words=40)
    assert rule(STRONG, left=brief, right=replace(next_day, words=40)) == "-same-outlet-template"
    assert rule(replace(STRONG, jaccard=0.75), left=notice, right=days_later) == "+reprint"


def test_one_other_number_is_enough_where_an_outlet_repeats_its_words_the_next_day():
    warm = facts(numbers=frozenset({"31"}))
    cold = facts(day=date(2026, 3, 3), families=frozenset("b"), numbers=frozenset({"24"}))
    assert rule(STRONG, left=warm, right=cold) == "-same-outlet-template"
    assert rule(STRONG, left=warm, right=replace(cold, numbers=frozenset({"24", "31"}))) == "+strong"
    assert rule(STRONG, left=warm, right=replace(cold, day=warm.day)) == "+strong"


def test_a_shared_footer_or_background_does_not_join_texts_that_open_otherwise():
    assert rule(replace(WEAK, opening=0.0)) == "-other-opening"
    assert rule(replace(STRONG, opening=0.0)) == "+strong"
    assert rule(replace(STRONG, opening=0.0), demands=COLD) == "-other-opening"


def test_a_cut_of_a_longer_article_joins_it_and_is_contained():
    cut = Figures(
        jaccard=0.12, rare_jaccard=0.12, containment=0.95, shared=40, length_ratio=0.13, opening=1.0
    )
    decision = decide(cut, HERE, ELSEWHERE, SETTINGS, WARM)
    assert (decision.accepted, decision.relation) == (True, Relation.CONTAINS)
    round_up = replace(cut, opening=0.2)
    assert rule(round_up) == "-too-different"


def test_a_reprint_joins_across_years_a_strong_pair_does_not():
    years_later = replace(ELSEWHERE, day=date(2028, 3, 2))
    assert rule(TWIN, right=years_later) == "+same-text"
    assert rule(replace(STRONG, jaccard=0.75), right=years_later) == "+reprint"
    assert rule(STRONG, right=years_later) == "-window"
    assert rule(replace(STRONG, opening=0.9), right=years_later) == "+strong"
    assert rule(replace(STRONG, jaccard=0.65), right=replace(ELSEWHERE, day=date(2026, 3, 20))) == "+strong"


def test_an_undated_article_has_no_distance_in_days():
    assert rule(WEAK, right=replace(ELSEWHERE, day=None)) == "+weak"


def test_an_article_never_joins_the_page_it_was_found_in():
    assert rule(TWIN, right=replace(ELSEWHERE, families=frozenset("a"))) == "-same-input"


def test_few_rare_shingles_prove_nothing():
    assert rule(replace(STRONG, shared=3)) == "-few-rare-shingles"


def test_a_standing_teaser_under_two_addresses_and_titles_is_two_items():
    left = facts(words=30, url_key=1, title="part one")
    right = facts(words=30, url_key=2, title="part two", families=frozenset("b"))
    assert rule(TWIN, left=left, right=right) == "-standing-text"
    assert rule(TWIN, left=left, right=replace(right, title="part one")) == "+same-text"
    assert rule(TWIN, left=left, right=replace(right, outlet="courier")) == "+same-text"


@pytest.mark.parametrize(
    ("figures", "right", "relation"),
    [
        (replace(TWIN, jaccard=1.0), ELSEWHERE, Relation.EXACT),
        (TWIN, ELSEWHERE, Relation.NEAR),
        (TWIN, facts(families=frozenset("b")), Relation.VERSION),  # the same outlet again
        (WEAK, ELSEWHERE, Relation.VERSION),  # much rewritten
        (replace(TWIN, length_ratio=0.65), ELSEWHERE, Relation.VERSION),
        (TWIN, replace(ELSEWHERE, numbers=frozenset({"7", "8"})), Relation.VERSION),  # changed facts
    ],
)
def test_relations_name_what_kind_of_repetition_it_is(figures, right, relation):
    left = facts(numbers=frozenset({"7", "9"}))
    assert decide(figures, left, right, SETTINGS, WARM).relation is relation


def test_numbers_are_read_in_any_script_and_without_separators():
    assert numbers_of("في ٢٠١٥ بلغ 1,234 و ۰۷ و 3.5") == {"2015", "1234", "7", "35"}


def test_number_overlap_is_the_share_of_the_text_with_fewer_numbers():
    left, right = facts(numbers=frozenset("123")), facts(numbers=frozenset("1299"))
    assert number_overlap(left, right) == pytest.approx(2 / 3)
    assert number_overlap(left, facts()) is None


def page(**changes: object) -> Facts:
    """A dated page with a title of three words."""
    return facts(**{"title": "the harbour ferry"} | changes)


@pytest.mark.parametrize(
    ("jaccard", "right", "expected"),
    [
        (0.5, page(title="another title altogether"), True),
        (0.3, page(), True),
        (0.3, page(title="another title altogether"), False),
        (0.3, page(title=None), False),
        (0.2, page(), False),
        (0.8, page(day=date(2026, 3, 3)), False),
        (0.8, page(day=None), False),
    ],
)
def test_a_changed_input_is_the_same_story_on_one_day_and_with_enough_text_in_common(
    jaccard, right, expected
):
    figures = Figures(jaccard, 0.0, 0.0, 0, 1.0, 0.0)
    assert is_changed_page(figures, page(), replace(right, families=frozenset({"b"}))) is expected


def test_a_page_that_shows_other_numbers_in_the_same_frame_is_another_notice():
    figures = Figures(0.8, 0.0, 0.0, 0, 1.0, 0.0)
    right = page(numbers=frozenset({"12", "31"}), families=frozenset({"b"}))
    assert not is_changed_page(figures, page(numbers=frozenset({"14", "29"})), right)
    assert is_changed_page(figures, page(numbers=frozenset({"12", "31", "4"})), right)
