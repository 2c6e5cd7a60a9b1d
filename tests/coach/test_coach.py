"""The coach's manners: silence, one card, patience, and never the same words twice."""

from __future__ import annotations

from typing import Any

import pytest
from hurmaus.coach.coach import Coach
from hurmaus.coach.loading import load_playbooks
from hurmaus.coach.settings import CoachSettings
from hurmaus.conversation.events import (
    ClockTicked,
    Ended,
    FeedbackGiven,
    HintClosed,
    Paused,
    StepMarked,
    UtteranceHeard,
)
from hurmaus.conversation.reducer import apply
from hurmaus.conversation.state import ConversationState
from hurmaus.errors import ConfigurationError
from hurmaus.understanding.facts import Found, PromiseFound
from msgspec import structs

from tests.coach.dialogue import decided, open_kinds
from tests.conversation.happenings import heard
from tests.fakes.scripted_estimator import reading

PLAYBOOKS = load_playbooks()
ANGRY = reading(-0.8, ("anger",), 0.87)


class Desk:
    """A conversation with a coach at its side."""

    def __init__(self, channel: Any = "chat", **settings: Any) -> None:
        self.coach = Coach(PLAYBOOKS, CoachSettings(**settings), "model-1")
        self.events: list[Any] = []
        self.state = apply(
            ConversationState(conversation_id="c1"), self.coach.started("c1", at=0.0, channel=channel)
        )

    def happens(self, event: Any) -> Desk:
        self.state = apply(self.state, event)
        self.events = list(self.coach.decide(self.state, event.at))
        for one in self.events:
            self.state = apply(self.state, one)
        return self

    def customer(
        self, at: float, *signals: str, felt: Any = None, text: str = "Näin on", **facts: Any
    ) -> Desk:
        return self.happens(heard("customer", text, at, reading=felt or reading(), signals=signals, **facts))

    def agent(self, at: float, *acts: str, text: str = "Selvä.", **facts: Any) -> Desk:
        return self.happens(heard("agent", text, at, acts=acts, **facts))

    @property
    def kinds(self) -> list[str]:
        return open_kinds(self.state)

    @property
    def closed(self) -> dict[str, str]:
        return {one.kind: one.reason for one in self.events if isinstance(one, HintClosed)}


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


class TestSureness:
    """When unsure, nothing: a feeling must be sure before it is answered, and surer still to be named."""

    @pytest.mark.parametrize(("sure", "calm"), [(0.36, True), (0.49, True), (0.58, True), (0.75, False)])
    def test_a_feeling_that_is_not_sure_opens_nothing(self, sure: float, calm: bool) -> None:
        assert (Desk().customer(1, felt=reading(-0.6, ("anger",), sure)).kinds == []) is calm

    def test_an_unsure_feeling_is_neither_named_nor_spoken_of_beside_a_complaint(self) -> None:
        desk = Desk(phrases_per_hint=99).customer(1, "complaint", felt=reading(-0.4, ("anger",), 0.45))
        empathise = next(h for h in (*desk.state.shown, *desk.state.waiting) if h.kind == "empathise")
        assert "suuttumus" not in empathise.why
        assert empathise.evidence.confidence is None
        said = " ".join(phrase.text for phrase in empathise.phrases).lower()
        for feeling in ("mitta", "suutu", "viha", "turhaut", "harmit", "petty", "huol", "inho"):
            assert feeling not in said
        assert len(empathise.phrases) >= 5

    def test_a_single_word_that_tells_of_no_trouble_opens_nothing(self) -> None:
        assert Desk().customer(1, felt=ANGRY, text="lasku").kinds == []
        assert Desk().customer(1, felt=ANGRY, text="lasku").state.problem is None

    def test_irony_that_reads_as_joy_is_answered_without_a_feeling(self) -> None:
        desk = Desk(phrases_per_hint=99).customer(1, "delay", felt=reading(0.8, ("joy",), 0.85))
        ids = {phrase.id for hint in (*desk.state.shown, *desk.state.waiting) for phrase in hint.phrases}
        assert ids
        assert not any("mielipaha" in one or "harmittaisi" in one for one in ids)

    def test_of_two_feelings_close_to_each_other_neither_is_named(self) -> None:
        felt = structs.replace(ANGRY, present=("anger", "fear"), emotions={"anger": 0.55, "fear": 0.6})
        desk = Desk().customer(1, felt=felt)
        (card,) = desk.state.shown
        assert card.kind == "empathise"
        assert "huoli" not in card.why
        assert "suuttumus" not in card.why
        assert not any("huol" in phrase.text or "suuttu" in phrase.text for phrase in card.phrases)

    @pytest.mark.parametrize(
        ("text", "part"),
        [
            ("Paketti on myöhässä, olen raivoissani!", "viha"),
            ("Olen todella huolissani tästä laskusta", "huoli"),
            ("Täytyy sanoa että olen pettynyt", "pettymys"),
        ],
    )
    def test_the_feeling_that_is_said_wins_over_the_model(self, text: str, part: str) -> None:
        felt = reading(-0.7, ("disgust",), 0.8)
        (card,) = Desk().customer(1, felt=felt, text=text).state.shown
        assert card.kind == "empathise"
        assert all(part in phrase.id for phrase in card.phrases)
        assert card.evidence.confidence is None

    def test_a_feeling_that_is_denied_is_not_answered(self) -> None:
        desk = Desk().customer(1, felt=ANGRY, text="En ole vihainen, halusin vain kysyä laskusta")
        assert desk.kinds == []
        assert desk.state.problem is None


