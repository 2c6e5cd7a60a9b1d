"""When the coach speaks again, steps back, or waits with the customer."""

from __future__ import annotations

from typing import Any

import pytest
from hurmaus.conversation.events import (
    ClockTicked,
    FeedbackGiven,
)
from hurmaus.understanding.facts import Found
from msgspec import structs

from tests.coach.desk import ANGRY, PLAYBOOKS, Desk
from tests.conversation.happenings import heard
from tests.fakes.scripted_estimator import reading


class TestStepsBack:
    """An urgent card says its thing and makes room again."""

    @pytest.mark.parametrize(("signal", "kind"), [("abuse", "stay_calm"), ("asks_human", "hand_over")])
    def test_after_two_turns_of_the_agent_it_gives_way(self, signal: str, kind: str) -> None:
        desk = Desk().customer(1, signal, felt=ANGRY)
        assert [hint.kind for hint in desk.state.shown] == [kind]
        desk.agent(2, "inform").customer(3, felt=ANGRY)
        assert kind in desk.kinds
        assert kind not in desk.agent(4, "inform").kinds
        assert desk.closed[kind] == "expired"

    @pytest.mark.parametrize(("signal", "kind"), [("abuse", "stay_calm"), ("asks_human", "hand_over")])
    def test_it_goes_when_the_tone_recovers(self, signal: str, kind: str) -> None:
        desk = Desk().customer(1, signal, felt=ANGRY).agent(2, "inform")
        assert kind not in desk.customer(3, "thanks", felt=reading(0.1, sure=0.6)).kinds

    @pytest.mark.parametrize("words", ["kolmas kerta kun", "jo neljättä kertaa"])
    def test_a_third_time_alone_is_no_hard_case(self, words: str) -> None:
        def told(*signals: Any, felt: Any = None) -> list[str]:
            desk, event = Desk(), heard("customer", at=1.0, reading=felt or reading(), signals=signals)
            repeat = Found(signal="repeat_contact", words=words)
            facts = structs.replace(event.facts, signals=(repeat, *event.facts.signals))
            return desk.happens(structs.replace(event, facts=facts)).kinds

        assert not {"hand_over", "apologise", "empathise"} & set(told())
        assert told("complaint")[0] == "hand_over"
        assert told(felt=ANGRY)[0] == "hand_over"

    def test_its_phrase_said_is_a_next_step(self) -> None:
        desk = Desk().customer(1, "complaint", "asks_human", felt=ANGRY)
        (card,) = desk.state.shown
        desk.agent(2, text=card.phrases[0].text)
        assert card.step in desk.state.steps_done


class TestPatience:
    def test_a_new_problem_after_a_settled_one_starts_anew(self) -> None:
        desk = Desk().customer(1, "complaint").agent(2, "empathise", "apologise", "thank", "next_step")
        desk.customer(3, "solved").agent(4, "close")
        assert {"empathise", "apologise", "thank"} <= set(desk.customer(5, "our_fault").kinds)

    def test_what_was_waved_away_stays_away_from_a_new_problem_too(self) -> None:
        desk = Desk().customer(1, "complaint", felt=ANGRY)
        (card,) = desk.state.shown
        desk.happens(FeedbackGiven(hint_id=card.id, outcome="dismissed", at=2))
        desk.customer(3, "solved")
        assert "empathise" not in desk.customer(4, "complaint", felt=ANGRY).kinds

    def test_what_was_done_is_not_asked_for_again(self) -> None:
        desk = Desk().customer(1, "complaint", felt=ANGRY).agent(2, "empathise", "apologise", "thank")
        desk.agent(3, "next_step").customer(900, "complaint", felt=reading(-0.3, ("anger",)))
        assert desk.kinds == []

    def test_lasting_anger_is_worth_a_second_word_but_not_at_once(self) -> None:
        desk = Desk().customer(1, "complaint", felt=ANGRY).agent(2, "empathise", "apologise", "thank")
        desk.agent(3, "next_step").agent(4, "inform")
        assert desk.customer(60, felt=ANGRY).kinds == []
        assert desk.customer(400, felt=ANGRY).kinds == ["empathise"]

    def test_no_phrase_comes_twice_in_a_conversation(self) -> None:
        desk, seen = Desk(), set[str]()
        for round_ in range(12):
            at = 1 + round_ * 1000
            desk.customer(at, "abuse", felt=ANGRY)
            for hint in desk.state.shown:
                if hint.kind == "stay_calm":
                    ids = {phrase.id for phrase in hint.phrases}
                    assert not ids & seen
                    seen |= ids
            desk.customer(at + 100)
        assert len(seen) == len(PLAYBOOKS["reklamaatio"].phrases["stay_calm"])

    def test_hint_ids_follow_from_the_conversation_alone(self) -> None:
        first, second = Desk().customer(1, "complaint"), Desk().customer(1, "complaint")
        assert [hint.id for hint in first.state.waiting] == [hint.id for hint in second.state.waiting]
        assert first.state.shown[0].id.startswith("h-")


class TestWaiting:
    def test_a_chat_customer_left_without_an_answer_is_worth_a_greeting(self) -> None:
        desk = Desk().customer(1, "enquiry")
        assert desk.coach.next_wake(desk.state) == 121
        assert desk.happens(ClockTicked(at=121)).kinds == ["greet"]
        assert desk.agent(130, "inform").kinds == []

    def test_not_once_an_agent_has_spoken(self) -> None:
        desk = Desk().agent(0.5, "greet").customer(1, "enquiry")
        assert desk.coach.next_wake(desk.state) is None

    @pytest.mark.parametrize("channel", ["email", "phone"])
    def test_not_in_writing_at_leisure_nor_on_the_phone(self, channel: Any) -> None:
        desk = Desk(channel).customer(1, "enquiry")
        assert desk.coach.next_wake(desk.state) is None
