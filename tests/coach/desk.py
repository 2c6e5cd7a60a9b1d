"""A conversation with a coach at its side, told turn by turn."""

from __future__ import annotations

from typing import Any

from hurmaus.coach.coach import Coach
from hurmaus.coach.loading import load_playbooks
from hurmaus.coach.settings import CoachSettings
from hurmaus.conversation.events import (
    HintClosed,
)
from hurmaus.conversation.reducer import apply
from hurmaus.conversation.state import ConversationState

from tests.coach.dialogue import open_kinds
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
