"""Every error that newsift raises on purpose.

The family says who acts:

    NewsiftError
    ├── ConfigError      the user mends a setting or a rule; raised before any work starts
    ├── TransientError   nobody: trying again later may succeed (a lock, a full disk, a network)
    ├── DocumentError    one input is refused and quarantined; the run goes on
    └── InvariantError   a bug or a damaged store; the run stops

An error names the place (file, stage) and the remedy, so that its text alone is enough to act on.
"""

from __future__ import annotations

from typing import ClassVar


class NewsiftError(Exception):
    """Base of all errors raised on purpose; `exit_code` is that of a command which it ends.

    Args:
        message: What is wrong, naming the file or key.
        remedy: What to do about it, an imperative sentence; empty when there is nothing to do.
    """

    exit_code: ClassVar[int] = 5

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message}. {self.remedy}" if self.remedy else self.message


class ConfigError(NewsiftError):
    """A setting or rule is wrong; names file, key and allowed values."""

    exit_code = 2


class TransientError(NewsiftError):
    """Something outside failed in a way that may pass; the same call may succeed later."""


class StoreBusyError(TransientError):
    """Another run holds the warehouse's writer lock."""

    exit_code = 4


class DocumentError(NewsiftError):
    """One input cannot be read or parsed.

    Args:
        message: What is wrong with the input.
        stage: The stage that refused it: "discover", "read", "decode", "parse", "clean".
        reason: A stable, machine-readable code, such as "EMPTY"; all are listed in docs/inputs.md.
        remedy: What the owner of the inbox can do.
    """

    def __init__(self, message: str, *, stage: str, reason: str, remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.stage = stage
        self.reason = reason

    def __reduce__(self) -> tuple[object, ...]:
        # Keyword-only arguments do not survive pickling between worker processes by default.
        return _document_error, (self.message, self.stage, self.reason, self.remedy), self.__dict__


def _document_error(message: str, stage: str, reason: str, remedy: str) -> DocumentError:
    return DocumentError(message, stage=stage, reason=reason, remedy=remedy)


class InvariantError(NewsiftError):
    """Something that must always hold does not: a bug, or a damaged store."""

    exit_code = 70
