"""Does a playbook's condition hold? Each thing it may state becomes one small check, compiled once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from hurmaus.coach.description import ServiceDescription
from hurmaus.coach.feelings import SURELY_NEGATIVE, feeling_of, surely
from hurmaus.coach.playbook import Condition
from hurmaus.coach.settings import CoachSettings
from hurmaus.conversation.state import ConversationState, Turn

SURE_ENOUGH = 0.55
"""Confidence from which a stated sentiment counts, unless the condition says otherwise."""


class Moment(NamedTuple):
    """What conditions look at: the state, its latest turn, the settings, the time, what the service is for."""

    state: ConversationState
    turn: Turn
    settings: CoachSettings
    now: float
    description: ServiceDescription | None = None


_TROUBLE = frozenset({"complaint", "delay", "our_fault", "threatens_to_leave", "threatens_to_complain"})

Check = Callable[[Moment], bool]
_Compile = Callable[[Any, Condition], Check]


def compiled(condition: Condition) -> Check:
    """Return the check of everything that the condition states."""
    checks = tuple(
        compile_one(getattr(condition, name), condition)
        for name, compile_one in _COMPILERS.items()
        if getattr(condition, name) is not None
    )

    def holds(m: Moment) -> bool:
        for check in checks:  # noqa: SIM110 - a plain loop: this is the innermost of the whole pass
            if not check(m):
                return False
        return True

    return holds


def _signals(wanted: tuple[str, ...], condition: Condition) -> Check:
    quotes = tuple(part.lower() for part in condition.quote_has or ())
    least = condition.times_at_least or 1

    def check(m: Moment) -> bool:
        return any(
            found.signal in wanted
            and (not quotes or any(part in found.words.lower() for part in quotes))
            and (least == 1 or _times(m.state, found.signal) >= least)
            for found in m.turn.signals
        )

    return check


def _times(state: ConversationState, signal: str) -> int:
    seen = state.seen(signal)
    return 0 if seen is None else seen.count


def _emotions(wanted: tuple[str, ...], condition: Condition) -> Check:
    of_sentiment = condition.sentiment is not None or condition.not_sentiment is not None
    least = 0.0 if of_sentiment else condition.confidence_at_least or 0.0

    def check(m: Moment) -> bool:
        feeling = feeling_of(m.turn, wanted)
        return feeling is not None and (feeling.confidence is None or feeling.confidence >= least)

    return check


def _sentiment(wanted: str, condition: Condition) -> Check:
    least = SURE_ENOUGH if condition.confidence_at_least is None else condition.confidence_at_least

    def check(m: Moment) -> bool:
        return surely(m.turn.reading, wanted, least, m.turn)

    return check


def _problem(wanted: str, _: Condition) -> Check:
    def check(m: Moment) -> bool:
        problem = m.state.problem
        if problem is None:
            return wanted == "none"
        if wanted == "any":
            return True
        return wanted == ("open" if problem.settled_turn is None else "settled")

    return check


def _acts_since_problem(wanted: tuple[str, ...], _: Condition) -> Check:
    def check(m: Moment) -> bool:
        since = 0 if m.state.problem is None else m.state.problem.since_turn
        return any(act in wanted and turn >= since for act, turn in m.state.acts.items())

    return check


def _out_of_scope(wanted: bool, _: Condition) -> Check:
    def check(m: Moment) -> bool:
        return wanted == (m.description is not None and m.description.beyond(m.state) is not None)

    return check


def _anticipate(wanted: bool, _: Condition) -> Check:
    def check(m: Moment) -> bool:
        setting, written = m.settings.anticipate, m.state.channel != "phone"
        return wanted == (setting == "on" or (setting == "written_only" and written))

    return check


def _trouble_now(wanted: bool, _: Condition) -> Check:
    """The turn itself tells of trouble, or surely sounds like it: a count ("kolmas kerta") alone does not."""

    def check(m: Moment) -> bool:
        told = any(found.signal in _TROUBLE for found in m.turn.signals)
        return wanted == (told or surely(m.turn.reading, "negative", SURELY_NEGATIVE, m.turn))

    return check


def _customer_waits(wanted: bool, _: Condition) -> Check:
    def check(m: Moment) -> bool:
        since = m.state.unanswered_since
        return wanted == (since is not None and m.now - since >= m.settings.first_answer_s)

    return check


def _promised_with_time(wanted: bool, _: Condition) -> Check:
    def check(m: Moment) -> bool:
        return wanted == any(
            promise.id in m.turn.promised and promise.due is not None for promise in m.state.promise_ledger
        )

    return check


def _not(compile_one: _Compile) -> _Compile:
    def compile_negated(wanted: Any, condition: Condition) -> Check:
        check = compile_one(wanted, condition)
        return lambda m: not check(m)

    return compile_negated


def _at_least(measure: Callable[[Moment], float | None]) -> _Compile:
    def compile_one(limit: float, _: Condition) -> Check:
        def check(m: Moment) -> bool:
            value = measure(m)
            return value is not None and value >= limit

        return check

    return compile_one


def _at_most(measure: Callable[[Moment], float | None]) -> _Compile:
    def compile_one(limit: float, _: Condition) -> Check:
        def check(m: Moment) -> bool:
            value = measure(m)
            return value is not None and value <= limit

        return check

    return compile_one


def _any_in(have: Callable[[Moment], tuple[str, ...]]) -> _Compile:
    return lambda wanted, _: lambda m: any(one in wanted for one in have(m))


def _all_in(have: Callable[[Moment], tuple[str, ...]]) -> _Compile:
    return lambda wanted, _: lambda m: bool(have(m)) and all(one in wanted for one in have(m))


def _seen_signals(wanted: tuple[str, ...], _: Condition) -> Check:
    return lambda m: any(seen.signal in wanted for seen in m.state.signals)


def _seen_cues(wanted: tuple[str, ...], _: Condition) -> Check:
    return lambda m: any(cue in wanted for cue in m.state.cues_seen)


def _says_feeling(wanted: tuple[str, ...], _: Condition) -> Check:
    return lambda m: any(said.emotion in wanted for said in m.turn.said)


def _seen_acts(wanted: tuple[str, ...], _: Condition) -> Check:
    return lambda m: any(act in m.state.acts for act in wanted)


def _acts(m: Moment) -> tuple[str, ...]:
    return m.turn.acts


def _cues(m: Moment) -> tuple[str, ...]:
    return m.turn.cues


def _valence(m: Moment) -> float | None:
    return None if m.turn.reading is None else m.turn.reading.valence


def _mood(m: Moment) -> float | None:
    return None if m.state.mood is None else m.state.mood.rolling


def _open_questions(m: Moment) -> float:
    return sum(1 for question in m.state.question_ledger if question.open)


def _answered_questions(m: Moment) -> float:
    return sum(1 for question in m.state.question_ledger if question.answered_turn is not None)


def _agent_turns(m: Moment) -> float:
    return m.state.agent_turns


def _agent_turns_since_problem(m: Moment) -> float:
    return m.state.agent_turns_since_problem


def _words(m: Moment) -> float:
    return m.turn.words


# Cheap and telling ones first: most conditions fail at the speaker.
_COMPILERS: dict[str, _Compile] = {
    "speaker": lambda role, _: lambda m: m.turn.role == role,
    "channel": lambda channels, _: lambda m: m.state.channel in channels,
    "apology": lambda wanted, _: lambda m: m.settings.apology in wanted,
    "signals": _signals,
    "not_signals": _not(_any_in(lambda m: tuple(found.signal for found in m.turn.signals))),
    "acts": _any_in(_acts),
    "not_acts": _not(_any_in(_acts)),
    "only_acts": _all_in(_acts),
    "cues": _any_in(_cues),
    "seen_cues": _seen_cues,
    "not_seen_cues": _not(_seen_cues),
    "topics": _any_in(lambda m: tuple(found.topic for found in m.turn.topics)),
    "seen_topics": _any_in(lambda m: tuple(m.state.topics)),
    "out_of_scope": _out_of_scope,
    "says_feeling": _says_feeling,
    "not_says_feeling": _not(_says_feeling),
    "emotions": _emotions,
    "not_emotions": _not(_emotions),
    "sentiment": _sentiment,
    "not_sentiment": _not(_sentiment),
    "problem": _problem,
    "seen_signals": _seen_signals,
    "not_seen_signals": _not(_seen_signals),
    "seen_acts": _seen_acts,
    "acts_since_problem": _acts_since_problem,
    "valence_at_least": _at_least(_valence),
    "valence_at_most": _at_most(_valence),
    "lowest_valence_at_most": _at_most(lambda m: m.state.mood_lowest),
    "mood_at_most": _at_most(_mood),
    "action_turns_at_least": _at_least(lambda m: m.state.action_turns),
    "agent_turns_at_most": _at_most(_agent_turns),
    "agent_turns_at_least": _at_least(_agent_turns),
    "agent_turns_since_problem_at_least": _at_least(_agent_turns_since_problem),
    "agent_turns_since_problem_at_most": _at_most(_agent_turns_since_problem),
    "customer_turns_at_least": _at_least(lambda m: m.state.customer_turns),
    "words_at_least": _at_least(_words),
    "words_at_most": _at_most(_words),
    "open_questions_at_least": _at_least(_open_questions),
    "open_questions_at_most": _at_most(_open_questions),
    "answered_questions_at_least": _at_least(_answered_questions),
    "answered_now_at_least": _at_least(lambda m: m.turn.answered),
    "trouble_now": _trouble_now,
    "customer_waits": _customer_waits,
    "promised_with_time": _promised_with_time,
    "anticipate": _anticipate,
}
