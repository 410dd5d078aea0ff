"""The batch stage: read, parse, clean. Runs in any process and touches no store.

One bad input never stops a batch: whatever it raises becomes a refusal here and nowhere else.
"""

from __future__ import annotations

import time
import traceback
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from newsift.clean import clean_document
from newsift.clean.engine import is_doubtful
from newsift.errors import ConfigError, DocumentError, InvariantError, TransientError
from newsift.ingest.parse import parse
from newsift.ingest.read import read_file
from newsift.models import Cleaned, CleaningContext, Document, FoundFile, RawFile, Refused, Rejection, Status
from newsift.pipeline.deadline import OutOfTimeError, deadline
from newsift.pipeline.whereabouts import at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from newsift.rules import Rules
    from newsift.settings import Settings

HASH_BYTES = 16
_NONE: Mapping[str, str] = MappingProxyType({})


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
    context_version: str = ""  # hash of the template lines and known titles that stand in it

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
    lost: Mapping[str, str] = _NONE,
    known: bytes = b"",
) -> Iterator[PreparedInput | None]:
    """Yield every input of a file, in order; None for one that is known at its place.

    Args:
        found: The file.
        settings: Limits and thresholds.
        rules: Language packs and site rules.
        context: What is known about all other documents.
        lost: As for `prepare_one`.
        known: Hashes of the file's records as the store has them, 16 bytes each, in their order.

    Raises:
        TransientError: The network failed.
    """
    for item in read_file(found, settings.inputs):
        if known and isinstance(item, RawFile) and _is_known(item, known):
            yield None
        else:
            yield prepare_one(item, found.path, settings, rules, context, lost)


def _is_known(item: RawFile, known: bytes) -> bool:
    start = item.record_no * HASH_BYTES
    return known[start : start + HASH_BYTES] == item.content_hash


def prepare_one(
    item: RawFile | Refused,
    container: str,
    settings: Settings,
    rules: Rules,
    context: CleaningContext,
    lost: Mapping[str, str] = _NONE,
) -> PreparedInput:
    """Parse and clean one input.

    Args:
        item: What the file's reader gave.
        container: Path of the file.
        settings: Limits and thresholds.
        rules: Language packs and site rules.
        context: What is known about all other documents.
        lost: Path -> reason of inputs that cost an earlier worker process its life: they are refused unread.
    """
    if isinstance(item, Refused):
        return refused_input(item, container)

    def prepared() -> PreparedInput:
        document = parse(item, settings.inputs, partial(is_doubtful, engine=rules.engine))
        cleaned = clean_document(document, rules, context, settings.cleaning)
        return PreparedInput(
            item.path,
            container,
            item.content_hash,
            item.byte_size,
            item.record_no,
            item,
            document,
            cleaned,
            None,
        )

    return _guarded(prepared, item, container, settings.inputs.seconds_per_record, lost)


def clean_again(
    item: PreparedInput,
    version: str,
    settings: Settings,
    rules: Rules,
    context: CleaningContext,
    lost: Mapping[str, str] = _NONE,
) -> PreparedInput:
    """Clean a parsed input under a context that knows more; what has no document stays as it is."""
    raw, document = item.raw, item.document
    if raw is None or document is None:
        return item

    def cleaned() -> PreparedInput:
        again = clean_document(document, rules, context, settings.cleaning)
        return replace(item, cleaned=again, context_version=version)

    return _guarded(cleaned, raw, item.container, settings.inputs.seconds_per_record, lost)


def refused_input(refused: Refused, container: str = "", record_no: int = 0) -> PreparedInput:
    """A refusal in the shape in which all inputs travel on."""
    return PreparedInput(
        refused.path, container, refused.content_hash, refused.byte_size, record_no, None, None, None, refused
    )


def _guarded(
    work: Callable[[], PreparedInput], item: RawFile, container: str, limit: float, lost: Mapping[str, str]
) -> PreparedInput:
    """What `work` makes of the input, within its time; a refusal where it raises anything about the input."""
    try:
        with at(item.path):
            _check_lost(lost.get(item.path))
            return _in_time(work, limit)
    except DocumentError as error:
        return _refused(item, container, error)
    except (ConfigError, TransientError, InvariantError):
        raise
    except Exception as error:  # noqa: BLE001 - one input's bug must not stop all others; its row names it
        return _refused(item, container, _unforeseen(error), type(error).__name__)


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


def _in_time(work: Callable[[], PreparedInput], limit: float) -> PreparedInput:
    started = time.monotonic()
    try:
        with deadline(limit):
            done = work()
    except OutOfTimeError:
        raise _too_slow(limit) from None
    if time.monotonic() - started > limit:  # where no alarm can ring
        raise _too_slow(limit)
    return done


def _check_lost(reason: str | None) -> None:
    if reason == "TOO_SLOW":
        raise DocumentError(
            "its parser did not come back, and the process was killed",
            stage="clean",
            reason="TOO_SLOW",
            remedy="Look at the file, and report it",
        )
    if reason is not None:
        raise DocumentError(
            "worker processes died at it (killed, or out of memory)",
            stage="clean",
            reason=reason,
            remedy="Look at the file; give the machine more memory, or lower inputs.max_record_bytes",
        )


def _too_slow(limit: float) -> DocumentError:
    return DocumentError(
        f"it took more than {limit:g} s, the limit inputs.seconds_per_record",
        stage="clean",
        reason="TOO_SLOW",
        remedy="Look at the file; raise the limit if it is wanted",
    )


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
