"""Inputs that are refused before any of their text was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsift.models import Refused, derived_id

if TYPE_CHECKING:
    from newsift.errors import DocumentError
    from newsift.settings import InputSettings

# The file itself is not at fault: once somebody grants access it is readable, with its old size and time.
_MAY_PASS = frozenset({"UNREADABLE", "UNREADABLE_FOLDER", "WENT_AWAY"})


def refuse(path: str, size: int, reason: str, error: str, *, stage: str = "discover") -> Refused:
    """A refusal known by path and reason, for inputs whose bytes cannot be hashed."""
    digest = bytes.fromhex(derived_id("refused", path, reason) + derived_id(reason, path))
    return Refused(path, digest, size, stage, reason, "DocumentError", error)


def refusal_of(path: str, size: int, error: DocumentError) -> Refused:
    """What `error` says of the input at `path`."""
    return refuse(path, size, error.reason, f"{path}: {error}", stage=error.stage)


def may_pass(refused: Refused) -> bool:
    """Whether the same bytes may be readable the next time; such a file must be tried again."""
    return refused.reason in _MAY_PASS


def too_large(path: str, size: int, settings: InputSettings) -> Refused:
    """A file over the size limit."""
    limit = settings.max_file_bytes
    error = (
        f"{path} has {size} bytes, the limit inputs.max_file_bytes is {limit}. Split it, or raise the limit"
    )
    return refuse(path, size, "FILE_TOO_LARGE", error)


def archive(path: str, size: int) -> Refused:
    """An archive, or a compression that is not read."""
    error = f"{path} is an archive, or compressed in a way that is not read. Unpack it (or use .gz or .zst)"
    return refuse(path, size, "ARCHIVE_NOT_READ", error)
