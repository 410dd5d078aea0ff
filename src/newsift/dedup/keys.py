"""Exact keys of an article: equal keys mean one story without any comparison."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from newsift.dedup.words import normalise_words

if TYPE_CHECKING:
    from newsift.rules.normalisation import Normalisation

LEAD_WORDS = 12
_MIN_TITLE_WORDS = 3  # "Breaking news" names no story


def lead_key(
    title: str | None, body: str, words: int, rules: Normalisation, *, short_words: int
) -> int | None:
    """64-bit key of a short text's title and first words; None for long texts and for bare titles.

    Args:
        words: Normalised words of the body.
        short_words: Texts with at least so many words have shingles enough to be compared.
    """
    if words == 0 or words >= short_words or not title:
        return None
    title_words = normalise_words(title, rules)
    if len(title_words) < _MIN_TITLE_WORDS:
        return None
    lead = " ".join((*title_words, "|", *normalise_words(body, rules)[:LEAD_WORDS]))
    return int.from_bytes(hashlib.blake2b(lead.encode(), digest_size=8).digest(), "little")


def outlet_key(source: str | None) -> str | None:
    """An outlet's name as the guards compare it."""
    return source.strip().casefold() or None if source else None
