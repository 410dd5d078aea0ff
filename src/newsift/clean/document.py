"""Cleaning one document: lines -> symbols -> core -> zones -> verdicts -> articles."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from newsift.clean import metadata
from newsift.clean.core import core_run, line_scores
from newsift.clean.engine import main_blocks
from newsift.clean.lines import count_words
from newsift.clean.markers import index_for
from newsift.clean.page_stories import other_stories
from newsift.clean.pages import decide_page, near_story, outside
from newsift.clean.rows import with_rows
from newsift.clean.shadow import line_key
from newsift.clean.shapes import read_line
from newsift.clean.splitting import split_lines
from newsift.clean.symbols import Reading, Sym
from newsift.clean.tickers import with_tickers
from newsift.clean.unmarked import with_clauses, with_dotted_stops, with_unmarked_prose
from newsift.clean.verdicts import Decision, body_of, drop_as, to_verdicts
from newsift.clean.verse import with_verse
from newsift.clean.walk import Walk
from newsift.clean.wrapped import rewrap, unwrap
from newsift.clean.zones import zone
from newsift.models import CleanArticle, Cleaned, Format, Kind, Label, Rejection, derived_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsift.clean.lines import Line
    from newsift.models import CleaningContext, Document, Verdict
    from newsift.rules import Rules
    from newsift.rules.sites import SiteRules
    from newsift.settings import CleaningSettings


def clean_document(
    document: Document, rules: Rules, context: CleaningContext, settings: CleaningSettings
) -> Cleaned:
    """Separate a document's story from everything else on its page.

    Pure: the same document, rules, context and settings give the same answer. The verdicts cover every
    block; the body of each article is a concatenation of spans of `document.text`.
    """
    site = rules.sites.get(document.site or "")
    template = context.template_lines.get(document.site or "", frozenset()) | _dropped_lines(site)
    page = document.format is Format.HTML
    choices = main_blocks(document, template, rules.engine, site) if page else ()
    others = other_stories(document, choices) if page else ()
    read = near_story(document, choices, others) if page else range(len(document.blocks))
    part = replace(document, blocks=tuple(document.blocks[i] for i in read)) if page else unwrap(document)
    index = index_for(rules)
    lines = split_lines(part, index, rules.scoring)
    if not page:
        dotted = with_dotted_stops(lines, rules.scoring.prose_words)
        lines = with_verse(with_clauses(with_unmarked_prose(dotted, index)), index)
    if not lines and not document.blocks:
        return Cleaned((), Rejection("EMPTY", "no line with text"))
    readings = [read_line(line, index) for line in lines]
    keys = _keys(lines, context, template)
    readings = _templates(readings, keys, template)
    readings = readings if page else with_tickers(lines, with_rows(lines, readings))
    scores = line_scores(lines, readings, rules.scoring)
    articles = 0
    if page:
        decisions = decide_page(part, lines, readings, [choices[i] for i in read], others)
        articles = len(others)
    else:
        core = core_run(scores, readings)
        walk = Walk(lines, readings, index, rules.scoring, core, context.known_titles, keys)
        decisions = zone(walk)
        articles = len(walk.embedded)
    judged = body_of(document.text, lines, decisions, 0)[0]
    words = count_words(judged)
    if _rejection(lines, decisions, words, settings):
        decisions = _feed_item(document, readings) or decisions
    if not page and part is not document:
        pieces = rewrap(document, lines)
        lines = [line for _, line in pieces]
        decisions = [decisions[i] for i, _ in pieces]
        scores = [scores[i] for i, _ in pieces]
    verdicts = to_verdicts(lines, _agencies(decisions), scores)
    if page:
        verdicts = tuple(sorted((*verdicts, *outside(document, choices, read)), key=lambda each: each.start))
    body, spans = body_of(document.text, lines, decisions, 0)
    words = words if body == judged else count_words(body)
    is_item = any(decision.rule_id == _FEED_ITEM for decision in decisions)
    reason = None if is_item else _rejection(lines, decisions, words, settings)
    if reason is not None:
        return Cleaned(_all_dropped(verdicts, reason), reason)
    main_id = derived_id("article", document.content_hash)
    main = CleanArticle(
        article_id=main_id,
        kind=Kind.MAIN,
        parent_id=None,
        position=0,
        metadata=metadata.collect(document, verdicts, rules, context, owner=0, body=body),
        body=body,
        spans=spans,
        word_count=words,
    )
    embedded = []
    for owner in range(1, articles + 1):
        text, parts = body_of(document.text, lines, decisions, owner)
        embedded.append(
            CleanArticle(
                article_id=derived_id("embedded", document.content_hash, str(owner)),
                kind=Kind.EMBEDDED,
                parent_id=main_id,
                position=owner,
                metadata=metadata.collect(document, verdicts, rules, context, owner=owner, body=text),
                body=text,
                spans=parts,
                word_count=count_words(text),
            )
        )
    return Cleaned(verdicts, main, tuple(embedded))


def _dropped_lines(site: SiteRules | None) -> frozenset[int]:
    """Keys of the lines that the site's rules drop: they join what was learnt of the site."""
    return frozenset(line_key(line) for line in site.drop_lines) if site is not None else frozenset()


