"""The batch stage: read, parse, clean. Runs in any process and touches no store.

One bad input never stops a batch: `DocumentError` becomes a refusal here and nowhere else.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsift.clean import clean_document
from newsift.errors import DocumentError
from newsift.ingest.parse import parse
from newsift.ingest.read import read_file
from newsift.models import Cleaned, CleaningContext, Document, FoundFile, RawFile, Refused, Rejection, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsift.rules import Rules
    from newsift.settings import Settings


@dataclass(frozen=True, slots=True)
class PreparedInput:
    """One input after reading, parsing and cleaning; exactly one of `cleaned` and `refused` is set."""

    path: str
    container: str  # the inbox file that holds it
    content_hash: bytes
    byte_size: int
    record_no: int
    raw: RawFile | None
    document: Document | None
    cleaned: Cleaned | None
    refused: Refused | None
    context_version: str = ""  # of the context it was cleaned under

    @property
    def status(self) -> Status:
        if self.cleaned is None:
            return Status.QUARANTINED
        return Status.REJECTED if isinstance(self.cleaned.main, Rejection) else Status.CLEAN


def prepare_file(
    found: FoundFile,
    settings: Settings,
    rules: Rules,
    context: CleaningContext,
) -> Iterator[PreparedInput]:
    """Yield every input of a file, in order.

    Raises:
        TransientError: The file went away or the network failed.
    """
    for item in read_file(found, settings.inputs):
        yield prepare_one(item, found.path, settings, rules, context)


def prepare_one(
    item: RawFile | Refused,
    container: str,
    settings: Settings,
    rules: Rules,
    context: CleaningContext,
) -> PreparedInput:
    """Parse and clean one input."""
    if isinstance(item, Refused):
        return refused_input(item, container)
    try:
        started = time.monotonic()
        document = parse(item, settings.inputs)
        _check_time(item, started, settings)
        cleaned = clean_document(document, rules, context, settings.cleaning)
        _check_time(item, started, settings)
    except DocumentError as error:
        refusal = Refused(
            item.path,
            item.content_hash,
            item.byte_size,
            error.stage,
            error.reason,
            type(error).__name__,
            str(error),
        )
        return refused_input(refusal, container, item.record_no)
    except RecursionError:
        refusal = Refused(
            item.path,
            item.content_hash,
            item.byte_size,
            "parse",
            "TOO_DEEP",
            "DocumentError",
            f"{item.path}: nested deeper than the parser can follow. Remove it from the inbox",
        )
        return refused_input(refusal, container, item.record_no)
    return PreparedInput(
        item.path, container, item.content_hash, item.byte_size, item.record_no, item, document, cleaned, None
    )


def refused_input(refused: Refused, container: str = "", record_no: int = 0) -> PreparedInput:
    """A refusal in the shape in which all inputs travel on."""
    return PreparedInput(
        refused.path, container, refused.content_hash, refused.byte_size, record_no, None, None, None, refused
    )


def _check_time(item: RawFile, started: float, settings: Settings) -> None:
    """Judge the time of a record after the fact: nothing can interrupt a parser, but the slow are named."""
    seconds = time.monotonic() - started
    if seconds > settings.inputs.seconds_per_record:
        raise DocumentError(
            f"{item.path} took {seconds:.0f} s, the limit inputs.seconds_per_record is "
            f"{settings.inputs.seconds_per_record:.0f}",
            stage="clean",
            reason="TOO_SLOW",
            remedy="Look at the file; raise the limit if it is wanted",
        )
