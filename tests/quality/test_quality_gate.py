import pytest
from gate import FLOORS, measure, read_floors, worse


@pytest.fixture(scope="module")
def measured():
    return measure()


def test_no_figure_falls_below_its_pinned_floor(measured):
    figures, _, singles = measured
    floors, _ = read_floors()
    complaints = [f"{group}: {c}" for group, floor in floors.items() for c in worse(figures[group], floor)]
    assert not complaints, (complaints, singles[:5])


def test_the_floors_belong_to_this_labelled_set(measured):
    _, labelled, _ = measured
    _, pinned = read_floors()
    assert labelled == pinned, "run tests/quality/gate.py --update"


def test_every_template_has_a_floor(measured):
    figures, _, _ = measured
    floors, _ = read_floors()
    assert set(figures) == set(floors)
    assert FLOORS.is_file()


def test_a_lower_figure_is_reported():
    assert worse({"f1": 0.9, "related_left": 0}, {"f1": 0.95, "related_left": 0})
    assert worse({"f1": 0.95, "related_left": 2}, {"f1": 0.95, "related_left": 0})
    assert not worse({"f1": 0.95, "related_left": 0}, {"f1": 0.95, "related_left": 0})
