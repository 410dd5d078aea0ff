"""What programs that strip a page's tags leave in its text: `&eacute;`, `&#1575;`, `&nbsp;`, `<br>`.

Only references with their semicolon count, so that a lone "&", "AT&T" and the parameters of an address stay
as they are.
"""

from __future__ import annotations

import html
import re

_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TWICE = re.compile(r"&amp;(?=(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)")
_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)


def without_remnants(text: str) -> str:
    """Plain text with its character references resolved and `<br>` as line ends."""
    text = resolve_entities(text)
    return _BREAK.sub("\n", text) if "<b" in text or "<B" in text else text


def resolve_entities(text: str) -> str:
    """`text` with every reference that HTML knows replaced by its character.

    One that was escaped twice (`&amp;eacute;`) is resolved, too. References to characters that no text holds
    (NUL, surrogates) and unknown names stay.
    """
    if "&" not in text or ";" not in text:
        return text
    return _REFERENCE.sub(_character, _TWICE.sub("&", text))


def _character(reference: re.Match[str]) -> str:
    found = reference.group()
    char = html.unescape(found)
    if char in (found, "\ufffd") or char.endswith(";"):
        return ";" if found == "&semi;" else found
    return char
