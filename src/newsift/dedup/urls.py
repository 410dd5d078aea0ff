"""Canonical form of an article's URL: the identity that survives re-titling and rewriting."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import parse_qsl, unquote, urlsplit

# Parameters that say where a reader came from, not what is read.
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|cmpid|ncid|ocid|ref|ref_?src|source|from|"
    r"feature|share|spm|at_\w+|ns_\w+|output|amp|_ga|trk|rss|partner",
    re.IGNORECASE,
)
_HOST_PREFIX = re.compile(r"^(?:www\d?|m|mobile|amp)\.")
_AMP_END = re.compile(r"(?:/amp|\.amp|/index\.(?:html?|php|aspx?))$", re.IGNORECASE)


def canonical_url(url: str | None) -> str | None:
    """The URL without scheme, `www.`, tracking parameters, fragment and AMP ending; None when it names no
    single page (no host, no path and no parameters: a home page is not an article).
    """
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").rstrip(".")
        port = parts.port
    except ValueError:  # "http://[" and the like: written by hand, no identity
        return None
    host = _HOST_PREFIX.sub("", host)
    if not host or parts.scheme.lower() not in ("http", "https", ""):
        return None
    path = unquote(re.sub(r"/{2,}", "/", parts.path)).rstrip("/")
    path = _AMP_END.sub("", path)
    pairs = [
        (key, value)
        for key, value in parse_qsl(parts.query, keep_blank_values=False)
        if not _TRACKING.fullmatch(key)
    ]
    if not path and not pairs:
        return None
    query = "&".join(f"{key}={value}" for key, value in sorted(pairs))
    netloc = f"{host}:{port}" if port not in (None, 80, 443) else host
    return f"{netloc}{path}?{query}" if query else f"{netloc}{path}"


def url_key(url: str | None) -> int | None:
    """64-bit key of the canonical URL."""
    canonical = canonical_url(url)
    if canonical is None:
        return None
    digest = hashlib.blake2b(canonical.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little")
