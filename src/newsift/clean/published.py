"""When an article was published and updated: what the container says, then the labelled lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from newsift.clean.dates import ParsedDate, is_future, parse_dates, parse_stamp
from newsift.clean.page_dates import MAX_DATE_LINE, ArticleDates, lone_date, page_dates, same_day
from newsift.models import Format, Label

if TYPE_CHECKING:
    from datetime import datetime

    from newsift.models import Document, Hint, Verdict
    from newsift.rules.pack import Rules

_URL_DAY = re.compile(
    r"/((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?=[/-]|$)|/((?:19|20)\d{2})(\d{2})(\d{2})(?=[/_-]|$)"
)
_HEAD_LINES = 4
_ABOVE_FIELD = 1  # lines above the title
_BELOW_TITLE = 8  # lines below it within which the story's own date stands
_FIELDS = re.compile(r"\s*[|•·]\s*|\s+/\s+")
_LABELLED_ELSEWHERE = frozenset({Label.SHARE, Label.NAVIGATION, Label.BYLINE, Label.SOURCE, Label.OTHER})
_DIGITS = re.compile(r"\d(?:.*?\d){5}", re.DOTALL)  # what a date with its year has at least


def article_dates(
    document: Document,
    verdicts: Sequence[Verdict],
    rules: Rules,
    *,
    owner: int,
    now: datetime | None,
    language: str | None,
) -> ArticleDates:
    """The dates of the main article (owner 0) or of an embedded one.

    Container values first (record, JSON-LD, OpenGraph, meta, microdata, `<time>`), then lines that the
    cleaning labelled as dates of this owner. A container speaks of the page, never of an embedded article.
    """
    stated = _stated(document, rules, now, language) if owner == 0 else ArticleDates()
    published, updated, origin = stated.published, stated.updated, stated.source
    shown = _printed(
        document, verdicts, rules, owner=owner, now=now, language=language, stated=stated.published
    )
    if updated is None:
        updated = shown.updated
        origin = origin or (shown.source if updated is not None else None)
    if shown.published is not None and origin != "record":
        published = _settled(published, shown.published, updated)
        if published is not stated.published:
            origin = shown.source
    if published is None and owner == 0:
        published = _from_address(document.hints.urls, rules, now)
        origin = "url" if published is not None else origin
    if published is not None and updated is not None and updated.value.date() < published.value.date():
        updated = None
    return ArticleDates(published, updated, origin)


def _stated(document: Document, rules: Rules, now: datetime | None, language: str | None) -> ArticleDates:
    """What the container says: record, JSON-LD, OpenGraph, meta, microdata, `<time>`."""
    hints = document.hints
    published, origin = _stamp(hints.published, rules, now, language)
    updated, updated_origin = _stamp(hints.updated, rules, now, language)
    if published is not None and published == updated and published.precision == "second":
        # The system states its last change twice; another statement of the page may know better.
        earlier = _before(published, hints.published, rules, now, language)
        published, origin = earlier or (published, origin)
    return ArticleDates(published, updated, origin or updated_origin)


def _printed(
    document: Document,
    verdicts: Sequence[Verdict],
    rules: Rules,
    *,
    owner: int,
    now: datetime | None,
    language: str | None,
    stated: ParsedDate | None,
) -> ArticleDates:
    """What the article's own lines say, the surest place first."""
    read = partial(parse_dates, rules=rules, now=now, language=language)
    on_page = document.format is Format.HTML and owner == 0
    shown = page_dates(document, verdicts, read, stated) if on_page else ArticleDates()
    if shown.published is None:
        lines = _lines(document, verdicts, rules, owner=owner, now=now, language=language)
        shown = ArticleDates(lines.published, shown.updated or lines.updated, lines.source or shown.source)
    if shown.published is None and shown.updated is None and owner == 0:
        field = _head_field(document, verdicts, rules, now, language)
        field = field or (lone_date(document, read) if on_page and stated is None else None)
        shown = ArticleDates(field, None, "line") if field is not None else shown
    return shown


def _settled(stated: ParsedDate | None, shown: ParsedDate, updated: ParsedDate | None) -> ParsedDate:
    """The publication date when the page's head and its visible line may disagree.

    They agree within a night's time zone: the head, which is more exact. The line is labelled, or earlier
    than the head (a page that moved to a new system carries the day of the move in its head): the line.
    A later line without label shows an update: the head.
    """
    if stated is None:
        return shown
    if same_day(stated, shown) or (updated is not None and same_day(updated, shown)):
        return stated
    if shown.kind == "published" or shown.value < stated.value:
        return shown
    return stated


def _stamp(
    hints: Iterable[Hint], rules: Rules, now: datetime | None, language: str | None
) -> tuple[ParsedDate | None, str | None]:
    """The first readable value; bare `<time>` elements only when they all name one day."""
    loose: list[ParsedDate] = []
    for hint in hints:
        parsed = parse_stamp(hint.value, rules, now=now, language=language)
        if parsed is None:
            continue
        if hint.origin != "time":
            return parsed, hint.origin
        loose.append(parsed)
    if loose and len({parsed.value.date() for parsed in loose}) == 1:
        return loose[0], "time"
    return None, None


