"""Fixtures of the deduplication tests."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from newsift.dedup.words import WordHasher
from newsift.rules.normalisation import Normalisation, load_normalisation
from tests.dedup.dedup_world import World


@pytest.fixture(scope="session")
def rules(project_root) -> Normalisation:
    return load_normalisation(project_root / "config")


@pytest.fixture(scope="session")
def hasher(rules) -> WordHasher:
    return WordHasher(rules)


@pytest.fixture
def make_world(settings, project_root, hasher) -> Callable[[], World]:
    return lambda: World(settings, project_root / "config", hasher)


@pytest.fixture
def world(make_world) -> World:
    return make_world()
