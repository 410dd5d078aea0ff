"""From the figures of a pair to a decision: one story or not, by which rule, in which relation."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsift.models import Relation

if TYPE_CHECKING:
    from datetime import date

    from newsift.settings import DedupSettings

_NUMBER = re.compile(r"\d+(?:[.,\u066b\u066c]\d+)*")
# Share of the shorter article's words below which one text is a part of, or much shorter than, the other.
_PART_RATIO = 0.6
_VERSION_RATIO = 0.7
_VERSION_JACCARD = 0.5
# Texts this alike are one text however many numbers differ between two spellings of them.
_SAME_TEXT_JACCARD = 0.9
_MIN_NUMBERS = 4  # fewer numbers prove nothing
# The same for one outlet on two days, whose texts may agree in all words.
_TEMPLATE_NUMBERS = 3
_TEMPLATE_OVERLAP = 0.5
# Two short texts of one outlet, days apart, with under reprint_jaccard in common are a notice filled in anew
# (condolences, closures). On SaudiNewsNet longer ones are follow-ups about as often as templates.
_NOTICE_WORDS = 100
_BRIEF_WORDS = 60  # two or three sentences: the next day is enough
# One form of one day for several towns or companies: fewer numbers, or more common ones, may be an update.
_CASE_NUMBERS = 5
_CASE_OVERLAP = 0.6
_PAGE_JACCARD = 0.5
_PAGE_TITLED_JACCARD = 0.25
_TITLE_GAPS = 2  # a title of three words; "Breaking news" stands over every story
_CUT_SHINGLES = 20  # so that a shared first sentence does not make one text a cut of the other
_CONTAINS_SHINGLES = 30  # so that a shared quotation is not "one article inside another"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the guards need to know of one article besides its shingles."""

    day: date | None
    outlet: str | None
    numbers: frozenset[str]
    # Id of the article, or of the one it is embedded in; of every copy where several have the same text.
    families: frozenset[str]
    url_key: int | None = None
    title: str | None = None  # normalised
    words: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """One pair's figures, of `PairFigures` or of an exact key."""

    jaccard: float
    rare_jaccard: float
    containment: float
    shared: int
    length_ratio: float
    opening: float


@dataclass(frozen=True, slots=True)
class Decision:
    accepted: bool
    rule: str
    relation: Relation | None


def numbers_of(text: str) -> frozenset[str]:
    """The numbers in a text, in ASCII and without separators: "٢٠١٥", "2,015" and "2015" are one."""
    return frozenset(_plain_number(match) for match in _NUMBER.findall(text))


def _plain_number(text: str) -> str:
    digits = "".join(str(unicodedata.decimal(character)) for character in text if character.isdecimal())
    return digits.lstrip("0") or "0"


def day_gap(left: Facts, right: Facts) -> int | None:
    """Days between two articles; None when one is undated."""
    if left.day is None or right.day is None:
        return None
    return abs((left.day - right.day).days)


def number_overlap(left: Facts, right: Facts) -> float | None:
    """Common numbers by the numbers of the article with fewer; None when one has none."""
    fewer = min(len(left.numbers), len(right.numbers))
    return len(left.numbers & right.numbers) / fewer if fewer else None


@dataclass(frozen=True, slots=True)
class Demands:
    """What a pair must reach after so many stories: see `demands_after`."""

    weak_jaccard: float
    same_opening_jaccard: float  # the same for two texts that open alike
    other_opening_jaccard: float
    formula_limit: float  # a formula occurs in more stories than this


