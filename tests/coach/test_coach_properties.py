"""Whatever happens, the coach keeps its manners."""

from __future__ import annotations

from hurmaus.coach.coach import Coach
from hurmaus.coach.loading import load_playbooks
from hurmaus.coach.settings import CoachSettings
from hurmaus.conversation.events import Event
from hurmaus.conversation.reducer import apply
from hurmaus.conversation.state import ConversationState
from hypothesis import given
from hypothesis import strategies as st

from tests.conversation.happenings import events

PLAYBOOKS = load_playbooks()
coaches = st.builds(
    lambda **settings: Coach(PLAYBOOKS, CoachSettings(**settings), "model-1"),
    apology=st.sampled_from(["generous", "own_fault", "restrained"]),
    hints=st.sampled_from(["on", "quiet", "off"]),
    attention_budget=st.integers(0, 3),
    address=st.sampled_from(["follow", "te", "sina"]),
    anticipate=st.sampled_from(["on", "written_only", "off"]),
)
# hints come from the coach alone here
happenings = st.lists(events.filter(lambda event: not type(event).__name__.startswith("Hint")), max_size=20)


def lived(coach: Coach, happened: list[Event]) -> list[ConversationState]:
    """Return the states after each event and what the coach made of it."""
    state = apply(ConversationState(conversation_id="c1"), coach.started("c1", at=0.0))
    states = []
    for event in happened:
        state = apply(state, event)
        for decision in coach.decide(state, state.clock):
            state = apply(state, decision)
        states.append(state)
    return states


@given(coaches, happenings)
def test_the_attention_budget_holds_and_kinds_do_not_crowd(coach: Coach, happened: list[Event]) -> None:
    budget = coach.settings.attention_budget
    for state in lived(coach, happened):
        assert len(state.shown) <= budget
        kinds = [card.hint.kind for card in state.cards if card.about is None]
        assert len(kinds) == len(set(kinds))


@given(coaches, happenings)
def test_deciding_again_decides_nothing(coach: Coach, happened: list[Event]) -> None:
    for state in lived(coach, happened):
        assert coach.decide(state, state.clock) == ()


@given(coaches, happenings)
def test_the_next_wake_lies_ahead_and_they_come_to_an_end(coach: Coach, happened: list[Event]) -> None:
    states = lived(coach, happened)
    for state in states:
        due = coach.next_wake(state)
        assert due is None or due > state.clock


@given(coaches, happenings)
def test_no_phrase_is_offered_by_two_hints(coach: Coach, happened: list[Event]) -> None:
    by_phrase: dict[str, str] = {}
    for state in lived(coach, happened):
        for card in state.cards:
            for phrase in card.hint.phrases:
                assert by_phrase.setdefault(phrase.id, card.hint.id) == card.hint.id


@given(coaches, happenings)
def test_nothing_is_open_after_the_end_nor_while_off(coach: Coach, happened: list[Event]) -> None:
    for state in lived(coach, happened):
        if state.ended or state.paused or coach.settings.hints == "off":
            assert state.cards == ()