def _keys(lines: Sequence[Line], context: CleaningContext, template: frozenset[int]) -> list[int]:
    """Line keys, where the context has anything to compare them with; zeros otherwise."""
    if not context.known_titles and not context.template_lines and not template:
        return [0] * len(lines)
    return [line_key(line.text) for line in lines]


def _templates(readings: list[Reading], keys: Sequence[int], known: frozenset[int]) -> list[Reading]:
    """Lines that many distinct stories of the site share."""
    known = known - {0}
    if not known:
        return readings
    return [
        Reading(Sym.DROP, Label.TEMPLATE, "SITE_TEMPLATE", "context.template")
        if key in known and not reading.reason
        else reading
        for key, reading in zip(keys, readings, strict=True)
    ]


def _agencies(decisions: list[Decision]) -> list[Decision]:
    """Of source lines right below each other the last names the publisher, those above it agencies."""
    out = list(decisions)
    for i in range(len(out) - 1):
        here, below = out[i], out[i + 1]
        if here.label is below.label is Label.SOURCE and here.owner == below.owner:
            out[i] = here._replace(label=Label.AGENCY, reason="AGENCY_LINE")
    return out


_LONE_WORDS = 16  # a document of one line is an article only when it is longer than a headline


def _rejection(
    lines: Sequence[Line], decisions: Sequence[Decision], words: int, settings: CleaningSettings
) -> Rejection | None:
    if words < settings.min_body_words:
        some = any(d.label is not Label.OTHER for d in decisions)
        return Rejection("NO_BODY" if words == 0 else "TOO_SHORT", f"{words} words" if some else "")
    kept = [line for line, d in zip(lines, decisions, strict=True) if d.kept and d.owner == 0]
    if len(kept) == 1 and words < _LONE_WORDS and len(lines) == 1:
        return Rejection("ONLY_TITLE", f"one line of {words} words")
    return None


_FEED_ITEM = "document.feed_item"
_ITEM_WORDS = 1, 80  # of a teaser; longer texts can be judged like any other


def _feed_item(document: Document, readings: Sequence[Reading]) -> list[Decision] | None:
    """A short text of a record that brings title and address of its own: a teaser, kept as it is.

    The zones would find no story in it, but its record says that it is one.
    """
    hints = document.hints
    says_so = all(any(hint.origin == "record" for hint in found) for found in (hints.titles, hints.urls))
    least, most = _ITEM_WORDS
    if document.format is not Format.TEXT or not says_so or not least <= count_words(document.text) <= most:
        return None
    if all(reading.reason for reading in readings):
        return None  # nothing but markers
    return [
        drop_as(reading) if reading.reason else Decision(Label.BODY, "RECORD_TEXT", _FEED_ITEM, kept=True)
        for reading in readings
    ]


def _all_dropped(verdicts: Sequence[Verdict], reason: Rejection) -> tuple[Verdict, ...]:
    return tuple(
        v._replace(kept=False, label=Label.OTHER, reason=reason.reason, rule_id="document.rejected")
        if v.kept
        else v
        for v in verdicts
    )
