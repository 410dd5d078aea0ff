"""Reads labelled pages in a markup that a person can write: see `cases/README.md`."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path

_INLINE = re.compile(r"\[\[(?:([A-Z]\d?):)?(.*?)\]\]", re.DOTALL)
_LINE = re.compile(r"([TBRFOX]|E\d)\|(.*)")
_BREAK = re.compile(r"<br\s*/?>|</(?:li|p|td|h\d)>")
_TAG = re.compile(r"<[^>]+>")
_BULLET = re.compile(r"^[^\w«“\"'(¿¡]+\s")


@dataclass(frozen=True)
class Case:
    """A page and what a careful reader takes from it; `labels` maps B, R, O, E1 … to the texts."""

    path: str
    data: bytes
    title: str | None
    judges_title: bool
    published: date | None
    judges_date: bool
    labels: dict[str, tuple[str, ...]]
    has_story: bool

    @property
    def body(self) -> str:
        return "\n".join(self.labels.get("B", ()))


def read_cases(file: Path) -> list[Case]:
    parts = re.split(r"(?m)^=== ", file.read_text("utf-8"))[1:]
    return [_case(part) for part in parts]


def _case(part: str) -> Case:
    head, _, page = part.partition("\n---\n")
    first, *pairs = head.split("\n")
    path, *options = first.split()
    option = dict(o.split("=", 1) for o in options)
    known = {key.strip(): value.strip() for key, _, value in (p.partition(":") for p in pairs if p.strip())}
    read = _html_page if path.endswith((".html", ".htm")) else _text_page
    text, labels = read(page.rstrip("\n"))
    title, published = known.get("title"), known.get("published")
    return Case(
        path,
        text.encode(option.get("enc", "utf-8")),
        None if title == "-" else title,
        "title" in known,
        date.fromisoformat(published[:10]) if published not in {None, "-"} else None,
        published is not None,
        {key: tuple(texts) for key, texts in labels.items()},
        "nobody" not in option,
    )


def _text_page(page: str) -> tuple[str, dict[str, list[str]]]:
    labels: dict[str, list[str]] = defaultdict(list)
    plain = []
    for line in page.split("\n"):
        found = _LINE.fullmatch(line)
        if found is None:
            if line.strip():
                msg = f"a line without a label: {line[:60]}"
                raise ValueError(msg)
            plain.append("")
            continue
        label, text = found.groups()
        plain.append(_INLINE.sub(lambda m: m.group(2), text))
        for inside in _INLINE.finditer(text):
            labels[inside.group(1) or "X"].append(inside.group(2).strip())
        rest = _INLINE.sub("", text).strip()
        if rest:
            labels[label].append(_BULLET.sub("", rest) if label == "R" else rest)
    return "\n".join(plain), labels


def _html_page(page: str) -> tuple[str, dict[str, list[str]]]:
    labels: dict[str, list[str]] = defaultdict(list)

    def take(found: re.Match[str]) -> str:
        seen = html.unescape(_TAG.sub("", _BREAK.sub(" ", found.group(2))))
        labels[found.group(1) or "X"].append(" ".join(seen.split()))
        return found.group(2)

    return _INLINE.sub(take, page), labels
