"""A sentence in the other form of address: only when the whole of it can be turned."""

from __future__ import annotations

import pytest
from hurmaus.understanding import address
from hurmaus.understanding.readdress import readdressed
from hurmaus.understanding.words import Words
from hypothesis import given
from hypothesis import strategies as st

PAIRS = [
    ("Voit palauttaa tilauksesi, jos haluat.", "Voitte palauttaa tilauksenne, jos haluatte."),
    ("Kerro vielä osoitteesi.", "Kertokaa vielä osoitteenne."),
    ("Oletko jo saanut pakettisi?", "Oletteko jo saanut pakettinne?"),
    ("Laskut lähetetään sinulle.", "Laskut lähetetään teille."),
    ("Jos sinulla on kysyttävää, soita.", "Jos teillä on kysyttävää, soittakaa."),
    ("Käynnistä laite ja odota hetki, niin saat vahvistuksen.", "Käynnistäkää laite ja odottakaa hetki, niin saatte vahvistuksen."),
]  # fmt: skip


@pytest.mark.parametrize(("sina", "te"), PAIRS)
def test_it_turns_both_ways(sina: str, te: str) -> None:
    assert readdressed(sina, "te") == te
    assert readdressed(te, "sina") == sina


def test_one_person_addressed_as_te_keeps_the_singular_participle() -> None:
    assert readdressed("Olet tilannut väärän koon.", "te") == "Olette tilannut väärän koon."


@pytest.mark.parametrize("said", ["Paketti on matkalla.", "En kerro sitä eteenpäin.", ""])
def test_what_speaks_to_nobody_is_not_turned(said: str) -> None:
    assert readdressed(said, "te") is None


@given(st.text(max_size=80) | st.sampled_from([one for pair in PAIRS for one in pair]), st.sampled_from(["te", "sina"]))  # fmt: skip
def test_what_is_offered_speaks_in_the_form_asked_for(said: str, form: address.Address) -> None:
    turned = readdressed(said, form)
    assert turned is None or address.detect(Words(turned), "agent") == form
