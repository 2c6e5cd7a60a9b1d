"""Regret that takes itself back is found, and said straight where one word is enough."""

from __future__ import annotations

import pytest
from hurmaus.understanding.hollow import hollow_regret


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("Pahoittelut, jos tästä on tullut harmia.", "Pahoittelut, että tästä on tullut harmia."),
        (
            "Olen pahoillani siitä, jos jouduitte odottamaan.",
            "Olen pahoillani siitä, että jouduitte odottamaan.",
        ),
        ("Anteeksi mikäli viesti viipyi.", "Anteeksi, että viesti viipyi."),
        ("Pahoittelemme mahdollista haittaa.", "Pahoittelemme haittaa."),
        ("Ikävää, että koette asian noin.", None),
        ("Harmi, että sinusta tuntuu siltä.", None),
    ],
)
def test_a_condition_makes_regret_hollow(said: str, plain: str | None) -> None:
    found = hollow_regret(said)
    assert found is not None
    assert (found.sentence, found.plain) == (said, plain)


@pytest.mark.parametrize(
    "said",
    [
        "Olen pahoillani, että jouduitte odottamaan.",
        "Pahoittelen viivästystä ja soitan, jos aikataulu muuttuu.",
        "Kertokaa, jos tarvitsette apua.",
        "Ikävä kuulla, ja katson heti, mitä mahdollisuuksia on.",
        "",
    ],
)
def test_plain_regret_and_other_conditions_are_left_alone(said: str) -> None:
    assert hollow_regret(said) is None


def test_said_straight_it_is_hollow_no_more() -> None:
    found = hollow_regret("Pahoittelen, jos tämä aiheutti vaivaa.")
    assert found is not None
    assert found.plain is not None
    assert hollow_regret(found.plain) is None
