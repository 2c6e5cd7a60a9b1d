"""Which playbook a conversation follows, and from when."""

from __future__ import annotations

from typing import Any

import pytest
from hurmaus.coach.coach import Coach
from hurmaus.coach.loading import load_playbooks
from hurmaus.coach.settings import CoachSettings
from hurmaus.conversation.events import PlaybookChosen
from hurmaus.conversation.reducer import apply
from hurmaus.conversation.state import ConversationState
from hurmaus.errors import ConfigurationError
from hurmaus.understanding.facts import Mention, Topic, TopicFound

from tests.conversation.happenings import heard

PLAYBOOKS = load_playbooks()
COACH = Coach(PLAYBOOKS)


def about(*topics: Topic) -> tuple[TopicFound, ...]:
    return tuple(TopicFound(topic=topic, weight=1) for topic in topics)


def started(coach: Coach = COACH, **more: Any) -> ConversationState:
    return apply(ConversationState(conversation_id="k"), coach.started("k", at=0.0, **more))


def after(state: ConversationState, *turns: dict[str, Any], coach: Coach = COACH) -> ConversationState:
    """Let the customer say turns with these facts, the coach deciding after each."""
    for turn in turns:
        at = state.clock + 10
        state = apply(state, heard("customer", at=at, **turn))
        for event in coach.decide(state, at):
            state = apply(state, event)
    return state


@pytest.mark.parametrize(
    ("turn", "playbook"),
    [
        ({"topics": about("delivery")}, "toimitus"),
        ({"topics": about("return")}, "toimitus"),
        ({"topics": about("billing")}, "laskutus"),
        ({"topics": about("fault")}, "vika"),
        ({"topics": about("account")}, "vika"),
        ({"topics": about("cancellation")}, "irtisanominen"),
        ({"topics": about("appointment")}, "ajanvaraus"),
        ({"topics": about("public_service")}, "viranomainen"),
        ({"signals": ("complaint",)}, "reklamaatio"),
        ({"signals": ("enquiry",)}, "tiedustelu"),
        ({"signals": ("enquiry", "complaint")}, "reklamaatio"),
        ({"signals": ("complaint",), "topics": about("billing")}, "laskutus"),
        ({}, "reklamaatio"),
    ],
)
def test_by_topic_then_by_complaint_or_enquiry(turn: dict[str, Any], playbook: str) -> None:
    assert after(started(), turn).playbook == playbook


def test_trouble_told_later_turns_an_enquiry_into_a_complaint_and_not_back() -> None:
    state = after(started(), {"signals": ("enquiry",)})
    assert [step.id for step in state.steps] == ["greet", "answer", "next_steps"]
    state = after(state, {"signals": ("complaint",)})
    assert state.playbook == "reklamaatio"
    assert [step.id for step in state.steps] == ["greet", "thank", "empathise", "apologise", "next_steps"]
    assert after(state, {"signals": ("enquiry",)}).playbook == "reklamaatio"


def test_one_word_of_another_matter_changes_nothing() -> None:
    state = after(started(), {"topics": about("billing")}, {"topics": about("delivery")})
    assert state.playbook == "laskutus"
    assert after(state, {"topics": about("delivery")}).playbook == "toimitus"


def test_a_playbook_that_was_asked_for_stays() -> None:
    state = after(started(playbook="vika"), {"topics": about("billing")})
    assert state.playbook == "vika"


def test_a_queue_keeps_to_its_playbook_unless_another_is_asked_for() -> None:
    coach = Coach(PLAYBOOKS, CoachSettings(queue_playbooks={"laskut": "laskutus"}))
    assert (
        after(started(coach, queue="laskut"), {"topics": about("fault")}, coach=coach).playbook == "laskutus"
    )
    assert started(coach, queue="laskut", playbook="vika").playbook == "vika"
    assert after(started(coach, queue="muu"), {"topics": about("fault")}, coach=coach).playbook == "vika"


def test_a_queue_of_an_unknown_playbook_is_refused_at_start() -> None:
    with pytest.raises(ConfigurationError, match=r"olematon.*HURMAUS_QUEUE_PLAYBOOKS"):
        Coach(PLAYBOOKS, CoachSettings(queue_playbooks={"laskut": "olematon"}))


def test_turning_to_a_playbook_is_said_once() -> None:
    state = apply(started(), heard("customer", at=1.0, topics=about("billing")))
    chosen, *_ = COACH.decide(state, 1.0)
    assert isinstance(chosen, PlaybookChosen)
    for event in COACH.decide(state, 1.0):
        state = apply(state, event)
    assert COACH.decide(state, 1.0) == ()


def test_a_phrase_offered_in_one_playbook_is_not_offered_again_in_the_next() -> None:
    state = after(started(), {"signals": ("complaint",)})
    before = state.phrases_offered
    state = after(state, {"signals": ("complaint",), "topics": about("billing")})
    assert state.playbook == "laskutus"
    hints = {hint.id for hint in (*state.shown, *state.waiting)}
    again = [offer.id for offer in state.offers if offer.id in before]
    assert len(again) == len(set(again))
    assert hints


def test_what_was_written_for_the_matter_is_offered_first() -> None:
    state = after(started(), {"signals": ("complaint", "our_fault"), "topics": about("billing")})
    hint = next(hint for hint in (*state.shown, *state.waiting) if hint.kind == "apologise")
    assert hint.phrases[0].id.startswith("laskutus.")


def test_what_repeats_the_customers_own_words_goes_before_what_always_goes() -> None:
    named = (Mention(slot="nimi", text="Maija"),)
    state = after(started(), {"signals": ("complaint",), "mentions": named})
    hint = next(hint for hint in (*state.shown, *state.waiting) if hint.kind == "greet")
    assert "Maija" in hint.phrases[0].text


def test_a_conversation_kept_by_an_older_version_goes_on() -> None:
    state = ConversationState.opened("k", playbook="laskutus")
    assert COACH.decide(state, 1.0) == ()
    assert after(state, {"topics": about("fault")}).playbook == "vika"
