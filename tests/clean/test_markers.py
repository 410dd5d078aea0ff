import pytest
from cleaning_world import ARABIC, STORY, TITLE, body, page, rules

from newsift.clean.markers import How, index_for
from newsift.clean.shadow import fold, squash


def match(text: str):
    return index_for(rules()).match(text, squash(text), fold(text).split())


@pytest.mark.parametrize(
    ("line", "family", "how"),
    [
        ("إقرأ أيضاً:", "read_also", How.WHOLE),
        ("اقــرأ ايضــا", "read_also", How.WHOLE),
        ("اقرأ أيضا: عودة السوق القديم", "read_also", How.LABEL),
        ("إقرأ المزيدوأوضحت الوزارة أن السوق عاد", "continue", How.GLUED),
        ("المصدر: صدى المرسى", "source", How.LABEL),
        ("بیشتر بخوانید", "read_also", How.WHOLE),
        ("یہ بھی پڑھیں: بازار کھل گیا", "read_also", How.LABEL),
        ("Lire aussi : la halle rouvre", "read_also", How.LABEL),
        ("Comments (12)", "comments", How.WHOLE),
        ("99 مشاهدة", "views", How.WHOLE),
        ("Читайте также: рынок открылся", "read_also", How.LABEL),
        ("Ayrıca okuyun: çarşı açıldı", "read_also", How.LABEL),
        ("We learnt more. Sign up for our newsletter today", "subscribe", How.INSIDE),
        ("It was a long winter. Read more", "continue", How.END),
        ("انقر هنا لقراءة الخبر من مصدره.", "continue", How.WHOLE),
        ("Leer noticia completa en El Faro.", "continue", How.START),
        ("شكراً على الإبلاغ!", "share", How.WHOLE),
        ("Schon Abonnent? Melden Sie sich mit Ihren Zugangsdaten an.", "paywall", How.START),
        ("Vous devez bénéficier d'un abonnement pour lire la suite.", "paywall", How.START),
    ],
)
def test_a_wording_is_found_with_its_family_and_place(line: str, family: str, how: How):
    hit = match(line)
    assert hit is not None
    assert (hit.family, hit.how) == (family, how)


@pytest.mark.parametrize(
    "line",
    [
        "C'est une victoire pour tout le village, a dit la maire.",
        "المصدر الوحيد للماء في القرية بئر قديمة.",
        "Sources of the river lie high in the hills above the town.",
        "Relatedness matters less than trust, he said to the room.",
        "Readers also wrote to us about the old mill.",
    ],
)
def test_a_sentence_that_begins_like_a_marker_is_none(line: str):
    hit = match(line)
    assert hit is None or hit.how in (How.START, How.INSIDE)


def test_a_glued_latin_marker_needs_a_capital_behind_it():
    assert match("Read moreThe minister said so on Monday").how is How.GLUED
    assert match("Read moreover that the minister said so") is None


def test_the_hit_reaches_exactly_to_the_end_of_the_wording():
    text = "إقرأ المزيدوأوضحت الوزارة"
    assert text[match(text).end :] == "وأوضحت الوزارة"


def test_every_wording_of_every_language_finds_a_marker_when_it_stands_alone():
    index = index_for(rules())
    for pack in rules().languages.values():
        for markers in pack.markers.values():
            for wording in (*markers.phrases, *markers.starts, *markers.glued):
                assert index.whole.get(squash(wording)) is not None, wording


PATRONAGE = (
    "برعاية محافظ مرسى الورد عبد الله الهذيلي، وبحضور مدير المرور وممثلي الدوائر الحكومية وعدد كبير من "
    "الأهالي، اختتمت مساء أمس فعاليات مهرجان السوق الذي استمر عشرة أيام"
)
JOINED = (
    "شارك علي بن عبده رئيس المركز الأهالي فرحتهم بافتتاح السوق، واستقبل المهنئين في قاعة البلدية، ثم زار "
    "دكاكين السمك والقماش، واطلع على الأبواب القديمة التي رممها النجارون خلال عامين من العمل."
)


@pytest.mark.parametrize("paragraph", [PATRONAGE, JOINED], ids=["sponsored by", "share on"])
def test_a_wording_of_a_word_or_two_opens_no_long_paragraph(paragraph: str):
    assert body(paragraph) == [paragraph]
    assert paragraph in body(page("افتتاح السوق في مرسى الورد", paragraph, *ARABIC))


def test_a_short_line_with_the_same_wording_is_still_furniture():
    line = "برعاية بنك الساحل"
    assert line not in body(page("افتتاح السوق في مرسى الورد", *ARABIC[:2], line, ARABIC[2]))


def test_a_sentence_that_only_uses_a_disclaimers_words_stays():
    line = (
        "وأقر الباحثون بأن المواد التي تقاس في فحوص الدم قد لا تعكس بالضرورة التهاب الشعب الهوائية، وأن صغر "
        "حجم الدراسة يفرض الحذر."
    )
    assert line in body(page("دراسة جديدة عن الدم", *ARABIC[:2], line, ARABIC[2]))


def test_a_call_to_read_on_elsewhere_goes_with_the_name_behind_it():
    call = "Read the full story on the Harbour Lantern."
    assert body(page(TITLE, *STORY, call)) == list(STORY)


def test_a_sentence_behind_a_call_to_read_on_stays():
    text = page(*ARABIC[:2], "اقرأ المزيد " + ARABIC[2], ARABIC[3])
    assert body(text) == list(ARABIC)


def test_a_point_of_a_list_that_opens_with_the_word_notice_is_no_advert():
    point = "- إعلان الجداول قبل أسبوع من الامتحان"
    lead = "وطالبت البلدية المدارس في المنطقة بأمرين عاجلين:"
    text = page(
        "مطالب جديدة في مرسى الورد", *ARABIC[:2], lead, point, "- توزيع الكتب في أول الشهر", ARABIC[2]
    )
    assert point in body(text)
