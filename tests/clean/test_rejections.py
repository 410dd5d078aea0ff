"""Inputs that were read but hold no article, and the reason that each is given."""

from __future__ import annotations

import pytest
from cleaning_world import clean

from newsift.models import Rejection

SENTENCE = "The harbour ferry returned on Thursday after a long winter of repairs."  # 12 words


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (SENTENCE, "ONLY_TITLE"),
        ("عادت العبارة الليلية إلى العمل يوم الخميس بعد أربعة أشهر من الإصلاح.", "ONLY_TITLE"),
        ("Harbour ferry returns after winter", "NO_BODY"),
        ("Harbour ferry returns after winter\n\nRead also:\nMayor opens the new bridge", "NO_BODY"),
    ],
)
def test_an_input_without_a_story_is_rejected_with_its_reason(text, reason):
    main = clean(text).main
    assert isinstance(main, Rejection)
    assert main.reason == reason


def test_one_line_longer_than_a_headline_is_an_article():
    assert not isinstance(
        clean(f"{SENTENCE[:-1]}, and carried ninety passengers to the island.").main, Rejection
    )
