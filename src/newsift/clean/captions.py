"""Photo captions: lines that end with who took the picture."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsift.clean.shadow import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsift.clean.lines import Line
    from newsift.clean.markers import MarkerIndex

_CAPTION_WORDS = 60
_CREDIT_WORDS = 8
_BARE_CREDIT_WORDS = 4  # behind a dash or a stroke, without brackets
_CLAUSES = frozenset(",،;؛")


def caption_credit(line: Line, index: MarkerIndex) -> str:
    """The credit that makes a line a photo caption ("... / Reuters", "(AP Photo)"); empty for none."""
    if line.words > _CAPTION_WORDS:
        return ""
    for credit in _candidates(line.text.rstrip(" ."), final=line.final):
        if not credit or len(credit.split()) > _CREDIT_WORDS or "://" in credit:
            continue
        if _names_taker(fold(credit), index):
            return credit
    return ""


def _names_taker(credit: str, index: MarkerIndex) -> bool:
    """Whether a folded credit opens or ends with who takes pictures, or speaks of little else."""
    words = _WORD.findall(credit)
    known = [word in index.credit_words for word in words]
    return credit in index.credit_words or (
        any(known) and (known[0] or known[-1] or 2 * sum(known) >= len(known))
    )


def _candidates(text: str, *, final: bool) -> Iterator[str]:
    """What could be a credit at the end of a line: in brackets, behind a stroke or dash, behind "photo"."""
    if text.endswith((")", "]")):
        yield text[:-1].rpartition("(" if text.endswith(")") else "[")[2].strip()
        return
    for mark in ("/", "©", " - ", " – ", "|", "— "):
        _, found, rest = text.rpartition(mark)
        if found and len(rest.split()) <= _BARE_CREDIT_WORDS and not _CLAUSES.intersection(rest):
            yield rest.strip()
    if not final:
        yield _named_credit(text)


# Words that name what is credited; who follows within a few words.
PICTURES = frozenset({"photo", "foto", "fot", "фото", "credit", "credito", "bild", "تصوير", "عكس", "zdjecie"})
_NAME_WORDS = 5
_WORD = re.compile(r"\w+")


def _named_credit(text: str) -> str:
    """The credit that closes a line without brackets: "… Photo Ann Lee"."""
    words = text.split()
    for i in range(len(words) - 2, max(len(words) - _NAME_WORDS, 2), -1):
        if fold(words[i]).strip(":.©") in PICTURES:
            return " ".join(words[i:])
    return ""
