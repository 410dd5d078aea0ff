"""Page dumps made of our own stories: every line with what it is, so that the gold needs no annotator.

A page is a list of (text, kind) lines; kind is "body", "title", "embedded", "embedded_title", "related" or
"furniture". A line may also be a pair of pieces: ("marker", "body") glued without a space.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from own_stories import LANGUAGES, Language

Lines = list[tuple[str, str]]


@dataclass(frozen=True)
class Page:
    name: str
    template: str
    language: str
    lines: tuple[tuple[str, str], ...]
    glued: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(text for text, _ in self.lines) + "\n"

    def of(self, kind: str) -> list[str]:
        return [text for text, k in self.lines if k == kind]


def body(lang: Language) -> Lines:
    return [(p, "body") for p in lang.main.paragraphs]


def second(lang: Language) -> Lines:
    return [(lang.second.title, "embedded_title"), *((p, "embedded") for p in lang.second.paragraphs)]


def related(lang: Language, n: int, prefix: str = "") -> Lines:
    return [(prefix + h, "related") for h in lang.headlines[:n]]


def furniture(*texts: str) -> Lines:
    return [(text, "furniture") for text in texts]


def title(lang: Language) -> Lines:
    return [(lang.main.title, "title")]


def clean(lang: Language) -> Lines:
    return title(lang) + body(lang)


def aggregator(lang: Language) -> Lines:
    w = lang.words
    return (
        title(lang)
        + furniture(w.published)
        + body(lang)
        + furniture(f"{w.source} {lang.paper}", f"{w.tags} {lang.tag_run}", w.read_also)
        + second(lang)
        + furniture(w.related)
        + related(lang, 5, "  • ")
    )


def aggregator_untitled(lang: Language) -> Lines:
    w = lang.words
    return (
        body(lang)
        + furniture(f"{w.share} {lang.tag_run}", f"{w.source} {lang.paper}", w.read_also)
        + second(lang)
        + furniture(f"{w.source} {lang.headlines[0].split()[0]} 24", w.copyright)
    )


def unheard(lang: Language) -> Lines:
    """The aggregator's skeleton in wordings that no pack knows: only its structure speaks."""
    return (
        title(lang)
        + body(lang)
        + furniture(f"Qorvat: {lang.paper}", f"Zilmen: {lang.tag_run}", "Vapsu tirel:")
        + second(lang)
        + furniture("Hulbo marit")
        + related(lang, 5, "• ")
    )


def inline(lang: Language) -> Lines:
    lines = clean(lang)
    lines.insert(3, (f"{lang.words.read_also} {lang.headlines[0]}", "related"))
    lines.insert(5, (f"{lang.words.read_also} {lang.headlines[1]}", "related"))
    return lines


def insert(lang: Language) -> Lines:
    lines = clean(lang)
    lines[2:2] = furniture(lang.words.related) + related(lang, 3)
    return lines


def broadcaster(lang: Language) -> Lines:
    return (
        furniture(lang.words.menu[2], lang.words.reading_time)
        + title(lang)
        + body(lang)[:1]
        + [(lang.main.title, "furniture")]
        + furniture(f"{lang.subhead}, {lang.paper} / Reuters", lang.words.published)
        + body(lang)[1:]
        + furniture(f"{lang.words.source} {lang.paper}", lang.words.related)
        + related(lang, 5)
    )


def commented(lang: Language) -> Lines:
    w = lang.words
    return clean(lang) + furniture(w.share, w.comments, "anna77", lang.question, "rook", lang.headlines[3])


def tail_lists(lang: Language) -> Lines:
    w = lang.words
    return clean(lang) + furniture(w.most_read) + related(lang, 4) + furniture(w.newsletter, w.copyright)


def tail_bare(lang: Language) -> Lines:
    """Related headlines behind the story without any heading."""
    return clean(lang) + related(lang, 5)


def flattened(lang: Language) -> Lines:
    w = lang.words
    return (
        furniture(*w.menu, *w.menu)
        + related(lang, 4)
        + furniture(w.menu[3])
        + title(lang)
        + furniture(w.published, "Facebook", "Twitter", "WhatsApp")
        + body(lang)
        + furniture(w.share, w.tags, lang.paper, w.most_read)
        + related(lang, 5)
        + furniture(w.newsletter, *w.menu, w.copyright)
    )


def subheads(lang: Language) -> Lines:
    lines = clean(lang)
    lines.insert(2, (lang.subhead, "body"))
    lines.insert(5, (lang.question, "body"))
    return lines


def real_list(lang: Language) -> Lines:
    return [*clean(lang), (lang.list_lead, "body"), *((f"- {item}", "body") for item in lang.items)]


def real_list_then_tail(lang: Language) -> Lines:
    w = lang.words
    return real_list(lang) + furniture(f"{w.source} {lang.paper}", w.related) + related(lang, 4)


TEMPLATES: tuple[Callable[[Language], Lines], ...] = (
    clean, aggregator, aggregator_untitled, unheard, inline, insert, broadcaster, commented, tail_lists,
    tail_bare, flattened, subheads, real_list, real_list_then_tail,
)  # fmt: skip


def glued_page(lang: Language) -> Page:
    """The "read more" button stuck to the first word of two paragraphs."""
    lines = clean(lang)
    button = lang.words.read_more
    for i in (2, 4):
        lines[i] = (lines[i][0], "body")
    text = [(button + t if i in (2, 4) else t, k) for i, (t, k) in enumerate(lines)]
    return Page(f"{lang.code}/glued", "glued", lang.code, tuple(text), (button,))


def pages() -> Iterator[Page]:
    """All pages, in a fixed order."""
    for lang in LANGUAGES:
        for template in TEMPLATES:
            name = template.__name__
            yield Page(f"{lang.code}/{name}", name, lang.code, tuple(template(lang)))
        yield glued_page(lang)
