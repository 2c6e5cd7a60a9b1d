"""What the conversation remembers, and what it refuses to hear."""

from __future__ import annotations

import pytest
from hurmaus.conversation.events import (
    ClockTicked,
    Ended,
    FeedbackGiven,
    HintClosed,
    HintOpened,
    HintQueued,
    Paused,
    PlaybookChosen,
    Resumed,
    Started,
    StepMarked,
    StepSpec,
)
from hurmaus.conversation.reducer import apply
from hurmaus.conversation.state import ConversationState
from hurmaus.understanding.facts import PromiseFound, Topic, TopicFound
from hurmaus.vocabulary import Act
from msgspec.structs import replace

from tests.conversation.happenings import STEPS, after, heard, hint, opened
from tests.fakes.scripted_estimator import reading


def test_starting_twice_is_the_same_start() -> None:
    first = Started(conversation_id="c1", queue="laskutus", playbook="reklamaatio", steps=STEPS, at=10.0)
    again = Started(conversation_id="c1", queue="muu", at=20.0)
    state = after(ConversationState(conversation_id="c1"), first, again)
    assert (state.queue, state.started_at, len(state.steps)) == ("laskutus", 10.0, 3)


def test_turns_are_counted_by_role() -> None:
    state = after(opened(), heard("customer", at=1), heard("agent", at=2), heard("customer", at=3))
    assert (state.turns, state.customer_turns, state.agent_turns) == (3, 2, 1)


def test_nothing_is_heard_while_the_customer_has_opted_out() -> None:
    state = after(opened(), Paused(at=1), heard("customer", "Salaisuus", at=2))
    assert state.turns == 0
    assert after(state, Resumed(at=3), heard("customer", at=4)).turns == 1


def test_nothing_is_heard_after_the_end() -> None:
    state = after(opened(), Ended(at=1), heard("customer", at=2))
    assert state.ended
    assert state.turns == 0


def test_a_late_utterance_does_not_turn_the_clock_back() -> None:
    state = after(opened(), heard("customer", at=100, number=1), heard("customer", at=50, number=2))
    assert state.clock == 100
    assert state.latest is not None
    assert state.latest.at == 100


class TestMood:
    def test_only_customers_have_one(self) -> None:
        assert after(opened(), heard("agent", "Hienoa!", at=1)).mood is None

    def test_it_does_not_change_when_the_model_abstains(self) -> None:
        state = after(opened(), heard("customer", at=1, reading=reading(-0.5)))
        assert after(state, heard("customer", at=2, reading=None)).mood == state.mood

    def test_the_start_and_the_lowest_point_are_remembered(self) -> None:
        turns = [heard("customer", at=i, reading=reading(v)) for i, v in enumerate((-0.2, -0.9, 0.8))]
        state = after(opened(), *turns)
        assert state.mood_start == pytest.approx(-0.2)
        assert state.mood_lowest == pytest.approx(-0.9)


class TestPraise:
    def test_greetings_passed_on_are_no_next_step(self) -> None:
        praised = after(opened(), heard("customer", at=1, reading=reading(0.9, ("joy",))))
        assert after(praised, heard("agent", at=2, acts=("thank", "next_step"))).steps_done == ("thank",)

    def test_with_a_problem_they_are(self) -> None:
        told = after(opened(), heard("customer", at=1, signals=("complaint",), reading=reading(0.9)))
        assert "next_steps" in after(told, heard("agent", at=2, acts=("next_step",))).steps_done


