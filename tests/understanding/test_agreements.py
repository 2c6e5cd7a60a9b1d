"""What an agent states as the next step or sums up, and what they only propose."""

from __future__ import annotations

import pytest
from hurmaus.privacy.masking import mask
from hurmaus.understanding.facts import Facts
from hurmaus.understanding.read import read


def facts(text: str) -> Facts:
    return read(mask(text), "agent", 0.0)


def test_a_step_announced_is_stated_in_its_own_words() -> None:
    assert facts("Hei! Paketti on kadonnut. Laitan uuden paketin tulemaan.").stated == (
        "Laitan uuden paketin tulemaan.",
    )


def test_a_summing_up_is_stated() -> None:
    assert facts("Eli sovittiin, että vaihdan ajan perjantaille.").stated


def test_a_step_asked_about_is_proposed() -> None:
    found = facts("Lähetänkö teille uuden tilalle?")
    assert (found.stated, found.proposed) == ((), ("Lähetänkö teille uuden tilalle?",))


@pytest.mark.parametrize("text", ["Hei!", "Kiitos, että kerroitte.", "Soitan huomenna klo 12.", ""])
def test_greetings_thanks_and_promises_are_told_elsewhere(text: str) -> None:
    assert facts(text).stated == ()


def test_what_is_sensitive_is_not_quoted() -> None:
    assert "masennu" not in " ".join(facts("Kirjaan, että sairastatte masennusta, ja siirrän ajan.").stated)
