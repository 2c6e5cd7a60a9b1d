"""Dialogues as specification: read from ``tests/dialogues/``, played through the pure rooms, turn by turn.

A turn is ``customer:`` or ``agent:`` with its words. ``after`` are the seconds since the turn before (30).
``feels``, ``valence``, ``sure`` are the scripted reading of a customer's turn. ``open`` lists kinds that must
be open after it, shown or waiting; ``shown`` the kind on the card; ``may`` kinds that may open as well;
``closed`` kinds that must not be open; ``calm: true`` says that nothing may be. ``playbook`` is the one that is
followed. ``steps`` are the steps done, in order. A dialogue that is ``silent``
has no hint after any turn.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from hurmaus.coach.coach import Coach
from hurmaus.conversation.events import ClockTicked, UtteranceHeard
from hurmaus.conversation.reducer import apply
from hurmaus.conversation.state import ConversationState
from hurmaus.emotion.estimator import EmotionEstimator, read_customer
from hurmaus.privacy.masking import mask
from hurmaus.understanding.act_reader import ActReader
from hurmaus.understanding.read import read
from hurmaus.vocabulary import Role

from tests.fakes.scripted_estimator import ScriptedEstimator, reading

DIALOGUES = Path(__file__).parents[1] / "dialogues"
STARTED_AT = 1_772_434_800.0  # Monday 2 March 2026, 9 in the morning in Helsinki


class Turn(NamedTuple):
    """One annotated turn."""

    number: int
    role: Role
    text: str
    at: float
    plan: dict[str, Any]

    def __str__(self) -> str:
        return f"turn {self.number} ({self.role}: {self.text})"


class Dialogue(NamedTuple):
    """One annotated dialogue."""

    name: str
    head: dict[str, Any]
    turns: tuple[Turn, ...]

    @property
    def silent(self) -> bool:
        return bool(self.head.get("silent", False))


def load(path: Path) -> Dialogue:
    """Read one dialogue file."""
    plain = yaml.safe_load(path.read_text(encoding="utf-8"))
    at, turns = STARTED_AT, []
    for number, plan in enumerate(plain.pop("turns")):
        role: Role = "customer" if "customer" in plan else "agent"
        at += plan.get("after", 30)
        turns.append(Turn(number, role, plan[role], at, plan))
    return Dialogue(path.stem, plain, tuple(turns))


def load_all() -> list[Dialogue]:
    """Read every dialogue, by name."""
    return [load(path) for path in sorted(DIALOGUES.glob("*.yaml"))]


def script(dialogue: Dialogue) -> ScriptedEstimator:
    """Return the model that reads this dialogue as annotated."""
    return ScriptedEstimator(
        {
            mask(turn.text).text: reading(
                turn.plan.get("valence", 0.0), tuple(turn.plan.get("feels", ())), turn.plan.get("sure", 0.9)
            )
            for turn in dialogue.turns
            if turn.role == "customer"
        }
    )


def play(
    dialogue: Dialogue, coach: Coach, estimator: EmotionEstimator, act_reader: ActReader | None = None
) -> Iterator[tuple[Turn, ConversationState]]:
    """Yield each turn with the conversation after it, on the conversation's own clock."""
    state = apply(
        ConversationState(conversation_id=dialogue.name),
        coach.started(
            dialogue.name,
            at=STARTED_AT,
            channel=dialogue.head.get("channel", "chat"),
            playbook=dialogue.head.get("playbook"),
        ),
    )
    for turn in dialogue.turns:
        while (due := coach.next_wake(state)) is not None and due <= turn.at:
            state = decided(coach, apply(state, ClockTicked(at=due)), due)
        masked = mask(turn.text)
        facts = read(masked, turn.role, turn.at, coach.requests, act_reader)
        reading = None
        if turn.role == "customer":
            reading = read_customer(estimator, turn.role, facts.language, masked)
        heard = UtteranceHeard(
            utterance_id=f"u{turn.number}",
            role=turn.role,
            text=masked.text,
            facts=facts,
            reading=reading,
            at=turn.at,
        )
        state = decided(coach, apply(state, heard), turn.at)
        yield turn, state


def after_turns(coach: Coach, *said: str) -> ConversationState:
    """Return a conversation in which customer and agent took turns, calmly, the customer first."""
    roles = [{"customer": text} if number % 2 == 0 else {"agent": text} for number, text in enumerate(said)]
    turns = tuple(
        Turn(number, "agent" if number % 2 else "customer", text, STARTED_AT + 30 * number, roles[number])
        for number, text in enumerate(said)
    )
    dialogue = Dialogue("talk", {}, turns)
    return [state for _, state in play(dialogue, coach, script(dialogue))][-1]


def decided(coach: Coach, state: ConversationState, now: float) -> ConversationState:
    """Let the coach decide, and apply what it decided."""
    for event in coach.decide(state, now):
        state = apply(state, event)
    return state


def open_kinds(state: ConversationState) -> list[str]:
    """Kinds of the open hints: the one shown first, then those waiting."""
    return [hint.kind for hint in (*state.shown, *state.waiting)]
