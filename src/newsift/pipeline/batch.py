"""The batch stage: read, parse, clean. Runs in any process and touches no store.

One bad input never stops a batch: whatever it raises becomes a refusal here and nowhere else.
"""

from __future__ import annotations

import time
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsift.clean import clean_document
from newsift.errors import ConfigError, DocumentError, InvariantError, TransientError
from newsift.ingest.parse import parse
from newsift.ingest.read import read_file
from newsift.models import Cleaned, CleaningContext, Document, FoundFile, RawFile, Refused, Rejection, Status
from newsift.pipeline.deadline import OutOfTimeError, deadline

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
        document, cleaned = _in_time(item, rules, context, settings)
    except DocumentError as error:
        return _refused(item, container, error)
    except (ConfigError, TransientError, InvariantError):
        raise
    except Exception as error:  # noqa: BLE001 - one input's bug must not stop all others; its row names it
        return _refused(item, container, _unforeseen(error), type(error).__name__)
    return PreparedInput(
        item.path, container, item.content_hash, item.byte_size, item.record_no, item, document, cleaned, None
    )


def refused_input(refused: Refused, container: str = "", record_no: int = 0) -> PreparedInput:
    """A refusal in the shape in which all inputs travel on."""
    return PreparedInput(
        refused.path, container, refused.content_hash, refused.byte_size, record_no, None, None, None, refused
    )


def _refused(
    item: RawFile, container: str, error: DocumentError, error_class: str = "DocumentError"
) -> PreparedInput:
    message = str(error)
    if not message.startswith(item.path):
        message = f"{item.path}: {message}"
    refusal = Refused(
        item.path, item.content_hash, item.byte_size, error.stage, error.reason, error_class, message
    )
    return refused_input(refusal, container, item.record_no)


def _in_time(
    item: RawFile, rules: Rules, context: CleaningContext, settings: Settings
) -> tuple[Document, Cleaned]:
    limit = settings.inputs.seconds_per_record
    started = time.monotonic()
    late = False
    try:
        with deadline(limit):
            document = parse(item, settings.inputs)
            cleaned = clean_document(document, rules, context, settings.cleaning)
    except OutOfTimeError:
        late = True
    if late or time.monotonic() - started > limit:  # the latter where no alarm can ring
        raise DocumentError(
            f"it took more than {limit:g} s, the limit inputs.seconds_per_record",
            stage="clean",
            reason="TOO_SLOW",
            remedy="Look at the file; raise the limit if it is wanted",
        )
    return document, cleaned


def _unforeseen(error: Exception) -> DocumentError:
    """What an error that nobody raised on purpose says about the input."""
    if isinstance(error, MemoryError):
        return DocumentError(
            "it needs more memory than there is",
            stage="clean",
            reason="OUT_OF_MEMORY",
            remedy="Lower inputs.max_record_bytes or give the process more memory",
        )
    if isinstance(error, RecursionError):
        return DocumentError(
            "it is nested deeper than its parser can follow",
            stage="parse",
            reason="TOO_DEEP",
            remedy="Remove it from the inbox",
        )
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{place.filename.rpartition('/')[2]}:{place.lineno}"
    return DocumentError(
        f"{type(error).__name__} at {where}: {error}",
        stage="clean",
        reason="INTERNAL_ERROR",
        remedy="This is a fault of newsift: report it with the file",
    )
