"""Where the story pauses or ends: INSERT and TERMINAL zones, sign-offs, unannounced breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsift.clean.breaks import STRONG_SIGNS, break_evidence, gap_end, is_labelled, is_usual_row
from newsift.clean.embedded import find_embedded
from newsift.clean.kinship import heads_section, is_told
from newsift.clean.markers import How
from newsift.clean.next_story import begins_again, is_all_that_follows
from newsift.clean.related import opens_running, title_lead_overlap
from newsift.clean.sections import count_gaps
from newsift.clean.symbols import FURNITURE, Sym
from newsift.clean.verdicts import drop, drop_as
from newsift.models import Label

if TYPE_CHECKING:
    from newsift.clean.lines import Line
    from newsift.clean.walk import Walk

GAP_OPENERS = frozenset({Sym.HEADLINE, Sym.FRAGMENT, Sym.SOFT, Sym.DATA, Sym.COLON})
_BOX_LINES = 6
_SIGNED_OFF_WORDS = 20  # a story must have so many words before anything can sign it off
_STORY_WORDS = 40  # a story so short is not ended by a guess,
_STORY_PARAGRAPHS = 2
_STORY_SHARE = 0.2  # nor one that is so small a part of the core's prose
_SENTENCE_WORDS = 18
_ANNOUNCED_WORDS = 5
_CODE = frozenset("(){}[]<>;")  # a line of these closes a piece of code, no story
_REGULAR_SUBHEADS = 4  # so many subheads are the story's structure, not its end;
_MANY_SUBHEADS = 10  # in a guide with so many, a list of its contents and rows of words are structure, too
_SURE_SIGNS = frozenset({"signed off", "title dated", "separated"})
_POSTSCRIPT = 0.35  # prose behind a sign-off, as a share of the story: more of it is the story itself
_SUBHEAD_SHARE = 0.5
_SUBHEAD_WORDS = 10
_TOLD = 0.6
_TOLD_LISTED = 0.4
_NEW = 0.2
_TITLES = 2
_LEAD = 2
_HEADLINE_WORDS = 4
_FURNITURE_LABELS = frozenset(
    {Label.SHARE, Label.DATE, Label.SOURCE, Label.AGENCY, Label.KEYWORDS, Label.OTHER}
)


def open_zone(walk: Walk, i: int) -> int:
    """A related heading at `i`: INSERT until the story resumes, or TERMINAL; the index behind it."""
    walk.decisions[i] = drop_as(walk.readings[i])
    resume = _resume(walk, i + 1)
    if resume is None or (resume == i + 1 and is_all_that_follows(walk, resume)):
        return open_terminal(walk, i + 1)
    if walk.kept_words >= _SIGNED_OFF_WORDS and (
        walk.signed_off >= 0
        or _second_story(walk, i + 1, resume)
        or any(walk.readings[j].sym in (Sym.HARD, Sym.STOP) for j in range(i + 1, resume))
    ):
        return open_terminal(walk, i + 1)
    stop = _section_start(walk, i, resume)
    for j in range(i + 1, stop):
        reading = walk.readings[j]
        marked = reading.reason and reading.sym in FURNITURE
        walk.decisions[j] = (
            drop_as(reading)
            if marked
            else drop(Label.RELATED, "RELATED_LIST", "zone.insert", f"under line {i + 1}")
        )
    return stop


def _resume(walk: Walk, start: int) -> int | None:
    """Where the story goes on behind a related heading.

    At a sentence, behind a "read on" button, or at a
    line that introduces a list of its own.
    """
    sentence = walk.resume(start)
    if sentence == start:
        return start
    for j in range(start + 1, min(len(walk.lines), start + _INSERT_LINES)):
        if j == sentence or walk.sym(j) in (Sym.ZONE, Sym.HARD, Sym.STOP):
            break
        line = walk.lines[j]
        button = walk.decisions.get(j - 1) or walk.readings[j - 1]
        if button.reason == "CONTINUE" and line.words >= _LONG_WORDS:
            return j
        if walk.sym(j) is Sym.COLON and line.words >= _LEAD_IN_WORDS and sentence is not None:
            return j
    return sentence


_INSERT_LINES = 12
_LONG_WORDS = 10
_LEAD_IN_WORDS = 3


def opens_insert(walk: Walk, i: int) -> bool:
    """Whether a bare "read more" line at `i` heads a list of links that the story follows."""
    j = i + 1
    while walk.sym(j) is not None and j <= i + _INSERT_LINES:
        line = walk.lines[j]
        link = walk.sym(j) in (Sym.HEADLINE, Sym.DATA) or (walk.sym(j) is Sym.SENTENCE and line.question)
        if not link:
            break
        j += 1
    return j - i > _LEAD and walk.sym(j) is Sym.PROSE


def _section_start(walk: Walk, heading: int, resume: int) -> int:
    """Where the story's own lines begin between the links under `heading` and the sentence at `resume`.

    A list in front of that sentence belongs to the story where the links are no list; a short line, or a
    question, above it is the next subhead.
    """
    stop = resume
    if not walk.lines[heading + 1].item:
        if walk.sym(stop - 1) in (Sym.HEADLINE, Sym.FRAGMENT) and walk.sym(stop - 2) is Sym.ITEM:
            stop -= 1  # the subhead of the section behind that list
        while stop - 1 > heading + 1 and walk.lines[stop - 1].item and walk.sym(stop - 1) is Sym.ITEM:
            stop -= 1
    last = stop - 1
    if last <= heading + 1:
        return stop
    short = walk.sym(last) in (Sym.HEADLINE, Sym.FRAGMENT) and _is_next_section(walk, heading, last)
    question = walk.lines[last].question and walk.lines[last].words <= _SUBHEAD_WORDS
    asked = question and not walk.lines[last - 1].question
    return last if short or (asked and heads_section(walk, last)) else stop


def _is_next_section(walk: Walk, heading: int, last: int) -> bool:
    """Whether the last line of an insert is the next subhead: set off, or much shorter than the links."""
    links = [walk.lines[j].words for j in range(heading + 1, last)]
    return walk.is_subhead(last) or walk.lines[last].words <= min(links) * _SUBHEAD_SHARE


def _second_story(walk: Walk, start: int, resume: int) -> bool:
    """Whether headline and prose behind a heading are a whole second article, not the story resumed."""
    titles = [j for j in range(start, resume) if walk.readings[j].sym is Sym.HEADLINE]
    prose = [j for j in range(resume, walk.high + 1) if walk.readings[j].sym is Sym.PROSE]
    if not 0 < len(titles) <= _TITLES or len(prose) < _LEAD:
        return False
    title = walk.lines[titles[0]]
    told = title_lead_overlap(title, [walk.lines[j] for j in prose[:_LEAD]])
    earlier = [walk.lines[j] for j, d in walk.decisions.items() if d.kept][-_LEAD:]
    listed = any(walk.lines[j].key == title.key for j in range(resume, len(walk.lines)))
    new = told > title_lead_overlap(title, earlier) + _NEW
    return (told >= _TOLD and new) or (listed and told >= _TOLD_LISTED)


def sign_off(walk: Walk, i: int) -> int:
    """A source, tags, comments or copyright line at `i`; the index behind what it ends."""
    reading = walk.readings[i]
    if _is_listed(walk, i) or _tells(walk, i):
        walk.keep(i, "LIST_ITEM" if walk.lines[i].item else "BODY_PROSE")
        return i + 1
    walk.decisions[i] = drop_as(reading)
    if reading.sym is Sym.HARD:
        if _in_box(walk, i):
            return i + 1
        inside = _held_inside(walk.lines[i]) and count_gaps(walk) >= _REGULAR_SUBHEADS
        behind = walk.prose_after(i + 1)
        if walk.next_prose(i + 1) is None or walk.kept_words * (_POSTSCRIPT if inside else 1) > behind:
            return open_terminal(walk, i + 1, articles=False)
    elif walk.kept_words >= _SIGNED_OFF_WORDS and walk.sym(i - 1) is not Sym.ROW:  # that of a table
        walk.signed_off = i
    return i + 1


def _held_inside(line: Line) -> bool:
    """Whether the words that end stories stand in the midst of the line: they may be its subject."""
    return line.hit is not None and line.hit.how is How.INSIDE


def _is_listed(walk: Walk, i: int) -> bool:
    """Whether the line at `i` is one more item, or one more row of its label, of a list that goes on."""
    line = walk.lines[i]
    if walk.next_prose(i + 1) is None or not walk.paragraphs:
        return False
    if line.item and walk.was_kept(i - 1) and walk.lines[i - 1].item:
        return i + 1 < len(walk.lines) and walk.lines[i + 1].item
    named = any(map(str.isalpha, line.text.partition(":")[2]))  # not "Comments: 12"
    return walk.sym(i) is Sym.HARD and named and is_labelled(line) and is_usual_row(walk.lines, i)


def _tells(walk: Walk, i: int) -> bool:
    """Whether a long sentence amid the story speaks of what usually ends stories (rights, comments)."""
    line = walk.lines[i]
    long = line.final and line.words >= _SENTENCE_WORDS
    return long and _held_inside(line) and walk.next_prose(i + 1) is not None and is_told(walk, i)


def _in_box(walk: Walk, i: int) -> bool:
    """Whether terms of use at `i` close a box for subscribers that stands inside the story."""
    above = [walk.decisions[j].label for j in range(max(0, i - _BOX_LINES), i) if j in walk.decisions]
    return Label.SUBSCRIBE in above and walk.signed_off < 0 and walk.story_follows(i + 1)


def after_sign_off(walk: Walk, i: int) -> int | None:
    """Prose behind a sign-off: a second article or a postscript (the end), or the story after all."""
    titled = i - 1 > walk.signed_off and walk.sym(i - 1) in (Sym.HEADLINE, Sym.DATE)
    if titled or walk.prose_after(i) <= _POSTSCRIPT * walk.kept_words:
        return open_terminal(walk, walk.signed_off + 1)
    walk.signed_off = -1
    return None


def _may_end(walk: Walk, i: int) -> bool:
    """Whether there is a story above `i` to end, and `i` is no paragraph without a final mark."""
    told = walk.paragraphs >= _STORY_PARAGRAPHS and walk.kept_words >= _STORY_WORDS
    enough = walk.kept_words >= _STORY_SHARE * (walk.kept_words + walk.prose_after(i))
    line, sym = walk.lines[i], walk.sym(i)
    runs_on = sym in (Sym.HEADLINE, Sym.COLON) and opens_running(line, walk.index)
    announces = sym is Sym.COLON and line.words > _ANNOUNCED_WORDS
    return told and enough and not (runs_on or announces or _is_announced(walk, i))


def _is_announced(walk: Walk, i: int) -> bool:
    """Whether a sentence with a colon above `i` announces what stands there: the text of a decree, a list."""
    above = walk.lines[i - 1]
    kept = walk.sym(i - 1) is Sym.COLON and walk.was_kept(i - 1)
    return kept and (above.words > _ANNOUNCED_WORDS or opens_running(above, walk.index))


def ends_unannounced(walk: Walk, i: int) -> bool:
    """Whether the gap that opens at `i` ends the story though no known wording says so."""
    before = walk.decisions.get(i - 1)
    if before is None or not _may_end(walk, i):
        return False
    looked_at = walk.sym(i - 1) in GAP_OPENERS and not opens_running(walk.lines[i - 1], walk.index)
    if looked_at or not (before.kept or before.label in _FURNITURE_LABELS):
        return False  # within a gap that has been looked at, or behind an insert
    stop = gap_end(walk.readings, i, walk.high)
    return stop is not None and (begins_again(walk, i, stop) or _breaks(walk, i, stop))


def _breaks(walk: Walk, i: int, stop: int) -> bool:
    """Whether the evidence that lines[i:stop] part two stories is strong enough."""
    separated = walk.decisions[i - 1].reason == "NO_LETTERS" and _CODE.isdisjoint(walk.lines[i - 1].text)
    if stop - i < _LEAD and not separated:
        return False
    weights = walk.scoring.break_evidence
    score, signs = break_evidence(
        walk.lines,
        walk.readings,
        i,
        stop,
        walk.high,
        [walk.lines[j] for j, d in sorted(walk.decisions.items()) if d.kept],
        walk.copies,
        weights,
        signed_off=walk.signed_off >= 0,
        separated=separated,
    )
    subheads = max(_subheads(walk), count_gaps(walk))
    sure = _SURE_SIGNS if subheads >= _MANY_SUBHEADS else STRONG_SIGNS
    if not sure & signs and subheads >= _REGULAR_SUBHEADS:
        return False
    return score >= weights.threshold


def _subheads(walk: Walk) -> int:
    """Headings right above paragraphs within the core."""
    return sum(
        walk.readings[j].sym is Sym.PROSE and walk.readings[j - 1].sym in (Sym.HEADLINE, Sym.FRAGMENT)
        for j in range(walk.low + 1, walk.high + 1)
    )


def open_terminal(walk: Walk, start: int, *, articles: bool = True) -> int:
    """Decide everything from `start` on as standing behind the story; the end of the document.

    Args:
        articles: Whether second articles may stand there; behind comments and copyright none do.
    """
    for j in range(start, len(walk.lines)):
        walk.decisions.pop(j, None)
    if articles:
        weights = walk.scoring.headline_evidence
        found = find_embedded(walk.lines, walk.readings, start, walk.index, weights, walk.tidy)
        for number, article in enumerate(found, len(walk.embedded) + 1):
            walk.embedded.append(article)
            for j, decision in article.decisions.items():
                walk.decisions[j] = decision._replace(owner=number)
    for j in range(start, len(walk.lines)):
        if j not in walk.decisions:
            _decide_behind(walk, j, f"behind line {start}")
    return len(walk.lines)


def _decide_behind(walk: Walk, j: int, evidence: str) -> None:
    line, reading = walk.lines[j], walk.readings[j]
    if reading.reason:
        walk.decisions[j] = drop_as(reading)
    elif reading.sym in (Sym.HEADLINE, Sym.ITEM) and line.words >= _HEADLINE_WORDS:
        walk.decisions[j] = drop(Label.RELATED, "RELATED_LIST", "zone.terminal", evidence)
    elif reading.sym is Sym.FRAGMENT:
        walk.decisions[j] = drop(Label.NAVIGATION, "AFTER_STORY", "zone.terminal", evidence)
    else:
        walk.decisions[j] = drop(Label.FOOTER, "AFTER_STORY", "zone.terminal", evidence)
