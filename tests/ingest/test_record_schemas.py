"""Records as crawlers, publishing systems, data sets and Arabic outlets write them."""

from __future__ import annotations

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ingest_world import ARABIC, ENGLISH

from newsift.ingest.field_view import name_key
from newsift.ingest.parse import parse
from newsift.ingest.read import read_file
from newsift.models import Format, FoundFile, RawFile, Refused
from newsift.settings import InputSettings

INPUTS = InputSettings()
LONG = ENGLISH * 2
PARAGRAPHS = "<p>Lending is free.</p>\n<p>The doors are open.</p>"


@pytest.fixture
def read(tmp_path):
    """Read one record; gives its input."""

    def reading(record: object, settings: InputSettings = INPUTS) -> RawFile | Refused:
        location = tmp_path / "a.jsonl"
        location.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
        (item,) = read_file(FoundFile("a.jsonl", 1, 0, str(location)), settings)
        return item

    return reading


def text_of(item: RawFile | Refused) -> str:
    assert isinstance(item, RawFile), item.error
    return parse(item, INPUTS).text


def test_a_record_of_news_please_is_read_from_its_main_text(read):
    item = read(
        {
            "authors": ["Ada Quill"],
            "date_download": "2026-03-13 01:00:00",
            "date_modify": None,
            "date_publish": "2026-03-12 15:40:00",
            "description": "",
            "language": "en",
            "source_domain": "harbour.example",
            "maintext": ENGLISH,
            "text": None,
            "title": "Harbour library opens",
            "url": "https://harbour.example/1",
        }
    )
    assert text_of(item) == ENGLISH
    fields = item.fields
    assert (fields.title, fields.published, fields.source) == (
        "Harbour library opens",
        "2026-03-12 15:40:00",
        "harbour.example",
    )
    assert (fields.authors, fields.updated) == (("Ada Quill",), None)


def test_an_article_of_schema_org_is_read_as_a_record(read):
    item = read(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "@id": "https://harbour.example/1",
            "headline": "Harbour library opens",
            "articleBody": ENGLISH,
            "datePublished": "2026-01-19T09:00:00+01:00",
            "dateModified": "2026-01-20T09:00:00+01:00",
            "publisher": {"@type": "Organization", "name": "Harbour Post"},
            "author": [{"@type": "Person", "name": "Ada Quill"}, {"@type": "Person", "name": "Ben Ash"}],
            "inLanguage": "en-GB",
            "articleSection": ["Culture", "City"],
            "mainEntityOfPage": {"@type": "WebPage", "@id": "https://harbour.example/1"},
        }
    )
    fields = item.fields
    assert text_of(item) == ENGLISH
    assert (fields.title, fields.source, fields.section) == (
        "Harbour library opens",
        "Harbour Post",
        "Culture, City",
    )
    assert (fields.authors, fields.language) == (("Ada Quill", "Ben Ash"), "en-GB")
    assert (fields.url, fields.updated) == ("https://harbour.example/1", "2026-01-20T09:00:00+01:00")


def test_a_post_of_wordpress_is_read_from_its_rendered_fields(read):
    item = read(
        {
            "id": 9,
            "date": "2026-05-06T17:22:10",
            "date_gmt": "2026-05-06T14:22:10",
            "guid": {"rendered": "https://harbour.example/?p=9"},
            "link": "https://harbour.example/9",
            "title": {"rendered": "Library &#8216;opens&#8217; its <em>doors</em>"},
            "content": {"rendered": PARAGRAPHS, "protected": False},
            "excerpt": {"rendered": "<p>Short.</p>"},
            "author": 3,
            "categories": [4, 5],
            "tags": [],
        }
    )
    document = parse(item, INPUTS)
    assert document.format is Format.HTML
    assert [block.text for block in document.blocks] == ["Lending is free.", "The doors are open."]
    fields = item.fields
    assert (fields.title, fields.url) == ("Library ‘opens’ its doors", "https://harbour.example/9")
    assert fields.published == "2026-05-06T14:22:10"
    assert (fields.authors, fields.section, fields.keywords) == ((), None, ())


