"""Authors of an article: people's names, from the container first, else from the byline.

Pages fill the same fields with the name of the site, of the company that built it, or of an account;
none of them wrote the story.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from newsift.clean.date_names import date_names
from newsift.clean.keywords import distinct
from newsift.clean.labelled import as_name, without_label
from newsift.clean.markers import index_for
from newsift.clean.page_title import TITLE_SEPARATOR
from newsift.clean.shadow import fold, squash
from newsift.models import Label

if TYPE_CHECKING:
    from newsift.models import Document, Verdict
    from newsift.rules.pack import Rules

_BY = re.compile(r"^(?:by|von|par|por|di|da|door)\s+", re.IGNORECASE)
_LISTED = re.compile(r"\s*[,،、;؛|]\s*")
_FIELDS = re.compile(r"\s*/\s*|\s+[-–—•·]\s+")
_JOINED = re.compile(r"\s+(?:and|und|et|y|e|و|ו)\s+|\s+&\s+")
_HEADED_LIST = 12  # words: a longer byline is a sentence
_PERSON_WORDS = range(2, 5)
_MAX_WORDS = 6
_MIN_LETTERS = 2
_BRACKETS = ' ()（）[]«»"“”'
_DIGIT = re.compile(r"\d")
_HOST = re.compile(r"\w\.[a-z\u03b1-\u03c9\u0430-\u045f]")  # a dot inside a word: "daily.example"
# Letters behind a name that are no name: "RD", "MSc", "Ph.D.".
_DEGREE = re.compile(r"^(?:[A-Z]{2,5}|[A-Z][a-z]{0,2}\.?[A-Z][a-z]?\.?|Jr\.?|Sr\.?|Esq\.?|(?:[A-Z]\.){2,5})$")
# A company's form in law.
_COMPANY = re.compile(
    r"(?:^|[\s,])(?:inc|llc|llp|ltd|limited|gmbh|corp|corporation|plc|pty|company|s\.a|s\.r\.l|b\.v"
    r"|sp\. z o\.o|α\.ε|ооо|оао|зао|شركة|شركه|مؤسسة)\.?(?=$|[\s,)])",
    re.IGNORECASE,
)
# Accounts of publishing systems, whatever the language of the page.
_ACCOUNTS = frozenset(
    squash(word)
    for word in (
        "admin administrator webmaster editor user root guest author authors staff superadmin moderator "
        "wordpress newsroom webdesk unknown anonymous none null redaktion redakcja redacción redação "
        "redazione rédaction редакция админ أدمن ادمن مدير المدير مشرف المشرف إدارة الإدارة التحرير "
        "مجهول مدیر تحریریه ادمین"
    ).split()
)
# Written small inside names; any other small word makes a phrase of them.
_PARTICLES = frozenset(
    "de da do das dos del della di du des le la las los van von der den ter ten te zu zur af av al el ibn "
    "bin bint abu ben bou y e i und und' d o' dit san mac mc ap".split()
)


def article_authors(
    document: Document, verdicts: Sequence[Verdict], rules: Rules, owner: int
) -> tuple[str, ...]:
    """The people who wrote the main article (owner 0) or an embedded one; none rather than a guess."""
    sites = _site_names(document) if owner == 0 else set()
    if owner == 0:
        found = [name for hint in document.hints.authors for name in _people(hint.value, rules, sites)]
        if found:
            return distinct(found)
    names: list[str] = []
    for verdict in verdicts:
        if verdict.label is not Label.BYLINE or verdict.owner != owner or verdict.kept:
            continue
        text = document.text[verdict.start : verdict.end]
        if len(text.split()) <= _HEADED_LIST:
            # A line that only its place makes a byline must look like people's names.
            unmarked = verdict.rule_id == "head.byline"
            names.extend(
                name
                for name in _people(without_label(text, rules, ("byline",)), rules, sites)
                if not unmarked or len(name.split()) in _PERSON_WORDS
            )
    return distinct(names)


def _people(text: str, rules: Rules, sites: set[str]) -> Iterator[str]:
    """The people named in an author field or a byline, without dates, degrees and what is nobody."""
    bare = _before_date(_BY.sub("", text.strip()), rules)
    if squash(bare) in sites or _COMPANY.search(bare) or _HOST.search(_without_degrees(bare)):
        return
    first = True
    for listed in _LISTED.split(bare):
        if not first and _DEGREE.match(listed.strip()):
            continue
        first = False
        field = _name_field(listed, rules, sites)
        parts = _JOINED.split(field)
        # "Center for Research and Evaluation" is one name, "Ada Quill and Ben Ash" are two.
        for part in parts if all(" " in each.strip() for each in parts) else [field]:
            name = as_name(part.strip(_BRACKETS))
            if name and squash(name) not in sites and _is_person(name, rules):
                yield name


def _name_field(text: str, rules: Rules, sites: set[str]) -> str:
    """The one field of "Istanbul / Ada Quill / Agency" that looks like a name; nothing where several do."""
    fields = _FIELDS.split(text)
    if len(fields) == 1:
        return text
    agencies = index_for(rules).agencies
    named = [
        field
        for field in fields
        if len(field.split()) in _PERSON_WORDS
        and squash(field) not in sites
        and squash(field) not in agencies
    ]
    return named[0] if len(named) == 1 else ""


def _without_degrees(text: str) -> str:
    return _LISTED.sub(" ", " ".join(part for part in _LISTED.split(text) if not _DEGREE.match(part.strip())))


def _before_date(text: str, rules: Rules) -> str:
    """`text` up to the date behind the name: "Ada Quill on Tuesday, December 2, 2025"."""
    digit = _DIGIT.search(text)
    if digit is None:
        return text
    names = date_names(rules.dates)
    words = text[: digit.start()].split()
    while words:
        last = fold(words[-1]).strip(" .,،|·•–—-")
        if (
            last
            and last not in names.month_heads
            and not names.fillers.fullmatch(last)
            and last not in {"on", "at"}
        ):
            break
        words.pop()
    return " ".join(words)


def _is_person(name: str, rules: Rules) -> bool:
    """Whether a short name can be somebody's: no account, no label, no phrase."""
    key = squash(name)
    words = name.split()
    if len(key) < _MIN_LETTERS or len(words) > _MAX_WORDS or _DIGIT.search(name) or ":" in name:
        return False
    index = index_for(rules)
    if key in _ACCOUNTS or key in index.whole or key in index.agencies:
        return False
    if len(words) == 1 and (name[:1].islower() or "_" in name):
        return False  # "jdoe" is an account
    return not any(word[:1].islower() and word.casefold() not in _PARTICLES for word in words)


def stated_agency(document: Document, rules: Rules) -> str | None:
    """The news agency that the page's head states as the author."""
    agencies = index_for(rules).agencies
    for hint in document.hints.authors:
        for part in _LISTED.split(_BY.sub("", hint.value.strip())):
            if squash(part) in agencies:
                return as_name(part)
    return None


def _site_names(document: Document) -> set[str]:
    """Squashed names of the page's site: as the head states them, and what <title> ends with."""
    names: set[str] = set()
    for hint in document.hints.sources:
        names.update((squash(hint.value), squash(_COMPANY.sub(" ", hint.value))))
        names.update(squash(piece) for piece in TITLE_SEPARATOR.split(hint.value))
    for hint in document.hints.titles:
        pieces = TITLE_SEPARATOR.split(hint.value)
        if hint.origin == "html-title" and len(pieces) > 1:
            names.update((squash(pieces[0]), squash(pieces[-1])))
    return names - {""}
