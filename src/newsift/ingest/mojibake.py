"""Text that an earlier program decoded with the wrong charset, read back.

Two kinds are common in crawled news, and both can be undone without loss:

* UTF-8 taken for windows-1252 or windows-1256 ("Ù…Ø±ÙƒØ²", "ظ…ط±ظƒط²", "â€™"). Undone only if the whole
  text goes back to bytes that are valid UTF-8: genuine text never does, since each accented letter would
  have to be followed by exactly the right others.
* A single-byte charset taken for windows-1252 ("ãÑßÒ"). Undone only where most letters are accented ones,
  which no language written in Latin letters has; resiliparse then names the charset.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from resiliparse.parse.encoding import detect_encoding

# Lead bytes of two- and three-byte UTF-8 sequences read as windows-1252, then a continuation byte.
_AS_1252 = re.compile("[Â-ß][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u2122]|â€.")
_AS_1256 = re.compile("[طظ][^\\sء-ي]")
_HIGH_LATIN = re.compile("[\u00c0-\u00ff]")
_LETTER = re.compile(r"[^\W\d_]")
_NOT_LETTERS = bytes(number for number in range(0x80) if not chr(number).isalpha())
_UNASSIGNED = "newsift.unassigned"
_SAMPLE = 20_000
_MIN_PAIRS = 3
_MIN_LEAD_SHARE = 0.1  # of characters; 0.5 in Arabic mojibake, 0.02 in Arabic
_MIN_HIGH = 40  # letters; fewer prove nothing
_MIN_HIGH_SHARE = 0.6  # of all letters


@dataclass(frozen=True, slots=True)
class Mended:
    """The text as its author wrote it, and the encoding its bytes had."""

    text: str
    encoding: str


def undo_mojibake(text: str) -> Mended | None:
    """The text read back, or None when it is not (or not safely) mojibake."""
    sample = text[:_SAMPLE]
    has_high = _HIGH_LATIN.search(sample) is not None
    leads = sample.count("ط") + sample.count("ظ")
    if not has_high and leads <= _MIN_LEAD_SHARE * len(sample):  # nearly every text: no closer look
        return None
    for pattern, encoding, possible in (
        (_AS_1252, "cp1252", has_high),
        (_AS_1256, "cp1256", leads >= _MIN_PAIRS),
    ):
        if possible and len(pattern.findall(sample)) >= _MIN_PAIRS:
            raw = _bytes_of(text, encoding)
            if raw is not None:
                try:
                    return Mended(raw.decode("utf-8"), "utf-8")
                except UnicodeDecodeError:
                    pass
    high = len(_HIGH_LATIN.findall(sample))
    if high < _MIN_HIGH or high < _MIN_HIGH_SHARE * _ascii_letters(sample):  # told without a look at each
        return None
    if high < _MIN_HIGH_SHARE * len(_LETTER.findall(sample)):
        return None
    return _single_byte(text)


def _ascii_letters(text: str) -> int:
    return len(text.encode("ascii", "ignore").translate(None, _NOT_LETTERS))


def _single_byte(text: str) -> Mended | None:
    raw = _bytes_of(text, "cp1252")
    if raw is None:
        return None
    encoding = detect_encoding(raw)
    if encoding is None or encoding in ("cp1252", "iso8859-1") or encoding.startswith("utf"):
        return None
    try:
        return Mended(raw.decode(encoding), encoding)
    except (LookupError, UnicodeDecodeError):
        return None


def _bytes_of(text: str, encoding: str) -> bytes | None:
    """The bytes that `encoding` decodes to `text`; its unassigned bytes stand for themselves."""
    try:
        return text.encode(encoding, _UNASSIGNED)
    except UnicodeEncodeError:
        return None


def _as_themselves(error: UnicodeError) -> tuple[bytes, int]:
    if isinstance(error, UnicodeEncodeError):
        unassigned = error.object[error.start : error.end]
        if max(unassigned) <= "\xff":
            return unassigned.encode("latin-1"), error.end
    raise error


codecs.register_error(_UNASSIGNED, _as_themselves)