def test_arabic_names_of_fields_are_known(read):
    item = read({"العنوان": "افتتاح مكتبة", "النص": ARABIC, "التاريخ": "18/04/2026", "المصدر": "الساحل"})
    assert text_of(item) == ARABIC
    fields = item.fields
    assert (fields.title, fields.published, fields.source) == ("افتتاح مكتبة", "18/04/2026", "الساحل")


@pytest.mark.parametrize(
    "name",
    ["articleBody", "article_body", "Article Body", "ARTICLE-BODY", "Content", "full_text", "نص الخبر"],
)
def test_names_are_compared_without_case_and_signs(read, name):
    assert text_of(read({name: ENGLISH})) == ENGLISH


@pytest.mark.parametrize(
    "value",
    [
        ["one", "two"],
        {"rendered": "one\ntwo"},
        [{"type": "text/plain", "value": "one\ntwo"}],
        [{"type": "paragraph", "text": "one"}, {"type": "paragraph", "text": "two"}],
        "one\\ntwo",
        "one\\r\\ntwo",
    ],
)
def test_paragraphs_in_lists_and_objects_become_lines(read, value):
    assert text_of(read({"content": value})) == "one\ntwo"


@pytest.mark.parametrize("wrapper", ["_source", "data", "article", "fields"])
def test_fields_inside_an_object_that_only_wraps_them_count(read, wrapper):
    record = {
        "_id": {"$oid": "65a"},
        wrapper: {"title": "T here", "body": ENGLISH},
        "meta": {"date": "2026-01-02"},
    }
    item = read(record)
    assert text_of(item) == ENGLISH
    assert (item.fields.title, item.fields.published, item.fields.record_id) == (
        "T here",
        "2026-01-02",
        "65a",
    )


def test_a_page_in_a_field_is_read_as_a_page_and_an_escaped_one_too(read):
    for record in ({"content_html": "<p>Lending is free."}, {"text": PARAGRAPHS.replace("<", "&lt;")}):
        document = parse(read(record), INPUTS)
        assert document.format is Format.HTML
        assert document.blocks[0].text == "Lending is free."


def test_a_teaser_gives_way_to_the_full_text_under_a_later_name(read):
    assert text_of(read({"text": "A teaser.", "content": LONG, "html": f"<p>{LONG}</p><p>menu</p>"})) == LONG
    assert text_of(read({"text": "A short story.", "html": f"<p>{LONG}</p><p>menu</p>"})) == "A short story."
    assert text_of(read({"text": LONG, "raw_text": f"{LONG} and the menu {LONG * 3}"})) == LONG


def test_a_title_is_never_taken_for_the_story_where_another_field_says_more(read):
    record = {"title": "Harbour library opens", "url": "https://a.example/1", "text": None}
    assert text_of(read(record)) == "Harbour library opens"
    assert text_of(read(record | {"keywords": "library, harbour, opening, books, children"}))
    refused = read(record | {"wording": "Lending is free and the doors are open."})
    assert refused.reason == "NO_TEXT"
    assert "'wording'" in refused.error
    assert text_of(read(record | {"wording": LONG})) == LONG.strip()


def test_without_a_named_text_the_longest_string_is_the_text_and_that_is_recorded(read):
    item = read({"title": "T here", "wording": LONG, "note": "short", "picture": "data:" + "x" * 5000})
    assert text_of(item) == LONG.strip()
    assert item.fields.text_by_length == "wording"
    assert read({"text": LONG}).fields.text_by_length is None


