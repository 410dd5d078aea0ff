"""HTML pages: the engine's choice of blocks, corrected by markers and repeats.

The main-content engine sees the page's structure and decides; what it cannot know are the wordings by
which a page announces other stories inside its own text block.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsift.clean.page_title import title_keys, title_position
from newsift.clean.shadow import squash
from newsift.clean.symbols import STORY, Sym
from newsift.clean.verdicts import Decision, drop, drop_as, keep
from newsift.models import Label, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsift.clean.engine import BlockChoice
    from newsift.clean.lines import Line
    from newsift.clean.page_stories import OtherStory
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


def near_story(
    document: Document, choices: Sequence[BlockChoice], others: Sequence[OtherStory] = ()
) -> list[int]:
    """The blocks worth reading closely: the chosen ones, what stands around them and the title, and others.

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
    for other in others:
        for i in other.blocks:
            read[i] = True
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
    document: Document,
    lines: Sequence[Line],
    readings: Sequence[Reading],
    choices: Sequence[BlockChoice],
    others: Sequence[OtherStory] = (),
) -> list[Decision]:
    """A decision for each line of an HTML page.

    Args:
        document: The page, with the blocks that the lines come from.
        lines: Its lines.
        readings: The symbol of each line.
        choices: The choice for each block.
        others: Second stories of the page; the n-th (from 1) owns its lines.
    """
    walk = _PageWalk(document, lines, readings, choices)
    owners = {block: (n, other) for n, other in enumerate(others, start=1) for block in other.blocks}
    decisions = []
    for i, line in enumerate(lines):
        owner = owners.get(document.blocks[line.block].block_no)
        if owner is None:
            decisions.append(walk.decide(i))
        else:
            number, other = owner
            decision = _of_other(document.blocks[line.block], line, readings[i], other)
            decisions.append(decision._replace(owner=number))
    return decisions


class _PageWalk:
    """What is known and decided so far of the page's main story."""

    def __init__(
        self,
        document: Document,
        lines: Sequence[Line],
        readings: Sequence[Reading],
        choices: Sequence[BlockChoice],
    ) -> None:
        self.document = document
        self.lines = lines
        self.readings = readings
        self.choices = choices
        self.chosen = [choices[line.block].keep for line in lines]
        self.title = _title(document, lines)
        prose = [i for i, c in enumerate(self.chosen) if c and readings[i].sym is Sym.PROSE]
        self.first, self.last = (prose[0], prose[-1]) if prose else (0, -1)
        self.opened = prose[_OPENING - 1] if len(prose) >= _OPENING else self.last
        self.names = {
            key for hint in document.hints.authors if len(key := squash(hint.value)) >= _NAME_LETTERS
        }
        self.title_key = lines[self.title].key if self.title is not None else ""
        self.seen: set[str] = set()
        self.listed_until, self.listed = -1, _RELATED
        self.announced = -1  # block whose beginning announced the links that are its rest

    def decide(self, i: int) -> Decision:
        line, reading = self.lines[i], self.readings[i]
        if i == self.title:
            return drop(Label.TITLE, "TITLE", "page.title")
        if self.title_key and line.key == self.title_key and i <= self.first:
            return drop(Label.DUPLICATE, "TITLE_REPEATED", "page.title")
        if line.cut is not None and reading.reason:
            self.announced = line.block if line.link_density >= _LINKED else -1
            return drop_as(reading)
        if not self.chosen[i]:
            rule = self.choices[line.block].rule_id
            return drop_as(reading, "OUTSIDE_MAIN", Label.NAVIGATION, rule)
        return self._inside(i)

    def _inside(self, i: int) -> Decision:
        """The decision on a line of a chosen block."""
        line, reading = self.lines[i], self.readings[i]
        block = self.document.blocks[line.block]
        apart = _apart(block, line, reading, self.names, head=i < self.opened)
        if line.block == self.announced:
            apart = drop(Label.RELATED, "LINKED_LINE", "page.announced")
        if apart is None and i <= self.listed_until:
            apart = self.listed
        if apart is not None:
            return apart
        if reading.sym is Sym.ZONE or (reading.reason == "ADVERT" and i > self.last):
            self.listed_until = _list_end(self.lines, self.readings, self.chosen, i, self.last)
            self.listed = _RELATED if reading.sym is Sym.ZONE else drop_as(reading)
            return drop_as(reading)
        if _is_furniture(line, reading, inside=self.first <= i <= self.last):
            return drop_as(reading)
        if line.words >= _REPEAT_WORDS and line.identity in self.seen:
            return drop(Label.DUPLICATE, "LINE_REPEATED", "page.repeat")
        self.seen.add(line.identity)
        return keep("ENGINE", Label.BODY, self.choices[line.block].rule_id)


def _of_other(block: Block, line: Line, reading: Reading, other: OtherStory) -> Decision:
    """The decision on a line of a second story."""
    if block.block_no == other.title:
        return drop(Label.TITLE, "EMBEDDED_TITLE", "embedded.title")
    if line.cut is not None and reading.reason:
        return drop_as(reading)
    if not other.first <= block.block_no <= other.last:
        return drop_as(reading, "EMBEDDED_HEAD", Label.OTHER, "embedded.head")
    apart = _apart(block, line, reading, set(), head=False)
    if apart is not None:
        return apart
    if reading.sym is Sym.ZONE or _is_furniture(line, reading, inside=True):
        return drop_as(reading)
    return keep("EMBEDDED_ARTICLE", Label.EMBEDDED, "embedded.body")


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
    """A short line around the head of the story that names an author the page's head names, or says "by"."""
    if not head or line.words > _BYLINE_WORDS or reading.sym is Sym.PROSE or line.final:
        return False
    if reading.label is Label.BYLINE and reading.reason:
        return True
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