def _before(
    stated: ParsedDate, hints: Iterable[Hint], rules: Rules, now: datetime | None, language: str | None
) -> tuple[ParsedDate, str] | None:
    """The first other statement that lies days before `stated`."""
    for hint in hints:
        parsed = parse_stamp(hint.value, rules, now=now, language=language)
        if parsed is None or hint.origin == "time" or same_day(parsed, stated):
            continue
        if parsed.value < stated.value:
            return parsed, hint.origin
    return None


def _lines(
    document: Document,
    verdicts: Sequence[Verdict],
    rules: Rules,
    *,
    owner: int,
    now: datetime | None,
    language: str | None,
) -> ArticleDates:
    """Dates of the lines labelled DATE, the labelled ones before the bare ones.

    A label with a date inside another removed line ("Code: 41926 Published: 3 July 2020") counts as well.
    """
    published: ParsedDate | None = None
    updated: ParsedDate | None = None
    bare: list[tuple[int, ParsedDate]] = []
    for number, verdict in enumerate(verdicts):
        if verdict.owner != owner or verdict.kept:
            continue
        of_date = verdict.label is Label.DATE
        text = document.text[verdict.start : verdict.end]
        if not of_date and not _may_hold_label(verdict, text):
            continue
        dates = parse_dates(text, rules, now=now, language=language)
        # The line's own label speaks for one date; of two, each must have its own.
        stated = {"DATE_PUBLISHED": "published", "DATE_UPDATED": "updated"}.get(verdict.reason)
        for found in dates:
            kind = found.kind or (stated if len(dates) == 1 else None)
            if kind == "published":
                published = published or found
            elif kind == "updated":
                updated = updated or found
            elif of_date:
                bare.append((number, found))
    if published is not None:
        return ArticleDates(published, updated, "label")
    first = _own_day(bare, verdicts, owner)
    return ArticleDates(
        first, updated, "line" if first is not None else "label" if updated is not None else None
    )


def _may_hold_label(verdict: Verdict, text: str) -> bool:
    return verdict.label in _LABELLED_ELSEWHERE and len(text) <= MAX_DATE_LINE and bool(_DIGITS.search(text))


def _own_day(
    bare: Sequence[tuple[int, ParsedDate]], verdicts: Sequence[Verdict], owner: int
) -> ParsedDate | None:
    """Of dates without label the first, unless it is the day on which the page was fetched.

    Pages print that day above everything ("Thursday 6 June 2024", the editor, the section), the story's
    own below its title. The day of fetching is never the earlier one. A date beside a headline of another
    story is that story's.
    """
    bare = [each for each in bare if not _is_anothers(verdicts, each[0])]
    if not bare:
        return None
    first = bare[0]
    own = ((n, each) for n, each in enumerate(verdicts) if each.owner == owner)
    titles = (n for n, each in own if each.label is Label.TITLE or each.reason == "TITLE_REPEATED")
    title = next(titles, None)
    if title is None or first[0] > title:
        return first[1]
    below = next((each for number, each in bare if title < number <= title + _BELOW_TITLE), None)
    return below if below is not None and below.value < first[1].value else first[1]


def _is_anothers(verdicts: Sequence[Verdict], number: int) -> bool:
    """Whether a date stands behind the story, right below or above the headline of another one."""
    if not any(each.kept and each.owner == verdicts[number].owner for each in verdicts[:number]):
        return False
    beside = (*verdicts[number - 1 : number], *verdicts[number + 1 : number + 2])
    return any(each.label is Label.RELATED for each in beside)


def _head_field(
    document: Document, verdicts: Sequence[Verdict], rules: Rules, now: datetime | None, language: str | None
) -> ParsedDate | None:
    """The date that is one field of a head line ("Region | 31.10.2021", "3 July 2020 / Society").

    Only removed lines right above the title or between it and the story count, or the last few above a
    story without title.
    """
    body = next((n for n, each in enumerate(verdicts) if each.kept and each.owner == 0), 0)
    title = next((n for n, each in enumerate(verdicts[:body]) if each.label is Label.TITLE), None)
    first = max(0, title - _ABOVE_FIELD) if title is not None else max(0, body - _HEAD_LINES)
    for verdict in verdicts[first:body]:
        if verdict.owner != 0 or verdict.label is Label.TITLE:
            continue
        if verdict.end - verdict.start > MAX_DATE_LINE:
            continue
        for part in _FIELDS.split(document.text[verdict.start : verdict.end]):
            dates = parse_dates(part, rules, now=now, language=language)
            if dates and dates[0].kind != "updated":
                return dates[0]
    return None


def _from_address(urls: Iterable[Hint], rules: Rules, now: datetime | None) -> ParsedDate | None:
    """The day in an address such as /2024/05/17/; every address that has one must agree."""
    days = set()
    for hint in urls:
        found = _URL_DAY.search(hint.value)
        if found:
            year, month, day = (part for part in found.groups() if part)
            parsed = parse_stamp(f"{year}-{month}-{day}", rules, now=now)
            if parsed is not None and not is_future(parsed.value, now):
                days.add(parsed)
    return days.pop() if len(days) == 1 else None
