"""The rule engine: which hints does the playbook call for now, and which open ones are done. Pure."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import NamedTuple, get_args

from hurmaus.coach.candidates import (
    REMINDER_KIND,
    Candidate,
    candidate,
    reminder,
    reminder_at,
)
from hurmaus.coach.conditions import Check, Moment, compiled
from hurmaus.coach.playbook import Condition, Playbook, Rule
from hurmaus.coach.settings import CoachSettings
from hurmaus.conversation.state import Card, ConversationState
from hurmaus.vocabulary import CloseReason, HintKind, Role

PROMISE_STEP_KINDS: frozenset[HintKind] = frozenset({REMINDER_KIND, "next_steps"})
"""A reminder serves the step of the first rule of these kinds."""


class _Ready(NamedTuple):
    """A rule with its conditions compiled, for turns of one role."""

    rule: Rule
    when: tuple[tuple[Check, Condition], ...]
    unless: tuple[Check, ...]
    close_when: tuple[Check, ...]


class Ruleset:
    """The rules of one playbook, compiled once."""

    def __init__(self, playbook: Playbook) -> None:
        self.playbook = playbook
        self._after = {role: _ready(playbook, role) for role in get_args(Role)}
        self._reminds = REMINDER_KIND in playbook.phrases
        self._promise_step = next((r.step for r in playbook.rules if r.kind in PROMISE_STEP_KINDS), None)

    def candidates(
        self,
        state: ConversationState,
        settings: CoachSettings,
        now: float,
        model: str,
        busy: Container[HintKind] = (),
    ) -> Iterator[Candidate]:
        """Yield what the rules call for after the latest turn, one a kind at most, then promise reminders.

        Of two rules of a kind the one written first wins. Kinds in ``busy`` are not looked at.
        """
        turn = state.latest
        if turn is not None:
            moment = Moment(state, turn, settings, now, self.playbook.description)
            taken: set[HintKind] = set()
            for ready in self._after[turn.role].values():
                if ready.rule.kind in taken or ready.rule.kind in busy:
                    continue
                fired = next((entry for holds, entry in ready.when if holds(moment)), None)
                if fired is not None and not any(holds(moment) for holds in ready.unless):
                    taken.add(ready.rule.kind)
                    yield candidate(ready.rule, fired, state, turn, model, self.playbook.description)
        if self._reminds:
            yield from self._reminders(state, settings, now)

    def closing_reason(
        self, state: ConversationState, card: Card, settings: CoachSettings, now: float
    ) -> CloseReason | None:
        """Return why an open hint should go away now, or None when it should stay."""
        if card.outcome is not None:
            return "dismissed" if card.outcome == "dismissed" else "inserted"
        if _ticked_by_hand(state, card) or _promise_settled(state, card):
            return "done"
        if now >= card.hint.expires_at:
            return "expired"
        turn = state.latest
        if turn is None or turn.number <= card.turn:
            return None
        ready = self._after[turn.role].get(card.hint.evidence.rule)
        if ready is None:
            return None
        moment = Moment(state, turn, settings, now, self.playbook.description)
        if any(holds(moment) for holds in ready.close_when):
            return "done"
        most = ready.rule.expires_turns
        return "expired" if most is not None and state.agent_turns - card.agent_turns >= most else None

    def _reminders(
        self, state: ConversationState, settings: CoachSettings, now: float
    ) -> Iterator[Candidate]:
        for promise in state.promise_ledger:
            at = reminder_at(promise, settings)
            if at is not None and at <= now:
                one = reminder(promise, state, self._promise_step)
                if now < one.expires_at:
                    yield one


def _ready(playbook: Playbook, role: Role) -> dict[str, _Ready]:
    """Compile, for turns of ``role``, the entries that can hold then."""

    def possible(entries: tuple[Condition, ...]) -> list[Condition]:
        spoken = [entry for entry in entries if entry.speaker in (None, role)]
        return [entry.model_copy(update={"speaker": None}) for entry in spoken]

    return {
        rule.id: _Ready(
            rule=rule,
            when=tuple((compiled(entry), entry) for entry in possible(rule.when)),
            unless=tuple(map(compiled, possible(rule.unless))),
            close_when=tuple(map(compiled, possible(rule.close_when))),
        )
        for rule in playbook.rules
    }


def _ticked_by_hand(state: ConversationState, card: Card) -> bool:
    return any(
        step.id == card.hint.step and step.by_hand and step.at >= card.opened_at
        for step in state.steps_ticked
    )


def _promise_settled(state: ConversationState, card: Card) -> bool:
    if card.about is None:
        return False
    promise = next((p for p in state.promise_ledger if p.id == card.about), None)
    return promise is None or not promise.owed
