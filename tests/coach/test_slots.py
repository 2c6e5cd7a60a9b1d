"""Slots are filled from the conversation; a phrase whose slot has no value is never offered."""

from __future__ import annotations

import pytest
from hurmaus.coach.coach import Coach
from hurmaus.coach.loading import load_playbooks
from hurmaus.coach.settings import CoachSettings
from hurmaus.conversation.reducer import apply
from hurmaus.conversation.state import ConversationState
from hurmaus.privacy.masking import mask
from hurmaus.understanding.read import read
from hurmaus.vocabulary import Address
from msgspec.structs import replace

from tests.coach.dialogue import decided
from tests.conversation.happenings import heard

EVERY_PHRASE = 100


def offered(text: str, address: Address = "te", agent: str | None = None) -> dict[str, str]:
    """Return all that is offered after a customer's words and, where given, an agent's: texts by phrase id."""
    coach = Coach(load_playbooks(), CoachSettings(phrases_per_hint=EVERY_PHRASE, address=address))
    state = apply(ConversationState(conversation_id="k"), coach.started("k", at=0.0))
    for at, (role, said) in enumerate((("customer", text), ("agent", agent)), 1):
        if said is not None:
            told = heard(role, said, at=at)  # type: ignore[arg-type]
            state = apply(state, replace(told, facts=read(mask(said), role, at)))  # type: ignore[arg-type]
            state = decided(coach, state, at)
    return {phrase.id: phrase.text for hint in (*state.shown, *state.waiting) for phrase in hint.phrases}


def test_the_first_name_as_the_customer_gave_it() -> None:
    phrases = offered("Nimeni on Maija Virtanen ja paketti on rikki.")
    assert phrases["reklamaatio.greet-nimi"].startswith("Tervehdys, Maija.")
    assert not any("Virtanen" in text for text in phrases.values())
    assert offered("nimeni on Maija, paketti on rikki", "sina")["reklamaatio.greet-nimi"].startswith(
        "Moi Maija,"
    )


def test_the_order_number_and_the_thing() -> None:
    text = "Pesukone on rikki. Tilausnumero on 48213."
    after_words = "Ymmärrän, että harmittaa."
    phrases = offered(text, agent="Se johtuu kuljetuksesta, jossa kone kallistui ja jäi pystyyn.")
    assert "pesukone" in phrases["vika.vika-listen-tuote"]
    delivery = offered("Tilaukseni on myöhässä. Tilausnumero on 48213.", agent=after_words)
    assert "48213" in delivery["toimitus.toimitus-next-tilaus"]


@pytest.mark.parametrize("text", ["Paketti on rikki.", "Tilaukseni on myöhässä.", "Netti ei toimi!"])
def test_without_a_value_the_phrase_is_not_offered(text: str) -> None:
    for agent in (None, "Ymmärrän, että harmittaa.", "Se johtuu siitä, että linjassa oli huolto."):
        phrases = offered(text, agent=agent)
        assert phrases
        assert not any("{" in wording for wording in phrases.values())
        assert "reklamaatio.greet-nimi" not in phrases


def test_masked_words_fill_no_slot() -> None:
    phrases = offered("Paketti on rikki. Tilausnumero on 131052-308T, tilinumero FI21 1234 5600 0007 85.")
    assert not any("[" in wording for wording in phrases.values())
