"""Takedown: plan it, then erase it everywhere and let each story choose its canonical article anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsift.dedup.canonical import Member, choose_canonical
from newsift.dedup.keys import outlet_key
from newsift.models import Kind, derived_id
from newsift.storage import Store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from newsift.settings import Settings
    from newsift.storage.forget import ClusterMember, ForgetPlan, ForgetResult, Selector, Tombstone


def forgotten(warehouse: Path, settings: Settings) -> list[tuple[str, Tombstone]]:
    """What was forgotten, the latest first, with the id that its main article had.

    Raises:
        StoreBusyError: A run holds the warehouse.
    """
    with Store.open(warehouse, settings.storage, create=False) as store:
        return [
            (derived_id("article", bytes.fromhex(stone.content_hash)), stone) for stone in store.tombstones()
        ]


def plan_forget(warehouse: Path, settings: Settings, selectors: Sequence[Selector]) -> ForgetPlan:
    """What `forget` would remove; empty when the selectors name nothing.

    Raises:
        StoreBusyError: A run holds the warehouse.
    """
    with Store.open(warehouse, settings.storage, create=False) as store:
        return store.plan_forget(selectors)


def forget(
    warehouse: Path, settings: Settings, selectors: Sequence[Selector], *, note: str = ""
) -> ForgetResult:
    """Remove inputs and all that came of them: raw text, articles, blocks, index, search, every snapshot.

    Tombstones keep them from being ingested again.

    Raises:
        StoreBusyError: A run holds the warehouse.
    """
    with Store.open(warehouse, settings.storage, create=False) as store:
        return store.forget(selectors, note=note, elect=_elect)


def _elect(members: Sequence[ClusterMember]) -> str:
    return choose_canonical([_member(member) for member in members])


def _member(member: ClusterMember) -> Member:
    own = member.source is not None and outlet_key(member.source) == outlet_key(member.agency)
    return Member(
        member.article_id,
        member.kind == Kind.MAIN,
        member.words,
        own,
        member.published_at,
        has_title=member.has_title,
    )
