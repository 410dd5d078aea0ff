"""What a removed line looked like: the evidence of verdicts whose rule has not written down its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsift.clean.lines import Line

_LINKED = 0.5


def seen(line: Line) -> str:
    """The features of a line that rules look at first: "related whole; 2 words; no final mark"."""
    parts = [f"{line.hit.family} {line.hit.how}"] if line.hit is not None else []
    parts.append(f"{line.words} word{'' if line.words == 1 else 's'}")
    parts.append("question" if line.question else "final mark" if line.final else "no final mark")
    parts += [
        name
        for name, holds in (
            ("colon", line.colon),
            ("item", line.item),
            ("date", line.date),
            ("address", line.address),
            ("prose", line.prose),
            ("link", line.link_density >= _LINKED),
        )
        if holds
    ]
    if line.commas:
        parts.append(f"{line.commas} comma{'' if line.commas == 1 else 's'}")
    return "; ".join(parts)
