"""A hint in the making: what fired it, in one Finnish line, with its evidence. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from hurmaus.coach.description import ServiceDescription
from hurmaus.coach.feelings import Feeling, feeling_of, felt
from hurmaus.coach.playbook import Condition, Rule
from hurmaus.coach.settings import CoachSettings
from hurmaus.conversation.ledgers import PromiseEntry, iso
from hurmaus.conversation.state import ConversationState, Turn
from hurmaus.vocabulary import EMOTIONS, Emotion, Evidence, HintKind

FEELINGS: dict[Emotion, str] = {
    "anger": "suuttumus",
    "sadness": "pettymys",
    "fear": "huoli",
    "disgust": "vastenmielisyys",
    "surprise": "hämmästys",
    "joy": "ilo",
    "trust": "luottamus",
    "anticipation": "odotus",
}
FELT = "felt"
"""The tag of phrases that speak of a feeling without naming which."""

TELLING_WORDS = 6
"""A longer quote tells no more."""

REMINDER_RULE = "promise_reminder"
REMINDER_KIND: HintKind = "keep_promise"
REMINDER_PRIORITY = 80
OVERDUE_RULE = "promise_overdue"
REMINDER_WHY = "Lupauksen aika lähestyy ({aika}): ”{lupaus}”"
OVERDUE_WHY = "Lupauksen aika meni jo ({aika}): ”{lupaus}”"
OVERDUE_LASTS_S = 4 * 3600.0
"""A promise that fell due is not forgotten in a quarter of an hour: its card stays until it is made good."""
EMAIL_LASTS_S = 86_400.0


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A hint that a rule calls for.

    ``turn`` is the turn that fired it; ``tags`` say what holds, to choose phrases by, ``lead`` what fired it;
    ``slots`` fill them.
    """

    kind: HintKind
    rule: str
    step: str | None
    turn: int
    priority: int
    why: str
    evidence: Evidence
    tags: frozenset[str]
    expires_at: float
    cooldown_s: float | None = None
    quiet: bool = False
    about: str | None = None
    lead: str | None = None
    slots: dict[str, str] = {}

    @property
    def is_reminder(self) -> bool:
        return self.rule in (REMINDER_RULE, OVERDUE_RULE)


def candidate(
    rule: Rule,
    fired: Condition,
    state: ConversationState,
    turn: Turn,
    model: str,
    description: ServiceDescription | None = None,
) -> Candidate:
    """Make what ``rule`` calls for, ``fired`` being the condition that held."""
    feeling = _feeling(turn, fired)
    confidence = _confidence(turn, fired, feeling)
    words = _words(turn, fired, feeling)
    promise = _promised_now(state, turn) if rule.kind == REMINDER_KIND else None
    slots = slots_of(
        state,
        words=words,
        feeling=None if feeling is None else feeling.emotion,
        promise=promise,
        confidence=confidence,
        description=description,
    )
    lasts_s = max(rule.expires_s, EMAIL_LASTS_S) if state.channel == "email" else rule.expires_s
    return Candidate(
        kind=rule.kind,
        rule=rule.id,
        step=rule.step,
        turn=turn.number,
        priority=rule.priority,
        why=fill(fired.why or "", slots),
        evidence=Evidence(
            rule=rule.id,
            words=(words,) if words else (),
            confidence=confidence,
            model=model if confidence is not None else None,
        ),
        tags=frozenset(_tags(rule, state, turn, feeling)),
        expires_at=turn.at + lasts_s if promise is None or promise.due is None else promise.due,
        cooldown_s=rule.cooldown_s,
        quiet=rule.quiet,
        about=None if promise is None else promise.id,
        lead=_lead(turn, fired, feeling),
        slots=slots,
    )


def reminder(promise: PromiseEntry, state: ConversationState, step: str | None) -> Candidate:
    """Make the reminder of a promise with a time: one before it is due, another when it fell due unkept."""
    slots = slots_of(state, promise=promise)
    overdue, due = promise.state == "late", promise.due or 0.0
    rule = OVERDUE_RULE if overdue else REMINDER_RULE
    return Candidate(
        kind=REMINDER_KIND,
        rule=rule,
        step=step,
        turn=promise.turn,
        priority=REMINDER_PRIORITY,
        why=fill(OVERDUE_WHY if overdue else REMINDER_WHY, slots),
        evidence=Evidence(rule=rule, words=(promise.text,)),
        tags=frozenset({"overdue" if overdue else "reminder"}),
        lead="overdue" if overdue else "reminder",
        expires_at=due + OVERDUE_LASTS_S if overdue else due,
        about=promise.id,
        slots=slots,
    )


