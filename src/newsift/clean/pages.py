"""HTML pages: the engine's choice of blocks, corrected by markers and repeats.

The main-content engine sees the page's structure and decides; what it cannot know are the wordings by
which a page announces other stories inside its own text block.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsift.clean.engine_features import title_keys, title_position
from newsift.clean.shadow import squash
from newsift.clean.symbols import STORY, Sym
from newsift.clean.verdicts import Decision, drop, drop_as, keep
from newsift.models import Label, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsift.clean.engine import BlockChoice
    from newsift.clean.lines import Line
    from newsift.clean.symbols import Reading
    from newsift.models import Block, Document

_LINKED = 0.5  # share of a line's characters inside links that makes it a link
_SHORT = 8  # words: a marker's line longer than that is trusted only where no story follows
_LIST = 14  # a list under a related heading is not longer
_REPEAT_WORDS = 6
_TITLE_WORDS = 3
_OPENING = 3  # paragraphs; before the third, a date or an author's name is the head's
_NAME_LETTERS = 5
_BYLINE_WORDS = 16
_ALL_LINK = 0.9
_TEASER_WORDS = 4
_HEADINGS = frozenset({"h1", "h2", "h3"})
_ABOUT_TITLE = 12  # blocks from the title on: date, byline, standfirst stand there
_ABOUT_STORY = 4  # blocks on either side of a chosen one


def near_story(document: Document, choices: Sequence[BlockChoice]) -> list[int]:
    """The blocks worth reading closely: the chosen ones, and what stands around them and the title.

    Menus and lists far from the story are most of a page; their place alone says what they are.
    """
    count = len(choices)
    read = [False] * count
    title = title_position(document)
    if title is not None:
        read[max(0, title - 2) : title + _ABOUT_TITLE] = [True] * len(
            read[max(0, title - 2) : title + _ABOUT_TITLE]
        )
    for i, choice in enumerate(choices):
        if choice.keep:
            low, high = max(0, i - _ABOUT_STORY), min(count, i + _ABOUT_STORY + 1)
            read[low:high] = [True] * (high - low)
    return [i for i in range(count) if read[i]]


def outside(document: Document, choices: Sequence[BlockChoice], read: Sequence[int]) -> Iterator[Verdict]:
    """Verdicts of the blocks that are not worth reading closely."""
    closely = set(read)
    for i, (block, choice) in enumerate(zip(document.blocks, choices, strict=True)):
        if i in closely:
            continue
        template = choice.rule_id == "html.template"
        yield Verdict(
            start=block.start,
            end=block.end,
            label=Label.TEMPLATE if template else Label.NAVIGATION,
            reason="SITE_TEMPLATE" if template else "OUTSIDE_MAIN",
            rule_id=choice.rule_id,
            kept=False,
            score=round(choice.score, 3),
        )


_RELATED = drop(Label.RELATED, "RELATED_LIST", "page.list")


def decide_page(
    document: Document, lines: Sequence[Line], readings: Sequence[Reading], choices: Sequence[BlockChoice]
) -> list[Decision]:
    """A decision for each line of an HTML page."""
    chosen = [choices[line.block].keep for line in lines]
    title = _title(document, lines)
    prose = [i for i, c in enumerate(chosen) if c and readings[i].sym is Sym.PROSE]
    first, last = (prose[0], prose[-1]) if prose else (0, -1)
    opened = prose[_OPENING - 1] if len(prose) >= _OPENING else last
    names = {key for hint in document.hints.authors if len(key := squash(hint.value)) >= _NAME_LETTERS}
    title_key = lines[title].key if title is not None else ""
    decisions: list[Decision] = []
    seen: set[str] = set()
    listed_until, listed = -1, _RELATED
    for i, (line, reading) in enumerate(zip(lines, readings, strict=True)):
        rule = choices[line.block].rule_id
        if i == title or (title_key and line.key == title_key and i <= first):
            repeated = i != title
            decisions.append(
                drop(Label.DUPLICATE, "TITLE_REPEATED", "page.title")
                if repeated
                else drop(Label.TITLE, "TITLE", "page.title")
            )
            continue
        if line.cut is not None and reading.reason:
            decisions.append(drop_as(reading))
            continue
        if not chosen[i]:
            decisions.append(drop_as(reading, "OUTSIDE_MAIN", Label.NAVIGATION, rule))
            continue
        inside = first <= i <= last
        apart = _apart(document.blocks[line.block], line, reading, names, head=i < opened)
        if apart is not None:
            decisions.append(apart)
            continue
        if i <= listed_until:
            decisions.append(listed)
        elif reading.sym is Sym.ZONE or (reading.reason == "ADVERT" and i > last):
            listed_until = _list_end(lines, readings, chosen, i, last)
            listed = _RELATED if reading.sym is Sym.ZONE else drop_as(reading)
            decisions.append(drop_as(reading))
        elif _is_furniture(line, reading, inside=inside):
            decisions.append(drop_as(reading))
        elif line.words >= _REPEAT_WORDS and line.key in seen:
            decisions.append(drop(Label.DUPLICATE, "LINE_REPEATED", "page.repeat"))
        else:
            seen.add(line.key)
            decisions.append(keep("ENGINE", Label.BODY, rule))
    return decisions


def _apart(block: Block, line: Line, reading: Reading, names: set[str], *, head: bool) -> Decision | None:
    """The decision on a line of the story's place that is not the story: byline, date, teaser."""
    if _is_byline(line, reading, names, head=head):
        return drop(Label.BYLINE, "BYLINE", "page.byline")
    if reading.sym is Sym.DATE and head:
        return drop_as(reading)
    if block.tag == "figcaption":
        return drop(Label.CAPTION, "CAPTION", "page.figcaption")
    if _is_teaser(block, line):
        return drop(Label.RELATED, "LINKED_LINE", "page.linked")
    return None


