"""A line of the hour's headlines above the story goes; a first paragraph without a full stop stays."""

from __future__ import annotations

import pytest
from cleaning_world import ARABIC, HEADLINES, STORY, TITLE, body, page, reasons

RUN_TOGETHER = (
    "وزير الصيد يفتتح مرفأ للقوارب الصغيرة قافلة طبية تصل إلى قرى الجبل الغربي تعادل سلبي بين الوحدة والشعلة"
    " في دوري الناشئين قطار السكر يتوقف أسبوعا للصيانة مهرجان التمور ينطلق الخميس في الواحة الكبرى انقطاع"
    " الماء عن ثلاثة أحياء مجلس الجامعة يعلن نتائج القبول وفاة عميد الخطاطين عن تسعين عاما"
)
DASHED = " - ".join((*HEADLINES, "Bus drivers of the old town strike for a day")) + " -"
SLASHED = " / ".join((*HEADLINES, "Bus drivers of the old town strike for a day"))


@pytest.mark.parametrize(
    ("ticker", "story"), [(RUN_TOGETHER, ARABIC), (DASHED, STORY), (SLASHED, STORY)], ids=("bare", "-", "/")
)
@pytest.mark.parametrize("titled", [True, False])
def test_a_ticker_above_the_story_goes(ticker: str, story: tuple[str, ...], titled: bool):
    head = (TITLE, ticker) if titled and story is STORY else (ticker,)
    text = page(*head, *story)
    assert body(text) == list(story)
    assert reasons(text)[ticker] == "TICKER"


def test_a_first_paragraph_without_a_full_stop_stays():
    opening = (
        "The covered market of Rosewater Harbour opened its doors again on Sunday and the mayor Hilda Marrow"
        " said the engineers had kept the stone arches and every one of the old doors while the traders who"
        " pay the old rent for five years sold cloth and fish to the whole quarter until it was dark"
    )
    assert body(page(TITLE, opening, *STORY[1:])) == [opening, *STORY[1:]]


def test_a_text_of_one_paragraph_with_dashes_is_no_ticker():
    only = (
        "The council - which met on Sunday - kept the arches - all nine of them - and the doors - those of"
        " the old market - but not the roof - as the mayor said - because of its age"
    )
    assert body(page(TITLE, only)) == [only]