class TestLoss:
    def test_a_death_is_met_with_condolence_alone(self) -> None:
        sad = reading(-0.8, ("sadness", "anger"), 0.9)
        desk = Desk(phrases_per_hint=99).customer(1, felt=sad, text="Äitini kuoli, pitäisi perua lehti")
        assert desk.kinds == ["empathise"]
        (card,) = desk.state.shown
        assert "pettymys" not in card.why
        assert len(card.phrases) >= 3
        assert all("menetys" in phrase.id for phrase in card.phrases)

    def test_later_sorrow_is_no_disappointment_in_us(self) -> None:
        desk = Desk().customer(1, text="Äitini kuoli, pitäisi perua lehti").agent(2, "empathise", "ask")
        assert desk.customer(400, felt=reading(-0.8, ("sadness",)), text="Tämä on niin raskasta").kinds == []

    def test_a_trouble_of_ours_is_still_apologised_for(self) -> None:
        desk = Desk().customer(1, "delay", text="Kukat myöhästyivät isän hautajaisista")
        assert {"empathise", "apologise"} <= set(desk.kinds)


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


class TestTellingWhy:
    def test_a_lone_word_is_quoted_with_its_clause(self) -> None:
        event = heard("customer", "Hienoa työtä, paketti taas myöhässä!", 1.0, reading=reading(), signals=())
        late = Found(signal="delay", words="myöhässä")
        desk = Desk().happens(structs.replace(event, facts=structs.replace(event.facts, signals=(late,))))
        assert all("”paketti taas myöhässä”" in hint.why for hint in (*desk.state.shown, *desk.state.waiting))

    def test_joy_at_good_news_is_no_explanation(self) -> None:
        desk = Desk().customer(1, "complaint")
        desk.agent(2, "inform", text="Kiva kuulla, että olet tyytyväinen tähän!")
        assert "listen" not in desk.kinds

    @pytest.mark.parametrize("signals", [("thanks", "solved"), ("thanks",), ("solved",)])
    def test_a_short_thanks_is_no_delight(self, signals: tuple[str, ...]) -> None:
        glad = reading(0.87, ("joy",), 0.9)
        assert Desk().customer(1, *signals, felt=glad, text="Kiitos, asia kunnossa!").kinds == []

    def test_a_settled_problem_is_not_answered_with_thanks_for_praise(self) -> None:
        desk = Desk(phrases_per_hint=99).customer(1, "complaint", felt=ANGRY).agent(2, "next_step")
        desk.customer(3, "solved", felt=reading(0.8, ("joy",)), text="Kiitos, asia on nyt kunnossa!")
        (card,) = desk.state.shown
        assert card.kind == "celebrate"
        said = " ".join(phrase.text for phrase in card.phrases)
        assert "palaut" not in said
        assert "Sananne" not in said


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


