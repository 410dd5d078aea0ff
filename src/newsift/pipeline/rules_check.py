"""`newsift rules check`: every site rule's own test case, run through parsing and cleaning."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from newsift.clean import clean_document
from newsift.clean.engine import is_doubtful
from newsift.errors import DocumentError
from newsift.ingest.parse import parse
from newsift.models import CleanArticle, CleaningContext, RawFile, RecordFields, content_digest
from newsift.rules import load_rules
from newsift.rules.sites import load_site, site_files
from newsift.rules.toml import line_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsift.rules import Rules
    from newsift.rules.sites import SiteCase
    from newsift.settings import Settings


def check_sites(config_dir: Path, settings: Settings) -> tuple[tuple[str, ...], int]:
    """Run all cases of `config_dir/sites`.

    Returns:
        One line for each failure (file, line, case, what was expected and what came), and the number of
        cases run.

    Raises:
        ConfigError: A rule file is wrong; names file, line, key and what is allowed.
    """
    rules = load_rules(config_dir)
    failures: list[str] = []
    cases = 0
    for file in site_files(config_dir / "sites"):
        site = load_site(file)
        text = file.read_text(encoding="utf-8")
        for number, case in enumerate(site.case):
            cases += 1
            where = f"{file}, line {line_of(text, ('case', number))}, case '{case.name}'"
            failures += [f"{where}: {fault}" for fault in _faults(case, site.site, rules, settings)]
    return tuple(failures), cases


def _faults(case: SiteCase, site: str, rules: Rules, settings: Settings) -> Iterator[str]:
    """What is wrong with the main article that one case yields."""
    data = case.input.encode()
    raw = RawFile(
        path="case",
        data=data,
        content_hash=content_digest(data),
        byte_size=len(data),
        fields=RecordFields(
            url=f"https://{site}/case" if "." in site else None, source=None if "." in site else site
        ),
        declared_encoding="utf-8",
    )
    try:
        document = parse(raw, settings.inputs, partial(is_doubtful, engine=rules.engine))
    except DocumentError as error:
        yield f"expected an article, got {error.reason}: {error.message}"
        return
    main = clean_document(document, rules, CleaningContext(), settings.cleaning).main
    if not isinstance(main, CleanArticle):
        yield f"expected an article, got a rejection: {main.reason}"
        return
    for text in case.contains:
        if text not in main.body:
            yield f"expected {text!r} in the body, got {_short(main.body)!r}"
    for text in case.excludes:
        if text in main.body:
            yield f"expected no {text!r} in the body, got it"
    for name, expected, got in (
        ("title", case.title, main.metadata.title),
        ("source", case.source, main.metadata.source),
    ):
        if expected is not None and expected != got:
            yield f"expected the {name} {expected!r}, got {got!r}"


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:77]}..."  # noqa: PLR2004 - one line on a terminal
