"""Signs every stored article anew, after the settings of signatures or the word rules have changed.

Clusters stay as they are: what was found to be one story under the old rules remains one. Later articles
are compared under the new rules. Formula counts are learnt again from the stored stories.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newsift.dedup.compare import shingle_texts
from newsift.dedup.formula import count_stories, uncounted
from newsift.dedup.keys import lead_key, text_identity
from newsift.dedup.signature import band_keys, sign_texts, signature_version
from newsift.dedup.words import WordHasher
from newsift.rules.normalisation import load_normalisation
from newsift.storage import Store
from newsift.storage.index import document_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence
    from pathlib import Path

    from newsift.rules.normalisation import Normalisation
    from newsift.settings import DedupSettings, Settings
    from newsift.storage.index import DedupIndex, StoredArticle

_CHUNK = 5_000


def resign(
    warehouse: Path, settings: Settings, config_dir: Path, progress: Callable[[int], None] | None = None
) -> int:
    """Sign all stored articles in one transaction: a kill leaves the old signatures.

    Args:
        progress: Told the number of articles signed so far.

    Returns:
        How many articles were signed.
    """
    rules = load_normalisation(config_dir)
    version = signature_version(settings.dedup, rules.version)
    hasher = WordHasher(rules)
    done, last = 0, 0
    counted: set[Hashable] = set()
    with Store.open(warehouse, settings.storage, create=False) as store, store.resigning() as index:
        index.restart(version.text)
        while articles := index.stored_after(last, _CHUNK):
            bodies = [article.body or "" for article in articles]
            signatures = sign_texts(bodies, hasher, version)
            worded = np.flatnonzero([bool(article.words) for article in articles])
            index.add_bands(
                np.array([articles[place].doc_no for place in worded], dtype=np.uint32),
                band_keys(signatures[worded], bands=version.bands, rows=version.rows),
            )
            _store_documents(index, articles, bodies, hasher, rules, settings.dedup, counted)
            done, last = done + len(articles), articles[-1].doc_no
            if progress is not None:
                progress(done)
    return done


def _store_documents(
    index: DedupIndex,
    articles: Sequence[StoredArticle],
    bodies: Sequence[str],
    hasher: WordHasher,
    rules: Normalisation,
    settings: DedupSettings,
    counted: set[Hashable],
) -> None:
    """Exact keys of the articles under the new rules, and their stories' formula counts."""
    sets = shingle_texts(bodies, hasher, settings.shingle_words)
    words = sets.words.tolist()
    short = settings.short_words
    index.replace_documents(
        document_rows(
            {
                "doc_no": [article.doc_no for article in articles],
                "cluster_no": [article.cluster_no for article in articles],
                "day": [article.day for article in articles],
                "text_key": [
                    text_identity(key, article.url_key, count, short_words=short)
                    for key, article, count in zip(sets.text_keys.tolist(), articles, words, strict=True)
                ],
                "url_key": [article.url_key for article in articles],
                "lead_key": [
                    lead_key(article.title, body, count, rules, short_words=short)
                    for article, body, count in zip(articles, bodies, words, strict=True)
                ],
                "words": words,
            }
        )
    )
    keys: list[tuple[Hashable, ...]] = [((article.cluster_no, article.day),) for article in articles]
    firsts = uncounted(keys, counted)
    counted.update(key for own in keys for key in own)
    if firsts:
        shingles, stories = count_stories(sets, firsts)
        index.count_formulas(shingles, stories, len(firsts), keep=settings.formula_stories)
