"""Metadata of an article: null over guess.

The container (record fields, the page's head) speaks of the main article; labelled lines speak of the
article they belong to. Nothing of an embedded article reaches its parent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from newsift.clean.keywords import distinct, split_keywords
from newsift.clean.labelled import as_name, before_call, without_label
from newsift.clean.language import detect
from newsift.clean.markers import index_for
from newsift.clean.published import article_dates
from newsift.clean.shadow import squash
from newsift.clean.titles import choose_title
from newsift.models import Label, Metadata

if TYPE_CHECKING:
    from newsift.models import CleaningContext, Document, Hint, Verdict
    from newsift.rules.pack import Rules

_AUTHORS = re.compile(r"\s*[,،;|]\s*|\s+(?:and|und|et|y|e|و)\s+|\s+&\s+")
_BY = re.compile(r"^(?:by|von|par|por|di|da|door)\s+", re.IGNORECASE)
_PARTS = re.compile(r"\s+[-–—|]\s+|\s*\|\s*")
_AGENCY_WORDS = 4
_COMMAS = re.compile(r"[,،;؛]")
_HEADED_LIST = 12  # words: a longer byline is a sentence
_PERSON_WORDS = range(2, 5)
_COPYRIGHT = re.compile(r"©|\bcopyright\b|\ball rights\b", re.IGNORECASE)


def collect(
    document: Document,
    verdicts: Sequence[Verdict],
    rules: Rules,
    context: CleaningContext,
    *,
    owner: int = 0,
    body: str = "",
) -> Metadata:
    """What is known about the main article (owner 0) or the n-th embedded one.

    Args:
        document: Text, blocks and hints.
        verdicts: All verdicts of the document; those of `owner` are read.
        rules: Labels to strip, month names and date words.
        context: Its `now` is the limit of the future.
        body: The article's cleaned body, for the language and the keywords.
    """
    hints = document.hints
    language = detect(body) or _stated_language(hints.languages if owner == 0 else ())
    dates = article_dates(document, verdicts, rules, owner=owner, now=context.now, language=language)
    title = choose_title(document, verdicts, owner)
    keywords, raw = _keywords(document, verdicts, rules, owner=owner, text=f"{title or ''}\n{body}")
    main = owner == 0
    return Metadata(
        title=title,
        published_at=dates.published.value if dates.published else None,
        published_precision=dates.published.precision if dates.published else None,
        updated_at=dates.updated.value if dates.updated else None,
        date_source=dates.source,
        source=_source(document, verdicts, rules, owner),
        agency=next(_names(document, verdicts, rules, owner, Label.AGENCY, ("source",)), None),
        authors=_authors(document, verdicts, rules, owner),
        section=_section(document, verdicts, rules, owner),
        keywords=keywords,
        keywords_raw=raw,
        language=language,
        url=hints.urls[0].value if main and hints.urls else None,
    )


def _spans(document: Document, verdicts: Sequence[Verdict], owner: int, label: Label) -> Iterator[str]:
    for verdict in verdicts:
        if verdict.label is label and verdict.owner == owner and not verdict.kept:
            yield document.text[verdict.start : verdict.end]


def _names(
    document: Document,
    verdicts: Sequence[Verdict],
    rules: Rules,
    owner: int,
    label: Label,
    families: tuple[str, ...],
) -> Iterator[str]:
    for text in _spans(document, verdicts, owner, label):
        name = as_name(before_call(without_label(text, rules, families), rules))
        if name:
            yield name


def _source(document: Document, verdicts: Sequence[Verdict], rules: Rules, owner: int) -> str | None:
    """The record's source, else the last source line, else the page's site name.

    Earlier source lines name agencies: an aggregator prints its own last.
    """
    hints = document.hints.sources if owner == 0 else ()
    record = next((hint.value for hint in hints if hint.origin == "record"), None)
    if record:
        return record
    named = list(_names(document, verdicts, rules, owner, Label.SOURCE, ("source",)))
    named = named or list(_in_date_lines(document, verdicts, rules, owner))
    if named:
        return named[-1]
    stated = next(
        (name for hint in hints if not _COPYRIGHT.search(hint.value) and (name := as_name(hint.value))), None
    )
    site = rules.sites.get(document.site or "") if owner == 0 else None
    return stated or (site.source if site is not None else None)


def _in_date_lines(
    document: Document, verdicts: Sequence[Verdict], rules: Rules, owner: int
) -> Iterator[str]:
    """Sources that stand in a date line: behind a source label, or an agency's signature at its end."""
    agencies = index_for(rules).agencies
    for text in _spans(document, verdicts, owner, Label.DATE):
        for part in _PARTS.split(text):
            bare = without_label(part, rules, ("source",), strict=True)
            name = as_name(bare) if bare is not None else None
            if name:
                yield name
        words = text.split()
        for size in range(1, min(_AGENCY_WORDS, len(words) - 1) + 1):
            agency = agencies.get(squash(" ".join(words[-size:])))
            if agency:
                yield agency


def _authors(document: Document, verdicts: Sequence[Verdict], rules: Rules, owner: int) -> tuple[str, ...]:
    """Names from the container, else from the byline; the site's own name is no author."""
    if owner == 0 and document.hints.authors:
        sites = {squash(hint.value) for hint in document.hints.sources}
        found = []
        for hint in document.hints.authors:
            for part in _AUTHORS.split(_BY.sub("", hint.value)):
                name = as_name(part)
                if name and squash(name) not in sites:
                    found.append(name)
        if found:
            return distinct(found)
    names: list[str] = []
    for verdict in verdicts:
        if verdict.label is not Label.BYLINE or verdict.owner != owner or verdict.kept:
            continue
        text = document.text[verdict.start : verdict.end]
        if len(text.split()) <= _HEADED_LIST:
            bare = _BY.sub("", without_label(text, rules, ("byline",)))
            found = [name for part in _AUTHORS.split(bare) if (name := as_name(part))]
            # A line that only its place makes a byline must look like people's names.
            unmarked = verdict.rule_id == "head.byline"
            names.extend(name for name in found if not unmarked or len(name.split()) in _PERSON_WORDS)
    return distinct(names)


def _section(document: Document, verdicts: Sequence[Verdict], rules: Rules, owner: int) -> str | None:
    if owner == 0 and document.hints.sections:
        return document.hints.sections[0].value
    return next(_names(document, verdicts, rules, owner, Label.SECTION, ()), None)


def _keywords(
    document: Document, verdicts: Sequence[Verdict], rules: Rules, *, owner: int, text: str
) -> tuple[tuple[str, ...], str | None]:
    """Keywords and, where they come from lines of the page, those lines as they stand without label."""
    if owner == 0 and document.hints.keywords:
        first = document.hints.keywords[0].origin
        values = [hint.value for hint in document.hints.keywords if hint.origin == first]
        if len(values) == 1 or first == "meta":
            values = _COMMAS.split(values[0])
        return distinct(values), None
    lines = [
        bare
        for line in _spans(document, verdicts, owner, Label.KEYWORDS)
        if (bare := without_label(line, rules, ("tags",)))
    ]
    if not lines:
        return (), None
    found = [word for line in lines for word in split_keywords(line, text)]
    return distinct(found), " | ".join(lines)


def _stated_language(hints: Sequence[Hint]) -> str | None:
    """The language the container names, where the body is too short to tell."""
    for hint in hints:
        code = hint.value[:2].lower()
        if len(hint.value) == 2 or hint.value[2:3] in "-_":  # noqa: PLR2004 - ISO 639-1, maybe with a region
            return code
    return None
