"""The tensions of good service are settings, and phrases fit what is at hand."""

from __future__ import annotations

from typing import Any

import pytest
from hurmaus.coach.coach import Coach
from hurmaus.errors import ConfigurationError
from hurmaus.understanding.facts import Found
from msgspec import structs

from tests.coach.desk import ANGRY, PLAYBOOKS, Desk
from tests.conversation.happenings import heard
from tests.fakes.scripted_estimator import reading


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
