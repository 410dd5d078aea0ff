"""Site rules: `config/sites/<site>.toml`, each file with test cases of its own.

For the few sites whose pages the general rules get wrong. A file is named after the site's key (host
without "www.", or the source name of records) and may hold:

    site = "news.example.org"
    source = "Example News"            # the publisher's name, where the page does not say it
    drop_lines = ["Get our app"]       # lines that never belong to a story (case, digits, marks ignored)

    [html]                             # names from the page's tags, ids and classes, in lower case
    story = ["article-text"]           # only blocks inside one of these are the story
    drop = ["also-read"]               # blocks inside one of these never are

    [[case]]                           # at least one: a page in your own words and what must come of it
    name = "app advert"
    input = '''<html>...</html>'''
    contains = ["The council met"]
    excludes = ["Get our app"]
    title = "Pier goes north"          # optional
"""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, field_validator

from newsift.errors import ConfigError
from newsift.rules.toml import line_of, read_toml


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SiteHtml(_Table):
    """Places of a site's markup, as names of tags, ids and classes."""

    story: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()

    @field_validator("story", "drop")
    @classmethod
    def _one_name_each(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for name in value:
            if not name or name != name.lower() or any(char in name for char in " .#>"):
                raise ValueError(f"{name!r} is no name of a tag, id or class: lower case, without '.' or '#'")
        return value


class SiteCase(_Table):
    """An input of the site and what must, and must not, be in its main article."""

    name: str
    input: str
    contains: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    title: str | None = None
    source: str | None = None


class SiteRules(_Table):
    """The content of one site's file."""

    site: str = Field(min_length=1)
    source: str | None = None
    drop_lines: tuple[str, ...] = ()
    html: SiteHtml = SiteHtml()
    case: tuple[SiteCase, ...] = Field(min_length=1)


def load_sites(folder: Path) -> dict[str, SiteRules]:
    """All site files of `folder` by site key; none when the folder is missing.

    Raises:
        ConfigError: Names the file, the line, the key and what is allowed.
    """
    return {rules.site: rules for file in site_files(folder) for rules in [load_site(file)]}


def site_files(folder: Path) -> list[Path]:
    """The site files in the order of their names."""
    return sorted(folder.glob("*.toml"))


def load_site(file: Path) -> SiteRules:
    """Read one site's file.

    Raises:
        ConfigError: Names the file, the line, the key and what is allowed.
    """
    rules = read_toml(file, SiteRules)
    if rules.site != file.stem:
        line = line_of(file.read_text(encoding="utf-8"), ("site",))
        raise ConfigError(
            f"{file}, line {line}: 'site' = {rules.site!r}, but the file is {file.name}",
            remedy="Make them agree",
        )
    return rules