def demands_after(stories: int, settings: DedupSettings) -> Demands:
    """The thresholds that depend on experience.

    Which shingles are formulas is learnt from stories. Before there are enough of them, "rare" means
    little, and a pair needs nearly as much as a strong one; the demand falls evenly with every story.
    """
    unlearnt = max(0.0, 1.0 - stories / settings.formula_warmup)

    def between(cold: float, warm: float) -> float:
        return warm + max(0.0, cold - warm) * unlearnt

    return Demands(
        between(settings.cold_jaccard, settings.weak_jaccard),
        between(settings.cold_same_opening_jaccard, settings.weak_jaccard),
        between(settings.cold_other_opening_jaccard, settings.other_opening_jaccard),
        between(settings.cold_formula_base, settings.formula_base) + settings.formula_share * stories,
    )


def decide(
    figures: Figures, left: Facts, right: Facts, settings: DedupSettings, demands: Demands
) -> Decision:
    """Is the pair one story?

    Strong pairs have most of their rare text in common. Weak ones must open alike, lie a few days apart at
    most, come from two outlets or from one day, and agree in their numbers: an outlet that prints the same
    words with other numbers on another day fills in a template (weather, markets, telegrams).
    """
    barrier = _barrier(figures, left, right, settings, demands)
    if barrier is not None:
        return Decision(False, barrier, None)
    rule = _strong_rule(figures, settings)
    if rule == "strong" and _is_refilled(left, right, settings):
        return Decision(False, "same-outlet-template", None)
    if rule is None:
        barrier = _weak_barrier(figures, left, right, settings, demands)
        if barrier is not None:
            return Decision(False, barrier, None)
        rule = "weak"
    return Decision(True, rule, relate(figures, left, right, settings))


def is_changed_page(figures: Figures, left: Facts, right: Facts) -> bool:
    """Whether a text is the one that stood at its path before, changed, though too little of it is rare.

    A path alone proves nothing: "latest.html" shows another notice every day, in the same frame. So both
    must bear one day, agree in their numbers, and share half of their text, or less under one title.
    """
    if day_gap(left, right) != 0 or len(left.families | right.families) == 1:
        return False
    if _other_numbers(left, right, 1, _TEMPLATE_OVERLAP):
        return False
    same_title = left.title is not None and left.title == right.title and left.title.count(" ") >= _TITLE_GAPS
    return figures.jaccard >= (_PAGE_TITLED_JACCARD if same_title else _PAGE_JACCARD)


def _barrier(  # noqa: PLR0911 - a list of barriers reads best as one return a barrier
    figures: Figures, left: Facts, right: Facts, settings: DedupSettings, demands: Demands
) -> str | None:
    """What keeps any pair apart, however much it shares."""
    gap = day_gap(left, right) or 0
    if len(left.families | right.families) == 1:
        return "same-input"  # an article and a second one found inside it
    is_far = gap > settings.strong_days
    if (is_far or (gap and _same_outlet(left, right))) and _other_numbers(
        left, right, _TEMPLATE_NUMBERS, _TEMPLATE_OVERLAP
    ):
        return "other-day-other-numbers"
    if _is_standing_text(left, right, settings):
        return "standing-text"
    if figures.jaccard >= _SAME_TEXT_JACCARD:
        return None
    if figures.shared < settings.min_shared_shingles:
        return "few-rare-shingles"
    is_old_copy = (
        figures.opening >= settings.alike_opening and figures.rare_jaccard >= settings.far_alike_jaccard
    )
    if is_far and figures.jaccard < settings.reprint_jaccard and not is_old_copy:
        return "window"
    if figures.opening < settings.min_opening and figures.rare_jaccard < demands.other_opening_jaccard:
        return "other-opening"
    return None


def _strong_rule(figures: Figures, settings: DedupSettings) -> str | None:
    if figures.jaccard >= _SAME_TEXT_JACCARD:
        return "same-text"
    if figures.jaccard >= settings.reprint_jaccard:
        return "reprint"
    if figures.rare_jaccard >= settings.strong_jaccard:
        return "strong"
    return None


