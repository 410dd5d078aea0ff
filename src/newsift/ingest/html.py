"""HTML input: one lxml tree, read for its visible text, its metadata hints and its main content.

beautifulsoup4 reads the head (`html_hints`); the block walk and the engine share lxml's own tree,
because building a second, slower tree of the whole page would cost more than half of the engine's time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from newsift.errors import DocumentError
from newsift.ingest.hints import site_of
from newsift.ingest.html_blocks import walk_blocks
from newsift.ingest.html_choice import choose_engine
from newsift.ingest.html_engine import drop_unseen, readability_pieces, trafilatura_pieces
from newsift.ingest.html_hints import harvest
from newsift.ingest.html_tree import parse_tree
from newsift.models import Document, Format, RawFile

if TYPE_CHECKING:
    from newsift.settings import InputSettings


Doubt = Callable[[Document], bool]


def parse_html(
    raw: RawFile,
    text: str,
    settings: InputSettings,
    *,
    encoding: str = "utf-8",
    encoding_origin: str = "utf-8",
    is_doubtful: Doubt | None = None,
) -> Document:
    """Parse decoded markup.

    Args:
        raw: The input the markup came from; its record fields come before the page's own hints.
        text: The decoded markup.
        settings: Limits on depth and number of blocks.
        encoding: Charset the bytes were decoded with.
        encoding_origin: How that charset was found.
        is_doubtful: Told the page without any engine's judgement, says whether the engine must be asked: it
            takes more time than everything else. Without it, the engine always is.

    Returns:
        A document whose text is the page's visible text, one line a block; `in_engine` is None in all its
        blocks where the engine was not asked.

    Raises:
        DocumentError: No markup, nested too deep, or more blocks than `settings.max_blocks`.
    """
    tree = parse_tree(text, max_depth=settings.max_html_depth)
    visible, blocks = walk_blocks(tree)
    if len(blocks) > settings.max_blocks:
        raise DocumentError(
            f"{len(blocks)} lines of text, more than {settings.max_blocks}",
            stage="parse",
            reason="TOO_MANY_BLOCKS",
            remedy="Raise inputs.max_blocks if the page is genuine",
        )
    hints = harvest(text, tree, raw.fields)
    url = next((hint.value for hint in hints.urls), None)
    document = Document(
        path=raw.path,
        content_hash=raw.content_hash,
        record_no=raw.record_no,
        format=Format.HTML,
        text=visible,
        blocks=blocks,
        hints=hints,
        encoding=encoding,
        encoding_origin=encoding_origin,
        site=site_of(raw, url),
    )
    if is_doubtful is not None and not is_doubtful(document):
        return document
    drop_unseen(tree)
    marked = choose_engine(blocks, trafilatura_pieces(tree, url), lambda: readability_pieces(tree))
    return replace(document, blocks=marked)
