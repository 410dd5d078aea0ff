"""The state of one walk over a document's lines, and the looks ahead that the zones share."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from newsift.clean.related import like_headline, opens_running
from newsift.clean.symbols import Sym
from newsift.clean.verdicts import Decision, drop_as, keep
from newsift.models import Label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsift.clean.embedded import Embedded
    from newsift.clean.lines import Line
    from newsift.clean.markers import MarkerIndex
    from newsift.clean.symbols import Reading
    from newsift.rules.schema import ScoringFile

_PARAGRAPH_WORDS = 12
_SUBHEAD_WORDS = 8
_RUNNING_WORDS = 8
_SPEECH_WORDS = 5


class Walk:
    """What is known and decided so far. One walk serves one document and is then thrown away.

    Attributes:
        low, high: First and last line of the core.
        known: Line keys of other articles' titles; `keys` holds the key of each line.
        decisions: By line index; every line has one when the walk ends.
        signed_off: Index of the last line that signed the story off (source, tags), -1 for none.
        kept_words, paragraphs: Of the main story so far.
        seen: Line identity -> index of the line that was kept (or is the title).
        copies: How often each line's identity occurs in the document.
        vocabulary, told: Words of the document, and content words of the story; filled when first asked for.
        gaps: Runs of unmarked lines between paragraphs; counted when first asked for.
        tidy: Share of the core's longer lines that end with a sentence mark.
    """

    def __init__(
        self,
        lines: Sequence[Line],
        readings: Sequence[Reading],
        index: MarkerIndex,
        scoring: ScoringFile,
        core: tuple[int, int],
        known: frozenset[int],
        keys: Sequence[int],
    ) -> None:
        self.lines = lines
        self.readings = readings
        self.index = index
        self.scoring = scoring
        self.low, self.high = core
        self.known = known
        self.keys = keys
        self.decisions: dict[int, Decision] = {}
        self.embedded: list[Embedded] = []
        self.title: int | None = None
        self.signed_off = -1
        self.kept_words = 0
        self.paragraphs = 0
        self.seen: dict[str, int] = {}
        self.copies = Counter(line.identity for line in lines)
        self.vocabulary: set[str] = set()
        self.told: set[str] = set()
        long = [x for x in lines[self.low : self.high + 1] if x.words >= _PARAGRAPH_WORDS]
        self.gaps = -1
        self.tidy = sum(x.final for x in long) / len(long) if long else 0.0

    # --- deciding -----------------------------------------------------------------------------------

    def keep(self, i: int, reason: str, label: Label = Label.BODY) -> None:
        self.decisions[i] = keep(reason, label)
        self.kept_words += self.lines[i].words
        self.paragraphs += self.readings[i].sym is Sym.PROSE
        self.seen.setdefault(self.lines[i].identity, i)

    def drop_outside(self, i: int, reason: str) -> None:
        """Remove a line that no marker explains and the core does not hold."""
        self.decisions[i] = drop_as(self.readings[i], reason, Label.NAVIGATION, "core.outside")

    def was_kept(self, i: int) -> bool:
        decision = self.decisions.get(i)
        return decision is not None and decision.kept

    def sym(self, i: int) -> Sym | None:
        """The symbol of line `i`; None outside the document."""
        return self.readings[i].sym if 0 <= i < len(self.lines) else None

    def run_end(self, start: int, syms: frozenset[Sym]) -> int:
        """End of the run of undecided lines from `start` whose symbols are among `syms`."""
        stop = start
        while stop < len(self.lines) and self.readings[stop].sym in syms and stop not in self.decisions:
            stop += 1
        return stop

    # --- looking ahead ------------------------------------------------------------------------------

    def next_prose(self, start: int) -> int | None:
        """The next paragraph of the core."""
        return next((j for j in range(start, self.high + 1) if self.readings[j].sym is Sym.PROSE), None)

    def resume(self, start: int) -> int | None:
        """The sentence with which the story goes on behind a related heading: no question, no quotation."""
        return next(
            (
                j
                for j in range(start, self.high + 1)
                if (self.readings[j].sym is Sym.PROSE and not like_headline(self.lines[j], self.index))
                or (
                    self.readings[j].sym is Sym.HEADLINE
                    and self.lines[j].words >= _RUNNING_WORDS
                    and opens_running(self.lines[j], self.index)
                )
                or (j > start and self._speaks(j))
            ),
            None,
        )

    def _speaks(self, j: int) -> bool:
        """A short sentence with a full stop and a comma behind an unmarked link: the next thing said."""
        line = self.lines[j]
        stopped = line.final and not line.question and not self.lines[j - 1].final
        short = self.readings[j].sym in (Sym.SENTENCE, Sym.ITEM)
        return short and stopped and line.commas > 0 and line.words >= _SPEECH_WORDS

    def story_follows(self, start: int) -> bool:
        """Whether a sentence of the core follows before anything that ends a story."""
        for j in range(start, self.high + 1):
            sym = self.readings[j].sym
            if sym in (Sym.PROSE, Sym.SENTENCE):
                return True
            if sym in (Sym.ZONE, Sym.HARD, Sym.STOP):
                return False
        return False

    def prose_after(self, start: int) -> int:
        """Words in paragraphs from `start` to the end of the core."""
        return sum(
            self.lines[j].words for j in range(start, self.high + 1) if self.readings[j].sym is Sym.PROSE
        )

    def is_subhead(self, j: int) -> bool:
        """A short line after an empty one, shorter than the line above: the next section's heading."""
        line = self.lines[j]
        shorter = self.lines[j - 1].words > line.words
        return line.words <= _SUBHEAD_WORDS and line.blank_before and not line.fused and shorter
