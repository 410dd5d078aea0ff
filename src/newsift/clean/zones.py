"""The zone automaton: HEAD -> BODY <-> INSERT -> TERMINAL.

    HEAD      before the story's first sentence: title, byline, date, menu
    BODY      the story
    INSERT    related headlines between paragraphs; closes when prose resumes
    TERMINAL  after the story: lists, second articles, comments, footer; never closes

A related heading opens TERMINAL when the story has already been signed off (source, tags) or nothing
but headlines follows; otherwise it opens an INSERT. A marker glued to a sentence opens nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsift.clean.breaks import BREAK_SCORE, STRONG_SIGNS, break_evidence, gap_end, is_link_list
from newsift.clean.embedded import Embedded, find_embedded
from newsift.clean.head import decide_head, title_of
from newsift.clean.lines import content_words
from newsift.clean.related import headline_evidence, is_headline_run, opens_running, title_lead_overlap
from newsift.clean.shadow import fold
from newsift.clean.symbols import FURNITURE, STORY, Sym
from newsift.clean.verdicts import Decision, drop, drop_as, keep
from newsift.models import Label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsift.clean.lines import Line
    from newsift.clean.markers import MarkerIndex
    from newsift.clean.symbols import Reading

_RELATED_LINE = 2.0  # evidence from which a line between paragraphs is another story's headline
_SIGNED_OFF_WORDS = 20  # a story must have so many words before anything can sign it off
_SUBHEAD_WORDS = 8
_STORY_WORDS = 40  # a story so short is not ended by a guess
_STORY_SHARE = 0.2  # nor one that is so small a part of the core's prose
_FURNITURE_LABELS = frozenset(
    {Label.SHARE, Label.DATE, Label.SOURCE, Label.AGENCY, Label.KEYWORDS, Label.OTHER}
)
_GAP_OPENERS = frozenset({Sym.HEADLINE, Sym.FRAGMENT, Sym.SOFT, Sym.DATA, Sym.COLON})
_HEAD_LINES = 6
_QUESTION_WORDS = 24
_LEAD_CHARS = 500
_CAPTION_WORDS = 60
_LABEL_WORDS = 3
_LABEL_ROWS = 2
_DATA_DIGITS = 0.12
_HEADING_WORDS = 5
_CREDIT_WORDS = 8
_LISTED_LETTERS = 16
_REPEAT_WORDS = 5  # shorter lines may well occur twice
_REGULAR_SUBHEADS = 4  # so many subheads are the story's structure, not its end
_LEAD_PARAGRAPHS = 6
_WORDS = re.compile(r"[^\W\d_]+")
_SHOUTED = 0.85  # share of capitals from which a line is set in capitals


@dataclass(slots=True)
class Zoning:
    """The automaton's answer: a decision for each line, the title's index, and second articles."""

    decisions: list[Decision]
    title: int | None
    embedded: tuple[Embedded, ...]


class ZoneAutomaton:
    """Walks the lines of one document once, from the first sentence to the end."""

    def __init__(
        self,
        lines: Sequence[Line],
        readings: Sequence[Reading],
        index: MarkerIndex,
        core: tuple[int, int],
        known: frozenset[int],
        keys: Sequence[int],
    ) -> None:
        self.lines = lines
        self.readings = readings
        self.index = index
        self.low, self.high = core
        self.known = known  # line keys of other articles' titles
        self.keys = keys
        self.decisions: dict[int, Decision] = {}
        self.embedded: list[Embedded] = []
        self.title: int | None = None
        self.signed_off = -1
        self.kept_words = 0
        self.paragraphs = 0
        self.seen: dict[str, int] = {}
        self.vocabulary: set[str] = set()
        self.copies = Counter(line.key for line in lines)
        long = [x for x in lines[self.low : self.high + 1] if x.words >= 12]
        self.tidy = sum(x.final for x in long) / len(long) if long else 0.0

    def run(self) -> Zoning:
        first = self._first_sentence()
        if first is None:
            self._drop_rest(0, "NO_STORY")
        else:
            begin = self._head(first)
            self._body(begin)
        ordered = [self.decisions[i] for i in range(len(self.lines))]
        return Zoning(ordered, self.title, tuple(self.embedded))

    # --- head ---------------------------------------------------------------------------------------

    def _first_sentence(self) -> int | None:
        """Index of the first paragraph of the story; a question before it may be its title."""
        for i in range(self.low, self.high + 1):
            if self.readings[i].sym is not Sym.PROSE:
                continue
            line = self.lines[i]
            if (
                i - self.low <= _HEAD_LINES
                and _like_headline(line, self.index)
                and self._next_prose(i + 1, self.high) is not None
            ):
                continue
            return i
        return None

    def _head(self, first: int) -> int:
        """Decide everything before the story; returns the index at which the body begins."""
        lead: set[str] = set()
        taken = 0
        for i in range(first, self.high + 1):
            if self.readings[i].sym is Sym.PROSE:
                lead |= content_words(self.lines[i].text[:_LEAD_CHARS])
                taken += 1
                if taken == _LEAD_PARAGRAPHS:
                    break
        begin = self._pull_back(first)
        self.title = title_of(self.lines, self.readings, 0, begin, lead)
        self.decisions.update(decide_head(self.lines, self.readings, 0, begin, self.title))
        if self.title is not None:
            self.seen[self.lines[self.title].key] = self.title
        return begin

    def _pull_back(self, first: int) -> int:
        """Take a bulleted subhead right before the first paragraph into the body."""
        i = first - 1
        if i > 0 and self.readings[i].sym is Sym.ITEM and self.lines[first].item:
            return i
        return first

    # --- body ---------------------------------------------------------------------------------------

    def _body(self, begin: int) -> None:
        i = begin
        late_head = self._late_head(begin)
        while i < len(self.lines):
            if i in self.decisions:
                i += 1
                continue
            reading = self.readings[i]
            if i < late_head and reading.sym not in (Sym.PROSE, Sym.SENTENCE):
                self._late_head_line(i)
                i += 1
                continue
            if reading.sym in _GAP_OPENERS and self._ends_story(i):
                i = self._terminal(i)
                continue
            match reading.sym:
                case Sym.ZONE:
                    i = self._zone(i)
                case Sym.STOP | Sym.HARD:
                    i = self._stop(i)
                case Sym.DATE if self._is_dated_subhead(i):
                    self._keep(i, "SUBHEAD", Label.SUBHEAD)
                    i += 1
                case Sym.INLINE | Sym.DROP | Sym.DATE:
                    self.decisions[i] = drop_as(reading)
                    i += 1
                case Sym.SOFT | Sym.HEADLINE | Sym.FRAGMENT:
                    i = self._unmarked(i)
                case _:
                    i = self._story_line(i)

    def _ends_story(self, i: int) -> bool:
        """Whether the lines between the last paragraph and the next end the story without saying so."""
        before = self.decisions.get(i - 1)
        if before is None or self.paragraphs < 2 or self.kept_words < _STORY_WORDS:
            return False
        if self.kept_words < _STORY_SHARE * (self.kept_words + self._prose_after(i)):
            return False
        if self.readings[i - 1].sym in _GAP_OPENERS or not (before.kept or before.label in _FURNITURE_LABELS):
            return False  # within a gap that has been looked at, or behind an insert
        stop = gap_end(self.readings, i, self.high)
        if stop is None or stop - i < 2:
            return False
        regular = self._subheads() >= _REGULAR_SUBHEADS
        story = [self.lines[j] for j, d in sorted(self.decisions.items()) if d.kept]
        score, signs = break_evidence(
            self.lines, self.readings, i, stop, self.high, story, self.copies, signed_off=self.signed_off >= 0
        )
        if regular and not STRONG_SIGNS.intersection(signs):
            return False
        return score >= BREAK_SCORE

    def _subheads(self) -> int:
        """Headings between paragraphs within the core."""
        return sum(
            self.readings[j].sym is Sym.PROSE and self.readings[j - 1].sym in (Sym.HEADLINE, Sym.FRAGMENT)
            for j in range(self.low + 1, self.high + 1)
        )

    def _is_dated_subhead(self, i: int) -> bool:
        """A bare date inside the story: the heading of a timeline, not the page's date."""
        bare = self.readings[i].rule_id == "shape.date"
        return bare and self.kept_words >= 60 and self.signed_off < 0 and self._story_follows(i + 1)

    def _late_head(self, begin: int) -> int:
        """End of a head that continues behind the standfirst: title again, caption, date, then the story."""
        last = begin
        prose = 0
        title_key = self.lines[self.title].key if self.title is not None else None
        for i in range(begin, min(len(self.lines), begin + 12)):
            sym = self.readings[i].sym
            if sym is Sym.PROSE:
                prose += 1
                if prose > 2:
                    break
            elif sym is Sym.ZONE or sym is Sym.HARD:
                break
            elif (
                sym is Sym.DATE or (title_key is not None and self.lines[i].key == title_key)
            ) and prose <= 2:
                last = i + 1
        return last if self._next_prose(last, self.high) is not None else begin

    def _late_head_line(self, i: int) -> None:
        reading, line = self.readings[i], self.lines[i]
        if reading.reason:
            self.decisions[i] = drop_as(reading)
        elif line.key in self.seen:
            self.decisions[i] = drop(Label.DUPLICATE, "TITLE_REPEATED", "head.title_repeated")
        elif line.words >= 4:
            self.decisions[i] = drop(Label.CAPTION, "CAPTION", "head.caption")
        else:
            self.decisions[i] = drop(Label.BYLINE, "BYLINE", "head.byline")

    def _story_line(self, i: int) -> int:
        """A line that looks like the story's own."""
        line, reading = self.lines[i], self.readings[i]
        if line.words >= _REPEAT_WORDS and line.key in self.seen:
            self.decisions[i] = drop(
                Label.DUPLICATE, "LINE_REPEATED", "zone.repeat", evidence=f"line {self.seen[line.key] + 1}"
            )
            return i + 1
        if self.keys[i] in self.known and not line.final:
            self.decisions[i] = drop(Label.RELATED, "KNOWN_TITLE", "context.known_title")
            return i + 1
        if self._is_insertion(i):
            return i + 1
        if reading.sym in (Sym.ITEM, Sym.DATA, Sym.COLON) and not self._prose_after(i):
            stop = self._tail_list(i)
            if stop > i:
                return stop
        if self.signed_off >= 0:
            ending = self._after_sign_off(i)
            if ending is not None:
                return ending
        if i > self.high and not self._continues(i):
            self._drop_line(i, "AFTER_STORY")
            return i + 1
        self._keep(i, "BODY_PROSE" if reading.sym is Sym.PROSE else f"BODY_{reading.sym.name}")
        return i + 1

    def _is_insertion(self, i: int) -> bool:
        """Decide a caption, a line in capitals or fused headlines among the paragraphs."""
        line, reading = self.lines[i], self.readings[i]
        if reading.sym is Sym.PROSE and (not line.final or line.words <= 40):
            credit = is_caption(line, self.index)
            if credit:
                self.decisions[i] = drop(Label.CAPTION, "PHOTO_CAPTION", "shape.caption", credit)
                return True
        if line.upper >= _SHOUTED and line.words >= 4 and not line.item and self.kept_words:
            self.decisions[i] = drop(Label.RELATED, "RELATED_INLINE", "related.capitals")
            return True
        unmarked = reading.sym is Sym.PROSE and not line.final and not line.weak and line.words <= 60
        return unmarked and self._is_foreign(i)

    def _continues(self, i: int) -> bool:
        """Whether a line behind the core still belongs to it: lists and short sentences do."""
        before = self.decisions.get(i - 1)
        return before is not None and before.kept and self.readings[i].sym in STORY

    def _keep(self, i: int, reason: str, label: Label = Label.BODY) -> None:
        self.decisions[i] = keep(reason, label)
        self.kept_words += self.lines[i].words
        self.paragraphs += self.readings[i].sym is Sym.PROSE
        self.seen.setdefault(self.lines[i].key, i)

    # --- lines without a mark of their own ------------------------------------------------------------

    def _unmarked(self, i: int) -> int:
        """A run of headlines and fragments: subheads, a list, or other stories' headlines."""
        stop = i
        while (
            stop < len(self.lines)
            and self.readings[stop].sym in (Sym.SOFT, Sym.HEADLINE, Sym.FRAGMENT)
            and stop not in self.decisions
        ):
            stop += 1
        follows = self._story_follows(stop)
        if not follows:
            return self._tail_run(i, stop)
        announced = i > 0 and self.readings[i - 1].sym is Sym.COLON and self.decisions[i - 1].kept
        if stop - i >= 3 and not announced and is_headline_run(self.lines, self.readings, i, stop):
            last = stop - 1
            if self._is_subhead(last, blank=True):
                stop = last
            for j in range(i, stop):
                self.decisions[j] = drop(
                    Label.RELATED, "HEADLINE_LIST", "related.list", f"{stop - i} headlines"
                )
            return stop
        beside = sum(self.readings[j].sym is Sym.HEADLINE for j in range(i, stop)) > 1 and not announced
        for j in range(i, stop):
            self._between(j, beside=beside)
        if beside and any(self.decisions[j].label is Label.RELATED for j in range(i, stop)):
            for j in range(i, stop):  # one of them is another story's: so are the headlines next to it
                if self.decisions[j].kept and self.lines[j].words >= _HEADING_WORDS:
                    self.decisions[j] = drop(Label.RELATED, "RELATED_INLINE", "related.beside")
        return stop

    def _between(self, j: int, *, beside: bool) -> None:
        """One line between paragraphs; `beside` says that another headline stands next to it."""
        line, reading = self.lines[j], self.readings[j]
        if self.keys[j] in self.known and line.words >= 4:
            self.decisions[j] = drop(Label.RELATED, "KNOWN_TITLE", "context.known_title")
            return
        if line.words >= _REPEAT_WORDS and line.key in self.seen:
            self.decisions[j] = drop(Label.DUPLICATE, "LINE_REPEATED", "zone.repeat")
            return
        if reading.sym is Sym.SOFT and reading.label in (Label.CAPTION, Label.BIO):
            self.decisions[j] = drop_as(reading)
            return
        if reading.sym is Sym.HEADLINE:
            caption = is_caption(line, self.index)
            if caption:
                self.decisions[j] = drop(Label.CAPTION, "PHOTO_CAPTION", "shape.caption", caption)
                return
            if self._is_foreign(j, beside=beside):
                return
        short = line.words <= 12
        self._keep(j, "SUBHEAD" if short else "BODY_UNMARKED", Label.SUBHEAD if short else Label.BODY)

    def _is_foreign(self, j: int, *, beside: bool = False) -> bool:
        """Decide a line that is another story's headline; says whether it was one."""
        line = self.lines[j]
        fused = self._is_fused(line)
        score, seen = headline_evidence(line, self.index, tidy=self.tidy)
        if fused:
            score, seen = score + 2.0, seen + "+fused"
        if beside and line.words >= 5:
            score, seen = score + 0.8, seen + "+beside"
        if line.words >= 8 and self._holds_listed(line):
            score, seen = score + 2.0, seen + "+part listed"
        if line.words >= 4 and self.copies[line.key] > 1:
            score, seen = score + 1.5, seen + "+listed"
        if score < _RELATED_LINE:
            return False
        reason = "FUSED_HEADLINES" if fused or line.fused else "RELATED_INLINE"
        self.decisions[j] = drop(Label.RELATED, reason, "related.line", seen)
        return True

    def _holds_listed(self, line: Line) -> bool:
        """Whether the line begins or ends with another line of the document: two headlines run together."""
        return any(
            len(key) >= _LISTED_LETTERS
            and key != line.key
            and (line.key.startswith(key) or line.key.endswith(key))
            for key in self.copies
        )

    def _is_fused(self, line: Line) -> bool:
        """Whether a word of the line is two words of the document written together."""
        if line.final or line.words < 8:
            return False
        if not self.vocabulary:
            self.vocabulary = {w for x in self.lines for w in _WORDS.findall(x.text)}
        speakers = line.text.count(":") > 1
        for word in _WORDS.findall(line.text):
            for cut in range(3, len(word) - 3):
                left, right = word[:cut], word[cut:]
                known = left in self.vocabulary
                article = right.startswith("ال") and len(right) > 4
                if right in self.vocabulary:
                    if (speakers and known) or (article and (speakers or known)):
                        return True
                elif article and known and ":" in line.text:
                    return True
        return False

    def _is_subhead(self, j: int, *, blank: bool) -> bool:
        line = self.lines[j]
        return (
            line.words <= _SUBHEAD_WORDS
            and (line.blank_before or not blank)
            and not line.fused
            and (self.lines[j - 1].words > line.words)
        )

    def _tail_run(self, i: int, stop: int) -> int:
        """Headlines and fragments behind the last paragraph."""
        before = self.decisions.get(i - 1)
        announced = before is not None and before.kept and self.readings[i - 1].sym is Sym.COLON
        data = before is not None and before.kept and self.readings[i - 1].sym in (Sym.DATA, Sym.ITEM)
        near_data = (
            stop < len(self.lines)
            and self.readings[stop].sym in (Sym.DATA, Sym.COLON, Sym.ITEM)
            and self._data_block(stop)
        )
        if (
            self.signed_off < 0
            and (announced or data or near_data)
            and not is_headline_run(self.lines, self.readings, i, stop)
        ):
            for j in range(i, stop):
                if self.readings[j].sym is Sym.SOFT:
                    self.decisions[j] = drop_as(self.readings[j])
                else:
                    self._keep(j, "LIST_ITEM")
            return stop
        while data and i < stop and _is_labelled(self.lines[i]):
            self._keep(i, "LIST_ITEM")  # one more row of the table above
            i += 1
        run = is_headline_run(self.lines, self.readings, i, stop)
        for j in range(i, stop):
            line, reading = self.lines[j], self.readings[j]
            if reading.sym is Sym.SOFT:
                self.decisions[j] = drop_as(reading)
            elif run and reading.sym is Sym.HEADLINE:
                self.decisions[j] = drop(Label.RELATED, "HEADLINE_LIST", "related.tail_list")
            elif reading.sym is Sym.HEADLINE and self._last_paragraph(j):
                self._keep(j, "BODY_UNMARKED")
            else:
                self._drop_line(j, "AFTER_STORY")
        return stop

    def _tail_list(self, i: int) -> int:
        """A list behind the last paragraph that is not the story's own: its end; `i` where it is."""
        stop = i
        while stop < len(self.lines) and self.readings[stop].sym is Sym.ITEM:
            stop += 1
        if stop > i:
            heading = i - 1
            before = self.decisions.get(heading)
            announced = self.readings[heading].sym is Sym.COLON and before is not None and before.kept
            if announced or not is_link_list(self.lines, self.readings, i, stop):
                return i
            for j in range(i, stop):
                self.decisions[j] = drop(Label.RELATED, "HEADLINE_LIST", "related.items")
            short = self.lines[heading].words <= _HEADING_WORDS and not self.lines[heading].final
            if before is not None and before.kept and short:
                self.decisions[heading] = drop(Label.MARKER, "LIST_HEADING", "related.heading")
            return stop
        return self._tail_labels(i)

    def _tail_labels(self, i: int) -> int:
        """Up to two rows "label: value" or a lone heading behind the last paragraph: source, tags, heading."""
        stop = i
        while (
            stop < len(self.lines)
            and self.readings[stop].sym in (Sym.DATA, Sym.COLON, Sym.HEADLINE)
            and _is_labelled_or_colon(self.lines[stop])
        ):
            stop += 1
        before = self.readings[i - 1].sym
        if stop - i > _LABEL_ROWS or before in (Sym.DATA, Sym.COLON, Sym.ITEM) or stop == i:
            return i
        if (
            self.readings[i].sym is Sym.COLON
            and stop < len(self.lines)
            and not is_headline_run(self.lines, self.readings, stop, self._run_end(stop))
        ):
            return i
        if any(self.lines[j].digits >= _DATA_DIGITS for j in range(i, stop)) or before is not Sym.PROSE:
            return i
        behind = self.readings[stop : self._run_end(stop) + 3]
        if any(r.sym in (Sym.DATA, Sym.COLON) for r in behind):
            return i  # rows of a table that goes on
        for j in range(i, stop):
            self.decisions[j] = drop(Label.OTHER, "TAIL_LABEL", "zone.tail_label")
        self.signed_off = stop - 1
        return stop

    def _run_end(self, start: int) -> int:
        stop = start
        while stop < len(self.lines) and self.readings[stop].sym in (Sym.HEADLINE, Sym.FRAGMENT, Sym.DATA):
            stop += 1
        return stop

    def _data_block(self, start: int) -> bool:
        rows = self.readings[start : start + 6]
        return sum(r.sym in (Sym.DATA, Sym.COLON, Sym.ITEM) for r in rows) >= min(3, len(rows))

    def _last_paragraph(self, j: int) -> bool:
        """A closing paragraph without a final mark, right behind the body."""
        line = self.lines[j]
        before = self.decisions.get(j - 1)
        if before is None or not before.kept or self.signed_off >= 0 or j > self.high + 1:
            return False
        score, _ = headline_evidence(line, self.index, tidy=self.tidy)
        return line.words >= 12 and score < 1.0

    # --- related headings --------------------------------------------------------------------------

    def _zone(self, i: int) -> int:
        """A related heading: INSERT or TERMINAL."""
        self.decisions[i] = drop_as(self.readings[i])
        resume = self._resume(i + 1)
        enough = self.kept_words >= _SIGNED_OFF_WORDS
        if resume is None or (self.signed_off >= 0 and enough):
            return self._terminal(i + 1)
        if enough and self._second_story(i + 1, resume):
            return self._terminal(i + 1)
        between = [j for j in range(i + 1, resume) if self.readings[j].sym in (Sym.HARD, Sym.STOP)]
        if between and enough:
            return self._terminal(i + 1)
        stop = resume
        last = resume - 1
        if (
            last > i + 1
            and self.readings[last].sym in (Sym.HEADLINE, Sym.FRAGMENT)
            and self._is_subhead(last, blank=True)
        ):
            stop = last
        for j in range(i + 1, stop):
            self._drop_related(j, "RELATED_LIST", "zone.insert")
        return stop

    def _second_story(self, start: int, resume: int) -> bool:
        """Whether headline and prose behind a heading are a whole second article, not the story resumed."""
        titles = [j for j in range(start, resume) if self.readings[j].sym is Sym.HEADLINE]
        if not titles or len(titles) > 2:
            return False
        prose = [j for j in range(resume, self.high + 1) if self.readings[j].sym is Sym.PROSE]
        if len(prose) < 2:
            return False
        title = self.lines[titles[0]]
        told = title_lead_overlap(title, [self.lines[j] for j in prose[:2]])
        earlier = [self.lines[j] for j, d in self.decisions.items() if d.kept][-2:]
        before = title_lead_overlap(title, earlier)
        listed = sum(self.lines[j].key == title.key for j in range(resume, len(self.lines)))
        return (told >= 0.6 and told > before + 0.2) or (listed > 0 and told >= 0.4)

    def _drop_related(self, j: int, reason: str, rule_id: str) -> None:
        reading = self.readings[j]
        if reading.reason and reading.sym in FURNITURE:
            self.decisions[j] = drop_as(reading)
        else:
            self.decisions[j] = drop(Label.RELATED, reason, rule_id)

    # --- ends ------------------------------------------------------------------------------------------

    def _stop(self, i: int) -> int:
        """A line that signs the story off."""
        reading = self.readings[i]
        self.decisions[i] = drop_as(reading)
        ahead = self._prose_after(i + 1)
        if reading.sym is Sym.HARD:
            if self.kept_words > ahead or self._next_prose(i + 1, self.high) is None:
                return self._terminal(i + 1, articles=False)
            return i + 1
        if self.kept_words >= _SIGNED_OFF_WORDS:
            self.signed_off = i
        return i + 1

    def _after_sign_off(self, i: int) -> int | None:
        """Prose behind a source or tags line: a second article, a postscript, or the story after all."""
        titled = i - 1 > self.signed_off and self.readings[i - 1].sym in (Sym.HEADLINE, Sym.DATE)
        ahead = self._prose_after(i)
        if ahead <= 0.35 * self.kept_words or titled:
            return self._terminal(self.signed_off + 1)
        self.signed_off = -1
        return None

    def _terminal(self, start: int, *, articles: bool = True) -> int:
        """Everything from here on is behind the story."""
        for j in range(start, len(self.lines)):
            self.decisions.pop(j, None)
        if articles:
            found = find_embedded(self.lines, self.readings, start, self.index, self.tidy)
            for number, article in enumerate(found, len(self.embedded) + 1):
                self.embedded.append(article)
                for j, decision in article.decisions.items():
                    self.decisions[j] = Decision(
                        decision.label,
                        decision.reason,
                        decision.rule_id,
                        decision.kept,
                        decision.evidence,
                        number,
                    )
        for j in range(start, len(self.lines)):
            if j not in self.decisions:
                self._drop_tail_line(j)
        return len(self.lines)

    def _drop_tail_line(self, j: int) -> None:
        line, reading = self.lines[j], self.readings[j]
        if reading.reason:
            self.decisions[j] = drop_as(reading)
        elif reading.sym in (Sym.HEADLINE, Sym.ITEM) and line.words >= 4:
            self.decisions[j] = drop(Label.RELATED, "RELATED_LIST", "zone.terminal")
        elif reading.sym is Sym.FRAGMENT:
            self.decisions[j] = drop(Label.NAVIGATION, "AFTER_STORY", "zone.terminal")
        else:
            self.decisions[j] = drop(Label.FOOTER, "AFTER_STORY", "zone.terminal")

    def _drop_line(self, j: int, reason: str) -> None:
        self.decisions[j] = drop_as(self.readings[j], reason, Label.NAVIGATION, "core.outside")

    def _drop_rest(self, start: int, reason: str) -> None:
        for j in range(start, len(self.lines)):
            self._drop_line(j, reason)

    # --- looking ahead -----------------------------------------------------------------------------------

    def _next_prose(self, start: int, high: int) -> int | None:
        for j in range(start, min(high, len(self.lines) - 1) + 1):
            if self.readings[j].sym is Sym.PROSE:
                return j
        return None

    def _resume(self, start: int) -> int | None:
        """Index of the sentence with which the story goes on behind a related heading."""
        for j in range(start, min(self.high, len(self.lines) - 1) + 1):
            if self.readings[j].sym is Sym.PROSE and not _like_headline(self.lines[j], self.index):
                return j
        return None

    def _story_follows(self, start: int) -> bool:
        """Whether prose of the story follows before anything that ends it."""
        for j in range(start, self.high + 1):
            sym = self.readings[j].sym
            if sym is Sym.PROSE or sym is Sym.SENTENCE:
                return True
            if sym in (Sym.ZONE, Sym.HARD, Sym.STOP):
                return False
        return False

    def _prose_after(self, start: int) -> int:
        """Words of prose from `start` to the end of the core, up to a line that ends everything."""
        words = 0
        for j in range(start, self.high + 1):
            if self.readings[j].sym is Sym.PROSE:
                words += self.lines[j].words
        return words


