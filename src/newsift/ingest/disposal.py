"""What happens to an inbox file after everything in it was committed: left, archived or deleted.

The caller names only files whose every record is in the store. A file that changed since it was read is
somebody's new delivery: it stays and is read by the next run.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import fsspec

from newsift.errors import ConfigError, TransientError
from newsift.ingest.remote import is_url
from newsift.models import FoundFile
from newsift.settings import InputSettings


def check_archive(inbox: str, settings: InputSettings) -> None:
    """Refuse an archive inside the inbox: what moves there would be read again.

    Raises:
        ConfigError: Names both places.
    """
    if settings.after_ingest != "archive":
        return
    outer, inner = inbox.rstrip("/"), settings.archive_dir.rstrip("/")
    if not is_url(inbox) and not is_url(settings.archive_dir):
        outer, inner = str(Path(inbox).resolve()), str(Path(settings.archive_dir).resolve())
    if f"{inner}/".startswith(f"{outer}/"):
        raise ConfigError(
            f"inputs.archive_dir {settings.archive_dir} lies inside the inbox {inbox}",
            remedy="Choose a folder outside it",
        )


def dispose(files: Sequence[FoundFile], settings: InputSettings) -> int:
    """Archive or delete committed files as `after_ingest` says.

    An archived file keeps its path below `archive_dir`; a later one of the same path gets a number.

    Returns:
        The number of files that left the inbox.

    Raises:
        TransientError: The archive cannot be written, or a file cannot be removed.
    """
    if settings.after_ingest == "leave":
        return 0
    gone = 0
    for found in files:
        try:
            if _as_it_was_read(found):
                _archive(found, settings.archive_dir) if settings.after_ingest == "archive" else _delete(
                    found
                )
                gone += 1
        except OSError as error:
            raise TransientError(
                f"{found.path} was ingested but cannot be {settings.after_ingest}d: {error}",
                remedy="Check the rights on inbox and archive; the next run tries again",
            ) from error
    return gone


def _as_it_was_read(found: FoundFile) -> bool:
    if is_url(found.location):
        filesystem, key = fsspec.core.url_to_fs(found.location)
        return bool(filesystem.exists(key)) and filesystem.size(key) == found.byte_size
    try:
        info = Path(found.location).stat()
    except FileNotFoundError:
        return False
    return (info.st_size, info.st_mtime_ns) == (found.byte_size, found.mtime_ns)


def _delete(found: FoundFile) -> None:
    if is_url(found.location):
        filesystem, key = fsspec.core.url_to_fs(found.location)
        filesystem.rm(key)
    else:
        Path(found.location).unlink()


def _archive(found: FoundFile, archive: str) -> None:
    if is_url(found.location):
        source, key = fsspec.core.url_to_fs(found.location)
        target, root = fsspec.core.url_to_fs(archive)
        place = _free(f"{root.rstrip('/')}/{_kept_path(found)}", target.exists)
        with source.open(key, "rb") as reading, target.open(place, "wb") as writing:
            shutil.copyfileobj(reading, writing)
        source.rm(key)
        return
    place = _free(str(Path(archive) / _kept_path(found)), lambda chosen: Path(chosen).exists())
    Path(place).parent.mkdir(parents=True, exist_ok=True)
    shutil.move(found.location, place)


def _kept_path(found: FoundFile) -> str:
    """Where it goes below the archive: a label becomes a folder."""
    return found.path.replace("//", "/", 1)


def _free(place: str, taken: Callable[[str], bool]) -> str:
    """`place`, or the first of `place.1`, `place.2` ... that nothing stands at."""
    number, chosen = 0, place
    while taken(chosen):
        number += 1
        chosen = f"{place}.{number}"
    return chosen