def reminder_at(promise: PromiseEntry, settings: CoachSettings) -> float | None:
    """When to remind of a promise still owed: some time before it is due but not right after it was made,
    and once it fell due.
    """
    if not promise.owed or promise.due is None:
        return None
    if promise.state == "late":
        return None if promise.reminded_late else promise.due
    if promise.reminded:
        return None
    return max(promise.due - settings.reminder_s, (promise.made_at + promise.due) / 2)


def fill(text: str, slots: dict[str, str]) -> str:
    """Put the slots into a text; a slot without a value stays, so that it can be noticed."""
    if "{" not in text:
        return text
    for name, value in slots.items():
        text = text.replace("{" + name + "}", value)
    return text


def slots_of(
    state: ConversationState,
    *,
    words: str = "",
    feeling: Emotion | None = None,
    promise: PromiseEntry | None = None,
    confidence: float | None = None,
    description: ServiceDescription | None = None,
) -> dict[str, str]:
    """Return what the slots of wordings stand for now; only those that can be filled."""
    ledger = state.question_ledger
    slots = {
        "sanat": words,
        "vastattu": str(sum(1 for question in ledger if question.answered_turn is not None)),
        "kysytty": str(sum(1 for question in ledger if not question.let_go)),
    }
    slots |= {str(slot): text for slot, text in state.mentions.items()}
    if description is not None:
        slots.update(description.slots(state))
    still_open = next((question.text for question in ledger if question.open), None)
    if still_open is not None:
        slots["kysymys"] = still_open if still_open.endswith("?") else f"{still_open.rstrip(' .!')}?"
    if feeling is not None:
        slots["tunne"] = FEELINGS[feeling]
    if confidence is not None:
        slots["varmuus"] = f"{round(confidence * 100)} %"
    if promise is not None:
        slots["lupaus"] = promise.text
        if promise.due is not None:
            slots["aika"] = _clock(promise.due, state.clock)
    return slots


def _clock(due: float, now: float) -> str:
    """``klo 9.05``, with the day when it is not today: ``3.12. klo 9.05``."""
    when, today = iso(due), iso(now)
    if when is None:
        return ""
    clock = f"klo {int(when[11:13])}.{when[14:16]}"
    if today is not None and when[:10] == today[:10]:
        return clock
    return f"{int(when[8:10])}.{int(when[5:7])}. {clock}"


def _words(turn: Turn, fired: Condition, feeling: Feeling | None) -> str:
    wanted = fired.signals or ()
    quotes = [
        turn.quotes.get(found.signal, found.words)
        for found in turn.signals
        if found.signal in wanted and found.words
    ]
    if fired.out_of_scope:
        quotes += [found.words for found in turn.outside]
    # of several, the one that says the most
    if quotes:
        return max(quotes, key=lambda quote: min(len(quote.split()), TELLING_WORDS))
    return "" if feeling is None else feeling.words


def _lead(turn: Turn, fired: Condition, feeling: Feeling | None) -> str | None:
    """What fired it: the signal or cue when words did, else the feeling."""
    for found in turn.signals:
        if found.signal in (fired.signals or ()):
            return found.signal
    cue = next((cue for cue in turn.cues if cue in (fired.cues or ())), None)
    return cue or (None if feeling is None else feeling.emotion)


def _feeling(turn: Turn, fired: Condition) -> Feeling | None:
    return feeling_of(turn, fired.says_feeling or fired.emotions or EMOTIONS)


def _confidence(turn: Turn, fired: Condition, feeling: Feeling | None) -> float | None:
    """How sure the model is of what fired the rule; None where words alone fired it."""
    if turn.reading is None:
        return None
    if fired.emotions is not None and feeling is not None:
        return feeling.confidence
    return turn.reading.confidence if fired.sentiment is not None else None


def _tags(rule: Rule, state: ConversationState, turn: Turn, feeling: Feeling | None) -> Iterator[str]:
    yield from rule.tags
    yield from turn.acts
    yield from turn.cues
    if feeling is not None:
        yield feeling.emotion
    if felt(turn):
        yield FELT
    if state.topic is not None:
        yield state.topic
    yield from (found.id for found in turn.outside)
    for found in turn.signals:
        if found.signal == "personal_data":
            yield from (marker.lower() for marker in re.findall(r"\[([^\]]+)\]", found.words))
    since = turn.number if state.problem is None else state.problem.since_turn
    for seen in state.signals:
        if seen.last_turn >= since:
            yield seen.signal


def _promised_now(state: ConversationState, turn: Turn) -> PromiseEntry | None:
    made = (p for p in state.promise_ledger if p.id in turn.promised and p.due is not None)
    return next(made, None)