def _like_headline(line: Line, index: MarkerIndex) -> bool:
    """A line that could be a sentence or a headline by its end: a question, a quotation."""
    if not (line.question or line.weak) or line.words > _QUESTION_WORDS:
        return False
    return line.commas <= (1 if line.question else 0) and not opens_running(line, index)


def _is_labelled(line: Line) -> bool:
    """A row such as "One title: Brazil, Peru": a short label, a colon, the values."""
    label, mark, values = line.text.partition(":")
    return bool(mark and values.strip()) and len(label.split()) <= _LABEL_WORDS


def _is_labelled_or_colon(line: Line) -> bool:
    return (line.colon and line.words <= _HEADING_WORDS) or _is_labelled(line)


def is_caption(line: Line, index: MarkerIndex) -> str:
    """The credit that makes a line a photo caption ("... / Reuters", "(AP Photo)"); empty for none."""
    text = line.text.rstrip(" .")
    if line.words > _CAPTION_WORDS:
        return ""
    if text.endswith((")", "]")):
        _, _, credit = text[:-1].rpartition("(" if text.endswith(")") else "[")
        credit = credit.strip()
    else:
        credit = ""
        for mark in ("/", "©", " - ", " – ", "|", "— "):
            _, found, rest = text.rpartition(mark)
            if found and len(rest.split()) <= 4:
                credit = rest.strip()
                break
    if not credit or len(credit.split()) > _CREDIT_WORDS or "://" in credit:
        return ""
    words = fold(credit).replace("/", " ").replace(".", " ").split()
    joined = fold(credit)
    return credit if joined in index.credit_words or any(w in index.credit_words for w in words) else ""