class TestPromises:
    def promised(self, due: float, **settings: Any) -> Desk:
        found = PromiseFound(text="Soitan takaisin", due=due)
        return Desk(**settings).agent(0, "promise", promises=(found,))

    def test_a_promise_just_made_is_in_the_ledger_and_on_no_card(self) -> None:
        desk = self.promised(3600)
        assert desk.kinds == []
        assert [promise.state for promise in desk.state.promises] == ["open"]

    def test_a_reminder_comes_before_it_is_due(self) -> None:
        desk = self.promised(3600)
        assert desk.coach.next_wake(desk.state) == 3300
        desk.happens(ClockTicked(at=3300))
        (card,) = desk.state.shown
        assert card.kind == "keep_promise"
        assert "Soitan takaisin" in card.why
        assert [hint.kind for hint in desk.state.waiting] == []

    def test_it_comes_once(self) -> None:
        desk = self.promised(3600).happens(ClockTicked(at=3300))
        assert desk.happens(ClockTicked(at=3310)).events == []

    def test_once_it_fell_due_unkept_another_card_says_so(self) -> None:
        desk = self.promised(3600).happens(ClockTicked(at=3300)).happens(ClockTicked(at=3600))
        assert desk.closed["keep_promise"] == "expired"
        (card,) = desk.state.shown
        assert (card.kind, card.evidence.rule) == ("keep_promise", "promise_overdue")
        assert "meni jo" in card.why
        assert desk.happens(ClockTicked(at=3700)).events == []
        desk.agent(3800, "inform", text="Soitin teille äsken, kuten lupasin. Soitan vielä takaisin.")
        assert desk.closed["keep_promise"] == "done"
        assert [promise.state for promise in desk.state.promises] == ["late"]

    def test_the_words_before_it_is_due_are_not_the_words_after(self) -> None:
        desk = self.promised(3600, phrases_per_hint=99).happens(ClockTicked(at=3300))
        before = {phrase.id for phrase in desk.state.shown[0].phrases}
        assert not any("myohassa" in phrase for phrase in before)
        desk = self.promised(3600).happens(ClockTicked(at=3600))
        assert desk.state.shown[0].phrases[0].id.endswith(("myohassa", "aika-ylittyi"))

    def test_a_short_promise_is_not_nagged_about_at_once(self) -> None:
        assert self.promised(120).state.shown == ()

    def test_it_goes_when_the_promise_is_kept(self) -> None:
        desk = self.promised(3600).happens(ClockTicked(at=3300))
        desk.agent(3400, "inform", text="Soitin teille, kuten lupasin. Soitan vielä takaisin.")
        assert desk.closed["keep_promise"] == "done"

    def test_time_never_stands_still(self) -> None:
        desk, wakes = self.promised(3600), 0
        while (due := desk.coach.next_wake(desk.state)) is not None:
            assert due > desk.state.clock
            desk.happens(ClockTicked(at=due))
            wakes += 1
        assert wakes < 10
        assert [promise.state for promise in desk.state.promises] == ["late"]


class TestTensions:
    @pytest.mark.parametrize(
        ("apology", "signal", "asked"),
        [
            ("generous", "complaint", True),
            ("own_fault", "complaint", False),
            ("own_fault", "delay", True),
            ("restrained", "delay", False),
            ("restrained", "our_fault", True),
        ],
    )
    def test_how_readily_to_apologise(self, apology: str, signal: str, asked: bool) -> None:
        assert ("apologise" in Desk(apology=apology).customer(1, signal).kinds) is asked

    @pytest.mark.parametrize(
        ("setting", "customers", "form"),
        [("follow", "sina", "sina"), ("follow", "none", "te"), ("te", "sina", "te"), ("sina", "te", "sina")],
    )
    def test_how_to_address(self, setting: str, customers: str, form: str) -> None:
        desk = Desk(address=setting).customer(1, "complaint", address=customers)
        forms = {phrase.address for hint in desk.state.waiting for phrase in hint.phrases}
        assert form in forms
        assert forms <= {form, "none"}

    def test_open_cards_follow_the_form_of_address_once_it_is_known(self) -> None:
        desk = Desk().customer(1, "complaint", felt=ANGRY)
        before = {hint.id: [p.id for p in hint.phrases] for hint in (*desk.state.shown, *desk.state.waiting)}
        desk.customer(2, address="sina")
        cards = (*desk.state.shown, *desk.state.waiting)
        assert {hint.id: [p.id for p in hint.phrases] for hint in cards} == before
        assert {phrase.address for hint in cards for phrase in hint.phrases} <= {"sina", "none"}
        assert desk.coach.decide(desk.state, 2) == ()
        said = next(phrase for phrase in desk.state.shown[0].phrases if phrase.address == "sina")
        assert "empathise" not in desk.agent(3, text=said.text).kinds

    def test_the_agents_own_form_is_taken_while_the_customers_is_unknown(self) -> None:
        desk = Desk().customer(1, "complaint").agent(2, "ask", address="sina")
        forms = {p.address for hint in (*desk.state.shown, *desk.state.waiting) for p in hint.phrases}
        assert forms <= {"sina", "none"}
        desk.customer(3, address="te")
        forms = {p.address for hint in (*desk.state.shown, *desk.state.waiting) for p in hint.phrases}
        assert forms <= {"te", "none"}

    def test_plain_leaves_the_warmest_words_out(self) -> None:
        def offered(warmth: str) -> set[str]:
            desk = Desk(warmth=warmth, phrases_per_hint=99)
            desk.customer(1, felt=reading(0.9, ("joy",)), text="Aivan ihana palvelu oli teillä")
            return {phrase.id for phrase in desk.state.shown[0].phrases}

        assert "reklamaatio.celebrate-tervetullut" in offered("warm") - offered("plain")


