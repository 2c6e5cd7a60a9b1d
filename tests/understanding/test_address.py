"""Te or sinä, from verbs, pronouns and possessives; the company's plural does not count as te."""

from __future__ import annotations

import pytest
from hurmaus.understanding.address import detect
from hurmaus.understanding.words import Words
from hurmaus.vocabulary import Address, Role


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Voisitteko tarkistaa laskuni?", "te"),
        ("Hei, olette auki huomenna?", "te"),
        ("Te olette oikeassa", "te"),
        ("Kertokaa, miten tämä hoidetaan.", "te"),
        ("saisko sulta apua", "sina"),
        ("oisitko kiltti ja katsoisit", "sina"),
        ("voitko auttaa, onko teillä tätä varastossa?", "sina"),
        ("kerro nyt milloin se tulee", "sina"),
        ("voisitsä kattoo", "sina"),
        ("Teillä on virhe laskussa.", "none"),
        ("Teidän sivuilla lukee muuta.", "none"),
        ("Olette laskuttaneet väärin.", "none"),
        ("Kiitos teille!", "none"),
        ("Tilanne on tämä: matkaa on vielä paljon.", "none"),
        ("Paketti ei tullut.", "none"),
        ("", "none"),
    ],
)
def test_how_a_customer_addresses_the_agent(text: str, address: Address) -> None:
    assert detect(Words(text), "customer") == address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Pakettinne on matkalla.", "te"),
        ("Lähetän teille uuden laskun.", "te"),
        ("Odottakaa hetki.", "te"),
        ("Olette tilannut kaksi kappaletta.", "te"),
        ("Pakettisi on matkalla.", "sina"),
        ("Laskullasi on kaksi riviä.", "sina"),
        ("Kiitos, että kirjoitit.", "sina"),
        ("Soitan sulle illalla.", "sina"),
        ("Kokeile käynnistää laite uudelleen.", "sina"),
        ("Paketti on lajittelukeskuksessa.", "none"),
        ("Tämä olisi varmasti mahdollista.", "none"),
        ("Siirrän asian laskuksi ja palaan asiaan.", "none"),
    ],
)
def test_how_an_agent_addresses_the_customer(text: str, address: Address) -> None:
    assert detect(Words(text), "agent") == address


@pytest.mark.parametrize("role", ["customer", "agent"])
def test_umlauts_may_be_missing(role: Role) -> None:
    assert detect(Words("lahettakaa se heti"), role) == "te"
