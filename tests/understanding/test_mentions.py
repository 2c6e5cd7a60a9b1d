"""What a customer names and phrases may repeat; never more of a name than the first."""

from __future__ import annotations

import pytest
from hurmaus.privacy.masking import mask
from hurmaus.understanding.mentions import find
from hurmaus.understanding.read import read
from hurmaus.understanding.words import Words


def named(text: str) -> dict[str, str]:
    return {one.slot: one.text for one in find(Words(text))}


@pytest.mark.parametrize(
    "text",
    [
        "Hei, nimeni on Maija Virtanen.",
        "moi mun nimi on Maija",
        "Täällä Maija, hei!",
        "Lasku on väärin. Terveisin Maija Virtanen",
        "Kiitos etukäteen, t. Maija",
    ],
)
def test_the_first_name_of_one_who_introduces_themselves_or_signs(text: str) -> None:
    assert named(text) == {"nimi": "Maija"}


@pytest.mark.parametrize(
    "text",
    [
        "Nimeni on kyllä teillä jo.",
        "Puhuin eilen Maijan kanssa.",
        "Maija lupasi soittaa minulle.",
        "Äitini Maija tilasi tämän.",
        "Nimeni on Xylofonix.",
        "Olen suomalainen.",
        "Terveisin Helsingistä",
        "Täällä Tampereella sataa.",
    ],
)
def test_no_other_word_and_nobody_elses_name_is_taken(text: str) -> None:
    assert "nimi" not in named(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Tilausnumeroni on 48213.", "48213"),
        ("tilaus nro 889123 puuttuu", "889123"),
        ("Tilaus #A-10293 on myöhässä", "A-10293"),
        ("tilauksen 1234567 piti tulla", "1234567"),
    ],
)
def test_an_order_number_is_called_one(text: str, number: str) -> None:
    assert named(text)["tilausnumero"] == number


@pytest.mark.parametrize(
    "text", ["Soitin 3 kertaa.", "Summa on 4821 euroa.", "Tilaus 1111 ja tilaus 2222 puuttuvat."]
)
def test_other_numbers_and_several_orders_are_none(text: str) -> None:
    assert "tilausnumero" not in named(text)


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("mun pesukonekin hajosi", "pesukone"),
        ("Reitittimeni vilkkuu.", "reititin"),
        ("Ostin sängyn.", "sänky"),
    ],
)
def test_the_thing_at_hand_in_its_basic_form(text: str, thing: str) -> None:
    assert named(text)["tuote"] == thing


def test_of_two_things_neither_is_the_one() -> None:
    assert named("Tilasin sohvan ja sängyn.") == {}


def test_what_was_masked_is_named_nowhere() -> None:
    facts = read(mask("Tilausnumero on 131052-308T, nimeni on Maija."), "customer", 0.0)
    assert {one.slot: one.text for one in facts.mentions} == {"nimi": "Maija"}


def test_a_turn_with_sensitive_words_names_nothing() -> None:
    facts = read(mask("Nimeni on Maija ja minulla todettiin diabetes."), "customer", 0.0)
    assert facts.mentions == ()


def test_what_an_agent_says_names_nothing() -> None:
    assert read(mask("Nimeni on Maija, kuinka voin auttaa?"), "agent", 0.0).mentions == ()
