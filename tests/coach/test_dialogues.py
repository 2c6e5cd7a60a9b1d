"""What a wise colleague would whisper in each dialogue, and when they would keep quiet."""

from __future__ import annotations

import pytest
from hurmaus.coach.coach import Coach
from hurmaus.coach.loading import load_playbooks
from hurmaus.vocabulary import HINT_KINDS

from tests.coach.dialogue import Dialogue, load_all, open_kinds, play, script

COACH = Coach(load_playbooks(), model_version="scripted-1")
ALL = load_all()


@pytest.mark.parametrize("dialogue", ALL, ids=lambda dialogue: dialogue.name)
def test_the_coach_whispers_what_the_dialogue_says(dialogue: Dialogue) -> None:
    for turn, state in play(dialogue, COACH, script(dialogue)):
        now, plan = open_kinds(state), turn.plan
        assert set(plan.get("open", ())) <= set(now), f"{turn}: open are {now}"
        assert not set(plan.get("closed", ())) & set(now), f"{turn}: open are {now}"
        if dialogue.silent or plan.get("calm"):
            assert now == [], f"{turn}: open are {now}"
        if "shown" in plan:
            assert [hint.kind for hint in state.shown] == [plan["shown"]], f"{turn}: open are {now}"
        if "steps" in plan:
            assert list(state.steps_done) == plan["steps"], str(turn)
        if "playbook" in plan:
            assert state.playbook == plan["playbook"], str(turn)
        if "address" in plan:
            spoken = {phrase.address for hint in state.shown for phrase in hint.phrases}
            assert spoken <= {plan["address"], "none"}, f"{turn}: {spoken}"
        if "promises" in plan:
            assert [promise.state for promise in state.promises] == plan["promises"], str(turn)
        if "answered" in plan:
            assert [question.answered for question in state.questions] == plan["answered"], str(turn)


@pytest.mark.parametrize("dialogue", ALL, ids=lambda dialogue: dialogue.name)
def test_one_card_is_shown_and_no_phrase_is_offered_twice(dialogue: Dialogue) -> None:
    seen: dict[str, str] = {}
    for turn, state in play(dialogue, COACH, script(dialogue)):
        assert len(state.shown) <= 1, str(turn)
        for hint in (*state.shown, *state.waiting):
            assert len({phrase.id for phrase in hint.phrases}) == len(hint.phrases)
            for phrase in hint.phrases:
                assert seen.setdefault(phrase.id, hint.id) == hint.id, f"{turn}: {phrase.id} again"


@pytest.mark.parametrize("dialogue", ALL, ids=lambda dialogue: dialogue.name)
def test_every_hint_says_why(dialogue: Dialogue) -> None:
    for turn, state in play(dialogue, COACH, script(dialogue)):
        for hint in (*state.shown, *state.waiting):
            assert hint.why, str(turn)
            assert "{" not in hint.why, str(turn)
            assert "\n" not in hint.why, str(turn)
            assert hint.evidence.rule, str(turn)
            assert (hint.evidence.confidence is None) == (hint.evidence.model is None), str(turn)


@pytest.mark.parametrize("dialogue", ALL, ids=lambda dialogue: dialogue.name)
def test_deciding_twice_changes_nothing(dialogue: Dialogue) -> None:
    for turn, state in play(dialogue, COACH, script(dialogue)):
        assert COACH.decide(state, turn.at) == (), str(turn)


@pytest.mark.parametrize("dialogue", ALL, ids=lambda dialogue: dialogue.name)
def test_the_same_dialogue_gives_the_same_hints(dialogue: Dialogue) -> None:
    def hints() -> list[object]:
        return [(state.shown, state.waiting) for _, state in play(dialogue, COACH, script(dialogue))]

    assert hints() == hints()


def test_every_kind_of_hint_is_reached_with_the_shipped_playbooks() -> None:
    reached = {
        kind
        for dialogue in ALL
        for _, state in play(dialogue, COACH, script(dialogue))
        for kind in open_kinds(state)
    }
    assert reached == set(HINT_KINDS)


def test_every_shipped_playbook_is_followed_by_some_conversation() -> None:
    followed = {state.playbook for dialogue in ALL for _, state in play(dialogue, COACH, script(dialogue))}
    assert followed == set(COACH.playbooks)


def test_there_are_enough_dialogues_of_every_kind_and_enough_calm_ones() -> None:
    plans = [turn.plan for dialogue in ALL for turn in dialogue.turns]
    asked = {
        kind
        for plan in plans
        for kind in (*plan.get("open", ()), *([plan["shown"]] if "shown" in plan else ()))
    }
    assert asked == set(HINT_KINDS)
    assert len(ALL) >= 40
    assert sum(dialogue.silent for dialogue in ALL) >= 15


@pytest.mark.parametrize("dialogue", ALL, ids=lambda dialogue: dialogue.name)
def test_an_annotation_names_kinds_and_never_contradicts_itself(dialogue: Dialogue) -> None:
    for turn in dialogue.turns:
        must = {*turn.plan.get("open", ()), *([turn.plan["shown"]] if "shown" in turn.plan else ())}
        may, never = set(turn.plan.get("may", ())), set(turn.plan.get("closed", ()))
        assert must | may | never <= set(HINT_KINDS), str(turn)
        assert not (must | may) & never, str(turn)
        assert not (turn.plan.get("calm") and must), str(turn)
