"""What a person should look at after a batch: outlets that vanish into duplicates, clusters that swell."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from newsift.models import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsift.models import DedupText
    from newsift.pipeline.dedup_rows import OutcomeRows
    from newsift.settings import DedupSettings
    from newsift.storage.index import Candidates


def warnings_of(
    texts: Sequence[DedupText], rows: OutcomeRows, candidates: Candidates, settings: DedupSettings
) -> tuple[str, ...]:
    """Sentences for the run summary, in a fixed order."""
    found: list[str] = []
    canonical = rows.canonical()
    seen: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    for text in texts:
        if text.kind is Kind.MAIN and text.source:
            seen[text.source] += 1
            lost[text.source] += text.article_id not in canonical
    for source, count in sorted(seen.items()):
        if count >= settings.alarm_outlet_articles and lost[source] > settings.alarm_outlet_share * count:
            found.append(
                f"outlet {source!r} lost {lost[source]} of {count} new articles to duplicates: "
                "look at its boilerplate before trusting them"
            )
    for cluster in rows.clusters:
        before, now = len(cluster.old), len(cluster.old) + len(cluster.new)
        if before <= settings.alarm_cluster_size < now:
            found.append(
                f"cluster {cluster.cluster_id} grew from {before} to {now} articles: "
                "a template may have been taken for a story"
            )
    if candidates.full_buckets:
        found.append(
            f"{candidates.full_buckets} signature bands shared by more than {settings.bucket_cap} articles "
            f"were left out of the search ({candidates.full_bucket_articles} entries): text of many pages"
        )
    return tuple(found)