def _is_byline(line: Line, reading: Reading, names: set[str], *, head: bool) -> bool:
    """A short line around the head of the story that names an author the page's head names."""
    if not head or line.words > _BYLINE_WORDS or reading.sym is Sym.PROSE or line.final:
        return False
    key = squash(line.text)
    return any(name in key for name in names)


def _is_teaser(block: Block, line: Line) -> bool:
    """A line of the story's own place that is one whole link and no sentence: another story's headline."""
    return (
        block.link_density >= _ALL_LINK
        and block.tag not in _HEADINGS
        and line.words >= _TEASER_WORDS
        and not line.final
    )


def _is_furniture(line: Line, reading: Reading, *, inside: bool) -> bool:
    linked = line.link_density >= _LINKED
    match reading.sym:
        case Sym.INLINE:
            return linked or line.words <= 3 * _SHORT
        case Sym.DATE:
            return not inside
        case Sym.STOP | Sym.HARD | Sym.DROP:
            return line.words <= _SHORT or linked or not inside
        case Sym.SOFT:
            return not inside and line.words <= _SHORT
        case _:
            return False


def _list_end(
    lines: Sequence[Line], readings: Sequence[Reading], chosen: Sequence[bool], start: int, last: int
) -> int:
    """Last line of the list under the heading at `start`; `start` where no list follows."""
    end = start
    for j in range(start + 1, min(len(lines), start + 1 + _LIST)):
        if not chosen[j]:
            continue
        line, sym = lines[j], readings[j].sym
        linked = line.link_density >= _LINKED
        if sym in STORY and not linked:
            break
        if not linked and j < last:
            break
        end = j
    return end


def _title(document: Document, lines: Sequence[Line]) -> int | None:
    """The line that shows the title: a first-level heading, or the line equal to the head's title."""
    stated = title_keys(document)
    equal = [i for i, line in enumerate(lines) if line.words >= _TITLE_WORDS and line.key in stated]
    headings = [
        i for i, line in enumerate(lines) if document.blocks[line.block].tag == "h1" and line.words > 1
    ]
    both = [i for i in equal if i in headings]
    for found in (both, equal, headings):
        if found:
            return found[0]
    return None
