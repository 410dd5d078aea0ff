from __future__ import annotations

import random
from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from newsift.dedup.canonical import Member, choose_canonical
from newsift.dedup.cluster import Edge, group_nodes


def groups(new, edges, *, old=None, sizes=None, support=0.5, apart=()):
    grouping = group_nodes(new, old or {}, sizes or {}, edges, support, apart)
    return dict(grouping.group_of.items()), grouping.bridges


def edge(left, right, strength=0.5, **more):
    return Edge(left, right, strength, **more)


def test_a_chain_does_not_pull_its_ends_together():
    found, _ = groups(range(4), [edge(0, 1, 0.9), edge(1, 2, 0.4), edge(2, 3, 0.9)])
    assert found[0] == found[1] != found[2] == found[3]


def test_a_full_set_of_edges_makes_one_group_named_after_its_first_node():
    found, _ = groups(range(3), [edge(0, 1), edge(1, 2), edge(0, 2)])
    assert set(found.values()) == {(False, 0)}


def test_half_of_the_members_must_match_a_newcomer():
    old, sizes = {10: 7, 11: 7}, {7: 4}
    assert groups([0], [edge(0, 10), edge(0, 11)], old=old, sizes=sizes)[0] == {0: (True, 7)}
    assert groups([0], [edge(0, 10)], old=old, sizes=sizes)[0] == {0: (False, 0)}


def test_groups_that_hold_two_known_stories_stay_apart():
    monday, tuesday = edge(0, 1, 0.9), edge(2, 3, 0.9)
    across = [edge(0, 3), edge(1, 2), edge(1, 3)]
    found, _ = groups(range(4), [monday, tuesday, *across])
    assert set(found.values()) == {(False, 0)}
    found, _ = groups(range(4), [monday, tuesday, *across], apart=[(0, 2)])
    assert found[0] == found[1] != found[2] == found[3]
    old, sizes = {10: 7, 11: 7}, {7: 2}
    assert groups([0], [edge(0, 10)], old=old, sizes=sizes, apart=[(0, 11)])[0] == {0: (False, 0)}
    assert groups([0], [edge(0, 10, certain=True)], old=old, sizes=sizes, apart=[(0, 11)])[0] == {
        0: (True, 7)
    }


def test_an_equal_text_or_url_joins_without_support():
    found, _ = groups([0], [edge(0, 10, certain=True)], old={10: 7}, sizes={7: 9})
    assert found == {0: (True, 7)}


def test_old_groups_are_never_merged_but_the_bridge_is_reported():
    edges = [edge(0, 10, 0.9), edge(0, 20, 0.8)]
    found, bridges = groups([0], edges, old={10: 7, 20: 8}, sizes={7: 1, 8: 1})
    assert found == {0: (True, 7)}
    assert bridges == ((0, 8),)


RANDOM_EDGES = st.lists(
    st.tuples(st.integers(0, 11), st.integers(0, 11), st.integers(1, 9), st.booleans()), max_size=30
)


@given(RANDOM_EDGES, st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_groups_do_not_depend_on_the_order_of_edges(raw, chance):
    old = {10: 1, 11: 2}
    edges = [
        edge(min(a, b), max(a, b), strength / 10, certain=certain and strength > 8)
        for (a, b), (strength, certain) in {
            (min(a, b), max(a, b)): (strength, certain) for a, b, strength, certain in raw
        }.items()
        if a != b and min(a, b) < 10
    ]
    shuffled = list(edges)
    chance.shuffle(shuffled)
    sizes = {1: 1, 2: 2}
    assert groups(range(10), edges, old=old, sizes=sizes) == groups(range(10), shuffled, old=old, sizes=sizes)


@given(RANDOM_EDGES)
@settings(max_examples=100, deadline=None)
def test_every_group_is_held_together_by_edges(raw):
    edges = [edge(min(a, b), max(a, b), s / 10) for a, b, s, _ in raw if a != b and max(a, b) < 10]
    found, _ = groups(range(10), edges)
    closure = list(range(10))

    def find(node):
        return node if closure[node] == node else find(closure[node])

    for one in edges:
        closure[find(one.left)] = find(one.right)
    for left in range(10):
        for right in range(left):
            if found[left] == found[right]:
                assert find(left) == find(right)  # never wider than transitive closure


def member(name, *, words=100, hour=12, main=True, agency=False, dated=True, titled=True):
    published = datetime(2026, 3, 2, hour) if dated else None
    return Member(name, main, words, agency, published, titled)


def test_the_earliest_complete_article_stands_for_its_story():
    assert choose_canonical([member("b", hour=9), member("a", hour=10)]) == "b"


def test_a_teaser_never_stands_for_the_story():
    assert choose_canonical([member("teaser", hour=8, words=20), member("full", hour=10)]) == "full"


def test_the_agency_s_own_copy_comes_before_earlier_reprints():
    assert choose_canonical([member("early", hour=8), member("agency", hour=9, agency=True)]) == "agency"


def test_an_embedded_article_stands_for_a_story_only_when_there_is_no_other():
    embedded = member("embedded", hour=1, words=500, main=False)
    assert choose_canonical([embedded, member("main", hour=9)]) == "main"
    assert choose_canonical([embedded]) == "embedded"


def test_an_article_without_a_title_stands_for_a_story_only_when_no_complete_one_has_one():
    untitled = member("untitled", hour=1, agency=True, titled=False)
    assert choose_canonical([untitled, member("titled", hour=9)]) == "titled"
    assert choose_canonical([untitled, member("teaser", words=20)]) == "untitled"
    embedded = member("embedded", main=False)
    assert choose_canonical([untitled, embedded]) == "untitled"


def test_undated_articles_come_last_and_ties_go_by_length_then_id():
    assert choose_canonical([member("undated", dated=False), member("dated", hour=20)]) == "dated"
    assert choose_canonical([member("a", words=90), member("b")]) == "b"
    assert choose_canonical([member("b"), member("a")]) == "a"


def test_the_choice_does_not_depend_on_the_order_of_members():
    members = [member(str(number), words=90 + number % 7, hour=number % 5) for number in range(20)]
    chosen = {choose_canonical(random.Random(seed).sample(members, 20)) for seed in range(10)}
    assert len(chosen) == 1
