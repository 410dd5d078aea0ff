"""Find the files of an inbox. What cannot or must not be read is refused here, by path."""

from __future__ import annotations

import os
import stat
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from newsift.errors import ConfigError
from newsift.ingest.names import display_path, is_archive, is_unfinished, is_wanted, labelled
from newsift.ingest.refusals import archive, refuse, too_large
from newsift.ingest.remote import is_url, list_objects
from newsift.models import FoundFile, Refused, Scan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsift.settings import InputSettings

NANOSECOND = 1_000_000_000
_KINDS = {
    stat.S_IFDIR: "a folder or a link to one",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def scan(inbox: str | Path, settings: InputSettings) -> Scan:
    """Look at the whole inbox, recursively.

    Hidden and unfinished names (`.x`, `*.part`, `*.tmp`) are passed over. Files changed within the last
    `settle_seconds` may still be being written: they are looked at again after that time, and wait for a
    later run if they changed. Links to folders are not followed; links to files only inside the inbox.

    Args:
        inbox: A folder, or a URL that fsspec knows (its objects appear whole, so none has to settle).
        settings: Endings to read, limits and settling time.

    Returns:
        What is to be read, what is refused and what has to wait, each in the order of paths.

    Raises:
        ConfigError: The inbox itself does not exist, is not a folder or cannot be listed.
        TransientError: The store of a remote inbox does not answer.
    """
    if is_url(str(inbox)):
        return _scan_objects(str(inbox), settings)
    return _scan_folder(Path(inbox), settings)


def _scan_folder(inbox: Path, settings: InputSettings) -> Scan:
    if not inbox.is_dir():
        raise ConfigError(f"inbox {inbox} is not a folder", remedy="Check --inbox")
    settled_before = time.time_ns() - int(settings.settle_seconds * NANOSECOND)
    folder = _Folder(os.path.realpath(inbox), settings)
    folder.look()
    waiting = _unsettled(
        [found for found in folder.files.values() if found.mtime_ns > settled_before], settings.settle_seconds
    )
    return _scan_of(
        [found for path, found in folder.files.items() if path not in waiting],
        folder.refused,
        waiting,
        folder.passed_over,
    )


class _Folder:
    """One look at a local inbox: `files` by path, `refused`, and `passed_over` for their endings."""

    def __init__(self, root: str, settings: InputSettings) -> None:
        self._root = root
        self._settings = settings
        self.files: dict[str, FoundFile] = {}
        self.refused: list[Refused] = []
        self.passed_over: list[str] = []

    def look(self) -> None:
        for location in self._walk():
            name = location.rpartition(os.sep)[2]
            path = self._path(location)
            if is_unfinished(name):
                continue
            if is_archive(name, self._settings):
                self.refused.append(archive(path, 0))
            elif is_wanted(name, self._settings):
                self._add(location, path)
            else:
                self.passed_over.append(path)

    def _walk(self) -> Iterator[str]:
        """Every non-hidden entry that is not a folder, without following links."""
        pending = [self._root]
        while pending:
            folder = pending.pop()
            try:
                entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
                folders = [entry.path for entry in entries if _is_visible_folder(entry)]
            except OSError as error:
                self._cannot_list(folder, error)
                continue
            pending.extend(folders)
            known = frozenset(folders)
            yield from (
                entry.path for entry in entries if entry.path not in known and not entry.name.startswith(".")
            )

    def _cannot_list(self, folder: str, error: OSError) -> None:
        remedy = "Give the account that runs newsift the right to read it"
        if folder == self._root:
            message = f"inbox {display_path(folder)} cannot be listed: {error.strerror}"
            raise ConfigError(message, remedy=remedy) from None
        path = self._path(folder)
        message = f"{path}: this folder cannot be listed: {error.strerror}. {remedy}"
        self.refused.append(refuse(path, 0, "UNREADABLE_FOLDER", message))

    def _add(self, location: str, path: str) -> None:
        """Put the file at `location` where it belongs; one that went away meanwhile was never there."""
        try:
            is_link = Path(location).is_symlink()
            if is_link and not _is_below(os.path.realpath(location), self._root):
                message = f"{path} is a link to a place outside the inbox. Put the file itself there"
                self.refused.append(refuse(path, 0, "LINK_OUT_OF_INBOX", message))
                return
            info = Path(location).stat()
        except FileNotFoundError:
            if is_link:
                self.refused.append(refuse(path, 0, "UNREADABLE", f"{path} is a link to nothing. Remove it"))
            return
        except OSError as error:
            message = f"{path}: {error.strerror}. Remove it, or let newsift read it"
            self.refused.append(refuse(path, 0, "UNREADABLE", message))
            return
        if not stat.S_ISREG(info.st_mode):
            kind = _KINDS.get(stat.S_IFMT(info.st_mode), "not a regular file")
            self.refused.append(refuse(path, 0, "NOT_A_FILE", f"{path} is {kind}. Remove it"))
        elif info.st_size > self._settings.max_file_bytes:
            self.refused.append(too_large(path, info.st_size, self._settings))
        elif path in self.files:
            message = f"{path}: two file names are the same with undecodable bytes escaped. Rename one"
            self.refused.append(refuse(f"{path} (2)", info.st_size, "AMBIGUOUS_NAME", message))
        else:
            self.files[path] = FoundFile(path, info.st_size, info.st_mtime_ns, location)

    def _path(self, location: str) -> str:
        below = os.path.relpath(location, self._root).replace(os.sep, "/")
        return labelled(display_path(below), self._settings)


def _is_visible_folder(entry: os.DirEntry[str]) -> bool:
    return not entry.name.startswith(".") and entry.is_dir(follow_symlinks=False)


def _is_below(location: str, root: str) -> bool:
    return location.startswith(root.rstrip(os.sep) + os.sep)


def _unsettled(young: Sequence[FoundFile], seconds: float) -> frozenset[str]:
    """Paths of the files that change or vanish within `seconds`."""
    if not young:
        return frozenset()
    time.sleep(seconds)
    return frozenset(found.path for found in young if not _is_unchanged(found))


def _is_unchanged(found: FoundFile) -> bool:
    try:
        info = Path(found.location).stat()
    except OSError:
        return False
    return (info.st_size, info.st_mtime_ns) == (found.byte_size, found.mtime_ns)


def _scan_objects(inbox: str, settings: InputSettings) -> Scan:
    files: list[FoundFile] = []
    refused: list[Refused] = []
    passed_over: list[str] = []
    for listed in list_objects(inbox):
        found = replace(listed, path=labelled(listed.path, settings))
        name = found.path.rsplit("/", 1)[-1]
        if is_unfinished(name):
            continue
        if is_archive(name, settings):
            refused.append(archive(found.path, found.byte_size))
        elif not is_wanted(name, settings):
            passed_over.append(found.path)
        elif found.byte_size > settings.max_file_bytes:
            refused.append(too_large(found.path, found.byte_size, settings))
        else:
            files.append(found)
    return _scan_of(files, refused, frozenset(), passed_over)


def _scan_of(
    files: Sequence[FoundFile],
    refused: Sequence[Refused],
    waiting: frozenset[str],
    passed_over: Sequence[str],
) -> Scan:
    return Scan(
        tuple(sorted(files, key=lambda found: found.path)),
        tuple(sorted(refused, key=lambda item: item.path)),
        tuple(sorted(waiting)),
        tuple(sorted(passed_over)),
    )
