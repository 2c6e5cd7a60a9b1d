"""The draft check: what to mend before sending, asked for by the agent, and nothing kept of it."""

from __future__ import annotations

import pytest
from hurmaus.coach.coach import Coach
from hurmaus.coach.loading import load_playbooks
from hurmaus.coach.settings import CoachSettings
from hurmaus.conversation.state import ConversationState
from hurmaus.privacy.masking import mask
from hurmaus.understanding.read import read
from hurmaus.vocabulary import DraftFinding
from msgspec import structs

from tests.coach.dialogue import after_turns

PLAYBOOKS = load_playbooks()
COACH = Coach(PLAYBOOKS)
LATE = "Moi, tilaukseni on myöhässä jo viikon. Milloin se tulee ja saanko hyvitystä?"
GOOD = (
    "Hei! Kiitos, että kerroit. Ymmärrän, että odotus harmittaa, ja olen pahoillani viivästyksestä. "
    "Pakettisi tulee huomenna, ja saat hyvitystä toimituskulujen verran. Lähetän siitä vahvistuksen tänään."
)


def asked(*said: str, coach: Coach = COACH) -> ConversationState:
    return after_turns(coach, *said)


def check(draft: str, state: ConversationState | None = None, coach: Coach = COACH) -> list[DraftFinding]:
    masked = mask(draft)
    state = state or asked(LATE)
    return list(coach.check_draft(state, masked.text, read(masked, "agent", 900.0), 900.0))


def kinds(findings: list[DraftFinding]) -> list[str]:
    return [finding.kind for finding in findings]


def test_a_good_answer_needs_nothing() -> None:
    assert check(GOOD) == []


def test_blame_is_named_by_its_sentence_with_another_wording() -> None:
    (first, *_) = check(f"Sinun olisi pitänyt tarkistaa osoite. {GOOD}")
    assert (first.kind, first.words) == ("blame", "Sinun olisi pitänyt tarkistaa osoite.")
    assert first.phrases


def test_blame_that_only_a_model_sees_is_told_of_the_whole_draft() -> None:
    masked = mask("Paketti on matkalla.")
    facts = structs.replace(read(masked, "agent", 900.0), acts=("inform", "blame"))
    found = COACH.check_draft(asked(LATE), masked.text, facts, 900.0)
    assert (found[0].kind, found[0].words) == ("blame", None)


def test_a_refusal_is_named_unless_it_shows_a_way_on() -> None:
    assert "dismissal" in kinds(check("Tämä ei kuulu meille."))


def test_a_non_apology_is_said_straight() -> None:
    found = [one for one in check("Pahoittelut, jos tästä tuli harmia.") if one.kind == "non_apology"]
    assert [phrase.text for one in found for phrase in one.phrases] == [
        "Pahoittelut, että tästä tuli harmia."
    ]


def test_the_whole_draft_is_offered_in_the_customers_form_of_address() -> None:
    state = asked("Moi, katsotko missä pakettini on, se on myöhässä.")
    findings = check("Saatte paketin huomenna. Kertokaa vielä osoitteenne.", state)
    found = next(one for one in findings if one.kind == "address")
    assert found.phrases[0].text == "Saat paketin huomenna. Kerro vielä osoitteesi."
    assert found.phrases[0].address == "sina"


def test_no_form_is_asked_for_while_the_customers_is_unknown() -> None:
    assert "address" not in kinds(check("Saatte paketin huomenna.", asked("Paketti on myöhässä.")))


def test_a_form_that_the_settings_fix_is_asked_for_from_the_start() -> None:
    coach = Coach(PLAYBOOKS, CoachSettings(address="te"))
    assert "address" in kinds(
        check("Saat paketin huomenna.", asked("Paketti on myöhässä.", coach=coach), coach)
    )


def test_every_question_that_stays_open_is_named() -> None:
    found = [one.words for one in check("Paketti tulee huomenna.") if one.kind == "open_question"]
    assert found == ["saanko hyvitystä?"]


def test_missing_steps_come_in_the_order_of_the_checklist() -> None:
    steps = [one.step for one in check("Paketti on matkalla.") if one.kind == "missing_step"]
    assert steps[:2] == ["thank", "apologise"]
    assert all(one.phrases for one in check("Paketti on matkalla.") if one.kind == "missing_step")


def test_a_calm_enquiry_asks_for_no_steps() -> None:
    assert check("Olemme avoinna kahdeksaan asti.", asked("Hei, mihin asti olette tänään auki?")) == []


@pytest.mark.parametrize("hints", ["quiet", "off"])
def test_it_answers_in_the_quiet_modes_too_for_it_was_asked(hints: str) -> None:
    coach = Coach(PLAYBOOKS, CoachSettings(hints=hints))  # type: ignore[arg-type]
    state = asked(LATE, coach=coach)
    assert state.cards == ()
    assert "missing_step" in kinds(check("Paketti on matkalla.", state, coach))


@pytest.mark.parametrize(
    "draft", ["", "👍", "Tack, vi återkommer till dig så snart vi vet mer om leveransen."]
)
def test_a_draft_that_says_nothing_in_finnish_is_not_judged_by_its_words(draft: str) -> None:
    assert not {"blame", "dismissal", "non_apology", "address"} & set(kinds(check(draft)))


def test_the_conversation_is_as_it_was_and_the_answer_the_same_again() -> None:
    state = asked(LATE)
    before = state
    assert check("Tämä ei kuulu meille.", state) == check("Tämä ei kuulu meille.", state)
    assert state == before


def test_what_was_masked_stays_masked() -> None:
    found = check("Teidän olisi pitänyt antaa hetu 131052-308T heti.")
    assert "131052" not in repr(found)
