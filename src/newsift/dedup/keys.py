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


def text_identity(text_key: int, url: int | None, words: int, *, short_words: int) -> int | None:
    """What makes two articles copies of one text: the key of its words; None without words.

    A short text that has an address of its own counts as that address's: an outlet prints one teaser under
    many of its pages, so equal short texts are compared (with outlet, title and address) before they count.

    Args:
        text_key: From `ShingleSets.text_keys`, 0 for a text without words.
    """
    if not text_key:
        return None
    if url is None or words >= short_words:
        return text_key
    digest = hashlib.blake2b(f"{text_key} {url}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def title_key(title: str | None, rules: Normalisation) -> str | None:
    """A title as the guards compare it."""
    return " ".join(normalise_words(title, rules)) or None if title else None


def outlet_key(source: str | None) -> str | None:
    """An outlet's name as the guards compare it."""
    return source.strip().casefold() or None if source else None
