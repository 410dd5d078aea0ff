"""The zone automaton: HEAD -> BODY <-> INSERT -> TERMINAL.

    HEAD      before the story's first sentence: title, byline, date, menu
    BODY      the story
    INSERT    related headlines between paragraphs; closes when prose resumes
    TERMINAL  after the story: lists, second articles, comments, footer; never closes

A related heading opens TERMINAL when the story has already been signed off (source, tags) or nothing
but headlines follows; otherwise it opens an INSERT. A marker glued to a sentence opens nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsift.clean.between import REPEAT_WORDS, UNMARKED, decide_between, is_insertion
from newsift.clean.ends import (
    GAP_OPENERS,
    after_sign_off,
    ends_unannounced,
    open_terminal,
    open_zone,
    opens_insert,
    sign_off,
)
from newsift.clean.head import decide_head
from newsift.clean.headline import is_question_label, may_be_title, title_of
from newsift.clean.next_story import is_teaser
from newsift.clean.related import like_headline
from newsift.clean.rescue import announced_figures, rescue
from newsift.clean.symbols import STORY, Sym
from newsift.clean.tail import LONE_LINKS, decide_tail_list, decide_tail_run
from newsift.clean.verdicts import Decision, drop, drop_as
from newsift.models import Label

if TYPE_CHECKING:
    from newsift.clean.lines import Line
    from newsift.clean.walk import Walk

_HEAD_LINES = 6  # so far into the core a question or quotation may still be the title
_LATE_HEAD_LINES = 12
_STANDFIRSTS = 2
_LEAD_CHARS = 500
_LEAD_WORDS = 10  # a shorter line with a colon is a label
_ANNOUNCING_WORDS = 14  # "... issued a statement, which reads as follows:" is no headline
_LISTED = frozenset({Sym.ITEM, Sym.HEADLINE, Sym.FRAGMENT, Sym.DATA, Sym.SENTENCE})
_TEASING = frozenset({Sym.HEADLINE, Sym.FRAGMENT, Sym.SENTENCE, Sym.DATA})
_LISTED_ITEMS = 2, 15
_LEAD_PARAGRAPHS = 6
_TIMETABLE_ROWS = 3
_TIMELINE_WORDS = 60  # a bare date so deep in the story is a subhead
_CAPTION_WORDS = 4
_FORMULA_WORDS = 8


def zone(walk: Walk) -> list[Decision]:
    """Decide every line of the walk's document, in order."""
    first = _first_sentence(walk)
    if first is None:
        rescue(walk)
    else:
        _body(walk, _head(walk, first))
    return [walk.decisions[i] for i in range(len(walk.lines))]


def _first_sentence(walk: Walk) -> int | None:
    """The first sentence of the story; before its first paragraph it may announce a list."""
    prose = _first_paragraph(walk)
    if prose is None:
        return announced_figures(walk)
    lead = _announcing_lead(walk, prose)
    return prose if lead is None else lead


def _announcing_lead(walk: Walk, prose: int) -> int | None:
    """A sentence with a colon at its end whose list reaches down to the first paragraph."""
    i = prose - 1
    while i >= 0 and walk.sym(i) in _LISTED:
        i -= 1
    if i <= 0 or not _LISTED_ITEMS[0] <= prose - 1 - i <= _LISTED_ITEMS[1]:
        return None
    titled = any(may_be_title(walk.lines[j], walk.readings[j]) for j in range(i))
    return i if walk.sym(i) is Sym.COLON and walk.lines[i].words >= _LEAD_WORDS and titled else None


def _first_paragraph(walk: Walk) -> int | None:
    """The first paragraph of the core; a question or quotation before it may be its title."""
    for i in range(walk.low, walk.high + 1):
        if walk.readings[i].sym is not Sym.PROSE:
            continue
        early = i - walk.low <= _HEAD_LINES and like_headline(walk.lines[i], walk.index)
        if not (early and walk.next_prose(i + 1) is not None):
            return i
    return None


