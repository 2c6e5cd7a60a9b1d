"""Say it now, later, or never: attention budget, priority, cool-down, expiry, supersession. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2s

from hurmaus.coach.candidates import Candidate
from hurmaus.coach.playbook import URGENT_KINDS
from hurmaus.coach.settings import CoachSettings
from hurmaus.conversation.events import HintClosed, HintOpened, HintQueued
from hurmaus.conversation.state import Card, ConversationState, KindHistory
from hurmaus.vocabulary import CloseReason, Hint, Phrase

HintEvent = HintOpened | HintQueued | HintClosed


def wanted(
    found: Iterable[Candidate],
    state: ConversationState,
    settings: CoachSettings,
    now: float,
) -> list[Candidate]:
    """Return the candidates worth a hint now, the most important first."""
    kept = [
        one
        for one in found
        if one.expires_at > now
        and (settings.hints == "on" or one.kind in URGENT_KINDS)
        and (one.is_reminder or not _too_soon(one, state, settings))
    ]
    return sorted(kept, key=lambda one: (-one.priority, one.kind))


def _too_soon(one: Candidate, state: ConversationState, settings: CoachSettings) -> bool:
    past = state.kind_history(one.kind)
    if past is None:
        return False
    if past.last_turn >= one.turn:
        return True
    if past.closed_at is None or _before_this_problem(one, past, state):
        return False
    at = state.latest.at if state.latest is not None else state.clock
    return at - past.closed_at < _cooldown_s(one, past.reason, settings)


def _before_this_problem(one: Candidate, past: KindHistory, state: ConversationState) -> bool:
    """A new problem after a settled one starts the steps anew; only what was waved away stays away longer."""
    problem = state.problem
    return (
        one.step is not None
        and problem is not None
        and past.last_turn < problem.since_turn <= one.turn
        and past.reason != "dismissed"
    )


def _cooldown_s(one: Candidate, reason: CloseReason | None, settings: CoachSettings) -> float:
    own = settings.cooldown_s if one.cooldown_s is None else one.cooldown_s
    waved_away = reason == "dismissed" and one.kind not in URGENT_KINDS
    return max(own, settings.dismissed_cooldown_s) if waved_away else own


def hint_of(one: Candidate, phrases: tuple[Phrase, ...], conversation_id: str) -> Hint:
    """Make the hint. Its id follows from conversation, kind, turn, rule and promise alone."""
    seed = f"{conversation_id}|{one.kind}|{one.turn}|{one.rule}|{one.about or ''}"
    return Hint(
        id=f"h-{blake2s(seed.encode(), digest_size=8).hexdigest()}",
        kind=one.kind,
        step=one.step,
        why=one.why,
        phrases=phrases,
        expires_at=one.expires_at,
        evidence=one.evidence,
    )


def place(
    new: list[tuple[Candidate, Hint]],
    state: ConversationState,
    settings: CoachSettings,
    closing: dict[str, CloseReason],
    now: float,
) -> list[HintEvent]:
    """Give the cards to the most important hints; the rest wait.

    Only an urgent hint takes the place of a card that is shown, and that card waits again.
    """
    events: list[HintEvent] = []
    shown = [card for card in state.cards if card.shown and card.hint.id not in closing]
    waiting = [
        card for card in state.cards if not card.shown and not card.quiet and card.hint.id not in closing
    ]
    for one, _ in new:
        if one.kind not in URGENT_KINDS or len(shown) < settings.attention_budget:
            continue
        victim = _victim(one, shown)
        if victim is not None:
            shown.remove(victim)
            waiting.append(victim)
            events.append(_requeued(victim, now))
    free = settings.attention_budget - len(shown)
    line: list[tuple[int, int, Candidate | None, Hint]] = [
        (-card.priority, card.turn, None, card.hint) for card in waiting
    ]
    line += [(-one.priority, one.turn, one, hint) for one, hint in new if not one.quiet]
    line.sort(key=lambda entry: entry[:2])
    for priority, _, one_or_none, hint in line:
        if free > 0:
            about = one_or_none.about if one_or_none is not None else None
            events.append(
                HintOpened(at=now, hint=hint, priority=-priority, about=_reminder_of(one_or_none, about))
            )
            free -= 1
        elif one_or_none is not None:
            events.append(_queued(one_or_none, hint, now))
    events += [_queued(one, hint, now) for one, hint in new if one.quiet]
    return events


def _victim(one: Candidate, shown: list[Card]) -> Card | None:
    weaker = [card for card in shown if card.priority < one.priority]
    return min(weaker, key=lambda card: card.priority, default=None)


def _reminder_of(one: Candidate | None, about: str | None) -> str | None:
    return about if one is not None and one.is_reminder else None


def reworded(card: Card, hint: Hint, now: float) -> HintEvent:
    """Return the event that gives an open card other words; it stays where it is."""
    if card.shown:
        return HintOpened(at=now, hint=hint, priority=card.priority, about=card.about)
    return HintQueued(at=now, hint=hint, priority=card.priority, quiet=card.quiet, about=card.about)


def _requeued(card: Card, now: float) -> HintClosed:
    return HintClosed(at=now, hint_id=card.hint.id, kind=card.hint.kind, reason="superseded", requeued=True)


def _queued(one: Candidate, hint: Hint, now: float) -> HintQueued:
    return HintQueued(at=now, hint=hint, priority=one.priority, quiet=one.quiet, about=one.about)
