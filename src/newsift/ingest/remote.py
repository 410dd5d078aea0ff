"""Inboxes that are not folders of this machine: listed and read through fsspec (`s3://...`, `gs://...`)."""

from __future__ import annotations

import io
import sys
from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO, cast

import fsspec

from newsift.errors import ConfigError, TransientError
from newsift.ingest.names import is_hidden
from newsift.models import FoundFile

if TYPE_CHECKING:
    from collections.abc import Iterator

_NANOSECOND = 1_000_000_000
# Errors of the stores' own clients that are no OSError. Looked up only where the client is loaded.
_CLIENT_ERRORS = (
    ("botocore.exceptions", "BotoCoreError"),
    ("botocore.exceptions", "ClientError"),
    ("aiohttp", "ClientError"),
)


def is_url(location: str) -> bool:
    """Whether fsspec, and not the local file system, opens `location`."""
    return "://" in location


def list_objects(inbox: str) -> Iterator[FoundFile]:
    """Every object below `inbox` that is not hidden, in no order.

    Raises:
        ConfigError: Unknown kind of URL, missing or forbidden inbox.
        TransientError: The store does not answer.
    """
    try:
        filesystem, root = fsspec.core.url_to_fs(inbox)
    except (ImportError, ValueError) as error:
        raise ConfigError(
            f"inbox {inbox} cannot be opened: {error}", remedy="Check --inbox, or install newsift[s3]"
        ) from None
    root = root.rstrip("/")
    filesystem.invalidate_cache()  # a process that makes many runs must not see the first one's listing
    try:
        found = filesystem.find(root, detail=True)
        exists = bool(found) or filesystem.exists(root)
    except (FileNotFoundError, PermissionError, ValueError) as error:
        raise ConfigError(
            f"inbox {inbox} cannot be listed: {error}", remedy="Check --inbox and the credentials"
        ) from None
    except network_errors() as error:
        raise TransientError(f"inbox {inbox} cannot be listed: {error}", remedy="Run again later") from error
    if not exists:
        raise ConfigError(f"inbox {inbox} does not exist", remedy="Check --inbox")
    for key, info in found.items():
        path = key[len(root) :].lstrip("/")
        if path and not is_hidden(path):
            location = filesystem.unstrip_protocol(key)
            yield FoundFile(path, int(info.get("size") or 0), _mtime(info), location)


def open_object(location: str) -> BinaryIO:
    """A seekable stream of an object's bytes."""
    filesystem, key = fsspec.core.url_to_fs(location)
    return cast("BinaryIO", io.BufferedReader(filesystem.open(key, "rb")))


def network_errors() -> tuple[type[BaseException], ...]:
    """What a store's client raises when the store does not answer."""
    found: list[type[BaseException]] = [OSError]
    for module, name in _CLIENT_ERRORS:
        error = getattr(sys.modules.get(module), name, None)
        if isinstance(error, type) and issubclass(error, Exception):
            found.append(error)
    return tuple(found)


def _mtime(info: dict[str, object]) -> int:
    """Modification time in nanoseconds; 0 where the store does not say."""
    stamp = info.get("LastModified", info.get("mtime", info.get("created")))
    if isinstance(stamp, datetime):
        return int(stamp.timestamp() * _NANOSECOND)
    return int(stamp * _NANOSECOND) if isinstance(stamp, (int, float)) else 0
