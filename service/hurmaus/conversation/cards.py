"""How hints come and go in the state: the parts of the reducer that keep cards and their history."""

from __future__ import annotations

from msgspec.structs import replace

from hurmaus.conversation.events import FeedbackGiven, HintClosed, HintOpened, HintQueued
from hurmaus.conversation.offers import offered
from hurmaus.conversation.state import (
    OPEN_HINTS,
    Card,
    ConversationState,
    KindHistory,
)
from hurmaus.vocabulary import Hint


def queue_card(state: ConversationState, event: HintQueued) -> ConversationState:
    """Put a hint behind the attention budget; one already there takes the new wording.

    A reminder that waits counts as given.
    """
    known = _find(state, event.hint.id)
    if known is not None:
        return _reworded(state, known, event.hint)
    return _added(state, event, shown=False, quiet=event.quiet)


def open_card(state: ConversationState, event: HintOpened) -> ConversationState:
    """Show a hint, new or waiting. A reminder marks its promise as reminded."""
    known = _find(state, event.hint.id)
    if known is None:
        return _added(state, event, shown=True, quiet=False)
    state = _reworded(state, known, event.hint)
    shown = replace(known, hint=event.hint, shown=True, quiet=False, priority=event.priority)
    others = tuple(card for card in state.cards if card.hint.id != event.hint.id)
    return _reminded(_with_cards(state, (*others, shown)), event.about)


def close_card(state: ConversationState, event: HintClosed) -> ConversationState:
    """Take a hint away, or back into the queue where an urgent one took its place."""
    card = _find(state, event.hint_id)
    if card is None:
        return state
    others = tuple(one for one in state.cards if one is not card)
    if event.requeued:
        return _with_cards(state, (*others, replace(card, shown=False)))
    known = state.kind_history(card.hint.kind) or KindHistory(kind=card.hint.kind)
    closed = replace(known, closed_at=event.at, reason=event.reason)
    return replace(_with_cards(state, others), history=_with(state.history, closed))


def take_feedback(state: ConversationState, event: FeedbackGiven) -> ConversationState:
    """Note on an open hint what the agent did with it; the coach closes it for that."""
    card = _find(state, event.hint_id)
    if card is None or event.outcome == "shown" or card.outcome is not None:
        return state
    cards = tuple(replace(one, outcome=event.outcome) if one is card else one for one in state.cards)
    return replace(state, cards=cards)


def _added(
    state: ConversationState, event: HintOpened | HintQueued, *, shown: bool, quiet: bool
) -> ConversationState:
    if len(state.cards) >= OPEN_HINTS:
        return state
    card = Card(
        hint=event.hint,
        priority=event.priority,
        opened_at=event.at,
        turn=_turn(state),
        agent_turns=state.agent_turns,
        shown=shown,
        quiet=quiet,
        about=event.about,
    )
    state = _noted(_with_cards(state, (*state.cards, card)), card)
    return state if quiet else _reminded(state, event.about)


def _find(state: ConversationState, hint_id: str) -> Card | None:
    return next((card for card in state.cards if card.hint.id == hint_id), None)


def _reworded(state: ConversationState, card: Card, hint: Hint) -> ConversationState:
    if card.hint == hint:
        return state
    cards = tuple(replace(one, hint=hint) if one is card else one for one in state.cards)
    return replace(state, cards=cards, offers=offered(state.offers, hint))


def _turn(state: ConversationState) -> int:
    return state.latest.number if state.latest is not None else -1


def _with_cards(state: ConversationState, cards: tuple[Card, ...]) -> ConversationState:
    return replace(state, cards=tuple(sorted(cards, key=lambda c: (not c.shown, c.quiet, -c.priority))))


def _noted(state: ConversationState, card: Card) -> ConversationState:
    kind = card.hint.kind
    known = state.kind_history(kind) or KindHistory(kind=kind)
    opened = replace(known, opened=known.opened + 1, last_turn=card.turn)
    return replace(
        state,
        history=_with(state.history, opened),
        offers=offered(state.offers, card.hint),
    )


def _with(history: tuple[KindHistory, ...], one: KindHistory) -> tuple[KindHistory, ...]:
    return (*(h for h in history if h.kind != one.kind), one)


def _reminded(state: ConversationState, promise_id: str | None) -> ConversationState:
    if promise_id is None:
        return state
    ledger = tuple(
        replace(entry, reminded=True, reminded_late=entry.state == "late")
        if entry.id == promise_id
        else entry
        for entry in state.promise_ledger
    )
    return replace(state, promise_ledger=ledger)
