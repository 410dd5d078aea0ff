"""Paragraphs that were broken at a fixed width."""

from __future__ import annotations

import textwrap

import pytest
from cleaning_world import article, clean, document

from newsift.clean.wrapped import unwrap
from newsift.models import Label

PARAGRAPHS = (
    (
        "The harbour council of Wexmoor voted on Tuesday to buy back the lighthouse that it had sold to a "
        "hotel chain eleven years ago, after the last keeper's logbooks were found in the lamp room."
    ),
    (
        '"Nobody expected the books to be dry," said the archivist Ines Tolland, who has read four of nine '
        "volumes so far and hopes to finish the others before winter."
    ),
    (
        "The purchase will be paid for with the fees of visiting yachts, and the tower will open to visitors "
        "on two days of the week from April until the first storms of October."
    ),
)


def wrapped(width: int) -> str:
    story = "\n\n".join("\n".join(textwrap.wrap(p, width)) for p in PARAGRAPHS)
    return (
        f"Wexmoor buys its lighthouse back\nBy Ada Crewe\n\n{story}\n\nRead also:\n* Ferry fares rise again\n"
    )


@pytest.mark.parametrize("width", [52, 60, 66, 72, 80])
def test_a_story_wrapped_at_any_width_is_kept_whole(width: int) -> None:
    main = article(clean(wrapped(width)))
    assert " ".join(main.body.split()) == " ".join(PARAGRAPHS)
    assert main.metadata.title == "Wexmoor buys its lighthouse back"


def test_every_line_of_a_wrapped_paragraph_has_a_verdict_of_its_own() -> None:
    doc = document(wrapped(66))
    cleaned = clean(wrapped(66))
    spans = [(v.start, v.end) for v in cleaned.verdicts]
    assert spans == [(b.start, b.end) for b in doc.blocks]
    assert sum(v.kept for v in cleaned.verdicts) == sum(len(textwrap.wrap(p, 66)) for p in PARAGRAPHS)
    assert all(v.label is Label.BODY for v in cleaned.verdicts if v.kept)


def test_headlines_of_nearly_the_same_length_are_no_wrapped_text() -> None:
    doc = document(
        "Council of Wexmoor postpones its vote on the new ferry\n"
        "Third goalkeeper in a month leaves the harbour football\n"
        "Bakers of the old town demand a later start of the night\n"
        "Storm warning for the western coast lifted on Wednesday\n"
        "Museum of knots shows the longest rope ever made by hand\n"
    )
    assert unwrap(doc) is doc


def test_a_text_with_a_paragraph_a_line_stays_as_it_is() -> None:
    doc = document("Wexmoor buys its lighthouse back\n" + "\n".join(PARAGRAPHS))
    assert unwrap(doc) is doc


def test_short_paragraphs_between_headlines_are_found_wrapped_too() -> None:
    story = "\n".join("\n".join(textwrap.wrap(p, 80)) for p in PARAGRAPHS[:2])
    text = f"Wexmoor buys its lighthouse back\n17 May 2025\n{story}\nRead also:\nFerry fares rise in June\n"
    assert " ".join(article(clean(text)).body.split()) == " ".join(PARAGRAPHS[:2])
