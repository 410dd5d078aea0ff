"""Language of a body, by script first and by model among the languages of that script."""

import pytest

from newsift.clean.language import detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("أعلنت بلدية المدينة أن أعمال الصيانة في الجسر الجديد ستنتهي قبل نهاية السنة المقبلة.", "ar"),
        ("شهرداری اعلام کرد که کار ساخت پل تازه تا پایان سال آینده به پایان می‌رسد و راه باز می‌شود.", "fa"),
        ("بلدیہ نے اعلان کیا ہے کہ نئے پل کی تعمیر کا کام اگلے سال کے آخر تک مکمل ہو جائے گا۔", "ur"),
        ("The council said that the new bridge would be open to traffic before the end of next year.", "en"),
        (
            "Le conseil a indiqué que le nouveau pont serait ouvert à la circulation avant l'été.",
            "fr",
        ),
        ("Belediye, yeni köprünün gelecek yılın sonundan önce trafiğe açılacağını duyurdu.", "tr"),
        ("Городской совет сообщил, что новый мост откроют для движения до конца следующего года.", "ru"),
        ("Το δημοτικό συμβούλιο ανακοίνωσε ότι η νέα γέφυρα θα ανοίξει πριν από το τέλος του χρόνου.", "el"),
        ("市议会表示，新桥将在明年年底之前通车，届时两岸居民出行将更加方便。", "zh"),
        ("市議会は、新しい橋が来年の終わりまでに開通すると発表しました。", "ja"),
    ],
)
def test_the_language_of_a_paragraph(text, language):
    assert detect(text) == language


@pytest.mark.parametrize("text", ["", "2024 - 2025", "خبر", "OK."])
def test_too_little_text_has_no_language(text):
    assert detect(text) is None
