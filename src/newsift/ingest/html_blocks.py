"""The block walk: a tree to its visible text, one line a block, with the facts of each block's place.

Inline elements run together, block-level elements and `<br>` end a line, the cells of a plain table
row share one. White space is collapsed as a browser does; every other character stays as it is, so a
zero-width joiner is never lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from newsift.models import Block

if TYPE_CHECKING:
    from lxml.html import HtmlElement

SKIPPED = frozenset(
    "script style noscript template head iframe svg math object embed applet select datalist textarea "
    "audio video canvas map frameset noframes title meta link base".split()
)
BLOCK_LEVEL = frozenset(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav "
    "ol option p plaintext pre search section summary table tbody td tfoot th thead tr ul xmp".split()
)
_SPACED = frozenset("p div table ul ol dl blockquote hr section article h1 h2 h3 h4 h5 h6 figure".split())
ARTICLE = "article#"
_PREFORMATTED = frozenset({"pre", "listing", "xmp", "plaintext"})
_WHITE = " \t\r\n\f\v"  # what a browser collapses; a no-break space is a character like any other
# White space that is not one single blank.
_COLLAPSED = re.compile(f"[{_WHITE}]{{2,}}|[\t\r\n\f\v]")
_JOINED = re.compile(r"[ \t]{2,}")  # the same where collapsed pieces and the tabs between cells meet
# Class names that say how an element looks ("px-4", "md:hidden", "w-[300px]") say nothing of its place.
_UTILITY = re.compile(
    r"[:\[\]/.%!]|^-|^[a-z]{1,4}-?\d|^(?:text|flex|grid|items|justify|font|gap|space|max|min)-"
)
_MAX_TOKENS = 12
_GROWN_TOGETHER = 3  # letters; a shorter piece before a link may be a word's initial
# Above this a cell holds prose, and its row is layout rather than data.
_MAX_CELL_CHARS = 160


@dataclass(slots=True)
class _Frame:
    """An element being walked, with what its text needs to know."""

    element: HtmlElement
    children: Iterator[HtmlElement]
    owner: str  # innermost block-level element
    context: tuple[str, ...]
    linked: bool
    preformatted: bool
    ends_line: bool
    data_row: bool


@dataclass(slots=True)
class _Lines:
    """The line under construction and the blocks before it."""

    blocks: list[Block] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    linked: int = 0
    total: int = 0
    position: int = 0
    gap: bool = False
    articles: int = 0  # <article> elements opened so far
    # Contexts of places that look alike: (id of the parent's context, tag, id, class, role, itemprop). All
    # contexts are held until the walk ends, so that no id can be given to another one.
    contexts: dict[tuple[int, str, str | None, str | None, str | None, str | None], tuple[str, ...]] = field(
        default_factory=dict
    )
    own: list[tuple[str, ...]] = field(default_factory=list)  # those of the <article> elements

    def add(self, text: str, frame: _Frame, *, linked: bool) -> None:
        if frame.preformatted and "\n" in text:
            for piece in text.split("\n"):
                self._append(piece, linked=linked)
                self.end(frame)
        else:
            self._append(text, linked=linked)

    def _append(self, text: str, *, linked: bool) -> None:
        if not text.strip(_WHITE):
            if self.parts:  # white space before a line's first word is not shown
                self.parts.append(" ")
            return
        collapsed = _COLLAPSED.sub(" ", text)
        self.parts.append(collapsed)
        size = len(collapsed) - collapsed.count(" ")
        self.total += size
        if linked:
            self.linked += size

    def end(self, frame: _Frame) -> None:
        """End the line; it belongs to `frame`."""
        if not self.parts:
            return
        text = self.parts[0] if len(self.parts) == 1 else _JOINED.sub(_narrow, "".join(self.parts))
        text = text.strip()
        density = self.linked / self.total if self.total else 0.0
        self.parts.clear()
        self.linked = self.total = 0
        if not text:
            return
        start = self.position
        self.position = start + len(text) + 1
        self.blocks.append(
            Block(
                len(self.blocks),
                start,
                start + len(text),
                text,
                self.gap,
                frame.owner,
                frame.context,
                round(density, 3),
            )
        )
        self.gap = False


def _narrow(run: re.Match[str]) -> str:
    return "\t" if "\t" in run.group() else " "


def walk_blocks(tree: HtmlElement) -> tuple[str, tuple[Block, ...]]:
    """The visible text of `tree` (one line a block) and its blocks, `in_engine` still unknown."""
    lines = _Lines()
    frames = [_open(tree, None, lines)]
    while frames:
        frame = frames[-1]
        for child in frame.children:
            name = child.tag
            if name in SKIPPED or not isinstance(name, str):
                pass
            elif name == "br":
                lines.end(frame)
            elif name in BLOCK_LEVEL or name in _PREFORMATTED or len(child):
                _part(child, frame, lines)
                frames.append(_open(child, frame, lines))
                break
            elif child.text:  # most elements of a page: a link, a span
                _part(child, frame, lines)
                linked = frame.linked or (name == "a" and child.get("href") is not None)
                lines.add(child.text, frame, linked=linked)
            if child.tail:
                lines.add(child.tail, frame, linked=frame.linked)
        else:
            if frame.ends_line:
                lines.end(frame)
                lines.gap = lines.gap or frame.element.tag in _SPACED
            frames.pop()
            if frames and frame.element.tail:
                lines.add(frame.element.tail, frames[-1], linked=frames[-1].linked)
    return "\n".join(block.text for block in lines.blocks), tuple(lines.blocks)


def _part(element: HtmlElement, frame: _Frame, lines: _Lines) -> None:
    """End the line before a link that a style sheet shows below what precedes it."""
    if element.tag == "a" and lines.parts and _stands_apart(element, lines.parts[-1]):
        lines.end(frame)


def _stands_apart(link: HtmlElement, before: str) -> bool:
    """Whether a link follows another element without white space, so that their words would grow together.

    Labels with their headlines and rows of teasers are written so; in running text there is a blank, or
    the link goes on with a word that an initial letter began.
    """
    previous = link.getprevious()
    if previous is None or previous.tail or not before[-1:].isalpha() or len(before) < _GROWN_TOGETHER:
        return False
    text = next((piece for piece in link.itertext() if piece), "")
    return text[:1].isalpha()


def _open(element: HtmlElement, parent: _Frame | None, lines: _Lines) -> _Frame:
    name = element.tag
    blocky = name in BLOCK_LEVEL
    joined_cell = parent is not None and parent.data_row and name in {"td", "th"}
    ends_line = blocky and not joined_cell
    if parent is not None and ends_line:
        lines.end(parent)
        lines.gap = lines.gap or name in _SPACED
    if joined_cell and lines.parts:
        lines.parts.append("\t")
    around = parent.context if parent is not None else ()
    frame = _Frame(
        element,
        iter(element),
        name if ends_line or parent is None else parent.owner,
        _context(element, around, lines) if blocky else around,
        (parent is not None and parent.linked) or (name == "a" and element.get("href") is not None),
        (parent is not None and parent.preformatted) or name in _PREFORMATTED,
        ends_line,
        name == "tr" and _is_data_row(element),
    )
    if element.text:
        lines.add(element.text, frame, linked=frame.linked)
    return frame


def _context(element: HtmlElement, around: tuple[str, ...], lines: _Lines) -> tuple[str, ...]:
    """The parent's tokens, then this element's tag, id and classes.

    Each `<article>` also gets a number of its own ("article#2"): two of them side by side are two stories.
    """
    name, get = element.tag, element.get
    key = (id(around), name, get("id"), get("class"), get("role"), get("itemprop"))
    known = lines.contexts.get(key)
    if known is not None and name != "article":
        return known
    tokens = [name]
    for value in key[2:]:
        if value:
            names = (word for word in value.lower().split() if not _UTILITY.search(word))
            tokens.extend(islice(names, _MAX_TOKENS))
    if name == "article":
        lines.articles += 1
        tokens.append(f"{ARTICLE}{lines.articles}")
        lines.own.append((*around, *tokens))
        return lines.own[-1]
    lines.contexts[key] = (*around, *tokens)
    return lines.contexts[key]


def _is_data_row(row: HtmlElement) -> bool:
    """At least two cells, all of them short and without lines of their own."""
    cells = [child for child in row if child.tag in {"td", "th"}]
    if len(cells) < 2:  # noqa: PLR2004 - one cell alone is a line as it is
        return False
    return not any(
        node.tag in BLOCK_LEVEL or node.tag == "br" for cell in cells for node in cell.iterdescendants()
    ) and all(len(cell.text_content()) <= _MAX_CELL_CHARS for cell in cells)
