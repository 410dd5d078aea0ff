"""HTML pages: visible text, blocks, hints and the engine's decision; pages written for these tests."""

import pytest

from newsift.errors import DocumentError
from newsift.ingest.html import parse_html
from newsift.ingest.html_blocks import walk_blocks
from newsift.ingest.html_tree import parse_tree
from newsift.models import Format, RawFile, RecordFields, content_digest
from newsift.settings import InputSettings

PARAGRAPHS = (
    "The harbour council met on Tuesday evening to settle where the new ferry pier will be built this year.",
    "Three sites were on the table, and the northern one won after a debate of nearly four hours.",
    "Work is to begin in the spring, provided that the survey of the sea bed finds no wrecks in the channel.",
    "Fishermen had asked for a wider quay, a wish that the council granted with a single vote against it.",
)
PAGE = """<!DOCTYPE html><html lang="en"><head>
<title>Ferry pier goes north | Harbour Times</title>
<meta property="og:title" content="Ferry pier goes north">
<meta property="og:site_name" content="Harbour Times">
<link rel="canonical" href="https://www.harbour-times.example.org/2024/05/17/pier">
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[
 {"@type":"ItemList","itemListElement":[
  {"@type":"NewsArticle","headline":"Another story","datePublished":"2019-01-01"}]},
 {"@type":"NewsArticle","headline":"Ferry pier goes north","datePublished":"2024-05-17T18:30:00+02:00",
  "author":[{"@type":"Person","name":"Ada Quill"}],"publisher":{"name":"Harbour Times"},
  "keywords":"pier, ferry"}]}</script>
</head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>Ferry pier goes north</h1><time datetime="2024-05-17">17 May 2024</time>
%s</article><footer><p>All rights reserved by Harbour Times</p></footer></body></html>"""


def raw(path: str = "page.html", fields: RecordFields | None = None) -> RawFile:
    return RawFile(path, b"", content_digest(b""), 0, fields=fields)


def page(*paragraphs: str) -> str:
    return PAGE % "".join(f"<p>{text}</p>" for text in paragraphs or PARAGRAPHS)


def lines(markup: str) -> list[str]:
    return walk_blocks(parse_tree(markup, max_depth=2000))[0].split("\n")


def test_the_story_is_in_engine_and_the_navigation_is_not():
    document = parse_html(raw(), page(), InputSettings())
    kept = [block.text for block in document.blocks if block.in_engine]
    assert [text for text in kept if text in PARAGRAPHS] == list(PARAGRAPHS)
    assert "Home" not in kept
    assert document.format is Format.HTML


def test_blocks_tile_the_visible_text():
    document = parse_html(raw(), page(), InputSettings())
    assert "\n".join(block.text for block in document.blocks) == document.text
    assert all(document.text[block.start : block.end] == block.text for block in document.blocks)


def test_hints_come_from_the_articles_own_json_ld_and_not_from_a_list_of_others():
    hints = parse_html(raw(), page(), InputSettings()).hints
    assert hints.titles[0].value == "Ferry pier goes north"
    assert (hints.published[0].value, hints.published[0].origin) == ("2024-05-17T18:30:00+02:00", "json-ld")
    assert [hint.value for hint in hints.authors] == ["Ada Quill"]
    assert [hint.value for hint in hints.keywords] == ["pier", "ferry"]
    assert hints.urls[0].value == "https://www.harbour-times.example.org/2024/05/17/pier"


def test_record_fields_come_before_the_page():
    fields = RecordFields(title="Given title", source="Given source", url="https://given.example.org/a")
    document = parse_html(raw(fields=fields), page(), InputSettings())
    assert document.hints.titles[0].value == "Given title"
    assert document.hints.sources[0].origin == "record"
    assert document.site == "given.example.org"


def test_the_site_is_the_canonical_host_without_www():
    assert parse_html(raw("inbox/a.html"), page(), InputSettings()).site == "harbour-times.example.org"


