"""Lines behind the last paragraph: the story's own lists stay, lists of other stories go."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from newsift.clean.breaks import is_labelled
from newsift.clean.kinship import is_foreign_label, is_told
from newsift.clean.related import (
    headline_evidence,
    is_headline_run,
    is_link_list,
    is_speaker_line,
    opens_running,
)
from newsift.clean.symbols import Sym
from newsift.clean.verdicts import drop, drop_as
from newsift.models import Label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsift.clean.lines import Line
    from newsift.clean.walk import Walk

_HEADING_WORDS = 5
_LABEL_ROWS = 2
_DATA_DIGITS = 0.12
_SOME_DIGITS = 0.1
_PARAGRAPH_WORDS = 12
_PARAGRAPH_EVIDENCE = 1.2
_BLOCK = 6
_BLOCK_ROWS = 3
_FEW_ROWS = 2
_LINK_WORDS = 4
_TABLE = frozenset({Sym.DATA, Sym.COLON, Sym.ITEM, Sym.ROW})
_UNMARKED = frozenset({Sym.SOFT, Sym.HEADLINE, Sym.FRAGMENT})
_BELOW = frozenset({Label.SHARE, Label.SUBSCRIBE, Label.COMMENTS, Label.FOOTER})
_LOOSE = frozenset({Sym.HEADLINE, Sym.FRAGMENT, Sym.DATA})


def decide_tail_run(walk: Walk, start: int, stop: int) -> int:
    """Decide lines[start:stop], headlines and fragments that no sentence follows; the index behind."""
    if _is_foreign_list(walk, start, stop):
        walk.decisions[start - 1] = drop(Label.MARKER, "LIST_HEADING", "related.heading")
        for j in range(start, stop):
            walk.decisions[j] = drop(
                Label.RELATED, "HEADLINE_LIST", "related.tail_list", f"{stop - start} in a row"
            )
        return stop
    wide = _with_speakers(walk, start, stop)
    rows = (
        walk.signed_off < 0
        and not _below_furniture(walk, start)
        and (_is_announced(walk, start, wide) or _is_block(walk, start, wide))
    )
    stop = wide if rows else stop
    if rows or _is_own_list(walk, start, stop):
        for j in range(start, stop):
            if walk.readings[j].sym is Sym.SOFT:
                walk.decisions[j] = drop_as(walk.readings[j])
            else:
                walk.keep(j, "LIST_ITEM")
        return stop
    return _decide_behind(walk, start, stop)


def _below_furniture(walk: Walk, start: int) -> bool:
    """Whether the line above, dropped as what stands below stories, parts the run from this one."""
    above = walk.decisions.get(start - 1)
    return above is not None and not above.kept and above.label in _BELOW


def _is_block(walk: Walk, start: int, stop: int) -> bool:
    return stop - start >= _BLOCK_ROWS and is_table_run(walk.lines, start, stop)


def _is_announced(walk: Walk, start: int, stop: int) -> bool:
    """Whether a sentence with a colon announces rows with labels: "First: …", "Second: …"."""
    lead = start - 1
    if walk.sym(lead) is not Sym.COLON or not walk.was_kept(lead) or walk.lines[lead].words <= _HEADING_WORDS:
        return False
    return sum(is_labelled(walk.lines[j]) for j in range(start, stop)) >= _FEW_ROWS


def _decide_behind(walk: Walk, start: int, stop: int) -> int:
    """Decide a run that is no list of the story: its last paragraph, then headlines and furniture."""
    before = walk.sym(start - 1) if walk.was_kept(start - 1) else None
    while before in (Sym.DATA, Sym.ITEM) and start < stop and is_labelled(walk.lines[start]):
        walk.keep(start, "LIST_ITEM")  # one more row of the table above
        start += 1
    stop = _with_speakers(walk, start, stop)
    run = is_headline_run(walk.lines, walk.readings, start, stop, walk.index)
    alone = sum(walk.readings[j].sym is Sym.HEADLINE for j in range(start, stop)) == 1
    for j in range(start, stop):
        reading = walk.readings[j]
        if reading.sym is Sym.SOFT:
            walk.decisions[j] = drop_as(reading)
        elif run and reading.sym in (Sym.HEADLINE, Sym.DATA):
            walk.decisions[j] = drop(
                Label.RELATED, "HEADLINE_LIST", "related.tail_list", f"{stop - start} in a row"
            )
        elif reading.sym is Sym.HEADLINE and _is_last_paragraph(walk, j, alone=alone):
            walk.keep(j, "BODY_UNMARKED")
        else:
            walk.drop_outside(j, "AFTER_STORY")
    return stop


def _is_own_list(walk: Walk, start: int, stop: int) -> bool:
    """Whether the run belongs to a list or table of the story: one that goes on above or below it."""
    if walk.signed_off >= 0 or _below_furniture(walk, start):
        return False
    if is_headline_run(walk.lines, walk.readings, start, stop, walk.index):
        return False
    above = walk.sym(start - 1) in _TABLE and walk.was_kept(start - 1)
    below = walk.sym(stop) in _TABLE and _is_table(walk, stop)
    return above or below


def _is_foreign_list(walk: Walk, start: int, stop: int) -> bool:
    """Whether a few words and a colon, none of them the story's, head nothing but headlines."""
    heading = start - 1
    if walk.sym(heading) is not Sym.COLON or not walk.was_kept(heading):
        return False
    line, links = walk.lines[heading], walk.lines[start:stop]
    if line.words > _HEADING_WORDS or line.item or not is_foreign_label(walk, line):
        return False
    plain = not any(x.digits > _SOME_DIGITS or x.commas or x.text[:1].islower() for x in links)
    return plain and sum(x.words for x in links) >= _LINK_WORDS * len(links)


