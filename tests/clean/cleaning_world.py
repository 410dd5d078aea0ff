"""Shared by the tests of cleaning: from plain lines to verdicts in one call."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from newsift.clean import clean_document
from newsift.clean.shadow import line_key
from newsift.ingest.parse import parse
from newsift.models import CleanArticle, Cleaned, CleaningContext, Document, RawFile, Verdict, content_digest
from newsift.rules import Rules, load_rules
from newsift.settings import CleaningSettings, InputSettings

CONFIG = Path(__file__).resolve().parent.parent.parent / "config"


@cache
def rules() -> Rules:
    return load_rules(CONFIG)


def document(text: str) -> Document:
    data = text.encode()
    return parse(RawFile("a.txt", data, content_digest(data), len(data)), InputSettings())


def clean(text: str, *, known: tuple[str, ...] = (), template: tuple[str, ...] = ()) -> Cleaned:
    context = CleaningContext(
        known_titles=frozenset(line_key(t) for t in known),
        template_lines={"": frozenset(line_key(t) for t in template)},
    )
    return clean_document(document(text), rules(), context, CleaningSettings())


def article(cleaned: Cleaned) -> CleanArticle:
    assert isinstance(cleaned.main, CleanArticle), cleaned.main
    return cleaned.main


def body(text: str, **kwargs: tuple[str, ...]) -> list[str]:
    """Paragraphs of the cleaned main article."""
    return article(clean(text, **kwargs)).body.split("\n")


def verdict_of(cleaned: Cleaned, doc: Document, line: str) -> Verdict:
    """The verdict of the span that holds `line`."""
    for verdict in cleaned.verdicts:
        if line in doc.text[verdict.start : verdict.end]:
            return verdict
    raise AssertionError(f"no verdict covers {line!r}")


def reasons(text: str, **kwargs: tuple[str, ...]) -> dict[str, str]:
    """Reason by span text, for the removed spans."""
    cleaned = clean(text, **kwargs)
    doc = document(text)
    return {doc.text[v.start : v.end]: v.reason for v in cleaned.verdicts if not v.kept}


STORY = (
    "The covered market of Rosewater Harbour opened its doors again on Sunday, two years after the storm.",
    "Mayor Hilda Marrow said the engineers had kept the stone arches and every one of the old doors.",
    "Traders will pay the old rent for five years, she added, if they sell what is made in the town.",
    "Cloth merchant Simon Tarrant said the whole quarter felt alive again, but he asked for a car park.",
)
ARABIC = (
    "أعادت بلدية مرسى الورد، أمس الأحد، فتح السوق القديم أمام الزوار بعد عامين من أعمال الترميم.",
    "وقالت رئيسة البلدية، هدى القاسمي، إن المهندسين حافظوا على الأقواس الحجرية وعلى الأبواب الخشبية.",
    "وأضافت أن المحال ستعود إلى أصحابها بالإيجار القديم مدة خمس سنوات، على ألا تباع فيها بضائع أجنبية.",
    "ورأى تاجر الأقمشة سليم البحري أن عودة السوق أعادت الروح إلى الحي كله، لكنه طالب بموقف للسيارات.",
)
SECOND = (
    "Scientists have found a new species of frog in the northern marshes, barely three centimetres long.",
    "The frog leaves the water only on rainy nights, said Leila Haddon, who led the search in the marshes.",
    "The marshes have lost a third of their area in ten years, and the team fears for the new species.",
)
FROG = "Tiny new species of frog found in the northern marshes"
HEADLINES = (
    "Wheat prices climb in the southern markets for a third month",
    "Harbour United sign goalkeeper until the end of the season",
    "Fire destroys timber warehouse east of the capital",
    "Ferries to Shell Island return after a month's pause",
)
TITLE = "Harbour town reopens its covered market after two years"


def page(*lines: str) -> str:
    return "\n".join(lines) + "\n"
