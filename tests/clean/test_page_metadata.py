"""Authors, source, section, keywords and dates of a whole page: null over guess."""

from datetime import datetime
from pathlib import Path

import pytest

from newsift.clean import clean_document
from newsift.ingest.html import parse_html
from newsift.models import CleanArticle, CleaningContext, Metadata, RawFile, content_digest
from newsift.rules import load_rules
from newsift.settings import CleaningSettings, InputSettings

RULES = load_rules(Path(__file__).parents[2] / "config")
CONTEXT = CleaningContext(now=datetime(2026, 11, 1))
STORY = (
    "The harbour council met on Tuesday evening to settle where the new ferry pier will be built this year.",
    "Three sites were on the table, and the northern one won after a debate of nearly four hours.",
    "Fishermen had asked for a wider quay, a wish that the council granted with a single vote against it.",
    "Work is to begin in the spring, provided that the survey of the sea bed finds no wrecks in the channel.",
)


def page(head: str = "", *, above: str = "", below: str = "", inside: tuple[int, str] = (0, "")) -> Metadata:
    paragraphs = [f"<p>{text}</p>" for text in STORY]
    paragraphs.insert(*inside)
    markup = (
        f"<html><head><title>Ferry pier goes north | Quay News</title>{head}</head><body>"
        f"<article><h1>Ferry pier goes north</h1>{above}{''.join(paragraphs)}</article>{below}</body></html>"
    )
    document = parse_html(RawFile("a.html", b"", content_digest(b""), 0), markup, InputSettings())
    main = clean_document(document, RULES, CONTEXT, CleaningSettings()).main
    assert isinstance(main, CleanArticle)
    return main.metadata


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" name="{name}" content="{content}">'


@pytest.mark.parametrize(
    ("stated", "names"),
    [
        ("Ada Quill", ("Ada Quill",)),
        ("By Ada Quill and Ben Ash", ("Ada Quill", "Ben Ash")),
        ("Ada Quill, RD, MSc, Ph.D.", ("Ada Quill",)),
        ("Ada Quill on Tuesday, December 2, 2025", ("Ada Quill",)),
        ("Rosewater / Ada Quill / Reuters", ("Ada Quill",)),
        ("ليلى حدّاد، سامي نجار", ("ليلى حدّاد", "سامي نجار")),
        ("Ludwig van der Berg", ("Ludwig van der Berg",)),
        ("admin", ()),
        ("aquill", ()),
        ("a_quill77", ()),
        ("مدير", ()),
        ("بقلم", ()),
        ("Quay News", ()),
        ("quay.example, Pier Interactive", ()),
        ("Pier Media Sp. z o.o.", ()),
        ("Pier Holding S.A.", ()),
        ("Center for Harbour Research and Evaluation", ()),
        ("Feb 11, 2019 · 3 min read", ()),
        ("Photo by Sol on Unsplash", ()),
        ("https://quay.example/author/7", ()),
    ],
)
def test_authors_are_people(stated, names):
    assert page(meta("author", stated)).authors == names


def test_an_agency_stated_as_author_is_the_agency():
    found = page(meta("author", "Reuters"))
    assert (found.authors, found.agency) == ((), "Reuters")


def test_commenters_that_the_markup_names_are_no_authors():
    comment = (
        '<div itemscope itemtype="https://schema.org/Comment"><span itemprop="author">Ben Ash</span>'
        '<time itemprop="datePublished" datetime="2019-01-01">x</time></div>'
    )
    found = page(below=comment)
    assert (found.authors, found.published_at) == ((), None)


def test_a_source_line_inside_the_story_names_the_source_of_a_figure():
    site = meta("og:site_name", "Quay News")
    assert page(site, inside=(1, "<p>Source: Bureau of Piers</p>")).source == "Quay News"
    assert page(site, inside=(4, "<p>Source: Harbour Daily</p>")).source == "Harbour Daily"


def test_the_site_in_the_title_is_the_source_only_where_the_address_confirms_it():
    assert page('<link rel="canonical" href="https://www.quaynews.example/a">').source == "Quay News"
    assert page('<link rel="canonical" href="https://press.example/a">').source is None


def test_a_section_that_nobody_chose_is_none():
    assert page(meta("article:section", "Uncategorized")).section is None
    assert page(meta("article:section", "Harbour, Uncategorized")).section == "Harbour"
    assert page(meta("article:section", "غير مصنف")).section is None


def test_keywords_are_words_and_no_fields_of_the_publishing_system():
    stated = "ferry, 18153161, contentId: 15cd344d, locale: US, pier"
    assert page(meta("keywords", stated)).keywords == ("ferry", "pier")


def test_midnight_in_a_zone_is_a_day_and_no_time():
    found = page(meta("article:published_time", "2024-05-17T00:00:00+03:00"))
    assert (found.published_at, found.published_precision) == (datetime(2024, 5, 17), "day")


def test_where_a_system_states_its_last_change_twice_the_labelled_line_below_the_story_is_believed():
    stated = "2025-11-29T12:28:31Z"
    head = meta("article:published_time", stated) + meta("article:modified_time", stated)
    foot = "<div>Published August 13, 2025</div><div>Other story</div>"
    assert page(head, below=foot).published_at == datetime(2025, 8, 13)
    assert page(head).published_at == datetime(2025, 11, 29, 12, 28, 31)


def test_a_date_among_links_of_the_opening_does_not_beat_the_one_that_head_and_line_agree_on():
    head = meta("article:published_time", "2024-09-17T08:00:00Z")
    related = "<ul><li>Older pier <span>July 2, 2024</span></li></ul><div>September 17, 2024</div>"
    assert page(head, above=related).published_at == datetime(2024, 9, 17, 8)


def test_the_only_date_in_a_place_named_after_dates_is_the_pages():
    teasers = "".join(f"<div>Other story {n}</div>" for n in range(20))
    place = f'{teasers}<div class="article-date">3 March 2011</div>'
    assert page(below=place).published_at == datetime(2011, 3, 3)
    assert page(below=f"{place}<div class='article-date'>4 March 2011</div>").published_at is None
    assert page(below=f"{teasers}<div class='header date'>3 March 2011</div>").published_at is None


def test_a_time_element_in_a_side_column_is_another_storys():
    aside = '<aside><ul><li><time datetime="2024-05-17">x</time> Other story</li></ul></aside>'
    assert page(below=aside).published_at is None


def test_an_address_in_a_date_line_counts_as_no_words():
    line = "<div>http://www.quay.example  2011-12-15 20:59  Quay Finance</div>"
    assert page(above=line).published_at == datetime(2011, 12, 15, 20, 59)
