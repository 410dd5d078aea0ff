"""Photo captions: lines that end with who took the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsift.clean.shadow import fold

if TYPE_CHECKING:
    from newsift.clean.lines import Line
    from newsift.clean.markers import MarkerIndex

_CAPTION_WORDS = 60
_CREDIT_WORDS = 8
_BARE_CREDIT_WORDS = 4  # behind a dash or a stroke, without brackets


def caption_credit(line: Line, index: MarkerIndex) -> str:
    """The credit that makes a line a photo caption ("... / Reuters", "(AP Photo)"); empty for none."""
    text = line.text.rstrip(" .")
    if line.words > _CAPTION_WORDS:
        return ""
    if text.endswith((")", "]")):
        _, _, credit = text[:-1].rpartition("(" if text.endswith(")") else "[")
        credit = credit.strip()
    else:
        credit = ""
        for mark in ("/", "©", " - ", " – ", "|", "— "):
            _, found, rest = text.rpartition(mark)
            if found and len(rest.split()) <= _BARE_CREDIT_WORDS:
                credit = rest.strip()
                break
    if not credit or len(credit.split()) > _CREDIT_WORDS or "://" in credit:
        return ""
    words = fold(credit).replace("/", " ").replace(".", " ").split()
    joined = fold(credit)
    return credit if joined in index.credit_words or any(w in index.credit_words for w in words) else ""
