"""The rules as the stages see them: frozen, validated, versioned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newsift.rules.dates import DateTables
from newsift.rules.engine import EngineWeights
from newsift.rules.schema import ScoringFile

if TYPE_CHECKING:
    from newsift.rules.schema import MarkerFile
    from newsift.rules.sites import SiteRules


@dataclass(frozen=True, slots=True)
class LanguagePack:
    """Markers and word lists of one language (ISO 639-1)."""

    language: str
    name: str
    markers: Mapping[str, MarkerFile]
    date_words: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    conjunctions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything that maintainers edit without touching code.

    Attributes:
        version: Hash of all rule files' content, 16 hexadecimal digits; part of every run's record.
    """

    languages: Mapping[str, LanguagePack]
    sites: Mapping[str, SiteRules] = field(default_factory=dict)
    dates: DateTables = field(default_factory=DateTables)
    engine: EngineWeights = field(default_factory=EngineWeights)
    scoring: ScoringFile = field(default_factory=ScoringFile)
    version: str = ""