def _with_speakers(walk: Walk, start: int, stop: int) -> int:
    """The run's end, headlines that begin with a speaker ("Mayor: …") and look like rows included."""
    if stop == start:
        return stop
    while (
        walk.sym(stop) in _UNMARKED or (walk.sym(stop) is Sym.DATA and is_speaker_line(walk.lines[stop]))
    ) and stop not in walk.decisions:
        stop += 1
    return stop


def is_table_run(lines: Sequence[Line], start: int, stop: int) -> bool:
    """Whether most of the lines are rows "label: value" of one pattern: results, prizes, a programme."""
    labels = [lines[j].text.partition(":")[0].split() for j in range(start, stop) if is_labelled(lines[j])]
    if len(labels) < _BLOCK_ROWS or len(labels) * 2 < stop - start:
        return False
    return Counter(label[0] for label in labels if label).most_common(1)[0][1] >= _BLOCK_ROWS


def decide_tail_list(walk: Walk, i: int) -> int:
    """Decide a list or label behind the last paragraph that is not the story's: its end, else `i`."""
    stop = walk.run_end(i, frozenset({Sym.ITEM}))
    if stop == i:
        return _decide_labels(walk, i)
    heading = i - 1
    if walk.sym(heading) is Sym.ITEM:
        return i  # the list above goes on
    announced = walk.sym(heading) is Sym.COLON and walk.was_kept(heading)
    if announced or not is_link_list(walk.lines, walk.readings, i, stop):
        return i
    for j in range(i, stop):
        walk.decisions[j] = drop(Label.RELATED, "HEADLINE_LIST", "related.items", f"{stop - i} in a row")
    short = walk.lines[heading].words <= _HEADING_WORDS and not walk.lines[heading].final
    if walk.was_kept(heading) and short:
        walk.decisions[heading] = drop(Label.MARKER, "LIST_HEADING", "related.heading")
    return stop


def _decide_labels(walk: Walk, i: int) -> int:
    """Up to two rows "label: value", or a lone heading, right behind the last paragraph: source, tags."""
    stop = i
    while walk.sym(stop) in (Sym.DATA, Sym.COLON, Sym.HEADLINE) and _is_label(walk.lines[stop]):
        stop += 1
    if not i < stop <= i + _LABEL_ROWS or walk.sym(i - 1) is not Sym.PROSE:
        return i
    if any(walk.lines[j].digits >= _DATA_DIGITS for j in range(i, stop)):
        return i
    if _goes_on(walk, i):
        return i
    behind = walk.run_end(stop, _LOOSE)
    heading = walk.readings[i].sym is Sym.COLON
    if (
        heading
        and stop < len(walk.lines)
        and not is_headline_run(walk.lines, walk.readings, stop, behind, walk.index)
    ):
        return i
    if any(r.sym in (Sym.DATA, Sym.COLON) for r in walk.readings[stop : behind + _BLOCK_ROWS]):
        return i  # rows of a table that goes on
    for j in range(i, stop):
        walk.decisions[j] = drop(Label.OTHER, "TAIL_LABEL", "zone.tail_label")
    walk.signed_off = stop - 1
    return stop


