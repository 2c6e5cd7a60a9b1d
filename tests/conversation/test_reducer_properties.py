"""Whatever happens, in whatever order, the conversation stays in one piece."""

from __future__ import annotations

import math

from hurmaus.conversation.codec import decode_state, encode_state
from hurmaus.conversation.events import Event, StepMarked, UtteranceHeard
from hurmaus.conversation.ledgers import MAX_PROMISES, MAX_QUESTIONS
from hurmaus.conversation.offers import MAX_OFFERS
from hurmaus.conversation.reducer import apply
from hurmaus.conversation.state import OPEN_HINTS, RECENT_VALENCES, SEEN_UTTERANCES
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conversation.happenings import after, events, opened

sequences = st.lists(events, max_size=25)


@given(sequences)
def test_no_order_of_events_breaks_it(happened: list[Event]) -> None:
    state = opened()
    for event in happened:
        before, state = state, apply(state, event)
        assert state.clock >= before.clock
        assert state.turns >= before.turns
        assert math.isfinite(state.clock)
        if state.mood is not None:
            assert -1 <= state.mood.turn <= 1
            assert -1 <= state.mood.rolling <= 1


@given(sequences)
def test_steps_stay_done_unless_unmarked_by_hand(happened: list[Event]) -> None:
    state = opened()
    for event in happened:
        before, state = state, apply(state, event)
        lost = set(before.steps_done) - set(state.steps_done)
        unmarked = {event.step} if isinstance(event, StepMarked) and not event.done else set()
        assert lost <= unmarked
        assert len(set(state.steps_done)) == len(state.steps_done)


@given(sequences)
def test_it_is_the_same_after_a_journey_through_bytes(happened: list[Event]) -> None:
    state = after(opened(), *happened)
    assert decode_state(encode_state(state)) == state


@given(sequences)
def test_an_utterance_heard_twice_is_heard_once(happened: list[Event]) -> None:
    state = after(opened(), *happened)
    for event in happened:
        if isinstance(event, UtteranceHeard) and event.utterance_id in state.utterance_ids:
            again = apply(state, event)
            assert again.turns == state.turns
            assert again.questions == state.questions
            assert again.promises == state.promises


@settings(max_examples=8)
@given(st.lists(events, min_size=120, max_size=160))
def test_it_stays_small_however_long_it_lasts(happened: list[Event]) -> None:
    state = after(opened(), *happened)
    assert len(state.question_ledger) <= MAX_QUESTIONS
    assert len(state.promise_ledger) <= MAX_PROMISES
    assert len(state.valences) <= RECENT_VALENCES
    assert len(state.utterance_ids) <= SEEN_UTTERANCES
    assert len(state.cards) <= OPEN_HINTS
    assert len(state.offers) <= MAX_OFFERS
