"""Ids and digests, derived from content: equal on every machine."""

from __future__ import annotations

import hashlib


def content_digest(data: bytes) -> bytes:
    """16-byte BLAKE2b of `data`: the key of the ledger (RFC 7693)."""
    return hashlib.blake2b(data, digest_size=16).digest()


def derived_id(*parts: str | bytes) -> str:
    """16 hexadecimal digits derived from content; equal parts give equal ids on every machine."""
    digest = hashlib.blake2b(digest_size=8)
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(raw).to_bytes(8, "little"))
        digest.update(raw)
    return digest.hexdigest()