class TestLanguageAndAddress:
    def test_the_form_of_address_follows_the_customer(self) -> None:
        state = after(opened(), heard("customer", at=1, address="sina"), heard("customer", at=2))
        assert state.speech_address == "sina"

    def test_it_is_te_while_nobody_knows(self) -> None:
        assert opened().speech_address == "te"

    def test_the_agents_form_counts_only_while_the_customers_is_unknown(self) -> None:
        state = after(opened(), heard("agent", at=1, address="sina"))
        assert state.speech_address == "sina"
        assert after(state, heard("customer", at=2, address="te")).speech_address == "te"

    def test_a_short_foreign_remark_leaves_the_conversation_in_finnish(self) -> None:
        state = after(opened(), heard("customer", "Hei, kysyisin yhtä asiaa", at=1))
        assert after(state, heard("customer", "ok thanks", at=2, language="en")).language == "fi"

    def test_a_foreign_sentence_does_not(self) -> None:
        state = after(opened(), heard("customer", "Hei, kysyisin yhtä asiaa", at=1))
        swedish = heard("customer", "Kan vi tala svenska i stället?", at=2, language="sv")
        assert after(state, swedish).language == "sv"


class TestSteps:
    def test_an_act_ticks_its_step(self) -> None:
        state = after(opened(), heard("agent", at=1, acts=("greet", "promise")))
        assert state.steps_done == ("greet", "next_steps")
        assert [step.done for step in state.steps] == [True, False, True]

    def test_a_customer_ticks_nothing(self) -> None:
        assert after(opened(), heard("customer", at=1, acts=("thank",))).steps_done == ()

    def test_a_tick_by_hand_can_be_taken_back(self) -> None:
        state = after(opened(), StepMarked(step="thank", at=1))
        assert state.steps_done == ("thank",)
        assert after(state, StepMarked(step="thank", done=False, at=2)).steps_done == ()

    def test_an_unknown_step_changes_nothing(self) -> None:
        assert after(opened(), StepMarked(step="fly", at=1)).steps_done == ()

    def test_saying_an_offered_phrase_is_doing_it_whatever_the_patterns_see(self) -> None:
        state = after(
            opened(),
            HintOpened(hint=hint(), priority=1, at=1),
            heard("agent", "Hei! Kiitos tiedosta. Katson asiaa.", at=2),
        )
        assert state.steps_done == ("thank",)
        assert state.latest is not None
        assert state.latest.acts == ("thank",)


class TestProblem:
    def test_it_opens_with_words_of_trouble_and_settles_when_solved(self) -> None:
        state = after(opened(), heard("customer", at=1, signals=("complaint",)))
        assert state.problem is not None
        assert state.problem.settled_turn is None
        state = after(state, heard("customer", at=2, signals=("solved",)))
        assert state.problem is not None
        assert state.problem.settled_turn == 1

    def test_a_sure_negative_reading_is_enough(self) -> None:
        assert after(opened(), heard("customer", at=1, reading=reading(-0.8, sure=0.9))).problem is not None

    def test_an_unsure_one_is_not(self) -> None:
        assert after(opened(), heard("customer", at=1, reading=reading(-0.4, sure=0.5))).problem is None

    def test_giving_up_bitterly_settles_nothing(self) -> None:
        state = after(
            opened(),
            heard("customer", at=1, signals=("complaint",)),
            heard("customer", at=2, signals=("lets_go",), reading=reading(-0.8)),
        )
        assert state.problem is not None
        assert state.problem.settled_turn is None

    def test_a_new_one_begins_after_the_old_was_settled(self) -> None:
        state = after(
            opened(),
            heard("customer", at=1, signals=("complaint",)),
            heard("customer", at=2, signals=("solved",)),
            heard("customer", at=3, signals=("delay",)),
        )
        assert state.problem is not None
        assert state.problem.since_turn == 2


