"""What a file's name says: its format, its compression, and whether it is read at all."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsift.settings import InputSettings

COMPRESSIONS = (".gz", ".zst")
CONTAINERS = (".json", ".jsonl", ".warc", ".parquet")
UNFINISHED = (".part", ".tmp", ".partial", ".crdownload")
# Endings of archives and of compressions that are not read: refused by name, because whoever put one into
# the inbox expects its articles to arrive.
ARCHIVES = (".zip", ".tar", ".tgz", ".tbz2", ".txz", ".7z", ".rar")
OTHER_COMPRESSIONS = (".bz2", ".xz", ".lz4", ".br", ".lzma", ".z")


def is_hidden(path: str) -> bool:
    """Whether any part of a relative path starts with a dot."""
    return any(part.startswith(".") for part in path.split("/"))


def is_unfinished(name: str) -> bool:
    """Whether the name says that somebody still writes the file."""
    return name.lower().endswith(UNFINISHED)


def suffix_of(name: str) -> str:
    """The ending that says the format, below any compression, lower case: "a.JSONL.gz" -> ".jsonl"."""
    lowered = name.lower()
    for compression in COMPRESSIONS:
        if lowered.endswith(compression):
            lowered = lowered.removesuffix(compression)
            break
    return "" if lowered.endswith(UNFINISHED) else PurePosixPath(lowered).suffix


def is_wanted(name: str, settings: InputSettings) -> bool:
    """Whether a file of this name is read."""
    return suffix_of(name) in settings.suffixes


def may_hold_many(name: str) -> bool:
    """Whether a file of this name may hold several records, whose paths are then `name#n`."""
    return suffix_of(name) in CONTAINERS


def is_archive(name: str, settings: InputSettings) -> bool:
    """Whether a file of this name is an archive, or an article under a compression that is not read."""
    suffix = suffix_of(name)
    if suffix in OTHER_COMPRESSIONS:
        below = name[: -len(suffix)]
        return is_wanted(below, settings) or suffix_of(below) in ARCHIVES
    return suffix in ARCHIVES


def endings(paths: Sequence[str]) -> str:
    """How many paths end how, the commonest first: "3 .md, 1 without"."""
    counts = Counter(PurePosixPath(path).suffix or "without" for path in paths)
    return ", ".join(f"{count} {ending}" for ending, count in counts.most_common(5))


def labelled(path: str, settings: InputSettings) -> str:
    """A path of an inbox as the warehouse knows it: behind the inbox's label, where it has one.

    Two slashes part them, which no path of a folder holds.
    """
    return f"{settings.label}//{path}" if settings.label else path


def unlabelled(path: str) -> str:
    """The path below the inbox of what `labelled` returned."""
    label, slashes, below = path.partition("//")
    return below if slashes and "/" not in label else path


def display_path(path: str) -> str:
    """A path as valid Unicode: undecodable bytes become backslash escapes."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
