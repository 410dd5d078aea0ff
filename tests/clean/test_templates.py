"""Site templates: what counts as one story, and when a line is the site's."""

from newsift.clean.templates import LineEvidence, learn_templates


def story(number: int, *shared: int, site: str = "s.example") -> LineEvidence:
    own = tuple(range(number * 100, number * 100 + 10))
    return LineEvidence(site, tuple(sorted((*own, *shared))), own[:5])


def test_a_line_of_three_distinct_stories_is_template():
    assert learn_templates([story(n, 7) for n in (1, 2, 3)]) == {"s.example": frozenset({7})}


def test_two_stories_are_not_evidence():
    assert learn_templates([story(1, 7), story(2, 7), story(3)]) == {}


def test_a_line_below_a_fifth_of_the_stories_is_not_template():
    assert learn_templates([story(n, *([7] if n <= 3 else [])) for n in range(1, 21)]) == {}


def test_copies_of_one_story_count_once():
    """Otherwise a story printed three times would lose its own sentences."""
    assert learn_templates([story(1, 7), story(1, 7), story(1, 7), story(2), story(3), story(4)]) == {}


def test_sites_do_not_mix_and_unknown_sites_teach_nothing():
    evidence = [story(n, 7, site=f"{n}.example") for n in (1, 2, 3)]
    assert learn_templates([*evidence, LineEvidence(None, (7,), (7,))]) == {}


def test_order_does_not_matter():
    evidence = [story(n, 7, 8) for n in range(1, 6)] + [story(1, 7), story(9)]
    assert learn_templates(evidence) == learn_templates(reversed(evidence))
