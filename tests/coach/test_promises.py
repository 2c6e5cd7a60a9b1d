"""Promises: reminded before they are due, told of when late, and left alone once kept."""

from __future__ import annotations

from typing import Any

from hurmaus.conversation.events import (
    ClockTicked,
)
from hurmaus.understanding.facts import PromiseFound

from tests.coach.desk import Desk


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
