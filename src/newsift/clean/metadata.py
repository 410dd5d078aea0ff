"""Metadata of an article: null over guess.

The container (record fields, the page's head) speaks of the main article; labelled lines speak of the
article they belong to. Nothing of an embedded article reaches its parent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from newsift.clean.authors import article_authors
from newsift.clean.head import UNMARKED_SECTION
from newsift.clean.keywords import distinct, split_keywords
from newsift.clean.labelled import as_name, without_label
from newsift.clean.language import detect
from newsift.clean.published import article_dates
from newsift.clean.shadow import squash
from newsift.clean.sources import article_agency, article_source
from newsift.clean.titles import choose_title
from newsift.models import Label, Metadata

if TYPE_CHECKING:
    from newsift.models import CleaningContext, Document, Hint, Verdict
    from newsift.rules.pack import Rules

# A publishing system's own note among the keywords: "contentId: 15cd344d".
_FIELD = re.compile(
    r"^[a-z][A-Za-z]*(?:[-_][A-Za-z]+)*:\s*\S|^[0-9a-f]{8}-[0-9a-f-]{20,}$|^not ?set$", re.IGNORECASE
)
# What systems write where nobody chose a section.
_NO_SECTION = frozenset(
    squash(word)
    for word in (
        "uncategorized", "uncategorised", "none", "null", "other", "unsorted", "default", "غير مصنف",
        "بدون تصنيف", "بلا تصنيف", "دون تصنيف", "غير مصنفة", "دسته\u200cبندی نشده", "sin categoría",
        "sin categorizar", "sem categoria", "non classé", "non catégorisé", "senza categoria",
        "nicht kategorisiert", "unkategorisiert", "allgemein", "без рубрики", "без категории",
        "без категорії", "genel", "kategorisiz", "bez kategorii", "未分類", "未分类", "分類なし", "미분류",
    )
)  # fmt: skip
_COMMAS = re.compile(r"[,،;؛]")


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
        source=article_source(document, verdicts, rules, owner),
        agency=article_agency(document, verdicts, rules, owner),
        authors=article_authors(document, verdicts, rules, owner),
        section=_section(document, verdicts, rules, owner, titled=title is not None),
        keywords=keywords,
        keywords_raw=raw,
        language=language,
        url=hints.urls[0].value if main and hints.urls else None,
    )


def _spans(document: Document, verdicts: Sequence[Verdict], owner: int, label: Label) -> Iterator[str]:
    for verdict in verdicts:
        if verdict.label is label and verdict.owner == owner and not verdict.kept:
            yield document.text[verdict.start : verdict.end]


def _section(
    document: Document, verdicts: Sequence[Verdict], rules: Rules, owner: int, *, titled: bool
) -> str | None:
    """The section that the container states, else a line of the head.

    Where the page has no title, a lone short line that no marker names may as well be it: neither is said.
    """
    stated = [hint.value for hint in document.hints.sections] if owner == 0 else []
    told = verdicts if titled else [verdict for verdict in verdicts if verdict.rule_id != UNMARKED_SECTION]
    lines = _spans(document, told, owner, Label.SECTION)
    for text in (*stated, *(without_label(line, rules, ()) for line in lines)):
        named = ", ".join(part for part in _COMMAS.split(text) if squash(part) not in _NO_SECTION)
        section = as_name(named if named.strip() else "")
        if section:
            return section
    return None


def _keywords(
    document: Document, verdicts: Sequence[Verdict], rules: Rules, *, owner: int, text: str
) -> tuple[tuple[str, ...], str | None]:
    """Keywords and, where they come from lines of the page, those lines as they stand without label."""
    if owner == 0 and document.hints.keywords:
        first = document.hints.keywords[0].origin
        values = [hint.value for hint in document.hints.keywords if hint.origin == first]
        if len(values) == 1 or first == "meta":
            values = _COMMAS.split(values[0])
        return distinct([value for value in values if _is_keyword(value)]), None
    lines = [
        bare
        for line in _spans(document, verdicts, owner, Label.KEYWORDS)
        if (bare := without_label(line, rules, ("tags",)))
    ]
    if not lines:
        return (), None
    found = [word for line in lines for word in split_keywords(line, text)]
    return distinct(found), " | ".join(lines)


def _is_keyword(value: str) -> bool:
    """Whether a stated keyword speaks to readers: no number, no field of the publishing system."""
    return any(map(str.isalpha, value)) and _FIELD.match(value.strip()) is None and " | " not in value


def _stated_language(hints: Sequence[Hint]) -> str | None:
    """The language the container names, where the body is too short to tell."""
    for hint in hints:
        code = hint.value[:2].lower()
        if len(hint.value) == 2 or hint.value[2:3] in "-_":  # noqa: PLR2004 - ISO 639-1, maybe with a region
            return code
    return None
