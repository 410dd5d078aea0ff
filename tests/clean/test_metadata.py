"""Metadata: null over guess, and nothing of an embedded article in its parent."""

from datetime import datetime
from pathlib import Path

import pytest

from newsift.clean.metadata import collect
from newsift.ingest.html import parse_html
from newsift.models import (
    Block,
    CleaningContext,
    Document,
    Format,
    Hint,
    Label,
    MetadataHints,
    RawFile,
    Verdict,
    content_digest,
)
from newsift.rules import load_rules
from newsift.settings import InputSettings

RULES = load_rules(Path(__file__).parents[2] / "config")
NO_HINTS = MetadataHints()
CONTEXT = CleaningContext(now=datetime(2026, 1, 15))


def text_document(*lines, hints=NO_HINTS):
    text = "\n".join(line for line, *_ in lines)
    blocks, verdicts, start = [], [], 0
    for number, (line, label, reason, owner) in enumerate(lines):
        blocks.append(Block(number, start, start + len(line), line))
        verdicts.append(Verdict(start, start + len(line), label, reason, "test", kept=False, owner=owner))
        start += len(line) + 1
    document = Document("a.txt", b"", 0, Format.TEXT, text, tuple(blocks), hints, "utf-8", "utf-8")
    return document, tuple(verdicts)


def read(*lines, owner=0, hints=NO_HINTS):
    document, verdicts = text_document(*lines, hints=hints)
    return collect(document, verdicts, RULES, CONTEXT, owner=owner)


def test_labels_are_stripped_and_the_last_source_line_is_the_publisher():
    found = read(
        ("المصدر: وكالة النورس", Label.SOURCE, "SOURCE_LINE", 0),
        ("المصدر: صحيفة الميناء", Label.SOURCE, "SOURCE_LINE", 0),
    )
    assert found.source == "صحيفة الميناء"


def test_lines_of_an_embedded_article_say_nothing_of_its_parent():
    lines = (
        ("المصدر: صحيفة الميناء", Label.SOURCE, "SOURCE_LINE", 1),
        ("3 مايو 2024", Label.DATE, "DATE_LINE", 1),
        ("عنوان الخبر الثاني", Label.TITLE, "TITLE", 1),
    )
    parent, child = read(*lines), read(*lines, owner=1)
    assert (parent.title, parent.source, parent.published_at, parent.updated_at) == (None, None, None, None)
    assert (child.title, child.source) == ("عنوان الخبر الثاني", "صحيفة الميناء")
    assert child.published_at == datetime(2024, 5, 3)


def test_an_update_line_gives_no_publication_date():
    found = read(("آخر تحديث: 3 مايو 2024 - 10:30", Label.DATE, "DATE_UPDATED", 0))
    assert (found.published_at, found.updated_at) == (None, datetime(2024, 5, 3, 10, 30))
    assert found.date_source == "label"


@pytest.mark.parametrize("line", ["Region | 31.10.2021", "31 October 2021 / Society / Text: Ada Quill"])
def test_a_date_that_is_one_field_of_a_head_line_is_found(line):
    title = ("Ferry pier goes north", Label.TITLE, "TITLE", 0)
    assert read(title, (line, Label.SECTION, "SECTION", 0)).published_at is None  # no story below it
    document, verdicts = text_document(
        title, (line, Label.SECTION, "SECTION", 0), ("The council met.", Label.BODY, "BODY", 0)
    )
    story = (*verdicts[:2], verdicts[2]._replace(kept=True))
    assert collect(document, story, RULES, CONTEXT).published_at == datetime(2021, 10, 31)


def test_two_dates_of_one_line_each_keep_their_own_kind():
    found = read(("05.04.2025 - Güncelleme : 06.04.2025", Label.DATE, "DATE_UPDATED", 0))
    assert (found.published_at, found.updated_at) == (datetime(2025, 4, 5), datetime(2025, 4, 6))


def test_the_record_comes_before_the_lines():
    hints = MetadataHints(
        titles=(Hint("عنوان السجل", "record"),), published=(Hint("2024-05-01T08:00:00+03:00", "record"),)
    )
    found = read(
        ("عنوان آخر", Label.TITLE, "TITLE", 0), ("3 مايو 2024", Label.DATE, "DATE_LINE", 0), hints=hints
    )
    assert (found.title, found.date_source) == ("عنوان السجل", "record")
    assert found.published_at == datetime(2024, 5, 1, 5)


