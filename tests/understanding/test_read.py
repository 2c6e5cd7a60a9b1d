"""The facts of one utterance, of either role, whatever the text."""

from __future__ import annotations

import time

import pytest
from hurmaus.privacy.masking import mask
from hurmaus.understanding.read import read
from hurmaus.vocabulary import Role
from hypothesis import given
from hypothesis import strategies as st

AT = 1_741_766_400.0
SIZE = 32_768


def test_a_customer_turn_has_questions_and_signals_and_no_acts() -> None:
    facts = read(mask("Hei, paketti on myöhässä. Milloin se tulee?"), "customer", AT)
    assert (facts.role, facts.language, facts.acts, facts.promises) == ("customer", "fi", (), ())
    assert facts.questions == ("Milloin se tulee?",)
    assert {found.signal for found in facts.signals} == {"delay"}


def test_an_agent_turn_has_acts_and_promises_and_no_signals() -> None:
    facts = read(mask("Pahoittelen. Soitan teille huomenna."), "agent", AT)
    assert facts.acts == ("apologise", "promise")
    assert [promise.text for promise in facts.promises] == ["Soitan teille huomenna"]
    assert (facts.questions, facts.signals, facts.address) == ((), (), "te")


@pytest.mark.parametrize("role", ["customer", "agent"])
def test_of_another_language_only_the_language_is_read(role: Role) -> None:
    facts = read(mask("Hej, mitt paket är försenat. När kommer det?"), role, AT)
    assert (facts.language, facts.acts, facts.questions, facts.signals) == ("sv", (), (), ())


def test_personal_data_is_flagged_in_any_language() -> None:
    facts = read(mask("Hej, mitt kort är 4111 1111 1111 1111"), "customer", AT)
    assert [found.signal for found in facts.signals] == ["personal_data"]


@given(st.text(max_size=400), st.sampled_from(["customer", "agent"]), st.floats(0, 4e9))
def test_any_text_is_survived(text: str, role: Role, at: float) -> None:
    masked = mask(text)
    assert read(masked, role, at) == read(masked, role, at)


@pytest.mark.parametrize(
    "piece",
    [
        "a", "ei ", "a.", "?", "onko ", "missä ja ", "ei toimi ", "Soitan teille huomenna ja ", "olen todella ", "1.", "klo ",
        "kahden päivän ", "kiitos, ", "mutta ", "\n", "👍", "å", "-", "sinulle tunnin päästä ", "[HETU] ", "ko ", "aaks ",
    ],
)  # fmt: skip
@pytest.mark.parametrize("role", ["customer", "agent"])
def test_a_hostile_text_of_full_length_is_read_in_bounded_time(piece: str, role: Role) -> None:
    masked = mask((piece * SIZE)[:SIZE])
    began = time.process_time()
    read(masked, role, AT)
    assert time.process_time() - began < 1


def test_a_pasted_terms_page_makes_no_storm() -> None:
    page = "Asiakas voi peruuttaa tilauksen. Miten? Ottamalla yhteyttä. Onko se maksutonta? On. " * 300
    facts = read(mask(page), "customer", AT)
    assert len(facts.questions) <= 8
    assert len(facts.signals) <= 15
