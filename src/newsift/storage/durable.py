"""Small file operations that survive a power cut."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path


def utc_now() -> datetime:
    """The time as it is stored: naive, UTC."""
    return datetime.now(UTC).replace(tzinfo=None)


def fsync_file(path: Path) -> None:
    """Flush a closed file to the disk. Never call it on a database file that is open in this process."""
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def fsync_folder(path: Path) -> None:
    """Flush a folder, so that a rename in it is on the disk."""
    fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def move_into_place(built: Path, target: Path) -> None:
    """Put a finished, closed file in the place of `target` in one step, durably."""
    fsync_file(built)
    built.replace(target)
    fsync_folder(target.parent)
    if built.parent != target.parent:
        fsync_folder(built.parent)


def set_aside(path: Path, folder: Path) -> Path:
    """Move a file into `folder` under a name that tells when; nothing is ever overwritten."""
    folder.mkdir(parents=True, exist_ok=True)
    stamp = utc_now().strftime("%Y%m%dT%H%M%S")
    target, number = folder / f"{path.name}.{stamp}", 1
    while target.exists():
        target, number = folder / f"{path.name}.{stamp}-{number}", number + 1
    path.rename(target)
    fsync_folder(folder)
    fsync_folder(path.parent)
    return target


def sweep(folder: Path) -> list[str]:
    """Remove everything inside `folder`; the names removed."""
    swept = []
    for entry in sorted(folder.iterdir()) if folder.is_dir() else []:
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
        swept.append(entry.name)
    return swept