class TestFit:
    def phrases(self, desk: Desk, kind: str) -> set[str]:
        cards = (*desk.state.shown, *desk.state.waiting)
        return {phrase.id.split(".")[1] for hint in cards if hint.kind == kind for phrase in hint.phrases}

    @pytest.mark.parametrize(
        ("feeling", "part"),
        [("anger", "viha"), ("sadness", "pettymys"), ("fear", "huoli"), ("disgust", "inho")],
    )
    def test_the_words_suit_the_feeling(self, feeling: Any, part: str) -> None:
        desk = Desk().customer(1, "complaint", felt=reading(-0.8, (feeling,)))
        offered = self.phrases(desk, "empathise")
        assert any(part in phrase for phrase in offered)
        others = {"viha", "pettymys", "huoli", "inho"} - {part}
        assert not any(other in phrase for phrase in offered for other in others)

    def test_a_fault_is_owned_only_where_it_is_ours(self) -> None:
        ours = self.phrases(Desk(phrases_per_hint=99).customer(1, "our_fault"), "apologise")
        not_ours = self.phrases(Desk(phrases_per_hint=99).customer(1, "complaint"), "apologise")
        assert "apologise-virhe-meidan" in ours - not_ours
        assert len(not_ours) >= 8

    @pytest.mark.parametrize(
        ("marker", "own", "others"),
        [
            ("[HETU]", "henkilötunnu", ("korttinumero", "tilinumero")),
            ("[KORTTI]", "korttinumero", ("henkilötunnu", "tilinumero")),
            ("[IBAN]", "tilinumero", ("henkilötunnu", "korttinumero")),
        ],
    )
    def test_only_the_data_that_was_given_is_spoken_of(
        self, marker: str, own: str, others: tuple[str, ...]
    ) -> None:
        event = heard("customer", f"Tässä {marker}", 1.0, reading=reading())
        found = Found(signal="personal_data", words=marker)
        desk = Desk(phrases_per_hint=99)
        desk.happens(structs.replace(event, facts=structs.replace(event.facts, signals=(found,))))
        said = " ".join(phrase.text for hint in desk.state.shown for phrase in hint.phrases).lower()
        assert own in said
        assert not any(other in said for other in others)

    def test_no_greeting_depends_on_the_time_of_day(self) -> None:
        for spec in (spec for playbook in PLAYBOOKS.values() for spec in playbook.phrases["greet"]):
            for wording in filter(None, (spec.te, spec.sina, spec.text)):
                assert not any(part in wording.lower() for part in ("huomenta", "päivää", "iltaa", "päivän"))

    def test_what_is_said_and_what_is_written_differ(self) -> None:
        written = self.phrases(Desk(phrases_per_hint=99).customer(1, "complaint"), "greet")
        spoken = self.phrases(Desk("phone", phrases_per_hint=99).customer(1, "complaint"), "greet")
        assert "greet-soititte" in spoken - written
        assert "greet-luen-ensin" in written - spoken

    def test_the_model_is_named_where_it_had_a_say(self) -> None:
        desk = Desk().customer(1, "complaint", felt=ANGRY)
        by_kind = {hint.kind: hint.evidence for hint in (*desk.state.shown, *desk.state.waiting)}
        assert by_kind["empathise"].model == "model-1"
        assert by_kind["empathise"].confidence == pytest.approx(0.87)
        assert by_kind["thank"].model is None
        assert by_kind["thank"].words == ("complaint",)


def test_an_unknown_playbook_falls_back_and_is_known_to_be_unknown() -> None:
    coach = Coach(PLAYBOOKS)
    assert not coach.knows("muu")
    assert coach.started("c1", at=0.0, playbook="muu").playbook == "reklamaatio"


def test_the_default_playbook_must_exist() -> None:
    with pytest.raises(ConfigurationError, match=r"no playbook nowhere.*put nowhere\.yaml"):
        Coach(PLAYBOOKS, default_playbook="nowhere")


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