def _head(walk: Walk, first: int) -> int:
    """Decide everything before the story; the index at which the body begins."""
    prose = [i for i in range(first, walk.high + 1) if walk.readings[i].sym is Sym.PROSE]
    lead: set[str] = set()
    for i in {first, *prose[:_LEAD_PARAGRAPHS]}:
        lead |= walk.lines[i].content_words(_LEAD_CHARS)
    # A bulleted subhead right above a bulleted first paragraph belongs to the story.
    subhead = first > 1 and walk.sym(first - 1) is Sym.ITEM and walk.lines[first].item
    begin = first - subhead
    while begin > 0 and _opens(walk, begin - 1):
        begin -= 1
    walk.title = title_of(walk.lines, walk.readings, 0, begin, lead, walk.index)
    walk.decisions.update(decide_head(walk.lines, walk.readings, 0, begin, walk.title))
    if walk.title is not None:
        walk.seen[walk.lines[walk.title].identity] = walk.title
    return begin


def _opens(walk: Walk, i: int) -> bool:
    """Whether the line above the first paragraph belongs to it: a question to answer, a lead with a colon."""
    line = walk.lines[i]
    if is_question_label(line):
        return i > 0
    if walk.sym(i) is Sym.COLON and line.words >= _ANNOUNCING_WORDS:
        return True
    answered = is_question_label(walk.lines[i + 1])
    return i > 0 and answered and walk.sym(i) is Sym.COLON and line.words >= _LEAD_WORDS


def _body(walk: Walk, begin: int) -> None:
    i = begin
    late_head = _late_head(walk, begin)
    while i < len(walk.lines):
        reading = walk.readings[i]
        if i < late_head and reading.sym not in (Sym.PROSE, Sym.SENTENCE):
            _decide_late_head(walk, i)
            i += 1
            continue
        if _ends_at(walk, i):
            return
        match reading.sym:
            case Sym.ZONE:
                i = open_zone(walk, i)
            case Sym.STOP | Sym.HARD:
                i = sign_off(walk, i)
            case Sym.DATE:
                i = _decide_date(walk, i)
            case Sym.DROP if reading.reason == "CONTINUE" and opens_insert(walk, i):
                i = open_zone(walk, i)
            case Sym.INLINE | Sym.DROP:
                walk.decisions[i] = drop_as(reading)
                i += 1
            case Sym.SOFT | Sym.HEADLINE | Sym.FRAGMENT:
                stop = walk.run_end(i, UNMARKED)
                decide = decide_between if walk.story_follows(stop) else decide_tail_run
                i = decide(walk, i, stop)
            case _:
                i = _story_line(walk, i)


def _ends_at(walk: Walk, i: int) -> bool:
    """Whether the story ends at `i` though no known wording says so; then all from there is decided."""
    sym = walk.sym(i)
    if sym in GAP_OPENERS and ends_unannounced(walk, i):
        open_terminal(walk, i)
        return True
    if sym not in _TEASING:
        return False
    teaser = max(i, walk.run_end(i, UNMARKED) - 1)
    if not is_teaser(walk, teaser):
        return False
    if teaser > i:
        decide_tail_run(walk, i, teaser)
    open_terminal(walk, teaser)
    return True


def _story_line(walk: Walk, i: int) -> int:
    """A line that looks like the story's own; the index behind what was decided."""
    line, sym = walk.lines[i], walk.readings[i].sym
    if line.words >= REPEAT_WORDS and line.identity in walk.seen and not _may_recur(line):
        evidence = f"line {walk.seen[line.identity] + 1}"
        walk.decisions[i] = drop(Label.DUPLICATE, "LINE_REPEATED", "zone.repeat", evidence)
        return i + 1
    if walk.keys[i] in walk.known and not line.final:
        walk.decisions[i] = drop(Label.RELATED, "KNOWN_TITLE", "context.known_title")
        return i + 1
    if is_insertion(walk, i):
        return i + 1
    if sym in (Sym.ITEM, Sym.DATA, Sym.COLON) and not walk.prose_after(i):
        stop = decide_tail_list(walk, i)
        if stop > i:
            return stop
    if walk.signed_off >= 0:
        end = after_sign_off(walk, i)
        if end is not None:
            return end
    if i > walk.high and not (sym in STORY and _beside_story(walk, i)):
        walk.drop_outside(i, "AFTER_STORY")
    else:
        walk.keep(i, f"BODY_{sym.name}")
    return i + 1