def _weak_barrier(
    figures: Figures, left: Facts, right: Facts, settings: DedupSettings, demands: Demands
) -> str | None:
    gap = day_gap(left, right) or 0
    opens_alike = figures.opening >= settings.alike_opening
    is_cut = (
        opens_alike and figures.containment >= settings.cut_containment and figures.shared >= _CUT_SHINGLES
    )
    needed = demands.same_opening_jaccard if opens_alike else demands.weak_jaccard
    is_late_copy = opens_alike and figures.rare_jaccard >= max(needed, settings.late_jaccard)
    needed += settings.jaccard_per_day * min(gap, settings.weak_days)
    if figures.rare_jaccard < needed and not (is_cut or is_late_copy):
        return "too-different"
    if gap > settings.weak_days and not is_late_copy:
        return "days-apart"
    return _template_barrier(left, right, settings, gap)


def _template_barrier(left: Facts, right: Facts, settings: DedupSettings, gap: int) -> str | None:
    """Signs that the pair is one template filled in twice."""
    if gap and _same_outlet(left, right):
        return "same-outlet-other-day"
    if _is_other_case(left, right):
        return "same-outlet-template"
    if _other_numbers(left, right, _MIN_NUMBERS, settings.number_overlap):
        return "other-numbers"
    return None


def _is_refilled(left: Facts, right: Facts, settings: DedupSettings) -> bool:
    """One outlet's words on two days with other facts in them, before anyone knows them for a formula.

    Copies and updates by one outlet keep most of their numbers, or more than reprint_jaccard of their text.
    """
    gap = day_gap(left, right) or 0
    if not gap or not _same_outlet(left, right):
        return _is_other_case(left, right)
    words = max(left.words, right.words)
    is_notice = words < _BRIEF_WORDS or (words < _NOTICE_WORDS and gap >= settings.weak_days)
    return is_notice or _other_numbers(left, right, 1, _TEMPLATE_OVERLAP)


def _is_other_case(left: Facts, right: Facts) -> bool:
    """One outlet's words on one day under another title, about another town or company: mostly new numbers.

    An update of one event keeps its title or most of its numbers.
    """
    return (
        _same_outlet(left, right)
        and day_gap(left, right) == 0
        and None not in (left.title, right.title)
        and left.title != right.title
        and _other_numbers(left, right, _CASE_NUMBERS, _CASE_OVERLAP)
    )


def _is_standing_text(left: Facts, right: Facts, settings: DedupSettings) -> bool:
    """Two short texts of one outlet under two addresses and two titles: the teaser of a series."""
    return (
        max(left.words, right.words) < settings.short_words
        and _same_outlet(left, right)
        and None not in (left.url_key, right.url_key, left.title, right.title)
        and left.url_key != right.url_key
        and left.title != right.title
    )


def _same_outlet(left: Facts, right: Facts) -> bool:
    return left.outlet is not None and left.outlet == right.outlet


def _other_numbers(left: Facts, right: Facts, at_least: int, share: float) -> bool:
    overlap = number_overlap(left, right)
    fewer = min(len(left.numbers), len(right.numbers))
    return overlap is not None and fewer >= at_least and overlap < share


def relate(figures: Figures, left: Facts, right: Facts, settings: DedupSettings) -> Relation:
    """The relation of two articles that tell one story."""
    if figures.jaccard == 1.0 and figures.length_ratio == 1.0:
        return Relation.EXACT
    if (
        figures.containment >= settings.contains_share
        and figures.shared >= _CONTAINS_SHINGLES
        and figures.length_ratio < _PART_RATIO
    ):
        return Relation.CONTAINS
    same_url = left.url_key is not None and left.url_key == right.url_key
    overlap = number_overlap(left, right)
    changed_facts = overlap is not None and overlap < 1.0
    if (
        _same_outlet(left, right)
        or same_url
        or changed_facts
        or figures.length_ratio < _VERSION_RATIO
        or figures.jaccard < _VERSION_JACCARD
    ):
        return Relation.VERSION
    return Relation.NEAR
