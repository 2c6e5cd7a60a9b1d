"""Requests that a customer service is seldom there for; plain enquiries are none of them."""

from __future__ import annotations

import pytest
from hurmaus.privacy.masking import mask
from hurmaus.understanding.outside import known, phrasebook
from hurmaus.understanding.read import read


def outside(text: str, **more: list[str]) -> list[str]:
    requests = phrasebook(more) if more else None
    return [found.id for found in read(mask(text), "customer", 0.0, requests).outside]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Voitteko auttaa veroilmoituksen täyttämisessä?", "tax_advice"),
        ("voisitko neuvoa mua testamentin laatimisessa", "legal_advice"),
        ("Miten perintö jaetaan lasten kesken?", "legal_advice"),
        ("Mihin kannattaisi sijoittaa säästöt?", "investment_advice"),
        ("Ostin puhelimen kilpailijalta, korjaatteko sen?", "other_company"),
        ("Autatteko, vaikka en ostanut laitetta teiltä?", "other_company"),
        ("Voisitko katsoa naapurini tilauksen tiedot?", "somebody_elses"),
        ("Kirjoittaisitko mulle työhakemuksen?", "personal_favour"),
        ("Suosittelisitko jotain hyvää ravintolaa Tampereelta?", "personal_favour"),
        ("voisitteko samalla korjata tietokoneeni", "personal_favour"),
        ("Pitäisikö tämän takia mennä lääkäriin?", "health_advice"),
    ],
)
def test_a_request_is_told_by_its_words(text: str, name: str) -> None:
    assert outside(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "Asennatteko television kotiin?",
        "Saako kotiinkuljetukseen kannettua vanhan sohvan pois?",
        "Haluan vaihtaa kilpailijan liittymään.",
        "Voiko toimitusosoitetta vielä muuttaa?",
        "Voiko maksun saada kahteen erään?",
        "Haluaisin varata ajan lääkärille.",
        "En ole juristi, mutta tämä on väärin.",
        "Naapurini suositteli teitä.",
        "Veroilmoituksen täyttäminen oli raskasta.",
    ],
)
def test_what_belongs_to_the_service_or_asks_nothing_is_inside(text: str) -> None:
    assert outside(text) == []


def test_a_company_adds_requests_of_its_own() -> None:
    text = "Voisitteko tuoda paketin saareen veneellä?"
    assert outside(text) == []
    assert outside(text, saaristo=["saareen ... veneell*"]) == ["saaristo"]


def test_a_pattern_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(ValueError, match="begins with a word"):
        phrasebook({"koe": ["... sana"]})


def test_ids_without_patterns_are_known() -> None:
    assert {"tax_advice", "other_company"} <= known()
