"""What a customer's turn is about."""

from __future__ import annotations

import pytest
from hurmaus.understanding.topics import find
from hurmaus.understanding.words import Words


def topics(text: str) -> list[str]:
    return [found.topic for found in find(Words(text))]


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Missä mun paketti on?", "delivery"),
        ("Tilaukseni ei ole vieläkään tullut.", "delivery"),
        ("Paljonko kotiinkuljetus maksaa?", "delivery"),
        ("sain väärän tuotteen", "delivery"),
        ("Laskussakin on väärä summa.", "billing"),
        ("mut on laskutettu kahteen kertaan", "billing"),
        ("Maksoin laskun, mutta tuli karhukirje.", "billing"),
        ("Rahat eivät ole tulleet tilille.", "billing"),
        ("netti pätkii taas", "fault"),
        ("Pesukone ei käynnisty.", "fault"),
        ("ei tää sovellus aukee", "fault"),
        ("Haluan irtisanoa sopimuksen.", "cancellation"),
        ("mä haluun lopettaa liittymän", "cancellation"),
        ("voisko tän tilauksen perua", "cancellation"),
        ("Miten palautan tuotteen?", "return"),
        ("Voiko kengän vaihtaa isompaan kokoon?", "return"),
        ("En pääse kirjautumaan, salasana on hukassa.", "account"),
        ("Haluaisin varata ajan lääkärille.", "appointment"),
        ("Voinko siirtää aikani ensi viikolle?", "appointment"),
        ("Milloin saan päätöksen hakemukseeni?", "public_service"),
        ("olen hakenut asumistukea", "public_service"),
    ],
)
def test_the_topic_comes_first(text: str, topic: str) -> None:
    assert topics(text)[0] == topic


@pytest.mark.parametrize(
    "text",
    [
        "",
        "👍",
        "ok",
        "Hei, mihin asti olette auki tänään?",
        "Minkä värinen se on?",
        "Minulla on huono kokemus palvelustanne.",
        "Paljonko se maksaa?",
        "Onko teillä aikaa auttaa?",
        "Kiitos avusta!",
    ],
)
def test_what_is_about_nothing_in_particular_has_no_topic(text: str) -> None:
    assert topics(text) == []


def test_the_topic_of_most_words_comes_first_and_of_equals_the_earlier() -> None:
    assert topics("Laskusta kysyisin: eräpäivä meni, ja netti on poikki.") == ["billing", "fault"]
    assert topics("Paketti tuli rikkinäisenä, haluan palauttaa sen.") == ["delivery", "return"]


def test_one_long_turn_does_not_settle_the_topic_for_good() -> None:
    (pasted,) = find(Words("Lasku lähetetään. " * 300))
    assert pasted.weight == 3
