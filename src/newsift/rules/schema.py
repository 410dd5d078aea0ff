"""What a language file may hold; unknown keys are refused.

A file `config/languages/<iso>.toml` lists markers: wordings by which news pages announce what is not
the story. A family says what a marker announces, a list inside it how the wording stands in a line:

    phrases   is the whole line, or stands at its head followed by a separator (: | – » …)
    starts    begins the line; white space may follow
    glued     as `starts`, and may also touch the next word, which then stays
    ends      closes the line
    inside    anywhere in a short line
    pairs     two lists; each wording of the first followed by each of the second is one of `phrases`
    words     single words or names; what they do is said by the family (dates, agencies, photo credits)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

Family = Literal[
    "read_also", "related", "most_read", "latest", "continue", "tags", "source", "share", "date_label",
    "update_label", "subscribe", "follow_us", "copyright", "comments", "photo_credit", "bio", "byline",
    "reading_time", "views", "navigation", "advert", "disclaimer", "paywall", "cookies", "end_sign",
    "contact", "permalink", "breaking",
]  # fmt: skip


_Wordings = tuple["str | _Wordings", ...]


def _flat(value: _Wordings) -> Iterator[str]:
    for part in value:
        if isinstance(part, str):
            yield part
        else:
            yield from _flat(part)


class MarkerFile(BaseModel):
    """One family's wordings in one language."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    phrases: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    glued: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    pairs: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    words: tuple[str, ...] = ()

    @property
    def paired(self) -> tuple[str, ...]:
        """What `pairs` says, written out."""
        return tuple(f"{a} {b}" for firsts, seconds in self.pairs for a in firsts for b in seconds)

    @field_validator("*")
    @classmethod
    def _no_empty_wording(cls, value: _Wordings) -> _Wordings:
        for wording in _flat(value):
            if not any(c.isalpha() for c in wording):
                raise ValueError(f"{wording!r} holds no letter: nothing could match it")
        return value


class LanguageFile(BaseModel):
    """The content of `<iso>.toml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    language: str = Field(pattern=r"^[a-z]{2,3}$")
    name: str
    markers: dict[Family, MarkerFile] = {}
    date_words: tuple[str, ...] = ()  # month and day names, "GMT", ...: a line made of them is a date line
    agencies: tuple[str, ...] = ()  # news agencies as they sign
    conjunctions: tuple[str, ...] = ()  # words (or, in Arabic script, prefixes) that open a running sentence


class HeadlineWeights(BaseModel):
    """Evidence that an unmarked line between paragraphs is the headline of another story."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    threshold: float = 2.0
    long: float = 1.0
    speaker: float = 0.7
    marks: float = 0.8
    lost_space: float = 1.0
    capitals: float = 1.5
    unmarked: float = 1.0
    comma: float = -0.5
    quoted: float = -1.5
    running: float = -1.2
    too_long: float = -0.7
    item: float = -1.0
    fused: float = 2.0
    beside: float = 0.8
    part_listed: float = 2.0
    listed: float = 1.5
    untold: float = 1.5
    sentences: float = -1.0
    sectioned: float = -1.5


class BreakWeights(BaseModel):
    """Evidence that the lines between two paragraphs end one story and begin another."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    threshold: float = 2.0
    signed_off: float = 1.0
    marker: float = 1.0
    heading: float = 0.7
    label: float = 0.8
    fragment: float = 0.4
    title_told: float = 0.6
    title_new: float = 0.6
    title_listed: float = 1.5
    title_dated: float = 1.2
    separated: float = 1.2
    drift: float = 0.5


class ScoringFile(BaseModel):
    """The content of `config/scoring.toml`: weights of the line score and thresholds of the zones."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    prose_base: float = 1.0
    prose_per_word: float = 0.1
    prose_word_cap: float = 80
    teaser: float = 0.4
    short_sentence: float = 0.7
    colon: float = 0.2
    item: float = 0.1
    data: float = -0.1
    date: float = -0.6
    fragment: float = -0.4
    headline: float = -0.6
    furniture: float = -0.6
    zone_marker: float = -2.0
    terminator: float = -1.0
    link: float = -1.0
    prose_words: int = 8
    unmarked_prose_words: int = 22
    headline_evidence: HeadlineWeights = HeadlineWeights()
    break_evidence: BreakWeights = BreakWeights()
