"""Find the files of an inbox: a folder, or an fsspec URL such as `s3://bucket/prefix`."""

from __future__ import annotations

import os
import stat
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import fsspec

from newsift.errors import ConfigError
from newsift.models import FoundFile, Refused, Scan, derived_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsift.settings import InputSettings

COMPRESSIONS = (".gz", ".zst")
UNFINISHED = (".part", ".tmp", ".partial", ".crdownload")
NANOSECOND = 1_000_000_000


def scan(inbox: str | Path, settings: InputSettings) -> Scan:
    """Look at the whole inbox, recursively.

    Hidden and unfinished names (`.x`, `*.part`, `*.tmp`) are passed over. Files changed within the last
    `settle_seconds` may still be being written: they are looked at again after that time, and wait for a
    later run if they changed. Links to folders are not followed; links to files only inside the inbox.

    Args:
        inbox: A folder, or a URL that fsspec knows (its objects appear whole, so none has to settle).

    Raises:
        ConfigError: The inbox does not exist or is not a folder.
    """
    if "://" in str(inbox):
        return _scan_url(str(inbox), settings)
    return _scan_folder(Path(inbox), settings)


def wanted(name: str, settings: InputSettings) -> bool:
    """Whether a file of this name is read at all."""
    return suffix_of(name) in settings.suffixes and not name.startswith(".")


def suffix_of(name: str) -> str:
    """The ending that says the format, below any compression: "a.jsonl.gz" -> ".jsonl"."""
    lowered = name.lower()
    for compression in COMPRESSIONS:
        lowered = lowered.removesuffix(compression)
    if lowered.endswith(UNFINISHED):
        return ""
    return os.path.splitext(lowered)[1]


def display_path(path: str) -> str:
    """A path as valid Unicode: undecodable bytes become backslash escapes."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def refuse(path: str, size: int, reason: str, error: str, *, stage: str = "discover") -> Refused:
    """A refusal known by path and reason, for inputs whose bytes cannot be hashed."""
    digest = bytes.fromhex(derived_id("refused", path, reason)) * 2
    return Refused(path, digest, size, stage, reason, "DocumentError", error)


def _scan_folder(inbox: Path, settings: InputSettings) -> Scan:
    if not inbox.is_dir():
        raise ConfigError(f"inbox {inbox} is not a folder", remedy="Check --inbox")
    root = inbox.resolve()
    settled_before = time.time_ns() - int(settings.settle_seconds * NANOSECOND)
    young: list[FoundFile] = []
    files: list[FoundFile] = []
    refused: list[Refused] = []
    waiting: list[FoundFile] = []
    for location in _walk(root):
        name = os.path.basename(location)
        if not wanted(name, settings):
            continue
        path = display_path(os.path.relpath(location, root).replace(os.sep, "/"))
        try:
            info = os.stat(location)
        except OSError as error:
            refused.append(refuse(path, 0, "UNREADABLE", f"{path}: {error.strerror}"))
            continue
        if os.path.islink(location) and not Path(location).resolve().is_relative_to(root):
            refused.append(refuse(path, 0, "LINK_OUT_OF_INBOX", f"{path} is a link to a place outside the inbox"))
        elif not stat.S_ISREG(info.st_mode):
            refused.append(refuse(path, 0, "NOT_A_FILE", f"{path} is not a regular file"))
        elif info.st_size > settings.max_file_bytes:
            refused.append(_too_large(path, info.st_size, settings))
        else:
            found = FoundFile(path, info.st_size, info.st_mtime_ns, location)
            (files if info.st_mtime_ns <= settled_before else young).append(found)
    if young:
        time.sleep(settings.settle_seconds)
        for found in young:
            (files if _unchanged(found) else waiting).append(found)
    return _sorted(files, refused, [found.path for found in waiting])


def _unchanged(found: FoundFile) -> bool:
    try:
        info = os.stat(found.location)
    except OSError:
        return False
    return (info.st_size, info.st_mtime_ns) == (found.byte_size, found.mtime_ns)


def _walk(root: Path) -> Iterator[str]:
    """Every non-hidden entry that is not a folder. A folder that cannot be listed is reported by its path."""
    pending = [str(root)]
    while pending:
        folder = pending.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            raise ConfigError(
                f"inbox folder {display_path(folder)} cannot be listed: {error.strerror}",
                remedy="Give the account that runs newsift the right to read it",
            ) from None
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                pending.append(entry.path)
            else:
                yield entry.path


def _scan_url(inbox: str, settings: InputSettings) -> Scan:
    filesystem, root = fsspec.core.url_to_fs(inbox)
    root = root.rstrip("/")
    try:
        found = filesystem.find(root, detail=True)
    except (OSError, ValueError) as error:
        raise ConfigError(f"inbox {inbox} cannot be listed: {error}", remedy="Check --inbox and its credentials") from None
    if not found and not filesystem.isdir(root):
        raise ConfigError(f"inbox {inbox} does not exist or is empty", remedy="Check --inbox")
    files: list[FoundFile] = []
    refused: list[Refused] = []
    for location, info in found.items():
        path = location[len(root) :].lstrip("/")
        name = path.rsplit("/", 1)[-1]
        if not wanted(name, settings) or any(part.startswith(".") for part in path.split("/")):
            continue
        size = int(info.get("size") or 0)
        mtime_ns = _remote_mtime(info)
        if size > settings.max_file_bytes:
            refused.append(_too_large(path, size, settings))
        else:
            files.append(FoundFile(path, size, mtime_ns, filesystem.unstrip_protocol(location)))
    return _sorted(files, refused, [])


def _remote_mtime(info: dict[str, object]) -> int:
    """Modification time in nanoseconds; 0 where the store does not say."""
    stamp = info.get("LastModified", info.get("mtime", info.get("created")))
    if isinstance(stamp, datetime):
        return int(stamp.timestamp() * NANOSECOND)
    return int(stamp * NANOSECOND) if isinstance(stamp, (int, float)) else 0


def _too_large(path: str, size: int, settings: InputSettings) -> Refused:
    return refuse(
        path, size, "FILE_TOO_LARGE", f"{path} has {size} bytes, the limit inputs.max_file_bytes is {settings.max_file_bytes}"
    )


def _sorted(files: list[FoundFile], refused: list[Refused], waiting: list[str]) -> Scan:
    return Scan(
        tuple(sorted(files, key=lambda found: found.path)),
        tuple(sorted(refused, key=lambda item: item.path)),
        tuple(sorted(waiting)),
    )
