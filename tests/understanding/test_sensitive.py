"""Health, union and religion words are flagged, never quoted."""

from __future__ import annotations

import pytest
from hurmaus.privacy.masking import mask
from hurmaus.understanding.facts import Facts
from hurmaus.understanding.read import read
from hurmaus.understanding.sensitive import quotable


def heard(text: str) -> Facts:
    return read(mask(text), "customer", 0.0)


@pytest.mark.parametrize(
    "text", ["Minulla on masennus.", "olen ammattiliiton luottamusmies", "Kuulun helluntaiseurakuntaan."]
)
def test_it_is_flagged_without_its_words(text: str) -> None:
    (found,) = (found for found in heard(text).signals if found.signal == "sensitive")
    assert found.words == ""


def test_a_question_is_kept_without_the_sensitive_word() -> None:
    facts = heard("Minulla on masennus, kuuluuko masennuksen hoito korvattaviin?")
    assert facts.questions
    assert not any("masennu" in question for question in facts.questions)
    assert "[…]" in facts.questions[0]


def test_a_promise_is_kept_without_the_sensitive_word() -> None:
    (promise,) = read(mask("Soitan teille diagnoosista huomenna."), "agent", 0.0).promises
    assert "diagnoos" not in promise.text


def test_a_calm_question_about_an_appointment_is_not_sensitive() -> None:
    assert [found.signal for found in heard("Milloin seuraava lääkäriaika on?").signals] == ["enquiry"]


def test_the_rest_of_a_quote_stays_as_it_was() -> None:
    assert quotable("Mistä saan reseptin, ja paljonko se maksaa?") == "Mistä saan […], ja paljonko se maksaa?"
    assert quotable("Paketti on myöhässä") == "Paketti on myöhässä"
