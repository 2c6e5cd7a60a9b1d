"""Small facts of a turn, by pattern."""

from __future__ import annotations

import pytest
from hurmaus.conversation.cues import agent_cues, customer_cues


@pytest.mark.parametrize(
    ("said", "cue"),
    [
        ("Henkilötunnusta ei tarvitse kirjoittaa tähän.", "data_acknowledged"),
        ("Voit tunnistautua pankkitunnuksilla.", "data_acknowledged"),
        ("Älkää kirjoittako korttinumeroa keskusteluun.", "data_acknowledged"),
        ("Jatketaan suojatussa kanavassa.", "data_acknowledged"),
        ("Pyydän esihenkilöni mukaan.", "handover_offered"),
        ("Yhdistän sinut kollegalle.", "handover_offered"),
        ("Voinko soittaa teille?", "handover_offered"),
        ("Olen kyllä ihan ihminen.", "handover_offered"),
        ("Kollegani hoitaa tämän loppuun.", "handed_over"),
        ("Siirsin asian eteenpäin asiantuntijalle.", "handed_over"),
        ("Pyydän, että pidämme keskustelun asiallisena.", "boundary_set"),
        ("Takuu kattaa akun kaksi vuotta.", "scope_stated"),
        ("Perintöasioihin emme anna neuvoja, mutta oikeusapu auttaa niissä.", "way_shown"),
        ("Välitän palautteen kehitystiimille.", "improvement_noted"),
        ("Kirjaan virheen, ja ohje korjataan.", "improvement_noted"),
        ("Suosittelisitko meitä ystävälle?", "feedback_asked"),
        ("Mitä olisimme voineet tehdä toisin?", "feedback_asked"),
    ],
)
def test_an_agents_turn_shows_its_cue(said: str, cue: str) -> None:
    assert cue in agent_cues(said)


@pytest.mark.parametrize(
    "said",
    [
        "Hei! Miten voin auttaa?",
        "Olemme auki kuuteen asti.",
        "Paketti on matkalla ja saapuu torstaina.",
        "Lasku erääntyy perjantaina.",
        "Tarkistan tilanteen ja palaan asiaan.",
    ],
)
def test_an_everyday_turn_shows_none(said: str) -> None:
    assert agent_cues(said) == ()


def test_a_death_is_noticed() -> None:
    assert customer_cues("Mieheni kuoli viime viikolla") == ("loss",)
    assert customer_cues("Isoäitini menehtyi, kyse on kuolinpesästä") == ("loss",)
    assert customer_cues("menetin vaimoni keväällä") == ("loss",)


def test_what_breaks_down_has_not_died() -> None:
    assert customer_cues("Netti on kuollut ja akku kuoli") == ()
    assert customer_cues("menetin hermoni") == ()
    assert customer_cues("kaverin netti kuoli") == ()
    assert customer_cues("akku kuoli ja mies suuttui") == ()
    assert customer_cues("Mieheni puhelin kuoli eilen") == ()
    assert customer_cues("Menetin mieheni puhelimen") == ()
    assert customer_cues("Mä kuolen kohta tähän odottamiseen") == ()


def test_a_death_is_noticed_as_people_tell_of_it() -> None:
    assert customer_cues("veljeni on kuollut") == ("loss",)
    assert customer_cues("mun mies kuoli viime viikolla pitäis perua sen liittymä") == ("loss",)
    assert customer_cues("Viime viikolla kuoli isäni") == ("loss",)
    assert customer_cues("isän kuolinpesän asia") == ("loss",)


def test_everyday_words_are_not_taken_for_one() -> None:
    assert customer_cues("Kuolen nauruun, suurin piirtein") == ()
