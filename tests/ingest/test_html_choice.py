"""Which engine is believed, and how its words find their blocks."""

from newsift.ingest.html_align import covered_shares, mark_kept
from newsift.ingest.html_choice import choose_engine
from newsift.models import Block

LONG = [
    f"Paragraph {n} tells what the council of the harbour decided about the pier on day number {n} of May."
    for n in range(6)
]


def blocks(*texts: str) -> tuple[Block, ...]:
    made, start = [], 0
    for number, text in enumerate(texts):
        made.append(Block(number, start, start + len(text), text, tag="p"))
        start += len(text) + 1
    return tuple(made)


def kept(marked):
    return [block.block_no for block in marked if block.in_engine]


def test_white_space_and_zero_width_characters_do_not_matter():
    page = blocks("می\u200cرود و  می\u200cآید تا شهر", "دیگر")
    assert covered_shares(page, ["میرود و میآید\nتا شهر"]) == [1.0, 0.0]


def test_a_short_line_is_found_between_its_neighbours_and_not_in_the_menu():
    page = blocks("Sport", LONG[0], "Sport", LONG[1])
    assert kept(mark_kept(page, [LONG[0], "Sport", LONG[1]])) == [1, 2, 3]


def test_a_piece_that_joins_two_blocks_covers_both():
    page = blocks("Menu", LONG[0], LONG[1], "Foot")
    assert kept(mark_kept(page, [f"{LONG[0]} {LONG[1]}"])) == [1, 2]


def test_half_a_block_is_not_the_block():
    page = blocks(LONG[0], LONG[1])
    assert kept(mark_kept(page, [LONG[0], LONG[1][:30]])) == [0]


def test_the_second_engine_is_not_asked_when_the_first_covers_the_prose():
    def never():
        raise AssertionError("asked")

    assert kept(choose_engine(blocks(*LONG), LONG[:4], never)) == [0, 1, 2, 3]


def test_the_second_engine_is_believed_when_it_covers_clearly_more():
    assert kept(choose_engine(blocks(*LONG), LONG[:1], lambda: LONG[1:])) == [1, 2, 3, 4, 5]


def test_the_first_engine_stays_when_the_second_is_no_better():
    assert kept(choose_engine(blocks(*LONG), LONG[:2], lambda: LONG[:1])) == [0, 1]


def test_a_page_too_long_to_search_finds_its_whole_blocks_just_as_well(monkeypatch):
    page = blocks("Menu", *LONG, LONG[2], "Foot")
    searched = covered_shares(page, LONG[:5])
    monkeypatch.setattr("newsift.ingest.html_align._LONG_SEARCH", 0)
    assert covered_shares(page, LONG[:5]) == searched
