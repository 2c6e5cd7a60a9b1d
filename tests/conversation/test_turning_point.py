"""What a team lead is told of: a fall, an alarming word, a recovery; each once."""

from __future__ import annotations

from typing import Any

from hurmaus.conversation.reducer import apply
from hurmaus.conversation.state import ConversationState
from hurmaus.conversation.turning_point import turning_point

from tests.conversation.happenings import heard, opened
from tests.fakes.scripted_estimator import reading


def alerts(*turns: Any) -> list[str | None]:
    state: ConversationState = opened()
    told = []
    for number, (valence, *signals) in enumerate(turns):
        event = heard("customer", at=float(number + 1), reading=reading(valence), signals=signals)
        after = apply(state, event)
        point = turning_point(state, after)
        told.append(None if point is None else point.alert)
        state = after
    return told


def test_a_first_message_alone_is_no_escalation_however_bad() -> None:
    assert alerts((-0.9, "delay")) == [None]
    assert alerts((-0.9,), (-0.9,)) == [None, None]


def test_a_fall_is() -> None:
    assert alerts((0.1,), (-0.9,), (-0.9,)) == [None, "escalation", None]


def test_an_alarming_word_needs_no_fall() -> None:
    assert alerts((-0.2, "threatens_to_leave"), (-0.2, "threatens_to_leave")) == ["escalation", None]


def test_a_recovery_from_a_bad_start() -> None:
    assert alerts((-0.9,), (0.6,), (0.9,)).count("recovery") == 1