def _may_recur(line: Line) -> bool:
    """Whether a story may well say it twice: a formula ("So it was decreed."), a row of two lists."""
    return line.number is not None or (line.final and line.words < _FORMULA_WORDS)


def _beside_story(walk: Walk, i: int) -> bool:
    """Whether the line above was kept, or is a lone link or picture below a line that was."""
    above = walk.decisions.get(i - 1)
    lone = above is not None and above.reason in LONE_LINKS and walk.signed_off < 0
    return walk.was_kept(i - 1) or (lone and walk.lines[i].final and walk.was_kept(i - 2))


def _decide_date(walk: Walk, i: int) -> int:
    """Decide a date within or behind the story: a timetable's, a timeline's subhead, the page's own."""
    stop = _timetable_end(walk, i)
    if stop > i:
        for j in range(i, stop):
            walk.keep(j, "LIST_ITEM")
        return stop
    if _is_dated_subhead(walk, i):
        walk.keep(i, "SUBHEAD", Label.SUBHEAD)
    else:
        walk.decisions[i] = drop_as(walk.readings[i])
    return i + 1


def _timetable_end(walk: Walk, i: int) -> int:
    """End of the dates in a row from `i` that a story lists: departures, fixtures; `i` where it does not.

    A page prints its own date once or twice; so many in a row behind a paragraph are the story's.
    """
    stop = i
    while walk.sym(stop) is Sym.DATE and walk.readings[stop].rule_id == "shape.date":
        stop += 1
    announced = walk.sym(i - 1) is Sym.COLON and walk.was_kept(i - 1)
    enough = stop - i >= (_TIMETABLE_ROWS - 1 if announced else _TIMETABLE_ROWS)
    return stop if enough and walk.paragraphs and walk.signed_off < 0 else i


def _is_dated_subhead(walk: Walk, i: int) -> bool:
    """A bare date inside the story: the heading of a timeline, not the page's date."""
    bare = walk.readings[i].rule_id == "shape.date" and not walk.lines[i].timed
    deep = walk.kept_words >= _TIMELINE_WORDS and walk.signed_off < 0
    return bare and deep and walk.story_follows(i + 1)


def _late_head(walk: Walk, begin: int) -> int:
    """End of a head that goes on behind the standfirst: title again, caption, date, then the story."""
    last, prose = begin, 0
    title_key = walk.lines[walk.title].key if walk.title is not None else None
    for i in range(begin, min(len(walk.lines), begin + _LATE_HEAD_LINES)):
        sym = walk.readings[i].sym
        prose += sym is Sym.PROSE
        if prose > _STANDFIRSTS or sym in (Sym.ZONE, Sym.HARD) or (prose and sym is Sym.COLON):
            break
        if sym is Sym.DATE and all(walk.sym(j) is Sym.DATE for j in range(i, i + _TIMETABLE_ROWS)):
            break
        if sym is Sym.DATE or (title_key is not None and walk.lines[i].key == title_key):
            last = i + 1
    return last if walk.next_prose(last) is not None else begin


def _decide_late_head(walk: Walk, i: int) -> None:
    line, reading = walk.lines[i], walk.readings[i]
    if reading.reason:
        walk.decisions[i] = drop_as(reading)
    elif line.identity in walk.seen:
        walk.decisions[i] = drop(Label.DUPLICATE, "TITLE_REPEATED", "head.title_repeated")
    elif line.words >= _CAPTION_WORDS:
        walk.decisions[i] = drop(Label.CAPTION, "CAPTION", "head.caption")
    else:
        walk.decisions[i] = drop(Label.BYLINE, "BYLINE", "head.byline")