class TestHints:
    def test_those_shown_come_before_those_waiting_the_most_important_first(self) -> None:
        state = after(
            opened(),
            HintQueued(hint=hint("h1"), priority=10, at=1),
            HintQueued(hint=hint("h2", "greet"), priority=20, at=1),
            HintOpened(hint=hint("h3", "empathise"), priority=5, at=1),
        )
        assert [one.id for one in state.shown] == ["h3"]
        assert [one.id for one in state.waiting] == ["h2", "h1"]

    def test_a_waiting_hint_is_shown_when_opened(self) -> None:
        state = after(
            opened(),
            HintQueued(hint=hint(), priority=10, at=1),
            HintOpened(hint=hint(), priority=10, at=2),
        )
        assert [one.id for one in state.shown] == ["h1"]
        assert state.waiting == ()

    def test_a_hint_moved_aside_waits_again(self) -> None:
        state = after(
            opened(),
            HintOpened(hint=hint(), priority=10, at=1),
            HintClosed(hint_id="h1", kind="thank", reason="superseded", requeued=True, at=2),
        )
        assert state.shown == ()
        assert [one.id for one in state.waiting] == ["h1"]

    def test_opening_the_same_hint_twice_is_opening_it_once(self) -> None:
        state = after(opened(), *[HintOpened(hint=hint(), priority=10, at=1)] * 2)
        assert len(state.cards) == 1

    def test_phrases_once_offered_are_remembered_after_the_hint_is_gone(self) -> None:
        state = after(
            opened(),
            HintOpened(hint=hint(), priority=10, at=1),
            HintClosed(hint_id="h1", kind="thank", reason="done", at=2),
        )
        assert state.cards == ()
        assert state.phrases_offered == {"p-h1"}

    def test_feedback_is_noted_once_and_being_shown_is_none(self) -> None:
        state = after(
            opened(),
            HintOpened(hint=hint(), priority=10, at=1),
            FeedbackGiven(hint_id="h1", outcome="shown", at=2),
        )
        assert state.cards[0].outcome is None
        state = after(
            state,
            FeedbackGiven(hint_id="h1", outcome="inserted", at=3),
            FeedbackGiven(hint_id="h1", outcome="dismissed", at=4),
        )
        assert state.cards[0].outcome == "inserted"

    def test_feedback_on_an_unknown_hint_changes_nothing(self) -> None:
        state = opened()
        assert after(state, FeedbackGiven(hint_id="h9", outcome="dismissed", at=0.0)) == state


class TestPromises:
    def promised(self, due: float | None = 600.0) -> ConversationState:
        found = PromiseFound(text="Tarkistan asian ja palaan kymmenessä minuutissa", due=due)
        return after(opened(), heard("agent", at=1, promises=(found,)))

    def test_a_promise_is_open_with_its_time_in_helsinki(self) -> None:
        (promise,) = self.promised(due=1_772_434_800.0).promises
        assert (promise.state, promise.due) == ("open", "2026-03-02T09:00:00+02:00")

    def test_without_a_time_it_is_never_late(self) -> None:
        state = after(self.promised(due=None), ClockTicked(at=1e9))
        assert [promise.state for promise in state.promises] == ["open"]

    def test_it_is_late_once_its_time_has_passed(self) -> None:
        assert [p.state for p in after(self.promised(), ClockTicked(at=599)).promises] == ["open"]
        assert [p.state for p in after(self.promised(), ClockTicked(at=601)).promises] == ["late"]

    def test_the_tick_at_its_very_time_makes_it_late_and_a_report_then_is_in_time(self) -> None:
        report = heard("agent", "Tarkistin asian nyt.", at=600, acts=("inform",))
        assert [p.state for p in after(self.promised(), report).promises] == ["kept"]
        assert [p.state for p in after(self.promised(), ClockTicked(at=600)).promises] == ["late"]

    def test_it_is_kept_when_the_agent_reports(self) -> None:
        report = heard("agent", "Tarkistin asian nyt.", at=300, acts=("inform",))
        assert [p.state for p in after(self.promised(), report).promises] == ["kept"]

    def test_a_passing_word_does_not_keep_it(self) -> None:
        small_talk = heard("agent", "Kiitos, että odotatte.", at=300, acts=("thank",))
        assert [p.state for p in after(self.promised(), small_talk).promises] == ["open"]

    def test_it_is_handed_over_when_a_colleague_carries_on(self) -> None:
        handed = heard("agent", "Kollegani hoitaa asianne loppuun.", at=300)
        assert [p.state for p in after(self.promised(), handed).promises] == ["handed_over"]

    def test_the_same_promise_with_a_new_time_is_one_promise(self) -> None:
        again = PromiseFound(text="tarkistan asian ja palaan kymmenessä minuutissa!", due=900.0)
        state = after(self.promised(), heard("agent", at=2, promises=(again,)))
        assert len(state.promise_ledger) == 1
        assert state.promise_ledger[0].due == 900.0

    @pytest.mark.parametrize(
        ("acts", "text", "promises"),
        [
            (("recap",), "Kerrataan: asia tarkistetaan silloin.", 1),
            (("promise",), "Palaan kymmenessä minuutissa", 1),
            (("promise",), "Palaan varauksesta", 2),
            (("recap",), "Kerrataan: lähetämme laskun silloin.", 2),
        ],
    )
    def test_a_promise_said_again_for_the_same_time_is_no_second_one(
        self, acts: tuple[Act, ...], text: str, promises: int
    ) -> None:
        again = heard("agent", at=2, acts=acts, promises=(PromiseFound(text=text, due=600.0),))
        assert len(after(self.promised(), again).promise_ledger) == promises


