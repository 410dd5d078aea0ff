"""The invariants of a warehouse as queries: each counts what breaks it and names one example."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """One invariant.

    Attributes:
        query: Returns one row per violation with an example in its first column.
        remedy: What to do when there is a violation.
        published: It holds of the published file, too.
    """

    name: str
    query: str
    remedy: str
    published: bool = True


_REPORT = (
    "This is a bug: keep the warehouse and report it; `newsift reprocess` builds it anew from the raw text"
)
_RERUN = "Run newsift run; if it stays, report it"

CHECKS: tuple[Check, ...] = (
    Check(
        "conservation: seen = clean + rejected + quarantined + skipped",
        "SELECT run_id FROM runs WHERE seen IS NOT NULL AND seen <> clean + rejected + quarantined + skipped",
        _REPORT,
    ),
    Check(
        "nothing invented: every kept span stands in its article's body",
        "SELECT s.content_hash || ' block ' || s.block_no "
        "FROM block_spans s LEFT JOIN articles a USING (article_id) WHERE s.body_start IS NOT NULL "
        "AND (a.article_id IS NULL OR s.body_start + s.char_end - s.char_start > length(a.body))",
        _REPORT,
    ),
    Check(
        "nothing invented: a body holds nothing but its spans and what joins them",
        "SELECT a.article_id FROM articles a JOIN (SELECT article_id, count(*) AS spans, "
        "sum(char_end - char_start) AS characters, bool_and(body_start IS NOT NULL) AS all_found "
        "FROM block_spans WHERE kept GROUP BY article_id) s USING (article_id) "
        "WHERE all_found AND length(a.body) NOT BETWEEN characters AND characters + spans - 1",
        _REPORT,
    ),
    Check(
        "every removed word has a reason",
        "SELECT content_hash || ' block ' || block_no FROM block_spans "
        "WHERE label = '' OR reason = '' OR rule_id = ''",
        _REPORT,
    ),
    Check(
        "blocks of an input do not overlap and are in order",
        "SELECT content_hash FROM (SELECT content_hash, char_start, char_end, lag(char_end, 1, 0) OVER "
        "(PARTITION BY content_hash, record_no ORDER BY block_no) AS before FROM block_spans) "
        "WHERE char_start < before OR char_end < char_start",
        _REPORT,
    ),
    Check(
        "exactly once: an article stands once",
        "SELECT article_id FROM articles GROUP BY article_id HAVING count(*) > 1",
        _REPORT,
    ),
    Check(
        "exactly once: a path and content stands once",
        "SELECT path FROM files GROUP BY path, content_hash HAVING count(*) > 1",
        _REPORT,
    ),
    Check(
        "every clean input has its article",
        "SELECT path FROM files f WHERE status = 'clean' "
        "AND NOT EXISTS (SELECT 1 FROM articles a WHERE a.article_id = f.article_id)",
        _REPORT,
    ),
    Check(
        "every article has its input",
        "SELECT article_id FROM articles a WHERE NOT EXISTS "
        "(SELECT 1 FROM files f WHERE f.content_hash = a.content_hash)",
        _REPORT,
    ),
    Check(
        "every article has blocks that explain it",
        "SELECT article_id FROM articles a WHERE NOT EXISTS "
        "(SELECT 1 FROM block_spans s WHERE s.content_hash = a.content_hash)",
        _REPORT,
    ),
    Check(
        "every quarantined input says why",
        "SELECT path FROM files f WHERE status = 'quarantined' AND NOT EXISTS "
        "(SELECT 1 FROM quarantine q WHERE q.content_hash = f.content_hash)",
        _REPORT,
    ),
    Check(
        "versions of a path are linked one to the next",
        "SELECT path FROM (SELECT path, version, replaces, lag(content_hash) OVER (PARTITION BY path "
        "ORDER BY version) AS before FROM files) "
        "WHERE version > 1 AND replaces IS NULL AND before IS NOT NULL",
        _REPORT,
    ),
    Check(
        "an embedded article's parent exists",
        "SELECT article_id FROM articles a WHERE parent_id IS NOT NULL AND NOT EXISTS "
        "(SELECT 1 FROM articles p WHERE p.article_id = a.parent_id)",
        _REPORT,
    ),
    Check(
        "a story has exactly one canonical article",
        "SELECT cluster_id FROM articles GROUP BY cluster_id HAVING count(*) FILTER (is_canonical) <> 1",
        _REPORT,
    ),
    Check(
        "a main article stands for a story that has one",
        "SELECT cluster_id FROM articles GROUP BY cluster_id "
        "HAVING bool_or(kind = 'main') AND any_value(kind) FILTER (is_canonical) <> 'main'",
        _REPORT,
    ),
    Check(
        "every copy has its row in duplicates, and only copies do",
        "SELECT coalesce(a.article_id, d.article_id) FROM (SELECT * FROM articles WHERE NOT is_canonical) a "
        "FULL JOIN duplicates d USING (article_id) WHERE a.article_id IS NULL OR d.article_id IS NULL",
        _REPORT,
    ),
    Check(
        "duplicates name the canonical article of their story",
        "SELECT d.article_id FROM duplicates d JOIN articles a USING (article_id) "
        "LEFT JOIN articles c ON c.article_id = d.canonical_id "
        "WHERE c.article_id IS NULL OR NOT c.is_canonical OR c.cluster_id <> a.cluster_id",
        _REPORT,
    ),
    Check(
        "the ledger knows every input",
        "SELECT path FROM files f WHERE NOT EXISTS "
        "(SELECT 1 FROM pipeline.contents c WHERE c.content_hash = unhex(f.content_hash))",
        _REPORT,
        published=False,
    ),
    Check(
        "the ledger and files agree",
        "SELECT path FROM files f JOIN pipeline.contents c ON c.content_hash = unhex(f.content_hash) "
        "WHERE c.status <> f.status OR c.article_id IS DISTINCT FROM f.article_id",
        _REPORT,
        published=False,
    ),
    Check(
        "no claim without its rows",
        "SELECT lower(hex(c.content_hash)) FROM pipeline.contents c WHERE c.status <> 'forgotten' "
        "AND NOT EXISTS (SELECT 1 FROM files f WHERE f.content_hash = lower(hex(c.content_hash)))",
        _REPORT,
        published=False,
    ),
    Check(
        "what was forgotten is gone",
        "SELECT g.content_hash FROM pipeline.forgotten g WHERE EXISTS "
        "(SELECT 1 FROM articles a WHERE a.content_hash = g.content_hash) OR EXISTS "
        "(SELECT 1 FROM pipeline.raw r WHERE r.content_hash = g.content_hash) OR EXISTS "
        "(SELECT 1 FROM block_spans s WHERE s.content_hash = g.content_hash)",
        "Run newsift forget again for it and report this",
        published=False,
    ),
    Check(
        "the duplicate index knows every article, and no other",
        "SELECT coalesce(a.article_id, 'document ' || d.doc_no) FROM articles a FULL JOIN "
        "pipeline.dedup_documents d USING (doc_no) WHERE a.doc_no IS NULL OR d.doc_no IS NULL",
        _REPORT,
        published=False,
    ),
    Check(
        "document numbers are unique",
        "SELECT doc_no::VARCHAR FROM articles GROUP BY doc_no HAVING count(*) > 1",
        _REPORT,
        published=False,
    ),
    Check(
        "no takedown is half done",
        "SELECT 'begun ' || value FROM pipeline.meta WHERE key = 'unfinished_forget'",
        "Run newsift run: it removes the copies of what was forgotten",
        published=False,
    ),
    Check(
        "no run is left open",
        "SELECT run_id FROM runs WHERE status = 'running'",
        _RERUN,
        published=False,
    ),
)