def test_zero_width_joiners_survive_the_engine():
    sentence = "این گزارش می‌گوید که کشتی‌ها از بندر تازه به راه می‌افتند و مسافران با آن‌ها به جزیره می‌روند."
    document = parse_html(raw(), page(*[f"{sentence} {n}" for n in range(5)]), InputSettings())
    kept = "".join(block.text for block in document.blocks if block.in_engine)
    assert kept.count("\u200c") == 5 * sentence.count("\u200c")


def test_a_line_break_ends_a_line_and_inline_elements_do_not():
    assert lines("<p>one <b>two</b> three<br>four<span>teen</span></p>") == ["one two three", "fourteen"]


def test_scripts_styles_and_comments_are_not_visible():
    assert lines("<div>a<script>x()</script><!-- c --><style>p{}</style>b</div>") == ["ab"]


def test_cells_of_a_plain_row_share_a_line_and_cells_with_paragraphs_do_not():
    table = (
        "<table><tr><td>Lions</td><td>3</td></tr><tr><td><p>long</p></td><td><p>prose</p></td></tr></table>"
    )
    assert lines(table) == ["Lions\t3", "long", "prose"]


def test_context_names_tags_ids_and_classes_of_block_level_ancestors():
    _, blocks = walk_blocks(
        parse_tree('<div id="Main" class="story wide"><p><b>x</b></p></div>', max_depth=99)
    )
    assert blocks[0].tag == "p"
    assert blocks[0].context[-4:] == ("main", "story", "wide", "p")


def test_link_density_is_the_share_of_linked_characters():
    _, blocks = walk_blocks(parse_tree('<p>abcd <a href="/x">efgh</a></p>', max_depth=99))
    assert blocks[0].link_density == 0.5


@pytest.mark.parametrize("markup", ["", "   ", "<!-- only a comment -->"])
def test_markup_without_elements_is_refused(markup):
    with pytest.raises(DocumentError) as refused:
        parse_html(raw(), markup, InputSettings())
    assert refused.value.reason == "HTML_EMPTY"


def test_a_trap_of_nested_elements_is_refused():
    with pytest.raises(DocumentError) as refused:
        parse_html(raw(), "<div>" * 5000 + "x" + "</div>" * 5000, InputSettings())
    assert refused.value.reason == "HTML_TOO_DEEP"


def test_an_xml_declaration_and_a_nul_do_not_stop_the_parser():
    markup = '<?xml version="1.0" encoding="windows-1256"?>' + page().replace("evening", "eve\x00ning")
    assert PARAGRAPHS[0] in parse_html(raw(), markup, InputSettings()).text


@pytest.mark.parametrize("attribute", ["a{}", 'a{}=">"', "a{}='<'", "a{}/"])
def test_a_flood_of_attributes_is_refused_before_the_parser_sees_it(attribute):
    flood = " ".join(attribute.format(n) for n in range(20_000))
    with pytest.raises(DocumentError) as refused:
        parse_html(raw(), f"<html><body><p {flood}>x</p></body></html>", InputSettings())
    assert refused.value.reason == "HTML_TOO_MANY_ATTRIBUTES"


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<div><span>Read on</span><a href=/a>Old quay to close</a></div>", ["Read on", "Old quay to close"]),
        ("<div><a href=/a>Old quay</a><a href=/b>New boats</a></div>", ["Old quay", "New boats"]),
        ("<p>The <b>old</b> <a href=/a>quay</a> closes</p>", ["The old quay closes"]),
        ("<p><b>T</b><a href=/a>he quay</a> closes</p>", ["The quay closes"]),
        ("<p>See <i>this</i>, <a href=/a>that</a></p>", ["See this, that"]),
        ("<p>The quay<a href=/a>side</a> closes</p>", ["The quayside closes"]),
    ],
)
def test_a_link_that_would_grow_together_with_what_precedes_it_is_a_line_of_its_own(markup, lines):
    page = parse_html(raw(), f"<html><body>{markup}</body></html>", InputSettings())
    assert [block.text for block in page.blocks] == lines
