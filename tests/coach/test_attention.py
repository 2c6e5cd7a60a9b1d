"""The coach's manners: silence, one card at a time, and a card that goes when its thing is done."""

from __future__ import annotations

from typing import Any

import pytest
from hurmaus.conversation.events import (
    ClockTicked,
    Ended,
    FeedbackGiven,
    HintClosed,
    Paused,
    StepMarked,
    UtteranceHeard,
)

from tests.coach.desk import ANGRY, Desk
from tests.coach.dialogue import decided
from tests.conversation.happenings import heard


class TestAttention:
    def test_one_card_is_shown_and_the_rest_wait_by_priority(self) -> None:
        desk = Desk().customer(1, "complaint", felt=ANGRY)
        assert [hint.kind for hint in desk.state.shown] == ["empathise"]
        assert [hint.kind for hint in desk.state.waiting] == ["apologise", "thank", "greet"]

    def test_the_budget_is_a_setting(self) -> None:
        desk = Desk(attention_budget=2).customer(1, "complaint", felt=ANGRY)
        assert [hint.kind for hint in desk.state.shown] == ["empathise", "apologise"]

    def test_the_next_one_comes_when_the_card_closes(self) -> None:
        desk = Desk().customer(1, "complaint", felt=ANGRY).agent(2, "empathise")
        assert desk.closed["empathise"] == "done"
        assert [hint.kind for hint in desk.state.shown] == ["apologise"]

    def test_only_an_urgent_hint_takes_the_place_of_a_card(self) -> None:
        desk = Desk().customer(1, "complaint", felt=ANGRY).agent(2, "blame")
        assert [hint.kind for hint in desk.state.shown] == ["avoid_blame"]
        assert desk.closed["empathise"] == "superseded"
        assert "empathise" in [hint.kind for hint in desk.state.waiting]

    def test_the_card_that_gave_way_comes_back_as_it_was(self) -> None:
        desk = Desk().customer(1, "complaint", felt=ANGRY)
        (before,) = desk.state.shown
        desk.agent(2, "blame").agent(3, "ask")
        assert desk.closed["avoid_blame"] == "done"
        assert desk.state.shown == (before,)


class TestSilence:
    def test_a_calm_enquiry_opens_nothing(self) -> None:
        assert Desk().customer(1, "enquiry", questions=("Mihin asti olette auki?",)).kinds == []

    def test_quiet_lets_only_the_urgent_through(self) -> None:
        desk = Desk(hints="quiet").customer(1, "complaint", felt=ANGRY)
        assert desk.kinds == []
        assert desk.agent(2, "blame").kinds == ["avoid_blame"]

    def test_off_is_off(self) -> None:
        desk = Desk(hints="off").customer(1, "abuse", felt=ANGRY).agent(2, "blame")
        assert desk.kinds == []
        assert desk.coach.next_wake(desk.state) is None

    def test_another_language_is_not_coached(self) -> None:
        assert Desk().customer(1, "personal_data", language="sv").kinds == []

    def test_open_hints_go_when_the_customer_opts_out(self) -> None:
        desk = Desk().customer(1, "complaint").happens(Paused(at=2))
        assert set(desk.closed.values()) == {"ended"}
        assert desk.kinds == []

    def test_open_hints_go_with_the_end(self) -> None:
        desk = Desk().customer(1, "complaint").happens(Ended(at=2))
        assert set(desk.closed.values()) == {"ended"}
        assert desk.coach.next_wake(desk.state) is None


class TestClosing:
    def test_dismissed_it_goes_and_stays_away_a_good_while(self) -> None:
        desk = Desk().customer(1, "complaint", felt=ANGRY)
        (card,) = desk.state.shown
        desk.happens(FeedbackGiven(hint_id=card.id, outcome="dismissed", at=2))
        assert desk.closed["empathise"] == "dismissed"
        assert "empathise" not in desk.customer(400, "complaint", felt=ANGRY).kinds
        assert "empathise" in desk.customer(700, "complaint", felt=ANGRY).kinds

    @pytest.mark.parametrize("outcome", ["inserted", "edited"])
    def test_used_it_goes(self, outcome: Any) -> None:
        desk = Desk().customer(1, "complaint", felt=ANGRY)
        (card,) = desk.state.shown
        desk.happens(FeedbackGiven(hint_id=card.id, outcome=outcome, at=2))
        assert desk.closed["empathise"] == "inserted"

    def test_ticking_its_step_by_hand_closes_it(self) -> None:
        desk = Desk().customer(1, "complaint").happens(StepMarked(step="thank", at=2))
        assert desk.closed == {"thank": "done"}

    def test_it_expires(self) -> None:
        desk = Desk().customer(1, "complaint", felt=ANGRY)
        due = desk.coach.next_wake(desk.state)
        while due is not None:
            desk.happens(ClockTicked(at=due))
            due = desk.coach.next_wake(desk.state)
        assert desk.kinds == []

    def test_in_email_it_waits_a_day(self) -> None:
        chat, email = Desk().customer(1, "complaint"), Desk("email").customer(1, "complaint")
        assert chat.happens(ClockTicked(at=7200)).kinds == []
        assert "thank" in email.happens(ClockTicked(at=7200)).kinds

    def test_once_the_trouble_is_over_its_hints_go(self) -> None:
        desk = Desk().customer(1, "complaint", felt=ANGRY).agent(2).customer(3, "solved")
        assert not {"empathise", "apologise", "thank"} & set(desk.kinds)


def test_a_storm_of_turns_makes_no_storm_of_hints() -> None:
    desk = Desk()
    opened = 0
    for number in range(200):
        event = heard("customer", "!" * number, number, number, signals=("complaint", "abuse"), reading=ANGRY)
        assert isinstance(event, UtteranceHeard)
        desk.happens(event)
        opened += len([one for one in desk.events if not isinstance(one, HintClosed)])
    assert opened < 15
    assert decided(desk.coach, desk.state, 200) == desk.state
