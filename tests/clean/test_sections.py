"""Guides, tables, lists and documents within a story: what their own lines look like from outside."""

from __future__ import annotations

from cleaning_world import body, clean, reasons

TITLE = "Which stove suits a small kitchen"
LEAD = "Every small kitchen needs a stove that fits, and the choice is larger than it was ten years ago."
SECTIONS = [
    ("Gas stoves", "A gas stove heats at once, and it goes on working when the power of the house fails."),
    ("Electric stoves", "An electric stove is the cheapest of all to buy, but the plates need a while."),
    ("Induction stoves", "Induction heats nothing but the pot, and children cannot burn their hands on it."),
    ("Wood stoves", "A wood stove warms the room too, and it needs a chimney and a dry place for logs."),
    ("Camping stoves", "A camping stove is enough for two people who cook one dish in the evening."),
    ("Old stoves", "An old stove can be repaired, and most towns still have somebody who does it."),
]
END = "The chamber expects a better year, since the wells were deepened in spring and the dam holds."
LIST = ["Heats the whole kitchen in winter", "Keeps its price for many years", "Needs a permit in some towns"]


def guide(sections: int) -> str:
    lines = [TITLE, LEAD]
    for heading, text in SECTIONS[:sections]:
        lines += [
            heading,
            text,
            f"What speaks for {heading.lower()}",
            *(f"{x} with {heading.lower()}" for x in LIST),
        ]
    return "\n".join(
        [*lines, "Whoever is in doubt asks a neighbour, and the neighbour asks a chimney sweep."]
    )


def test_lists_between_the_sections_of_a_guide_stay() -> None:
    assert body(guide(6)) == guide(6).split("\n")[1:]


def test_the_same_list_in_a_story_without_sections_is_one_of_other_stories() -> None:
    text = guide(1).split("\n")
    assert not any(line.startswith(tuple(LIST)) for line in body("\n".join(text)))


PLAIN = "Mayor Okoro: an old kitchen of the town is repaired for nothing"
STRONG = "Mayor Okoro: the bridge over the river opens in May | Bridge news"


def test_between_the_sections_of_a_guide_more_evidence_is_needed_to_make_a_line_foreign() -> None:
    lines, few = guide(6).split("\n"), guide(1).split("\n")[:3]
    assert PLAIN not in body("\n".join([*few, PLAIN, END]))
    assert PLAIN in body("\n".join([*lines[:-1], PLAIN, lines[-1]]))
    assert STRONG not in body("\n".join([*lines[:-1], STRONG, lines[-1]]))


STORY = [
    "Harvest is smaller than last year",
    "The farmers of the valley brought in less wheat than last year, the chamber said on Monday.",
    "It counted the sacks of all four districts and asked the millers, who agreed with the figures.",
]


def test_rows_divided_by_tabs_stay() -> None:
    rows = [
        "District\tSacks this year\tChange",
        "North\t4,100\t-3 %",
        "South\t2,950\t-11 %",
        "East\t800\t-2 %",
    ]
    assert body("\n".join([*STORY, *rows, END])) == [*STORY[1:], *rows, END]


def test_rows_divided_by_bars_stay_and_a_menu_of_bars_goes() -> None:
    rows = ["Mill | Owner | Sacks", "Old mill | Haddad | 1,200", "River mill | Osei | 900"]
    menu = "Home | World | Sport | Money | Culture"
    assert body("\n".join([menu, *STORY, *rows, END])) == [*STORY[1:], *rows, END]


def test_two_columns_of_words_are_a_table_and_headlines_with_their_section_are_none() -> None:
    rows = [
        "What the farmer pays | What the miller pays",
        "Seed and water of the field | Rent and power of the mill",
        "Wages of the harvest weeks | Wages of the whole year",
    ]
    assert body("\n".join([*STORY, *rows, END])) == [*STORY[1:], *rows, END]
    links = [
        "Bridge opens in May | City",
        "Choir wins the cup again | Culture",
        "Rain is late again | Weather",
    ]
    assert body("\n".join([*STORY, *links, END])) == [*STORY[1:], END]


def test_the_source_of_a_table_does_not_end_the_story() -> None:
    rows = ["District\tSacks", "North\t4,100", "South\t2,950"]
    text = [
        *STORY,
        *rows,
        "Source: chamber of farmers",
        "What the millers expect",
        END,
        END.replace("better", "dry"),
    ]
    assert body("\n".join(text)) == [*STORY[1:], *rows, *text[-3:]]


def test_a_list_may_hold_words_that_end_stories() -> None:
    items = ["- Name of the author", "- Keywords", "- Copyright", "- Date of the print"]
    text = [*STORY, "Each sheet that the chamber keeps of a harvest holds these things:", *items, END]
    assert body("\n".join(text)) == text[1:]


def test_copyright_in_a_sentence_amid_the_story_stays_and_ends_nothing() -> None:
    sentence = (
        "The chamber of the farmers wrote that all rights reserved by the millers in the contract of last"
        " year cost the farmers a tenth of their wheat."
    )
    assert body("\n".join([*STORY, sentence, END])) == [*STORY[1:], sentence, END]


def test_prose_right_below_a_related_heading_stays_though_a_list_is_announced_further_down() -> None:
    text = [
        *STORY,
        "Recommendations:",
        STORY[2].replace("sacks", "carts"),
        END,
        "What the chamber asks for:",
        END[:-1] + " too.",
    ]
    assert body("\n".join(text)) == [*STORY[1:], *text[4:]]


def test_a_closing_bracket_of_code_is_no_line_between_stories() -> None:
    text = [
        *STORY,
        "count = sum(",
        "sacks of all districts",
        ")",
        "return count",
        "Counting the carts of the valley",
        "The carts of the valley are counted at the bridge by two men who take turns all day.",
        "They write down each cart that crosses the bridge, and whose it is, in a book.",
    ]
    assert text[-1] in body("\n".join(text))
    assert not clean("\n".join(text)).embedded


def test_the_text_of_a_decree_that_the_story_announces_is_the_storys() -> None:
    text = [
        "الأمير يسافر في إجازة وينيب أخاه",
        "غادر أمير البلاد العاصمة بعد ظهر أمس متوجها إلى الخارج في إجازة خاصة، وكان في وداعه الوزراء.",
        "وصدر أمر أناب فيه الأمير أخاه في إدارة شؤون البلاد مدة غيابه عنها، ورعاية مصالح الناس فيها.",
        "وفيما يلي نص الأمر:",
        "باسم الشعب",
        "الرقم: أ / 31",
        "نحن أمير البلاد",
        "بناء على المادة السادسة من النظام الأساسي، ونظرا لعزمنا على السفر خارج البلاد هذا اليوم.",
        "أنبنا أخانا في إدارة شؤون الدولة ورعاية مصالح الشعب خلال فترة غيابنا عن البلاد.",
    ]
    assert body("\n".join(text)) == text[1:]


def test_removed_rows_of_a_menu_say_so() -> None:
    assert (
        reasons("\n".join(["Home | World | Sport | Money | Culture", *STORY, END]))[
            "Home | World | Sport | Money | Culture"
        ]
        == "PIPED_LIST"
    )