class TestQuestions:
    def asked(self, *questions: str) -> ConversationState:
        return after(opened(), heard("customer", at=1, questions=questions))

    def test_they_stay_open_until_answered(self) -> None:
        state = self.asked("Paljonko toimitus maksaa?", "Mitä värejä on?")
        state = after(state, heard("agent", "Toimitus maksaa viisi euroa.", at=2))
        assert [question.answered for question in state.questions] == [True, False]

    def test_one_asked_again_is_open_again_and_not_twice(self) -> None:
        state = after(
            self.asked("Paljonko toimitus maksaa?"),
            heard("agent", "Toimitus maksaa viisi euroa.", at=2),
            heard("customer", at=3, questions=("paljonko toimitus maksaa",)),
        )
        assert [question.answered for question in state.questions] == [False]

    def test_letting_go_closes_them_unanswered(self) -> None:
        state = after(self.asked("Mitä värejä on?"), heard("customer", at=2, signals=("lets_go",)))
        assert not state.question_ledger[0].open
        assert not state.questions[0].answered

    def test_a_very_long_one_is_clipped(self) -> None:
        (question,) = self.asked("miksi " * 200 + "?").questions
        assert len(question.text) <= 200


def test_events_of_the_reducer_are_applied_by_kind_alone() -> None:
    with pytest.raises(KeyError):
        apply(opened(), object())  # type: ignore[arg-type]


def test_the_topic_is_what_most_of_the_customers_words_are_about_and_of_equals_the_earlier() -> None:
    about: list[tuple[Topic, int]] = [("delivery", 1), ("billing", 1), ("billing", 2), ("delivery", 1)]
    state, topics = opened(), []
    for at, (topic, weight) in enumerate(about, 1):
        told = heard("customer", at=at)
        facts = replace(told.facts, topics=(TopicFound(topic=topic, weight=weight),))
        state = apply(state, replace(told, facts=facts))
        topics.append(state.topic)
    assert topics == ["delivery", "delivery", "billing", "billing"]


def test_a_playbook_chosen_later_keeps_the_steps_that_are_done() -> None:
    more = (STEPS[0], StepSpec(id="verify", label="Varmista", acts=("ask",)))
    chosen = PlaybookChosen(at=2.0, playbook="laskutus", edition="1/1", steps=more)
    state = after(opened(), StepMarked(at=1.0, step="greet"), chosen)
    assert (state.playbook, state.edition) == ("laskutus", "1/1")
    assert [(step.id, step.done) for step in state.steps] == [("greet", True), ("verify", False)]
