"""Lines between paragraphs that bear no marker: subheads, captions, headlines of other stories."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsift.clean.breaks import is_labelled, is_usual_row
from newsift.clean.captions import caption_credit
from newsift.clean.kinship import heads_section, is_foreign_label, is_told, untold
from newsift.clean.related import has_pictures, headline_evidence, is_headline_run, opens_running
from newsift.clean.sections import is_sectioned
from newsift.clean.symbols import Sym
from newsift.clean.verdicts import drop, drop_as
from newsift.models import Label

if TYPE_CHECKING:
    from newsift.clean.lines import Line
    from newsift.clean.walk import Walk

UNMARKED = frozenset({Sym.SOFT, Sym.HEADLINE, Sym.FRAGMENT})
REPEAT_WORDS = 5  # shorter lines may well occur twice
_SUBHEAD_WORDS = 12
_HEADLINE_WORDS = 5
_KNOWN_WORDS = 4
_LIST = 3  # headlines in a row
_CAPTION_WORDS = 40
_UNMARKED_WORDS = 60
_CAPITALS = 0.85  # share of capitals from which a line is set in capitals
_FUSED_WORDS = 8
_LISTED_LETTERS = 16
_WORDS = re.compile(r"[^\W\d_]+")
_STOP_INSIDE = re.compile(r"[^\W\d_][.!?؟۔]\s+[^\W\d_]|[.!?؟۔]\s+[A-ZÀ-ÞА-Я]")
_ARTICLE = "ال"


def decide_between(walk: Walk, start: int, stop: int) -> int:
    """Decide lines[start:stop], a run without marks that the story follows; the index behind it."""
    announced = walk.sym(start - 1) is Sym.COLON and walk.was_kept(start - 1)
    rows = _holds_rows(walk, start, stop)
    announced = announced or rows
    sectioned = is_sectioned(walk)
    if announced and not sectioned and _is_link_heading(walk, start, stop):
        for j in range(start, stop):
            walk.decisions[j] = drop(
                Label.RELATED, "HEADLINE_LIST", "related.colon_list", f"under line {start}"
            )
        walk.decisions[start - 1] = drop(Label.MARKER, "LIST_HEADING", "related.heading")
        return stop
    if not (announced or sectioned) and (_is_labelled_list(walk, start, stop) or _is_list(walk, start, stop)):
        end = stop - 1 if walk.is_subhead(stop - 1) else stop
        for j in range(start, end):
            walk.decisions[j] = drop(
                Label.RELATED, "HEADLINE_LIST", "related.list", f"{end - start} headlines"
            )
        return end
    headlines = sum(walk.readings[j].sym is Sym.HEADLINE for j in range(start, stop))
    beside = headlines > 1 and not announced
    pictures = has_pictures(walk.lines[start:stop])
    for j in range(start, stop):
        if (rows and is_labelled(walk.lines[j])) or pictures:
            walk.keep(j, "LIST_ITEM")
        else:
            _decide_one(walk, j, beside=beside, announced=announced)
    if beside and any(walk.decisions[j].label is Label.RELATED for j in range(start, stop)):
        for j in range(start, stop):  # one of them is another story's: so are the headlines next to it
            if (
                walk.decisions[j].kept
                and walk.lines[j].words >= _HEADLINE_WORDS
                and not heads_section(walk, j)
            ):
                walk.decisions[j] = drop(Label.RELATED, "RELATED_INLINE", "related.beside")
    _drop_label(walk, start, stop)
    return stop


def _holds_rows(walk: Walk, start: int, stop: int) -> bool:
    """Whether two labels of one first word stand at the head of lines: "Prize one: …", "Prize two: …"."""
    heads = [
        walk.lines[j].text.split(":")[0].split() for j in range(start, stop) if is_labelled(walk.lines[j])
    ]
    return len({head[0] for head in heads if head}) < len(heads)


def _is_list(walk: Walk, start: int, stop: int) -> bool:
    return stop - start >= _LIST and is_headline_run(walk.lines, walk.readings, start, stop, walk.index)


def _is_labelled_list(walk: Walk, start: int, stop: int) -> bool:
    """Whether a short line that says nothing of the story stands above two headlines or more."""
    label, links = walk.lines[start], range(start + 1, stop)
    if stop - start < _LIST or label.words > _LABEL_WORDS or not is_foreign_label(walk, label):
        return False
    return all(walk.sym(j) is Sym.HEADLINE and _is_plain(walk.lines[j]) for j in links)


def _is_plain(line: Line) -> bool:
    """A line that a list of links may hold: no figures, no enumeration, no small letter at its head."""
    text = line.text
    return line.digits == 0 and line.commas == 0 and not text[:1].islower() and ":" not in text


def _drop_label(walk: Walk, start: int, stop: int) -> None:
    """A short line right above a headline of another story, which says nothing of this one, is its label."""
    for j in range(start, stop - 1):
        below = walk.decisions[j + 1]
        link = below.label is Label.RELATED and not below.kept
        label = walk.was_kept(j) and walk.sym(j) is Sym.FRAGMENT
        if link and label and is_foreign_label(walk, walk.lines[j]):
            walk.decisions[j] = drop(Label.MARKER, "LIST_HEADING", "related.heading")


def _is_link_heading(walk: Walk, start: int, stop: int) -> bool:
    """Whether two or three words and a colon head headlines, in a wording that no language pack knows."""
    heading, links = walk.lines[start - 1], walk.lines[start:stop]
    runs_on = opens_running(heading, walk.index) or heading.text.startswith("و")
    if heading.words > _LINK_HEADING_WORDS or heading.item or runs_on or walk.tidy < _TIDY:
        return False
    if not all(_is_plain(line) for line in links):
        return False
    words = sum(line.words for line in links)
    if is_foreign_label(walk, heading):
        apart = len(links) >= _LINKS or untold(walk, start) > 0
        return apart and words >= _LABELLED_WORDS * len(links)
    return len(links) >= _LINKS and words >= _LINK_WORDS * len(links)


_LABEL_WORDS = 5
_LINK_HEADING_WORDS = 3
_LINKS = 2
_LINK_WORDS = 5
_LABELLED_WORDS = 4
_TIDY = 0.9


def _decide_one(walk: Walk, j: int, *, beside: bool, announced: bool) -> None:
    line, reading = walk.lines[j], walk.readings[j]
    if walk.keys[j] in walk.known and line.words >= _KNOWN_WORDS:
        walk.decisions[j] = drop(Label.RELATED, "KNOWN_TITLE", "context.known_title")
    elif line.words >= REPEAT_WORDS and line.identity in walk.seen:
        walk.decisions[j] = drop(Label.DUPLICATE, "LINE_REPEATED", "zone.repeat")
    elif reading.sym is Sym.SOFT and (
        reading.label in (Label.CAPTION, Label.BIO) or (reading.label is Label.BYLINE and ":" in line.text)
    ):
        walk.decisions[j] = drop_as(reading)
    elif reading.sym is Sym.HEADLINE and (
        _is_caption(walk, j) or is_foreign(walk, j, beside=beside, announced=announced)
    ):
        return
    elif line.words <= _SUBHEAD_WORDS:
        walk.keep(j, "SUBHEAD", Label.SUBHEAD)
    else:
        walk.keep(j, "BODY_UNMARKED")


def is_insertion(walk: Walk, i: int) -> bool:
    """Decide a caption, a line in capitals or fused headlines among the paragraphs; whether it was one."""
    line, prose = walk.lines[i], walk.readings[i].sym is Sym.PROSE
    if prose and (not line.final or line.words <= _CAPTION_WORDS) and _is_caption(walk, i):
        return True
    capitals = line.words >= _KNOWN_WORDS and not line.item and walk.kept_words and line.upper >= _CAPITALS
    if capitals and not _is_capital_subhead(walk, i):
        walk.decisions[i] = drop(Label.RELATED, "RELATED_INLINE", "related.capitals")
        return True
    unmarked = prose and not line.final and not line.weak and line.words <= _UNMARKED_WORDS
    return unmarked and is_foreign(walk, i)


def _is_capital_subhead(walk: Walk, i: int) -> bool:
    """Whether a line in capitals is a subhead: short, no question, and the story uses its words."""
    line = walk.lines[i]
    return line.words <= _CAPITAL_WORDS and not line.question and is_told(walk, i)


_CAPITAL_WORDS = 7


def _is_caption(walk: Walk, j: int) -> bool:
    credit = caption_credit(walk.lines[j], walk.index)
    if credit:
        walk.decisions[j] = drop(Label.CAPTION, "PHOTO_CAPTION", "shape.caption", credit)
    return bool(credit)


def is_foreign(walk: Walk, j: int, *, beside: bool = False, announced: bool = False) -> bool:
    """Decide a line that is another story's headline; whether it was one.

    What a line with a colon announces (verses, results, names) need not share a word with the story.
    """
    line, weights = walk.lines[j], walk.scoring.headline_evidence
    if is_labelled(line) and is_usual_row(walk.lines, j):
        return False
    score, seen = headline_evidence(line, walk.index, weights, tidy=walk.tidy)
    fused = _is_fused(walk, line)
    above = walk.decisions.get(j - 1)
    parted = above is not None and above.reason == "NO_LETTERS"  # asterisks: a part of the story begins
    alone = not announced and not parted and line.words <= _SUBHEAD_WORDS
    for name, value in (
        ("fused", weights.fused * fused),
        ("beside", weights.beside * (beside and line.words >= _HEADLINE_WORDS)),
        ("part listed", weights.part_listed * (line.words >= _FUSED_WORDS and _holds_listed(walk, line))),
        ("listed", weights.listed * (line.words >= _KNOWN_WORDS and walk.copies[line.identity] > 1)),
        ("untold", weights.untold * (untold(walk, j) if alone else 0.0)),
        ("subhead", -weights.capitals * (line.upper >= _CAPITALS and _is_capital_subhead(walk, j))),
        ("sectioned", weights.sectioned * is_sectioned(walk)),
        ("sentences", weights.sentences * (_STOP_INSIDE.search(line.text) is not None)),
    ):
        if value:
            score, seen = score + value, f"{seen}+{name}"
    if score < weights.threshold:
        return False
    reason = "FUSED_HEADLINES" if fused or line.fused else "RELATED_INLINE"
    walk.decisions[j] = drop(Label.RELATED, reason, "related.line", seen.lstrip("+"))
    return True


def _holds_listed(walk: Walk, line: Line) -> bool:
    """Whether the line begins or ends with another line of the document: two headlines run together."""
    return any(
        len(other.key) >= _LISTED_LETTERS
        and other.key != line.key
        and (line.key.startswith(other.key) or line.key.endswith(other.key))
        for other in walk.lines
    )


def _is_fused(walk: Walk, line: Line) -> bool:
    """Whether a word of the line is two words of the document written together."""
    if line.final or line.words < _FUSED_WORDS:
        return False
    if not walk.vocabulary:
        walk.vocabulary = {word for x in walk.lines for word in _WORDS.findall(x.text)}
    colons = line.text.count(":")
    for word in _WORDS.findall(line.text):
        for cut in range(3, len(word) - 3):
            left, right = word[:cut], word[cut:]
            known = left in walk.vocabulary
            article = right.startswith(_ARTICLE) and len(right) > len(_ARTICLE) + 2
            if right in walk.vocabulary:
                if (colons > 1 and (known or article)) or (article and known):
                    return True
            elif article and known and colons:
                return True
    return False
