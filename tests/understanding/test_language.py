"""Finnish is heard in short, spoken and loan-laden messages; other languages are told apart."""

from __future__ import annotations

import pytest
from hurmaus.understanding.language import detect
from hurmaus.understanding.words import Words

EXPECTED = {
    "fi": [
        "Moi", "joo", "Kiitti vaan", "ei toimi", "mun netti ei pelitä", "ok kiitos", "onks auki", "sorry, en ehdi tänään",
        "laskussa virhe", "netti pätkii", "lähetys hukassa", "voisko joku auttaa", "moi voisitteko chekata mun orderin",
        "vittu tää ei toimi", "no voi ei", "Paketti on myöhässä.", "paketti on myohassa eika kukaan vastaa",
        "elikkä tota mä soittaisin siitä laskusta kun se on väärin", "Hyvää päivää, asia koskee vakuutusta.",
        "Maksoin laskun Swedbankin kautta, please tarkistakaa", "Kiitos!", "Näin teen", "en mä jaksa enää",
    ],
    "sv": [
        "Hej, min faktura stämmer inte", "Var är mitt paket?", "Tack så mycket!", "God morgon", "Jag förstår inte finska",
        "Hej, mitt paket är försenat och jag är väldigt besviken.", "Kan ni skicka en ny räkning", "Det fungerar inte",
    ],
    "en": [
        "My package is late", "Where is my order?", "I want a refund", "Can you speak English?", "the internet is not working",
        "Hello, I have a question about my bill", "Hei, my invoice is wrong",
    ],
    "et": ["Tere, minu pakk ei ole kohale jõudnud", "Kus on minu tellimus?", "Palun aidake, arve on vale"],
    "other": ["Я не получил посылку", "Wo ist mein Paket?", "Bonjour, où est ma commande", "我的包裹在哪里", "أين طلبي"],
    "und": ["", "ok", "👍", "48213", "???", "Samsung", "sorry", "12.30", "🙂🙂", "Oulu"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text"), [(language, text) for language, texts in EXPECTED.items() for text in texts]
)
def test_the_language_of_a_message(language: str, text: str) -> None:
    assert detect(Words(text)) == language
