"""HTML pages through cleaning: what the learnt score keeps and drops, and that every block has a verdict."""

from datetime import datetime
from pathlib import Path

import pytest

from newsift.clean import clean_document
from newsift.clean.engine import main_blocks
from newsift.clean.engine_features import FEATURES, block_features
from newsift.clean.shadow import line_key
from newsift.ingest.html import parse_html
from newsift.models import CleanArticle, CleaningContext, RawFile, Rejection, content_digest
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
HEAD = '<title>Ferry pier goes north</title><meta name="author" content="Ada Quill">'


def document(inside: str, *, before: str = "", after: str = "", site: str | None = None):
    markup = (
        f"<html><head>{HEAD}</head><body>{before}<article><h1>Ferry pier goes north</h1>"
        f'<div class="article-text">{inside}</div></article>{after}</body></html>'
    )
    path = f"{site}/a.html" if site else "a.html"
    return parse_html(RawFile(path, b"", content_digest(markup.encode()), 0), markup, InputSettings())


def clean(inside: str, *, context: CleaningContext = CONTEXT, **around: str):
    return clean_document(document(inside, **around), RULES, context, CleaningSettings())


def body(inside: str, **around: str) -> list[str]:
    main = clean(inside, **around).main
    assert isinstance(main, CleanArticle)
    return main.body.split("\n")


def paragraphs(*extra: tuple[int, str]) -> str:
    parts = [f"<p>{text}</p>" for text in STORY]
    for place, markup in extra:
        parts.insert(place, markup)
    return "".join(parts)


def test_the_story_alone_is_the_body():
    assert body(paragraphs()) == list(STORY)


@pytest.mark.parametrize(
    "stray",
    [
        '<p><a href="/x">Sailors ask the council for a longer pier</a></p>',
        "<div>17 May 2024</div>",
        "<div>Ada Quill, Harbour Times</div>",
        "<figure><figcaption>The old quay at low tide. © Ada Quill</figcaption></figure>",
        '<div class="related-stories"><h4>Read also</h4><a href="/y">Old quay to close</a></div>',
    ],
)
def test_what_stands_in_the_storys_place_but_is_not_the_story_goes(stray):
    assert body(paragraphs((1, stray))) == list(STORY)


@pytest.mark.parametrize(
    "part",
    [
        "<h2>What happens next</h2>",
        "<blockquote>We shall build it where the water is deep, and we shall build it to last.</blockquote>",
    ],
)
def test_headings_and_quotations_of_the_story_stay(part):
    text = part.partition(">")[2].partition("<")[0]
    assert text in body(paragraphs((2, part)))


def test_an_article_beside_the_one_with_the_title_is_another_story():
    other = "".join(f"<p>{text.replace('council', 'club').replace('pier', 'pool')}</p>" for text in STORY)
    assert body(paragraphs(), after=f"<article><h2>Pool opens</h2>{other}</article>") == list(STORY)


def test_comments_below_the_story_go():
    comments = (
        '<div class="comments-list"><p>Finally! I have waited for this pier since I was a child.</p></div>'
    )
    assert body(paragraphs(), after=comments) == list(STORY)


def test_a_template_line_of_the_site_goes_with_its_reason():
    line = "Every morning the harbour wakes before the town does, and so do we at this paper."
    inside = paragraphs((4, f"<p>{line}</p>"))
    learnt = CleaningContext(template_lines={"quay": frozenset({line_key(line)})}, now=CONTEXT.now)
    cleaned = clean(inside, site="quay", context=learnt)
    assert line not in cleaned.main.body
    text = document(inside, site="quay").text
    assert [v.reason for v in cleaned.verdicts if text[v.start : v.end] == line] == ["SITE_TEMPLATE"]


def test_verdicts_cover_every_block_once():
    menu = "<ul>" + "".join(f'<li><a href="/{n}">Section number {n}</a></li>' for n in range(40)) + "</ul>"
    page = document(paragraphs(), before=menu, after=menu)
    verdicts = clean_document(page, RULES, CONTEXT, CleaningSettings()).verdicts
    assert "".join(page.text[v.start : v.end] for v in verdicts) == page.text.replace("\n", "")
    assert all(v.reason and v.rule_id for v in verdicts)


def test_a_page_of_links_is_no_article():
    links = "".join(f'<p><a href="/{n}">Headline of another story, number {n}</a></p>' for n in range(30))
    assert isinstance(clean(links).main, Rejection)


def test_without_weights_the_engine_decides():
    page = document(paragraphs())
    choices = main_blocks(page, frozenset(), RULES.engine.model_copy(update={"weights": {}}))
    assert [choice.keep for choice in choices] == [bool(block.in_engine) for block in page.blocks]


def test_features_are_finite_named_and_complete():
    rows = block_features(document(paragraphs()), frozenset())
    assert rows.shape[1] == len(FEATURES) == len(set(FEATURES))
    assert set(RULES.engine.weights) == set(FEATURES)
    assert abs(rows).max() <= 1.5


def test_an_empty_page_has_no_features():
    page = parse_html(RawFile("a.html", b"", b"", 0), "<html><body></body></html>", InputSettings())
    assert block_features(page, frozenset()).shape == (0, len(FEATURES))