def test_the_longest_string_is_no_text_when_another_competes_or_the_setting_is_off(read):
    refused = read({"first": LONG, "second": ENGLISH * 2 + "x"})
    assert refused.reason == "NO_TEXT"
    assert "'first'" in refused.error
    assert "'second'" in refused.error
    assert read({"wording": "x" * 400}).reason == "NO_TEXT"  # no words
    assert read({"wording": ENGLISH[:250]}).reason == "NO_TEXT"
    assert read({"wording": LONG}, INPUTS.model_copy(update={"longest_text": False})).reason == "NO_TEXT"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("url", "not an address"),
        ("url", "/news/1"),
        ("url", "nyt://article/1"),
        ("published", "yesterday"),
        ("published", "0000-00-00 00:00:00"),
        ("published", {"a": 1}),
        ("published", True),
        ("source", "https://harbour.example/news/1"),
        ("authors", 12),
        ("authors", "[]"),
        ("section", 5),
        ("keywords", [4, 5]),
        ("title", "x" * 600),
        ("title", ["T", "U"]),
    ],
)
def test_a_value_that_is_not_what_its_name_says_is_dropped(read, field, value):
    assert not getattr(read({"text": "a", field: value}).fields, field)


def test_the_next_name_is_asked_where_a_value_is_dropped(read):
    fields = read(
        {
            "text": "a",
            "title": "T here",
            "url": "n/a",
            "link": "https://a.example/1?x=1&amp;y=2",
            "date": "-",
            "created_at": {"$date": {"$numberLong": "1767322800000"}},
            "source": "https://www.harbour.example/",
            "authors": "['Ada Quill', \"Ben Ash\"]",
            "keywords": "['library', 'harbour']",
        }
    ).fields
    assert fields.url == "https://a.example/1?x=1&y=2"
    assert fields.published == "2026-01-02T03:00:00+00:00"
    assert (fields.source, fields.authors) == ("harbour.example", ("Ada Quill", "Ben Ash"))
    assert fields.keywords == ("library", "harbour")


def test_the_time_of_a_crawl_is_no_date_of_publication(read):
    crawled = {"text": "a", "timestamp": "2026-01-02T03:04:05Z", "url": "https://a.example/1"}
    assert read(crawled).fields.published is None
    assert read(crawled | {"title": "T here"}).fields.published == "2026-01-02T03:04:05Z"


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("1767322800", "2026-01-02T03:00:00+00:00"),
        ("1767322800000", "2026-01-02T03:00:00+00:00"),
        (20260102, "20260102"),
        (20260102030405, "20260102030405"),
        ("202601020304", "202601020304"),
    ],
)
def test_figures_are_a_time_or_a_day_of_the_calendar(read, value, moment):
    assert read({"text": "a", "date": value}).fields.published == moment


def test_a_parquet_file_without_a_named_text_column_is_read_by_length(tmp_path):
    location = tmp_path / "a.parquet"
    pq.write_table(pa.table({"Headline": ["T here", "U there"], "wording": [LONG, "short"]}), location)
    first, second = read_file(FoundFile("a.parquet", location.stat().st_size, 0, str(location)), INPUTS)
    assert (first.fields.title, first.fields.text_by_length) == ("T here", "wording")
    assert second.reason == "NO_TEXT"


def test_no_name_stands_for_two_things():
    kinds = {
        kind: {name_key(name) for name in names} for kind, names in INPUTS.fields.items() if kind != "within"
    }
    shared = {
        (name, kind, other)
        for kind, names in kinds.items()
        for other, others in kinds.items()
        if kind < other
        for name in names & others
    }
    # Numbers are ids, addresses are addresses: the values tell them apart.
    assert shared == {("guid", "id", "url"), ("source", "source", "url")}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=400),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)
names = st.sampled_from([name for names in INPUTS.fields.values() for name in names]) | st.text(max_size=6)


@given(st.dictionaries(names, json_values, max_size=8))
def test_any_object_is_an_input_or_a_refusal(tmp_path_factory, record):
    location = tmp_path_factory.getbasetemp() / "any.jsonl"
    location.write_bytes(json.dumps(record).encode())
    (item,) = read_file(FoundFile("any.jsonl", 1, 0, str(location)), INPUTS)
    if isinstance(item, RawFile):
        item.data.decode()
        assert item.data.strip()