def _goes_on(walk: Walk, i: int) -> bool:
    """Whether a kept label above begins with the same word: "Step one: …", "Step two: …"."""
    first = walk.lines[i].text.split(" ", 1)[0]
    return any(
        walk.was_kept(j) and is_labelled(walk.lines[j]) and walk.lines[j].text.split(" ", 1)[0] == first
        for j in range(i)
    )


def _is_label(line: Line) -> bool:
    return (line.colon and line.words <= _HEADING_WORDS) or is_labelled(line)


def _is_table(walk: Walk, start: int) -> bool:
    rows = range(start, min(start + _BLOCK, len(walk.lines)))
    found = sum(walk.sym(j) in _TABLE and not is_speaker_line(walk.lines[j]) for j in rows)
    return found >= max(_FEW_ROWS, min(_BLOCK_ROWS, len(rows)))


def _is_last_paragraph(walk: Walk, j: int, *, alone: bool) -> bool:
    """A closing paragraph without a final mark, right behind the body (or behind a link within it)."""
    before = walk.decisions.get(j - 1)
    beside = before is not None and (before.kept or before.reason in LONE_LINKS)
    if not beside or walk.signed_off >= 0 or j > last_kept(walk, j) + _NEAR or _is_tag_run(walk, j):
        return False
    line, weights = walk.lines[j], walk.scoring.headline_evidence
    score, _ = headline_evidence(line, walk.index, weights, tidy=walk.tidy)
    # Other stories come in lists: one line is more likely the last one, above all when it speaks of this.
    if alone and (line.words >= _LONE_WORDS or (line.words >= _TOLD_WORDS and _closes(walk, j))):
        return score < weights.threshold
    return opens_running(line, walk.index) or (line.words >= _PARAGRAPH_WORDS and score < _PARAGRAPH_EVIDENCE)


def _closes(walk: Walk, j: int) -> bool:
    """Whether a lone short line is rather the story's last.

    It speaks of the story, or what stands behind stories follows: a known list, a note on the author.
    """
    below = walk.readings[j + 1].label if j + 1 < len(walk.lines) else None
    noted = below is Label.BIO or (below is not None and walk.lines[j + 1].text.startswith(_NOTE))
    return _begins(walk.lines[j]) and (is_told(walk, j) or walk.sym(j + 1) is Sym.ZONE or noted)


def _begins(line: Line) -> bool:
    """Whether a line opens with a letter, a figure or a quotation mark, not with what a cut has left."""
    return line.text[:1].isalnum() or line.text[:1] in "\"'“«„‘"


LONE_LINKS = frozenset({"RELATED_INLINE", "CONTINUE", "GLUED_MARKER", "PHOTO_CAPTION", "ADVERT"})
_NEAR = 6
_TAG_SHARE = 0.75


def last_kept(walk: Walk, j: int) -> int:
    """Index of the last line above `j` that was kept."""
    return next((i for i in range(j - 1, -1, -1) if walk.was_kept(i)), -1)


def _holds_particles(text: str) -> bool:
    """Whether some word is as short as articles and prepositions are, which tags do without."""
    return any(
        word.isalpha() and not word.isupper() and len(word) <= (2 if word[0] > _LATIN else 3)
        for word in text.split()
    )


def _is_tag_run(walk: Walk, j: int) -> bool:
    """Words that the story has used before, one after the other: its tags without a label."""
    line = walk.lines[j]
    if line.commas or line.colon or _holds_particles(line.text):
        return False
    told: set[str] = set()
    for i, decision in walk.decisions.items():
        if decision.kept or i == walk.title:
            told |= walk.lines[i].content_words()
    own = line.content_words()
    return bool(own) and len(own & told) >= _TAG_SHARE * len(own)


_LONE_WORDS = 9
_TOLD_WORDS = 5
_LATIN = "\u024f"  # the last letter of the Latin blocks; words of other scripts are shorter
_NOTE = "*"
