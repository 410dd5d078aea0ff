"""HTML pages through cleaning: what the learnt score keeps and drops, and that every block has a verdict."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from newsift.clean import clean_document
from newsift.clean.engine import is_doubtful, main_blocks
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


OTHER = (
    "The swimming club opened its new pool on Saturday in front of some four hundred people from the valley.",
    "Children under ten swim for nothing until the autumn, and the club hopes that many of them will stay.",
    "The old pool had been shut for three winters because its roof could no longer carry the snow.",
    "A second, smaller basin for beginners is planned, but the money for it has not been found so far.",
)


def embedded(inside: str, **around: str):
    return clean(inside, **around).embedded


def other_story(*, title: str = "<h2>Pool opens in the valley</h2>") -> str:
    return f"{title}<div>17 May 2024</div>" + "".join(f"<p>{text}</p>" for text in OTHER)


def test_another_article_below_the_first_becomes_an_article_of_its_own():
    cleaned = clean(paragraphs(), after=f"<article>{other_story()}</article>")
    assert cleaned.main.body.split("\n") == list(STORY)
    (second,) = cleaned.embedded
    assert second.body.split("\n") == list(OTHER)
    assert (second.kind, second.parent_id) == ("embedded", cleaned.main.article_id)
    assert second.metadata.title == "Pool opens in the valley"
    assert second.metadata.published_at == datetime(2024, 5, 17)
    assert cleaned.main.metadata.published_at is None


def test_the_spans_of_a_second_article_are_its_body():
    page = document(paragraphs(), after=f"<article>{other_story()}</article>")
    (second,) = clean_document(page, RULES, CONTEXT, CleaningSettings()).embedded
    assert "\n".join(page.text[start:end] for start, end in second.spans) == second.body


def test_each_of_two_further_articles_is_one():
    third = other_story(title="<h2>Choir sings in the old mill</h2>").replace("pool", "mill")
    cleaned = clean(paragraphs(), after=f"<article>{other_story()}</article><article>{third}</article>")
    assert [a.metadata.title for a in cleaned.embedded] == [
        "Pool opens in the valley",
        "Choir sings in the old mill",
    ]


@pytest.mark.parametrize(
    "after",
    [
        "".join(
            f'<article><h3><a href="/{n}">Another headline, number {n}</a></h3><p>{OTHER[n]}</p></article>'
            for n in range(4)
        ),
        "".join(
            f'<article><h3><a href="/{n}">Another headline, number {n}</a></h3><p>{OTHER[n]}</p>'
            f"<p>{OTHER[3 - n]}</p></article>"
            for n in range(4)
        ),
        '<article class="comment"><h4>Ada from the valley</h4>'
        + "".join(f"<p>{text}</p>" for text in OTHER)
        + "</article>",
        f"<article><p>{OTHER[0]}</p><p>{OTHER[1]}</p></article>",
    ],
    ids=["summaries", "longer summaries", "a comment", "no headline and little text"],
)
def test_summaries_and_comments_are_no_articles(after):
    cleaned = clean(paragraphs(), after=after)
    assert cleaned.main.body.split("\n") == list(STORY)
    assert cleaned.embedded == ()


def test_what_follows_a_second_articles_last_paragraph_is_not_in_it():
    tail = (
        '<div>Read also</div><p><a href="/x">Old quay to close in the winter</a></p><p>Tags: pool, valley</p>'
    )
    (second,) = embedded(paragraphs(), after=f"<article>{other_story()}{tail}</article>")
    assert second.body.split("\n") == list(OTHER)


def test_links_behind_a_heading_in_one_block_go_with_it():
    links = '<a href="/x">Old quay to close</a><a href="/y">New boats for the port</a>'
    assert body(paragraphs((2, f'<div class="more">Read also: {links}</div>'))) == list(STORY)


def test_a_box_above_the_title_is_not_the_story():
    box = "<div><p>Before you go! Twelve thousand readers get our round-up of good news each week.</p></div>"
    assert body(paragraphs(), before=box) == list(STORY)


def test_the_engine_is_asked_only_where_the_structure_leaves_doubt():
    asked = []

    def doubt(page):
        asked.append(page)
        return False

    story = f"<article><h1>Ferry pier goes north</h1>{paragraphs()}</article>"
    markup = f"<html><head>{HEAD}</head><body>{story}</body></html>"
    raw = RawFile("a.html", b"", content_digest(b""), 0)
    sure = parse_html(raw, markup, InputSettings(), is_doubtful=doubt)
    assert asked == [sure]
    assert {block.in_engine for block in sure.blocks} == {None}
    assert True in {block.in_engine for block in parse_html(raw, markup, InputSettings()).blocks}
    choices = main_blocks(sure, frozenset(), RULES.engine)
    assert [
        block.text for block, c in zip(sure.blocks, choices, strict=True) if c.keep and block.tag == "p"
    ] == list(STORY)
    assert {c.rule_id for c in choices if c.keep} == {"html.structure"}


def test_without_weights_for_structure_every_page_is_doubtful():
    page = document(paragraphs())
    assert is_doubtful(page, RULES.engine.model_copy(update={"without_engine": {}}))
    assert not is_doubtful(page, RULES.engine.model_copy(update={"doubt": 100.0}))
    assert is_doubtful(page, RULES.engine.model_copy(update={"doubt": 0.0}))


def test_rows_that_differ_in_their_numbers_alone_are_no_repeats():
    rows = ["Seven barrels of oil and two nets 1600 pounds", "Seven barrels of oil and two nets 2100 pounds"]
    table = "<table>" + "".join(f"<tr><td>{row}</td></tr>" for row in rows) + "</table>"
    assert [line for line in body(paragraphs((2, table))) if line in rows] == rows


def test_a_byline_that_says_by_goes_though_the_head_names_nobody():
    byline = "By Rufus Oakes | 5 November 2021"
    markup = (
        "<html><head><title>Ferry pier goes north</title></head><body><article><h1>Ferry pier goes north</h1>"
        f"<p>{byline}</p>{paragraphs()}</article></body></html>"
    )
    page = parse_html(RawFile("a.html", b"", b"", 0), markup, InputSettings())
    main = clean_document(page, RULES, CONTEXT, CleaningSettings()).main
    assert main.body.split("\n") == list(STORY)


def test_the_headline_behind_the_sites_name_and_a_colon_is_the_title_line():
    markup = (
        "<html><head><title>Quay Notes: Ferry pier goes north at last</title></head><body><div class=post>"
        f"<h3>Ferry pier goes north at last</h3>{paragraphs()}</div></body></html>"
    )
    page = parse_html(RawFile("a.html", b"", b"", 0), markup, InputSettings())
    main = clean_document(page, RULES, CONTEXT, CleaningSettings()).main
    assert main.body.split("\n") == list(STORY)
    assert main.metadata.title == "Ferry pier goes north at last"


def test_a_short_sentence_between_paragraphs_that_are_kept_goes_with_them():
    inside = (
        f"<p>{STORY[0]}</p><p>And then?</p><p>{STORY[1]}</p><p>Get our app</p><p>{STORY[2]}</p>"
        f'<p>See <a href="/x">the plan</a>.</p><p>{STORY[3]}</p><p>No reply.</p>'
    )
    page = document(inside)
    short = {"And then?", "Get our app", "See the plan.", "No reply."}
    # The engine as the only judge, and it leaves out every short line.
    blocks = tuple(block._replace(in_engine=block.text not in short) for block in page.blocks)
    choices = main_blocks(
        replace(page, blocks=blocks), frozenset(), RULES.engine.model_copy(update={"weights": {}})
    )
    kept = {block.text: choice.rule_id for block, choice in zip(blocks, choices, strict=True) if choice.keep}
    assert short & kept.keys() == {"And then?"}
    assert kept["And then?"] == "html.sibling"
