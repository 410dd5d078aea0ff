"""Shared by all tests: small inboxes in temporary folders and a way to ask the published file."""

from __future__ import annotations

import os
import time
from pathlib import Path

import hypothesis
import pytest

from newsift.settings import Settings, load_settings

# Some tests import Prefect, whose log handler warns about every line logged outside a flow run.
os.environ.setdefault("PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW", "ignore")

# The suite that guards a change tries the same examples each time, so that it fails for the change alone;
# HYPOTHESIS_PROFILE=search looks for new ones. What a search finds becomes an @example.
hypothesis.settings.register_profile("search")
hypothesis.settings.register_profile("same", derandomize=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def project_root() -> Path:
    return ROOT


@pytest.fixture
def settings() -> Settings:
    """The shipped settings, without the wait for files that are still being written."""
    return load_settings(
        ROOT / "config" / "newsift.toml", environ={}, overrides={"inputs": {"settle_seconds": 0}}
    )


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def put(inbox: Path):
    """Write a file into the inbox as if it had been there for a minute."""

    def write(path: str, content: str | bytes) -> Path:
        target = inbox / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)
        past = time.time() - 60
        os.utime(target, (past, past))
        return target

    return write
