"""The conversation as a pure function: ``apply(state, event) -> state``.

Never raises, whatever the order of events. Repeats change nothing, late events never turn the clock back, and
nothing is heard while paused or after the end.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from hurmaus.conversation import ledgers, outcome
from hurmaus.conversation.cards import close_card, open_card, queue_card, take_feedback
from hurmaus.conversation.cues import agent_cues, customer_cues
from hurmaus.conversation.events import (
    ClockTicked,
    Ended,
    Event,
    FeedbackGiven,
    HintClosed,
    HintOpened,
    HintQueued,
    Paused,
    PlaybookChosen,
    Resumed,
    Started,
    StepMarked,
    UtteranceHeard,
)
from hurmaus.conversation.feelings import own_words
from hurmaus.conversation.offers import with_said
from hurmaus.conversation.quotes import quotes
from hurmaus.conversation.sketches import sketch
from hurmaus.conversation.state import (
    RECENT_SAID,
    RECENT_VALENCES,
    SEEN_UTTERANCES,
    ConversationState,
    StepDone,
    Turn,
)
from hurmaus.conversation.trouble import MAX_WORDS_QUOTED, felt, problem_after, signals_after
from hurmaus.emotion import trajectory
from hurmaus.understanding.answers import which_answered
from hurmaus.understanding.facts import Found, Topic, TopicFound
from hurmaus.vocabulary import EmotionReading

CONTENT = 0.25
"""Rolling mood from which, with no problem told, a customer is pleased rather than waiting for help."""
FOREIGN_WORDS = 4
"""Words in another language from which a conversation that was in Finnish no longer is."""
ACTION_ACTS = frozenset({"next_step", "promise"})


def apply(state: ConversationState, event: Event) -> ConversationState:
    """Return the state after ``event``."""
    handle = _HANDLERS[type(event)]
    if not math.isfinite(event.at):
        event = replace(event, at=state.clock)
    after: ConversationState = handle(state, event)
    return replace(after, clock=event.at) if event.at > after.clock else after


def _started(state: ConversationState, event: Started) -> ConversationState:
    if state.started_at is not None:
        return state
    return replace(
        state,
        conversation_id=event.conversation_id,
        channel=event.channel,
        queue=event.queue,
        playbook=event.playbook,
        step_specs=event.steps,
        edition=event.edition,
        playbook_given=event.given,
        started_at=event.at,
    )


def _playbook_chosen(state: ConversationState, event: PlaybookChosen) -> ConversationState:
    return replace(state, playbook=event.playbook, edition=event.edition, step_specs=event.steps)


def _paused(state: ConversationState, _: Paused) -> ConversationState:
    return replace(state, paused=True)


def _resumed(state: ConversationState, _: Resumed) -> ConversationState:
    return replace(state, paused=False)


def _ended(state: ConversationState, event: Ended) -> ConversationState:
    return state if state.ended else replace(state, ended_at=event.at)


def _ticked(state: ConversationState, event: ClockTicked) -> ConversationState:
    now = max(state.clock, event.at)
    return replace(state, promise_ledger=ledgers.fall_due(state.promise_ledger, now))


def _step_marked(state: ConversationState, event: StepMarked) -> ConversationState:
    if all(spec.id != event.step for spec in state.step_specs):
        return state
    rest = tuple(step for step in state.steps_ticked if step.id != event.step)
    if not event.done:
        return replace(state, steps_ticked=rest)
    if len(rest) < len(state.steps_ticked):
        return state
    mark = StepDone(id=event.step, turn=state.turns, at=max(event.at, state.clock), by_hand=True)
    return replace(state, steps_ticked=(*rest, mark))


def _heard(state: ConversationState, event: UtteranceHeard) -> ConversationState:
    if state.paused or state.ended or event.utterance_id in state.utterance_ids:
        return state
    at = max(event.at, state.clock)
    if event.reading is not None and not math.isfinite(event.reading.valence):
        event = replace(event, reading=None)
    heard = _customer_heard if event.role == "customer" else _agent_heard
    state = heard(state, event, at)
    return replace(
        state,
        turns=state.turns + 1,
        utterance_ids=(*state.utterance_ids, event.utterance_id)[-SEEN_UTTERANCES:],
        promise_ledger=ledgers.fall_due(state.promise_ledger, at),
    )


def _customer_heard(state: ConversationState, event: UtteranceHeard, at: float) -> ConversationState:
    facts, turn, words = event.facts, state.turns, len(event.text.split())
    questions = ledgers.ask(state.question_ledger, facts.questions, turn, state.questions_asked)
    if any(found.signal == "lets_go" for found in facts.signals) and not facts.questions:
        questions = ledgers.let_go(questions)
    state = _feel(state, event.reading)
    cues, own = customer_cues(event.text), own_words(event.text)
    quoted = quotes(event.text, facts.signals)
    hurt = words > 1 and "loss" not in cues and felt(event.reading, facts.signals, own)
    return replace(
        state,
        latest=Turn(
            number=turn,
            role="customer",
            at=at,
            words=words,
            signals=_clipped(facts.signals),
            cues=cues,
            reading=event.reading,
            said=own.said,
            denied=own.denied,
            quotes=quoted,
            topics=facts.topics,
            outside=tuple(
                replace(one, words=ledgers.clip(one.words, MAX_WORDS_QUOTED)) for one in facts.outside
            ),
        ),
        customer_turns=state.customer_turns + 1,
        unanswered_since=state.unanswered_since if state.unanswered_since is not None else at,
        language=_language(state.language, facts.language, words),
        address=facts.address if facts.address != "none" else state.address,
        signals=signals_after(state.signals, facts.signals, quoted, turn),
        topics=_topics(state.topics, facts.topics),
        mentions={**state.mentions, **{one.slot: one.text for one in facts.mentions}},
        cues_seen=tuple(dict.fromkeys((*state.cues_seen, *cues))),
        question_ledger=questions,
        questions_asked=state.questions_asked + len(facts.questions),
        **problem_after(state, facts.signals, felt=hurt),
        **outcome.from_customer(state, event.text, facts.signals, cues),
    )


def _language(before: str, now: str, words: int) -> str:
    """Follow the customer, but leave Finnish for no less than a sentence: "ok thanks" changes nothing."""
    if now == "und" or (before == "fi" and words < FOREIGN_WORDS):
        return before
    return now


def _agent_heard(state: ConversationState, event: UtteranceHeard, at: float) -> ConversationState:
    facts, turn, text = event.facts, state.turns, event.text
    acts, cues = with_said(state.offers, text, facts.acts, agent_cues(text))
    questions = ledgers.answer(state.question_ledger, text, turn, which_answered)
    if "scope_stated" in cues and state.latest is not None:
        questions = ledgers.turned_down(questions, [one.words for one in state.latest.outside], turn)
    promises = ledgers.keep(state.promise_ledger, text, acts, turn, at)
    if "handed_over" in cues:
        promises = ledgers.hand_over(promises)
    promises = ledgers.promise(promises, facts.promises, turn, at, state.promises_made, recap="recap" in acts)
    return replace(
        state,
        latest=Turn(
            number=turn,
            role="agent",
            at=at,
            words=len(text.split()),
            acts=acts,
            cues=cues,
            answered=sum(1 for q in questions if q.answered_turn == turn),
            promised=tuple(p.id for p in promises if p.turn == turn),
        ),
        agent_turns=state.agent_turns + 1,
        agent_address=facts.address if facts.address != "none" else state.agent_address,
        agent_turns_since_problem=state.agent_turns_since_problem + (state.problem is not None),
        unanswered_since=None,
        acts={**state.acts, **dict.fromkeys(acts, turn)},
        action_turns=state.action_turns + any(act in ACTION_ACTS for act in acts),
        question_ledger=questions,
        promise_ledger=promises,
        promises_made=state.promises_made + len(facts.promises),
        steps_ticked=_ticked_by_words(state, acts, facts.steps, at),
        said=(*state.said, sketch(text))[-RECENT_SAID:],
        **outcome.from_agent(state, facts, cues),
    )


def _ticked_by_words(
    state: ConversationState, acts: tuple[str, ...], steps: tuple[str, ...], at: float
) -> tuple[StepDone, ...]:
    done = set(state.steps_done)
    if state.problem is None and state.mood is not None and state.mood.rolling >= CONTENT:
        acts = tuple(act for act in acts if act not in ACTION_ACTS)  # praise leaves nothing to be done
    new = (
        StepDone(id=spec.id, turn=state.turns, at=at)
        for spec in state.step_specs
        if spec.id not in done and (spec.id in steps or any(act in spec.acts for act in acts))
    )
    return (*state.steps_ticked, *new)


def _feel(state: ConversationState, reading: EmotionReading | None) -> ConversationState:
    if reading is None:
        return state
    valence = max(-1.0, min(1.0, reading.valence))
    valences = (*state.valences, valence)[-RECENT_VALENCES:]
    mood = trajectory.mood(valences)
    if mood is None:  # unreachable: there is at least this turn's valence
        return state
    lowest = mood.turn if state.mood_lowest is None else min(state.mood_lowest, mood.turn)
    return replace(
        state,
        valences=valences,
        mood=mood,
        mood_start=mood.rolling if state.mood_start is None else state.mood_start,
        mood_lowest=lowest,
    )


def _topics(before: dict[Topic, int], found: tuple[TopicFound, ...]) -> dict[Topic, int]:
    after = dict(before)
    for one in found:
        after[one.topic] = after.get(one.topic, 0) + one.weight
    return after


def _clipped(found: tuple[Found, ...]) -> tuple[Found, ...]:
    return tuple(replace(one, words=ledgers.clip(one.words, MAX_WORDS_QUOTED)) for one in found)


def _feedback(state: ConversationState, event: FeedbackGiven) -> ConversationState:
    return take_feedback(state, event)


_HANDLERS: dict[type, Callable[[ConversationState, Any], ConversationState]] = {
    Started: _started,
    PlaybookChosen: _playbook_chosen,
    UtteranceHeard: _heard,
    Paused: _paused,
    Resumed: _resumed,
    Ended: _ended,
    StepMarked: _step_marked,
    FeedbackGiven: _feedback,
    ClockTicked: _ticked,
    HintQueued: queue_card,
    HintOpened: open_card,
    HintClosed: close_card,
}
