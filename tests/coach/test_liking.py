"""Phrases that agents wave away sink, those they use rise: per queue, by two counts, and never so far that one
is offered where it does not suit or that nothing new is tried."""

from __future__ import annotations

from typing import Any

import pytest
from hurmaus.coach.coach import Coach
from hurmaus.coach.liking import liking, told
from hurmaus.coach.loading import load_playbooks
from hurmaus.coach.settings import CoachSettings
from hurmaus.conversation.events import FeedbackGiven
from hurmaus.conversation.reducer import apply
from hurmaus.conversation.state import ConversationState
from hurmaus.vocabulary import Hint, PhraseUses
from hypothesis import given
from hypothesis import strategies as st

from tests.conversation.happenings import heard

COUNTS = st.integers(0, 500)
PLAYBOOKS = load_playbooks()


def thank(uses: Any, conversation: str = "c1", **settings: Any) -> Hint:
    """The card that asks for thanks, in a queue with these counts."""
    coach = Coach(PLAYBOOKS, CoachSettings(**settings))
    state = apply(
        ConversationState(conversation_id=conversation),
        coach.started(conversation, at=0.0, playbook="reklamaatio"),
    )
    state = apply(state, heard("customer", "Paketti on rikki", 1.0, signals=("complaint",)))
    for event in coach.decide(state, 1.0, uses):
        state = apply(state, event)
    return next(hint for hint in (*state.shown, *state.waiting) if hint.kind == "thank")


def ids(hint: Hint) -> list[str]:
    return [phrase.id for phrase in hint.phrases]


class TestTheRule:
    def test_nothing_known_is_one_half(self) -> None:
        assert liking({}, "a") == 0.5

    @given(COUNTS, COUNTS)
    def test_a_use_raises_and_a_dismissal_lowers(self, used: int, dismissed: int) -> None:
        now = liking({"a": PhraseUses(used, dismissed)}, "a")
        assert liking({"a": PhraseUses(used + 1, dismissed)}, "a") > now
        assert liking({"a": PhraseUses(used, dismissed + 1)}, "a") < now
        assert 0 < now < 1


class TestTheCard:
    def test_a_phrase_that_is_used_comes_first(self) -> None:
        last = ids(thank({}, phrases_per_hint=99))[-1]
        assert ids(thank({last: PhraseUses(6, 0)}))[0] == last

    def test_a_phrase_that_is_waved_away_sinks_out_of_sight(self) -> None:
        first = ids(thank({}))[0]
        assert first not in ids(thank({first: PhraseUses(0, 6)}))

    def test_the_last_place_goes_to_the_least_tried(self) -> None:
        everything = ids(thank({}, phrases_per_hint=99))
        new = everything[-1]
        uses = {one: PhraseUses(9, 1) for one in everything if one != new}
        assert ids(thank(uses))[-1] == new

    @given(st.dictionaries(st.sampled_from(ids(thank({}, phrases_per_hint=99))), st.builds(PhraseUses, COUNTS, COUNTS)))  # fmt: skip
    def test_no_counts_bring_in_a_phrase_that_does_not_suit(self, uses: dict[str, PhraseUses]) -> None:
        assert set(ids(thank(uses))) <= set(ids(thank({}, phrases_per_hint=99)))

    def test_deciding_again_with_other_counts_changes_no_open_card(self) -> None:
        coach = Coach(PLAYBOOKS)
        state = apply(ConversationState(conversation_id="c1"), coach.started("c1", at=0.0))
        state = apply(state, heard("customer", "Paketti on rikki", 1.0, signals=("complaint",)))
        for event in coach.decide(state, 1.0):
            state = apply(state, event)
        shown = ids(state.shown[0])
        assert coach.decide(state, 1.0, {shown[0]: PhraseUses(0, 99)}) == ()


class TestWhatFeedbackTells:
    @pytest.fixture
    def state(self) -> ConversationState:
        coach = Coach(PLAYBOOKS)
        state = apply(ConversationState(conversation_id="c1"), coach.started("c1", at=0.0))
        state = apply(state, heard("customer", "Paketti on rikki", 1.0, signals=("complaint",)))
        for event in coach.decide(state, 1.0):
            state = apply(state, event)
        return state

    @pytest.mark.parametrize("outcome", ["inserted", "edited"])
    def test_the_phrase_that_was_used(self, state: ConversationState, outcome: Any) -> None:
        (card,) = state.shown
        found = told(
            state, FeedbackGiven(at=2, hint_id=card.id, outcome=outcome, phrase_id=card.phrases[1].id)
        )
        assert found == ((card.phrases[1].id,), ())

    def test_all_phrases_of_a_card_that_was_waved_away(self, state: ConversationState) -> None:
        (card,) = state.shown
        found = told(state, FeedbackGiven(at=2, hint_id=card.id, outcome="dismissed"))
        assert found == ((), tuple(ids(card)))

    def test_a_phrase_of_another_card_and_being_shown_tell_nothing(self, state: ConversationState) -> None:
        (card,) = state.shown
        for feedback in (
            FeedbackGiven(at=2, hint_id=card.id, outcome="inserted", phrase_id="somewhere.else"),
            FeedbackGiven(at=2, hint_id=card.id, outcome="shown"),
            FeedbackGiven(at=2, hint_id="h-none", outcome="dismissed"),
        ):
            assert told(state, feedback) == ((), ())

    def test_the_same_feedback_again_tells_nothing(self, state: ConversationState) -> None:
        (card,) = state.shown
        feedback = FeedbackGiven(at=2, hint_id=card.id, outcome="dismissed")
        assert told(apply(state, feedback), feedback) == ((), ())
