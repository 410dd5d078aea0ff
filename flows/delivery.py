"""Puts a copy of the published file where readers of other machines look: a folder, or an object store."""

from __future__ import annotations

from pathlib import Path

import fsspec

from newsift.errors import ConfigError, TransientError


def deliver(published: Path, target: str) -> str:
    """Copy the file to `target` (a folder, or a URL such as `s3://bucket/newsift`), whole or not at all.

    Object stores show an upload when it is complete; in a folder it is written beside and moved over.

    Returns:
        The address of the copy.

    Raises:
        ConfigError: No file system is known for the URL.
        TransientError: The target cannot be reached or written.
    """
    try:
        filesystem, folder = fsspec.core.url_to_fs(target)
    except (ValueError, ImportError) as error:
        raise ConfigError(f"flow.publish_to = '{target}': {error}", remedy="Mend the address") from None
    final = f"{folder.rstrip('/')}/{published.name}"
    partial = f"{final}.part"
    try:
        if "file" in _protocols(filesystem):
            filesystem.makedirs(folder, exist_ok=True)
            filesystem.put_file(str(published), partial)
            Path(partial).replace(final)
        else:
            filesystem.put_file(str(published), final)
    except OSError as error:  # fsspec's file systems report refusals and lost connections as such
        raise TransientError(
            f"{target} cannot be written: {error}", remedy="Check access and space"
        ) from error
    return str(filesystem.unstrip_protocol(final))


def _protocols(filesystem: fsspec.AbstractFileSystem) -> tuple[str, ...]:
    named = filesystem.protocol
    return (named,) if isinstance(named, str) else tuple(named)
