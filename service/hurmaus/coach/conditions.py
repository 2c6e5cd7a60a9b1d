"""Does a playbook's condition hold of a conversation? One small check for each thing a condition may state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hurmaus.coach.playbook import Condition
from hurmaus.coach.settings import CoachSettings
from hurmaus.conversation.state import ConversationState, Turn

NEGATIVE_AT_LEAST = 0.55
"""Confidence from which a stated sentiment counts, unless the condition says otherwise."""


class Moment:
    """What conditions look at: the state, its latest turn, the settings, and the time."""

    __slots__ = ("now", "settings", "state", "turn")

    def __init__(self, state: ConversationState, turn: Turn, settings: CoachSettings, now: float) -> None:
        self.state = state
        self.turn = turn
        self.settings = settings
        self.now = now


def holds(condition: Condition, moment: Moment) -> bool:
    """Return whether everything the condition states is true now."""
    return all(_CHECKS[name](moment, value, condition) for name, value in _stated(condition))


def _stated(condition: Condition) -> list[tuple[str, Any]]:
    return [
        (name, getattr(condition, name))
        for name in condition.model_fields_set
        if name in _CHECKS and getattr(condition, name) is not None
    ]


def _signals(m: Moment, wanted: tuple[str, ...], condition: Condition) -> bool:
    found = [s for s in m.turn.signals if s.signal in wanted]
    if condition.quote_has is not None:
        found = [s for s in found if any(part.lower() in s.words.lower() for part in condition.quote_has)]
    least = condition.times_at_least or 1
    return any(_count(m.state, s.signal) >= least for s in found)


def _count(state: ConversationState, signal: str) -> int:
    seen = state.seen(signal)
    return 0 if seen is None else seen.count


def _emotions(m: Moment, wanted: tuple[str, ...], condition: Condition) -> bool:
    reading = m.turn.reading
    if reading is None:
        return False
    least = condition.confidence_at_least or 0.0
    return any(e in wanted and reading.emotions.get(e, 1.0) >= least for e in reading.present)


def _sentiment(m: Moment, wanted: str, condition: Condition) -> bool:
    reading = m.turn.reading
    least = NEGATIVE_AT_LEAST if condition.confidence_at_least is None else condition.confidence_at_least
    return reading is not None and reading.sentiment == wanted and reading.confidence >= least


def _problem(m: Moment, wanted: str, _: Condition) -> bool:
    problem = m.state.problem
    if wanted == "none":
        return problem is None
    if problem is None:
        return False
    return wanted == "any" or (problem.settled_turn is None) == (wanted == "open")


def _acts_since_problem(m: Moment, wanted: tuple[str, ...], _: Condition) -> bool:
    problem = m.state.problem
    since = 0 if problem is None else problem.since_turn
    return any(m.state.acts.get(act, -1) >= since for act in m.state.acts if act in wanted)


def _anticipate(m: Moment, wanted: bool, _: Condition) -> bool:
    setting, written = m.settings.anticipate, m.state.channel != "phone"
    return wanted == (setting == "on" or (setting == "written_only" and written))


def _customer_waits(m: Moment, wanted: bool, _: Condition) -> bool:
    since = m.state.unanswered_since
    waits = since is not None and m.now - since >= m.settings.first_answer_s
    return wanted == waits


def _promised(m: Moment, wanted: bool, _: Condition) -> bool:
    made = any(p.id in m.turn.promised and p.due is not None for p in m.state.promise_ledger)
    return wanted == made


def _valence(m: Moment) -> float | None:
    return None if m.turn.reading is None else m.turn.reading.valence


def _open_questions(m: Moment) -> int:
    return sum(1 for q in m.state.question_ledger if q.open)


def _answered_questions(m: Moment) -> int:
    return sum(1 for q in m.state.question_ledger if q.answered_turn is not None)


def _at_least(measure: Callable[[Moment], float | None]) -> Callable[[Moment, float, Condition], bool]:
    def check(m: Moment, limit: float, _: Condition) -> bool:
        value = measure(m)
        return value is not None and value >= limit

    return check


def _at_most(measure: Callable[[Moment], float | None]) -> Callable[[Moment, float, Condition], bool]:
    def check(m: Moment, limit: float, _: Condition) -> bool:
        value = measure(m)
        return value is not None and value <= limit

    return check


_CHECKS: dict[str, Callable[[Moment, Any, Condition], bool]] = {
    "speaker": lambda m, role, _: m.turn.role == role,
    "channel": lambda m, channels, _: m.state.channel in channels,
    "signals": _signals,
    "not_signals": lambda m, wanted, c: not any(s.signal in wanted for s in m.turn.signals),
    "seen_signals": lambda m, wanted, c: any(m.state.seen(s) is not None for s in wanted),
    "not_seen_signals": lambda m, wanted, c: all(m.state.seen(s) is None for s in wanted),
    "emotions": _emotions,
    "not_emotions": lambda m, wanted, c: not _emotions(m, wanted, c),
    "sentiment": _sentiment,
    "not_sentiment": lambda m, wanted, c: not _sentiment(m, wanted, c),
    "valence_at_least": _at_least(_valence),
    "valence_at_most": _at_most(_valence),
    "lowest_valence_at_most": _at_most(lambda m: m.state.mood_lowest),
    "mood_at_most": _at_most(lambda m: None if m.state.mood is None else m.state.mood.rolling),
    "acts": lambda m, wanted, _: any(act in wanted for act in m.turn.acts),
    "not_acts": lambda m, wanted, _: not any(act in wanted for act in m.turn.acts),
    "only_acts": lambda m, wanted, _: bool(m.turn.acts) and all(act in wanted for act in m.turn.acts),
    "seen_acts": lambda m, wanted, _: any(act in m.state.acts for act in wanted),
    "acts_since_problem": _acts_since_problem,
    "action_turns_at_least": _at_least(lambda m: m.state.action_turns),
    "cues": lambda m, wanted, _: any(cue in wanted for cue in m.turn.cues),
    "problem": _problem,
    "agent_turns_at_most": _at_most(lambda m: m.state.agent_turns),
    "agent_turns_at_least": _at_least(lambda m: m.state.agent_turns),
    "agent_turns_since_problem_at_least": _at_least(lambda m: m.state.agent_turns_since_problem),
    "agent_turns_since_problem_at_most": _at_most(lambda m: m.state.agent_turns_since_problem),
    "customer_turns_at_least": _at_least(lambda m: m.state.customer_turns),
    "words_at_most": _at_most(lambda m: m.turn.words),
    "words_at_least": _at_least(lambda m: m.turn.words),
    "open_questions_at_least": _at_least(_open_questions),
    "open_questions_at_most": _at_most(_open_questions),
    "answered_questions_at_least": _at_least(_answered_questions),
    "answered_now_at_least": _at_least(lambda m: m.turn.answered),
    "customer_waits": _customer_waits,
    "promised_with_time": _promised,
    "apology": lambda m, wanted, _: m.settings.apology in wanted,
    "anticipate": _anticipate,
}
