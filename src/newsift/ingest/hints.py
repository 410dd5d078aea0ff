"""What a container says about its article, and the key under which its site is known."""

from __future__ import annotations

from urllib.parse import urlsplit

from newsift.ingest.names import unlabelled
from newsift.models import Hint, MetadataHints, RawFile, RecordFields


def record_hints(fields: RecordFields | None) -> MetadataHints:
    """What a record says about its article, as hints of origin "record"."""
    if fields is None:
        return MetadataHints()

    def hint(*values: str | None) -> tuple[Hint, ...]:
        return tuple(Hint(value, "record") for value in values if value)

    return MetadataHints(
        titles=hint(fields.title),
        urls=hint(fields.url),
        published=hint(fields.published),
        updated=hint(fields.updated),
        sources=hint(fields.source),
        authors=hint(*fields.authors),
        sections=hint(fields.section),
        keywords=hint(*fields.keywords),
        languages=hint(fields.language),
    )


def site_of(raw: RawFile, canonical_url: str | None = None) -> str | None:
    """The key of site rules and templates: host of the URL, else the record's source, else the host of
    the page's own canonical URL, else the top folder of the path, else None.
    """
    fields = raw.fields
    for url in (fields.url if fields else None, None if fields and fields.source else canonical_url):
        host = host_of(url)
        if host:
            return host
    if fields and fields.source:
        return fields.source.casefold()
    folder, slash, _ = unlabelled(raw.path).partition("/")
    return (host_of(folder) or folder.casefold()) if slash else None


def host_of(url: str | None) -> str | None:
    """Lower-case host of a URL without "www."; None where there is none."""
    if not url:
        return None
    try:
        host = urlsplit(url if "://" in url else f"//{url}").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host and "." in host else None
