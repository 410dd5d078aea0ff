"""Stories and questions that the tests of whole runs share."""

from __future__ import annotations

from pathlib import Path

from newsift.storage.snapshot import query

STORY = """افتتاح جسر جديد في مدينة النخيل

أعلنت بلدية مدينة النخيل، اليوم الأحد، افتتاح جسر جديد يربط بين ضفتي النهر بعد عامين من العمل المتواصل.

وقال رئيس البلدية سامر الخطيب إن الجسر سيخفف الازدحام عن وسط المدينة، وسيقلص زمن الرحلة بين الحيين إلى النصف.

وأضاف أن كلفة المشروع بلغت أربعة ملايين، وأن شركة محلية تولت التنفيذ بإشراف مهندسين من الجامعة.

المصدر: صحيفة الضفتين
"""
OTHER = """فريق الساحل يتأهل إلى نهائي الكأس

تأهل فريق الساحل إلى المباراة النهائية لبطولة الكأس بعد فوزه على ضيفه الجبل بهدفين مقابل هدف واحد.

وسجل المهاجم فادي نجم الهدف الأول في الدقيقة العاشرة، قبل أن يعادل الضيوف النتيجة من ركلة جزاء.

وقال مدرب الفريق بعد اللقاء إن لاعبيه قدموا أفضل ما لديهم أمام جمهور ملأ المدرجات.
"""


def rows(warehouse: Path, sql: str) -> list[dict[str, object]]:
    return query(warehouse / "newsift.duckdb", sql).to_pylist()


def exports(warehouse: Path) -> dict[str, list[tuple[object, ...]]]:
    """Sorted content of what people query, without clocks and run ids."""
    columns = {
        "articles": "article_id, kind, parent_id, title, body, source, word_count, cluster_id, is_canonical",
        "duplicates": "article_id, canonical_id, matched_id, relation, jaccard, method",
        "blocks": "content_hash, block_no, label, reason, rule_id, kept, text",
        "files": "path, content_hash, status, article_id",
    }
    return {
        table: sorted(
            tuple(map(str, row.values())) for row in rows(warehouse, f"SELECT {names} FROM {table}")
        )
        for table, names in columns.items()
    }
