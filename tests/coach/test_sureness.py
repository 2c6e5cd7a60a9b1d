"""When unsure, nothing: feelings, loss, and the line that says why."""

from __future__ import annotations

import pytest
from hurmaus.understanding.facts import Found
from msgspec import structs

from tests.coach.desk import ANGRY, Desk
from tests.conversation.happenings import heard
from tests.fakes.scripted_estimator import reading


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
