"""Why an article looks as it does: its input with every removed span marked, and its duplicates.

Reads only the published file, so it works while a run goes on and after the inbox is gone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newsift.dedup.compare import overlap, plain_jaccard, shingle_texts
from newsift.dedup.difference import word_difference
from newsift.dedup.words import WordHasher
from newsift.pipeline.lookup import Row, find_article, find_file, records_of, rows_of
from newsift.rules.normalisation import load_normalisation
from newsift.settings import Settings, default_config_dir

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_RED, _GREEN, _DIM, _BOLD, _PLAIN = "\x1b[31m", "\x1b[32m", "\x1b[2m", "\x1b[1m", "\x1b[0m"
_FILE = "newsift.duckdb"
_FIGURES = ("jaccard", "containment", "shared_shingles", "method")


def explain_article(warehouse: Path, what: str, *, colour: bool = False) -> str:
    """The explanation of one input, found by its inbox path or an article id.

    A file of several records is answered with the list of them.

    Raises:
        ConfigError: No such path or article, or no published file.
    """
    snapshot = warehouse / _FILE
    paint = _Painter(colour)
    records = records_of(snapshot, what)
    if records:
        listed = [f"  {row['path']}  {row['status']}{_because(row)}" for row in records]
        return "\n".join([f"{what} holds {len(records)} records; explain one of them:", *listed])
    file = find_file(snapshot, what)
    lines = [f"{paint.bold('input')}      {file['path']}  ({_decoding(file)})"]
    if file["replaces"]:
        lines.append(f"{paint.bold('version')}    {file['version']} at this path; {_before(snapshot, file)}")
    others = rows_of(
        snapshot,
        "SELECT DISTINCT path FROM files WHERE content_hash = ? AND path <> ? ORDER BY path",
        [file["content_hash"], file["path"]],
    )
    lines += [f"{paint.bold('also at')}    {other['path']}  (the same bytes)" for other in others]
    lines.append(f"{paint.bold('status')}     {file['status']}{_because(file)}")
    articles = rows_of(
        snapshot,
        "SELECT * FROM articles WHERE content_hash = ? ORDER BY kind DESC, article_id",
        [file["content_hash"]],
    )
    for article in articles:
        lines += ["", *_head(article, paint)]
        lines += _duplicates(snapshot, article, paint)
    blocks = rows_of(
        snapshot, "SELECT * FROM blocks WHERE content_hash = ? ORDER BY char_start", [file["content_hash"]]
    )
    if blocks:
        lines += ["", *_share_removed(blocks, paint), "", *_marked(blocks, paint)]
    elif file["status"] == "quarantined":
        refusals = rows_of(
            snapshot, "SELECT stage, error FROM quarantine WHERE content_hash = ?", [file["content_hash"]]
        )
        for row in refusals:
            lines.append(f"{paint.bold('stage')}      {row['stage']}")
            lines.append(f"{paint.bold('error')}      {row['error']}")
    return "\n".join(lines)


def explain_pair(warehouse: Path, left: str, right: str, *, colour: bool = False) -> str:
    """The word-level difference of two articles, and what deduplication measured between them.

    Raises:
        ConfigError: One of them is not an article of the warehouse.
    """
    snapshot = warehouse / _FILE
    paint = _Painter(colour)
    first, second = find_article(snapshot, left), find_article(snapshot, right)
    lines = [line for article in (first, second) for line in _head(article, paint)]
    pair = sorted((str(first["article_id"]), str(second["article_id"])))
    edges = rows_of(snapshot, "SELECT * FROM pairs WHERE left_id = ? AND right_id = ?", pair)
    if first["article_id"] == second["article_id"]:
        lines.append(f"{paint.bold('compared')}   no: both are this one article")
    elif edges:
        lines += [f"{paint.bold('compared')}   " + _figures(row, tuple(row)[2:]) for row in edges]
    else:
        lines.append(
            f"{paint.bold('compared')}   no row: less in common than a near miss"
            f" (computed now: jaccard {_jaccard(str(first['body']), str(second['body'])):.3f})"
        )
    same = first["cluster_id"] == second["cluster_id"]
    lines += [
        f"{paint.bold('together')}   {'yes, in cluster ' + str(first['cluster_id']) if same else 'no'}",
        "",
    ]
    for kind, words in word_difference(str(first["body"]), str(second["body"])):
        if kind == "same":
            lines.append(paint.dim(f"  {words}"))
        else:
            lines.append(paint.red(f"- {words}") if kind == "left" else paint.green(f"+ {words}"))
    return "\n".join(lines)


def _jaccard(left: str, right: str) -> float:
    """Jaccard similarity of the word shingles of two texts, under the settings that ship."""
    hasher = WordHasher(load_normalisation(default_config_dir()))
    sets = shingle_texts([left, right], hasher, Settings().dedup.shingle_words)
    return float(plain_jaccard(sets, overlap(sets, np.array([0]), np.array([1])))[0])


def _head(article: Row, paint: _Painter) -> list[str]:
    title = article["title"] or "(no title in the input)"
    facts = [
        f"{name} {article[name]}" for name in ("source", "agency", "section", "language") if article[name]
    ]
    people = [
        f"{name} {', '.join(map(str, values))}"
        for name in ("authors", "keywords")
        if isinstance(values := article[name], list) and values
    ]
    dates = [
        f"{name} {_moment(stamp)}" for name in ("published", "updated") if (stamp := article[f"{name}_at"])
    ]
    if dates and article["date_source"]:
        dates[-1] += f" (from {article['date_source']})"
    role = "canonical" if article["is_canonical"] else "duplicate"
    return [
        f"{paint.bold('article')}    {article['article_id']}  {article['kind']}  {title}",
        f"           {'; '.join(facts + dates) or 'no metadata'}",
        *(f"           {line}" for line in people),
        f"           {article['word_count']} words; {role} of cluster {article['cluster_id']}",
    ]


def _moment(stamp: object) -> str:
    """A day, or a time with its zone."""
    day, _, time = str(stamp).partition(" ")
    return day if time == "00:00:00" else f"{day} {time.removesuffix(':00')} UTC"


def _before(snapshot: Path, file: Row) -> str:
    """What became of the version that this one replaced."""
    rows = rows_of(
        snapshot,
        "SELECT status, article_id FROM files WHERE path = ? AND content_hash = ?",
        [file["path"], file["replaces"]],
    )
    if not rows:
        return "the one before is gone"
    return f"the one before: {rows[0]['article_id'] or rows[0]['status']}"


def _duplicates(snapshot: Path, article: Row, paint: _Painter) -> list[str]:
    rows = rows_of(
        snapshot,
        "SELECT d.*, a.title AS other_title, a.source AS other_source, d.article_id = $1 AS is_copy"
        " FROM duplicates d JOIN articles a"
        " ON a.article_id = CASE WHEN d.article_id = $1 THEN d.matched_id ELSE d.article_id END"
        " WHERE d.article_id = $1 OR d.canonical_id = $1 ORDER BY is_copy DESC, d.article_id",
        [article["article_id"]],
    )
    return [
        f"{paint.bold('repeats' if row['is_copy'] else 'copied by')}  "
        f"{row['matched_id'] if row['is_copy'] else row['article_id']}  {row['relation']}"
        f"  {row['other_source'] or ''}  {row['other_title'] or ''}\n           {_figures(row, _FIGURES)}"
        for row in rows
    ]


def _figures(row: Row, names: Sequence[str]) -> str:
    return ", ".join(f"{name} {_number(row[name])}" for name in names if row[name] is not None)


def _number(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _decoding(file: Row) -> str:
    encoding, origin = file["encoding"], file["encoding_origin"]
    how = (
        "not decoded"
        if encoding is None
        else f"{encoding}"
        if encoding == origin
        else f"{encoding}, {origin}"
    )
    return f"{file['byte_size']} bytes, {how}"


def _because(file: Row) -> str:
    said = ", ".join(str(file[name]) for name in ("reason", "detail") if file.get(name))
    return f": {said}" if said else ""


def _share_removed(blocks: Sequence[Row], paint: _Painter) -> list[str]:
    """One line: words kept, words removed by reason."""
    kept, removed = 0, dict[str, int]()
    for block in blocks:
        words = len(str(block["text"]).split())
        if block["kept"]:
            kept += words
        else:
            removed[str(block["reason"])] = removed.get(str(block["reason"]), 0) + words
    parts = ", ".join(
        f"{count} {reason}" for reason, count in sorted(removed.items(), key=lambda i: (-i[1], i[0]))
    )
    detail = f" ({parts})" if parts else ""
    return [f"{paint.bold('words')}      {kept} kept, {sum(removed.values())} removed{detail}"]


def _marked(blocks: Sequence[Row], paint: _Painter) -> list[str]:
    lines = []
    for block in blocks:
        text = str(block["text"])
        if block["kept"]:
            lines.append(f"  {text}")
            continue
        evidence = f"  {block['evidence']}" if block["evidence"] else ""
        lines.append(paint.dim(f"- [{block['label']} {block['reason']} {block['rule_id']}{evidence}]"))
        lines += [paint.red(f"-   {line}") for line in text.splitlines()]
    return lines


class _Painter:
    """Terminal colours, or none."""

    def __init__(self, on: bool) -> None:
        self._on = on

    def _wrap(self, code: str, text: str) -> str:
        return f"{code}{text}{_PLAIN}" if self._on else text

    def bold(self, text: str) -> str:
        return self._wrap(_BOLD, text)

    def dim(self, text: str) -> str:
        return self._wrap(_DIM, text)

    def red(self, text: str) -> str:
        return self._wrap(_RED, text)

    def green(self, text: str) -> str:
        return self._wrap(_GREEN, text)