def test_a_future_date_is_none():
    assert read(("3 مايو 2044", Label.DATE, "DATE_LINE", 0)).published_at is None


def test_a_name_after_a_latin_word_that_looks_like_a_label_is_no_source():
    assert read(("Source Sûre", Label.SOURCE, "SOURCE_LINE", 0)).source is None
    assert read(("Source : Le Quai", Label.SOURCE, "SOURCE_LINE", 0)).source == "Le Quai"


def page(head="", above="", below="", heading="<h1>Ferry pier goes north</h1>"):
    markup = f"<html><head>{head}</head><body>{above}{heading}{below}<p>Text of the story.</p></body></html>"
    document = parse_html(RawFile("a.html", b"", content_digest(b""), 0), markup, InputSettings())
    return collect(document, (), RULES, CONTEXT)


@pytest.mark.parametrize(
    ("head", "heading", "title"),
    [
        (
            "<title>Ferry pier goes north | Quay News</title>",
            "<h1>Ferry pier goes north</h1>",
            "Ferry pier goes north",
        ),
        ("<title>Ferry pier goes north - Quay</title>", "<h1>QUAY</h1>", "Ferry pier goes north - Quay"),
        (
            '<meta property="og:site_name" content="Quay"><title>Ferry pier goes north - Quay</title>',
            "<h1>Quay</h1>",
            "Ferry pier goes north",
        ),
        (
            '<meta property="og:title" content="Where the ferry pier goes">',
            "<h1>Council: ferry pier goes north after all</h1>",
            "Council: ferry pier goes north after all",
        ),
        (
            '<meta property="og:title" content="Ferry pier goes north">',
            "<h1>17 May 2024 Ferry pier goes north</h1>",
            "Ferry pier goes north",
        ),
        ("", "<h1>Menu</h1>", None),
    ],
)
def test_the_title_is_the_heading_that_the_head_confirms(head, heading, title):
    assert page(head=head, heading=heading).title == title


def test_the_head_and_the_shown_date_agree_or_the_earlier_shown_one_wins():
    head = '<meta property="article:published_time" content="2024-05-17T09:30:00Z">'
    assert page(head, below="<div>17 May 2024</div>").published_at == datetime(2024, 5, 17, 9, 30)
    moved = page(head, below="<div>3 March 2011</div>")
    assert (moved.published_at, moved.date_source) == (datetime(2011, 3, 3), "line")
    assert page(head, below="<div>20 June 2024</div>").published_at == datetime(2024, 5, 17, 9, 30)


def test_dates_far_from_the_title_are_other_stories():
    teasers = "".join(f"<div>Other story {n}</div>" for n in range(20))
    assert page(below=f"{teasers}<div>3 March 2011</div>").published_at is None


def test_several_time_elements_with_different_days_are_no_date():
    times = '<time datetime="2024-05-17">x</time><time datetime="2023-01-01">y</time>'
    assert page(below=f"<div>{times}</div>").published_at is None


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("المصدر: صحيفة الميناء لقراءة تفاصيل الخبر من مصدره اضغط هنا", "صحيفة الميناء"),
        ("Source: Harbour Daily Continue reading on its page", "Harbour Daily"),
        ("Source: Harbour Daily © 2021", "Harbour Daily"),
        ("Source: Harbour Daily) of Rosewater", None),
        ("Source: More Magazine", "More Magazine"),
    ],
)
def test_a_name_ends_where_an_invitation_or_a_copyright_begins(line, name):
    assert read((line, Label.SOURCE, "SOURCE_LINE", 0)).source == name


def test_a_line_that_only_its_place_makes_a_byline_names_nobody_unless_it_looks_like_names():
    def authors(line: str, rule: str) -> tuple[str, ...]:
        document, (verdict,) = text_document((line, Label.BYLINE, "BYLINE", 0))
        return collect(document, (verdict._replace(rule_id=rule),), RULES, CONTEXT).authors

    assert authors("Ann Lee and Robin Hale", "head.byline") == ("Ann Lee", "Robin Hale")
    assert authors("HBC", "head.byline") == ()
    assert authors("During the first half of this year", "head.byline") == ()
    assert authors("By HBC", "en.byline.starts.1") == ("HBC",)
