"""A second story below the first without any heading: repeated heads, teasers, one paragraph of another."""

from __future__ import annotations

from cleaning_world import article, body, clean

FIRST = [
    "Cow rescued from a well near Acari",
    "NEWSROOM OF RADIO VALLEY",
    "A cow that fell into a well of six metres was lifted out this Wednesday by the firemen of the town.",
    "They used ropes, a winch that a neighbour had lent, and a good deal of patience with the animal.",
    "The cow has no broken bones and went back to its meadow the same afternoon, the firemen said.",
]
SECOND = [
    "Libraries of the valley open on Saturdays",
    "NEWSROOM OF RADIO VALLEY",
    (
        "Twelve libraries of the valley will open on Saturdays from June, and forty keep their hours, says "
        "the council, which pays two more librarians for it and asks readers to bring their cards."
    ),
]


def test_a_name_of_the_head_that_stands_again_above_a_new_title_begins_the_next_story() -> None:
    assert body("\n".join([*FIRST, *SECOND])) == FIRST[2:]


def test_the_name_alone_begins_nothing_where_the_story_tells_the_line_below() -> None:
    text = [*FIRST[:4], "How the firemen lifted the cow", "NEWSROOM OF RADIO VALLEY", FIRST[4]]
    assert FIRST[4] in body("\n".join(text))


DATED = [
    "Wall falls on the road in Beykoz",
    "TRAPANI – The wall of a house slid onto the road after the rain of the night, and nobody was hurt.",
    "Two cars stood below it, and their owners had gone home an hour before, as the neighbours say to all.",
]
OTHER = "Thirty boats start in the race of the islands"


def test_a_second_dateline_of_the_first_ones_form_begins_the_next_story() -> None:
    paragraph = (
        "FAVIGNANA – Thirty boats with more than a hundred sailors start in the race of the islands on"
    )
    paragraph += (
        " Sunday, which the harbour has held nine times by now and which brings guests in autumn too."
    )
    assert body("\n".join([*DATED, OTHER, "It is the ninth time", paragraph])) == DATED[1:]
    plain = paragraph.partition(" – ")[2]
    assert plain in body(
        "\n".join([*DATED, OTHER.replace("Thirty", "The wall and thirty"), "It is the ninth time", plain])
    )


def test_a_headline_that_stands_again_below_a_date_begins_the_next_story() -> None:
    standfirst = "The court fined two builders who had put up houses on the summer meadows"
    more = "The town has the other walls of the street looked at before the next rain comes."
    text = [*DATED, more, OTHER, standfirst, "13.03.2026 22:40:00", "News desk", OTHER, OTHER]
    text.append(
        "The court that has heard the case for two years fined both, and ordered the boats ashore by spring."
    )
    assert body("\n".join(text)) == [*DATED[1:], more]


def test_a_headline_over_a_paragraph_that_breaks_off_is_a_teaser_at_the_end_only() -> None:
    teaser = "Whoever travels between small towns knows that the bus is the only choice they have, since..."
    title = "When will trains be for everybody?"
    assert body("\n".join([*DATED, title, teaser])) == DATED[1:]
    assert teaser in body("\n".join([*DATED[:2], "What the cars below the wall cost", teaser, DATED[2]]))
    assert teaser in body("\n".join([*DATED, "What the wall means to the owners of cars", teaser]))


def test_a_teaser_may_have_a_button_below_it() -> None:
    teaser = (
        "The agency has ordered a batch of soap for children to be taken from the shelves of all chemists…"
    )
    text = [
        *DATED,
        "Agency takes soap for children back",
        teaser,
        "Read more",
        "Choir sings in the old market hall",
    ]
    assert body("\n".join(text)) == DATED[1:]


def test_under_a_related_heading_one_untold_paragraph_ends_a_story_that_its_writer_has_signed() -> None:
    other = "Weavers set up new looms in the village with the help of the mayor, who opens it on Monday."
    assert body("\n".join([*DATED, "Serkan Yaman", "You may also like", other])) == DATED[1:]
    assert other in body("\n".join([*DATED, "You may also like", other]))


def test_points_with_pictures_of_their_own_are_the_storys() -> None:
    points = [
        "🚗 Both cars stood there empty that night",
        "🚨 The road stays closed until the evening of Monday",
    ]
    last = "The town wants to look at all the walls of the street, and it asks the owners to be there."
    assert body("\n".join([*DATED, *points, "What the town wants", last]))[-4:] == [
        *points,
        "What the town wants",
        last,
    ]


def test_weather_and_programme_behind_a_share_bar_are_no_table_of_the_story() -> None:
    rows = [
        "Tunis",
        "9° - 17°",
        "Friday16°",
        "Morning for all",
        "06:00 - 09:00",
        "Morning for all",
        "Radio Valley",
    ]
    assert body("\n".join([*DATED, "Share:", "Subscribe now", *rows])) == DATED[1:]


def test_short_capital_lines_in_the_storys_words_are_subheads() -> None:
    lead = (
        "The letter of the prisoner lay on the table when his mother came home from the market that evening."
    )
    rest = "She read the letter of the prisoner aloud, and the neighbours who heard it came over one by one."
    assert "THE LETTER OF THE PRISONER" in body(
        f"A letter comes home\n{lead}\nTHE LETTER OF THE PRISONER\n{rest}"
    )
    shout = "VIDEO SHOWS THE BRIDGE OF THE HARBOUR FALLING INTO THE RIVER"
    assert shout not in body(f"A letter comes home\n{lead}\n{shout}\n{rest}")


def test_the_first_story_stays_whole() -> None:
    assert article(clean("\n".join(FIRST))).body.split("\n") == FIRST[2:]
