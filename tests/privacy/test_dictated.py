"""Numbers said aloud are masked when the spoken digits make a valid one."""

from __future__ import annotations

import pytest
from hurmaus.privacy.masking import mask
from hypothesis import given
from hypothesis import strategies as st

from tests.privacy import numbers

WRITTEN = ["nolla", "yksi", "kaksi", "kolme", "neljä", "viisi", "kuusi", "seitsemän", "kahdeksan", "yhdeksän"]
SPOKEN = ["nolla", "yks", "kaks", "kolme", "neljä", "viis", "kuus", "seittemän", "kaheksan", "yheksän"]
SIGNS = {"-": "viiva", "+": "plus"}
LETTERS = {"T": "tee", "A": "aa", "H": "hoo", "Y": "yy"}


def say(number: str, words: list[str], pause: str = " ") -> str:
    return pause.join(
        words[int(char)] if char.isdigit() else SIGNS.get(char, char.lower()) for char in number
    )


@given(numbers.hetus(), st.sampled_from([WRITTEN, SPOKEN]))
def test_a_dictated_identity_code_is_masked(hetu: str, words: list[str]) -> None:
    assert mask(f"se on {say(hetu, words)}").text == "se on [HETU]"


@given(numbers.cards(), st.sampled_from([WRITTEN, SPOKEN]), st.sampled_from([" ", ", "]))
def test_a_dictated_card_is_masked(card: str, words: list[str], pause: str) -> None:
    assert mask(f"kortin numero on {say(card, words, pause)}.").text == "kortin numero on [KORTTI]."


@given(numbers.mobiles(), st.sampled_from([WRITTEN, SPOKEN]))
def test_a_dictated_mobile_number_is_masked(mobile: str, words: list[str]) -> None:
    assert mask(f"mun numero on {say(mobile, words)} kiitos").text == "mun numero on [PUHELIN] kiitos"


@pytest.mark.parametrize(
    "said",
    [
        "nolla neljäkymmentä viis viis viis yks kaks kolme neljä",
        "nolla neljä nolla sit viis viis viis ja",
        "nolla viisi nolla, yksi kaksi kolme, neljä viisi kuusi seitsemän",
        "nolla nelja nolla yksi kaksi kolme nelja viisi kuusi seitseman",
        "plus kolme viis kaheksan neljä nolla yks kaks kolme neljä viis kuus seittemän",
    ],
)
def test_people_pause_and_group_when_they_dictate(said: str) -> None:
    full = said if not said.endswith("ja") else said.removesuffix("ja") + "yks kaks kolme neljä"
    assert mask(f"soita {full}").text == "soita [PUHELIN]"


def test_letters_of_an_identity_code_may_be_named() -> None:
    said = "yks kolme yks nolla viis kaks viiva kolme nolla kasi tee"
    assert mask(f"joo se on {said} kiitos").text == "joo se on [HETU] kiitos"


def test_words_and_figures_may_mix() -> None:
    assert mask("se on 131052 viiva 308 tee").text == "se on [HETU]"


@pytest.mark.parametrize(
    "text",
    [
        "yks kaks kolme neljä viis kuus seittemän kaheksan yheksän kymmenen",
        "ostin kaks paitaa ja kolme housut viis euroa kappale",
        "bussit kahdeksan nolla nolla, yhdeksän nolla nolla ja kymmenen kolmekymmentä",
        "tilausnumero on neljä kaheksan kaks yks kolme",
        "rivi on 5, 10, 13, 21, 23, 32 ja kaksi lisänumeroa",
    ],
)
def test_counting_and_order_numbers_stay_readable(text: str) -> None:
    assert mask(text).text == text
