"""Invariants that hold for every document, however odd."""

from cleaning_world import ARABIC, FROG, HEADLINES, SECOND, STORY, TITLE, clean, document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsift.models import CleanArticle, Cleaned, Document

FURNITURE = (
    "Read also:", "إقرأ أيضاً:", "المصدر: صدى المرسى", "كلمات دلالية: سوق مرسى", "طباعة شارك",
    "مقالات مشابهة", "Comments (3)", "© 2026", "Source: Post", "12 April 2026", "Home",
    "• عودة السوق القديم إلى أهله", "Related articles", "إقرأ المزيد", "بیشتر بخوانید",
    "Lire aussi : la halle", "Share", "12:30", "...", "https://example.org/a", "2 min read",
    "الأكثر قراءة",
)  # fmt: skip
PIECES = st.sampled_from((*STORY, *ARABIC, *SECOND, *HEADLINES, TITLE, FROG, *FURNITURE))
GLUED = st.builds(lambda a, b: a.rstrip(":") + b, st.sampled_from(FURNITURE), PIECES)
NOISE = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=50)
LINES = st.lists(st.one_of(PIECES, PIECES, GLUED, NOISE), min_size=1, max_size=30)
QUICK = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def cleaned_of(lines: list[str]) -> tuple[Cleaned, Document] | None:
    text = "\n".join(lines)
    if not text.strip():
        return None
    doc = document(text)
    return clean(text), doc


@QUICK
@given(LINES)
def test_verdicts_tile_the_blocks(lines: list[str]):
    made = cleaned_of(lines)
    if made is None:
        return
    cleaned, doc = made
    end = 0
    covered = set()
    for verdict in cleaned.verdicts:
        assert verdict.start >= end, "verdicts are in order and do not overlap"
        assert verdict.start < verdict.end
        end = verdict.end
        covered.update(range(verdict.start, verdict.end))
    for block in doc.blocks:
        for at in range(block.start, block.end):
            assert at in covered or doc.text[at].isspace()


@QUICK
@given(LINES)
def test_nothing_is_invented(lines: list[str]):
    made = cleaned_of(lines)
    if made is None:
        return
    cleaned, doc = made
    for article in (cleaned.main, *cleaned.embedded):
        if isinstance(article, CleanArticle):
            pieces = "".join(doc.text[a:b] for a, b in article.spans)
            assert "".join(article.body.split()) == "".join(pieces.split())
            kept = [(v.start, v.end) for v in cleaned.verdicts if v.kept and v.owner == article.position]
            assert list(article.spans) == kept


@QUICK
@given(LINES)
def test_every_removed_span_has_label_reason_and_rule(lines: list[str]):
    made = cleaned_of(lines)
    if made is None:
        return
    for verdict in made[0].verdicts:
        assert verdict.reason
        assert verdict.rule_id
        assert verdict.score is not None


@QUICK
@given(LINES)
def test_cleaning_is_a_function(lines: list[str]):
    made = cleaned_of(lines)
    if made is not None:
        assert made[0] == clean("\n".join(lines))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(FURNITURE), max_size=3),
    st.integers(1, len(STORY)),
    st.lists(st.sampled_from(HEADLINES), max_size=4, unique=True),
)
def test_a_cleaned_body_cleaned_again_stays(head: list[str], paragraphs: int, related: list[str]):
    first = clean("\n".join([*head, TITLE, *STORY[:paragraphs], "Source: Post", "Related", *related]))
    if isinstance(first.main, CleanArticle):
        second = clean(first.main.body)
        assert isinstance(second.main, CleanArticle)
        assert second.main.body == first.main.body
