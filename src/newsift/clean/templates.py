"""Site templates: lines that many distinct stories of one site share are the site's, not the story's.

A line counts once a story, not once a page: copies of one story (print view, second section) would
otherwise make its own sentences look like a template. Two documents are one story when they share most
of their longest lines.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsift.clean.shadow import line_key

if TYPE_CHECKING:
    from newsift.models import Document

MIN_STORIES = 3  # fewer repetitions are chance
MIN_SHARE = 0.2  # of the site's stories
_LONGEST = 5
# A long line in more than half of the documents is a template itself and cannot tell stories apart.
_MAX_COPY_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class LineEvidence:
    """What one document says about its site's template.

    Attributes:
        site: The key under which the site is known.
        keys: Keys of all its lines, each once, in order of their value.
        longest: Keys of its longest lines, the longest first: the story's identity.
    """

    site: str | None
    keys: tuple[int, ...]
    longest: tuple[int, ...]


def observe(document: Document) -> LineEvidence:
    """The line evidence of a document; its `site` is None where the site is unknown."""
    lengths: dict[int, int] = {}
    for block in document.blocks:
        key = line_key(block.text)
        if key:
            lengths[key] = max(lengths.get(key, 0), len(block.text))
    longest = sorted(lengths, key=lambda key: (-lengths[key], key))[:_LONGEST]
    return LineEvidence(document.site, tuple(sorted(lengths)), tuple(longest))


def learn_templates(evidence: Iterable[LineEvidence]) -> dict[str, frozenset[int]]:
    """Template lines by site, from all documents known of these sites.

    A line is template when it stands in at least `MIN_STORIES` and `MIN_SHARE` of the site's distinct
    stories. The order of the evidence does not matter.
    """
    by_site: dict[str, list[LineEvidence]] = defaultdict(list)
    for document in evidence:
        if document.site:
            by_site[document.site].append(document)
    learnt = {site: _template(documents) for site, documents in by_site.items()}
    return {site: lines for site, lines in sorted(learnt.items()) if lines}


def _template(documents: list[LineEvidence]) -> frozenset[int]:
    stories = _stories(documents)
    total = len(set(stories))
    needed = max(MIN_STORIES, MIN_SHARE * total)
    if total < needed:
        return frozenset()
    counted: Counter[int] = Counter()
    for keys in _lines_by_story(documents, stories):
        counted.update(keys)
    return frozenset(key for key, count in counted.items() if count >= needed)


def _lines_by_story(documents: list[LineEvidence], stories: list[int]) -> Iterable[set[int]]:
    lines: dict[int, set[int]] = defaultdict(set)
    for document, story in zip(documents, stories, strict=True):
        lines[story].update(document.keys)
    return lines.values()


def _stories(documents: list[LineEvidence]) -> list[int]:
    """For each document the number of its story: documents joined where most longest lines are shared."""
    holders: dict[int, list[int]] = defaultdict(list)
    for number, document in enumerate(documents):
        for key in document.longest:
            holders[key].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    copies = max(MIN_STORIES, int(_MAX_COPY_SHARE * len(documents)))
    for numbers in holders.values():
        if 1 < len(numbers) <= copies:
            shared.update((left, right) for i, left in enumerate(numbers) for right in numbers[i + 1 :])
    parent = list(range(len(documents)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for (left, right), count in shared.items():
        if 2 * count > min(len(documents[left].longest), len(documents[right].longest)):
            parent[max(root(left), root(right))] = min(root(left), root(right))
    return [root(number) for number in range(len(documents))]
