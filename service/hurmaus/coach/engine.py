"""The rule engine: which hints does the playbook call for now, why, and which open ones are done. Pure."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from hurmaus.coach.conditions import Moment, holds
from hurmaus.coach.playbook import Condition, Playbook, Rule
from hurmaus.coach.settings import CoachSettings
from hurmaus.conversation.ledgers import PromiseEntry, iso
from hurmaus.conversation.state import Card, ConversationState, Turn
from hurmaus.vocabulary import CloseReason, Emotion, Evidence, HintKind

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
REMINDER_RULE = "promise_reminder"
REMINDER_PRIORITY = 80
REMINDER_KIND: HintKind = "keep_promise"
REMINDER_LASTS_S = 900.0
EMAIL_LASTS_S = 86_400.0


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A hint that a rule calls for. ``turn`` is the turn that fired it; ``tags`` steer the choice of phrases."""

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
    slots: dict[str, str] = {}


def candidates(
    playbook: Playbook, state: ConversationState, settings: CoachSettings, now: float, model: str
) -> Iterator[Candidate]:
    """Yield what the rules call for after the latest turn, one a kind at most, then promise reminders."""
    turn = state.latest
    if turn is not None:
        moment = Moment(state, turn, settings, now)
        taken: set[HintKind] = set()
        for rule in playbook.rules:
            if rule.kind in taken:
                continue
            fired = next((entry for entry in rule.when if holds(entry, moment)), None)
            if fired is not None and not any(holds(entry, moment) for entry in rule.unless):
                taken.add(rule.kind)
                yield _candidate(rule, fired, moment, model)
    if REMINDER_KIND in playbook.phrases:
        yield from _reminders(playbook, state, settings, now)


def closing_reason(
    playbook: Playbook, state: ConversationState, card: Card, settings: CoachSettings, now: float
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
    moment = Moment(state, turn, settings, now)
    rule = next((r for r in playbook.rules if r.id == card.hint.evidence.rule), None)
    if rule is not None and any(holds(entry, moment) for entry in rule.close_when):
        return "done"
    return None


def reminder_at(promise: PromiseEntry, settings: CoachSettings) -> float | None:
    """When to remind of an open promise: some time before it is due, but not right after it was made."""
    if promise.state != "open" or promise.due is None or promise.reminded:
        return None
    return max(promise.due - settings.reminder_s, (promise.made_at + promise.due) / 2)


def _candidate(rule: Rule, fired: Condition, moment: Moment, model: str) -> Candidate:
    turn, state = moment.turn, moment.state
    feeling = _feeling(turn, fired)
    words = _words(turn, fired)
    lasts = max(rule.expires_s, EMAIL_LASTS_S) if state.channel == "email" else rule.expires_s
    promise = next((p for p in state.promise_ledger if p.id in turn.promised and p.due is not None), None)
    by_time = rule.kind == "keep_promise" and promise is not None and promise.due is not None
    confidence = _confidence(turn, fired, feeling)
    slots = _slots(state, words, feeling, promise, confidence)
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
        tags=frozenset((*rule.tags, *_tags(turn, feeling))),
        expires_at=promise.due if by_time and promise and promise.due is not None else turn.at + lasts,
        cooldown_s=rule.cooldown_s,
        quiet=rule.quiet,
        about=promise.id if by_time and promise is not None else None,
        slots=slots,
    )


def _reminders(
    playbook: Playbook, state: ConversationState, settings: CoachSettings, now: float
) -> Iterator[Candidate]:
    for promise in state.promise_ledger:
        at = reminder_at(promise, settings)
        if at is None or promise.due is None or not at <= now < promise.due + REMINDER_LASTS_S:
            continue
        slots = _slots(state, "", None, promise, None)
        yield Candidate(
            kind=REMINDER_KIND,
            rule=REMINDER_RULE,
            step=next((r.step for r in playbook.rules if r.kind == REMINDER_KIND), None),
            turn=promise.turn,
            priority=REMINDER_PRIORITY,
            why=fill("Lupauksen aika lähestyy ({aika}): ”{lupaus}”", slots),
            evidence=Evidence(rule=REMINDER_RULE, words=(promise.text,)),
            tags=frozenset({"reminder"}),
            expires_at=promise.due + REMINDER_LASTS_S,
            about=promise.id,
            slots=slots,
        )


def fill(text: str, slots: dict[str, str]) -> str:
    """Put the slots into a text; a slot without a value stays, so that it can be noticed."""
    for name, value in slots.items():
        text = text.replace("{" + name + "}", value)
    return text


def _slots(
    state: ConversationState,
    words: str,
    feeling: Emotion | None,
    promise: PromiseEntry | None,
    confidence: float | None,
) -> dict[str, str]:
    ledger = state.question_ledger
    slots = {
        "sanat": words,
        "vastattu": str(sum(1 for q in ledger if q.answered_turn is not None)),
        "kysytty": str(sum(1 for q in ledger if not q.let_go)),
    }
    still_open = next((q.text for q in ledger if q.open), None)
    if still_open is not None:
        slots["kysymys"] = still_open
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
    when, today = iso(due), iso(now)
    if when is None:
        return ""
    hour, minute = int(when[11:13]), when[14:16]
    clock = f"klo {hour}.{minute}"
    if today is not None and when[:10] == today[:10]:
        return clock
    return f"{int(when[8:10])}.{int(when[5:7])}. {clock}"


def _words(turn: Turn, fired: Condition) -> str:
    wanted = fired.signals or ()
    return next((found.words for found in turn.signals if found.signal in wanted and found.words), "")


def _feeling(turn: Turn, fired: Condition) -> Emotion | None:
    reading = turn.reading
    if reading is None or not reading.present:
        return None
    wanted = [e for e in reading.present if fired.emotions is None or e in fired.emotions]
    return max(wanted or reading.present, key=lambda e: (reading.emotions.get(e, 0.0), e))


def _confidence(turn: Turn, fired: Condition, feeling: Emotion | None) -> float | None:
    """How sure the model is of what fired the rule; None where words alone fired it."""
    reading = turn.reading
    if reading is None:
        return None
    if fired.emotions is not None and feeling is not None:
        return reading.emotions.get(feeling, reading.confidence)
    return reading.confidence if fired.sentiment is not None else None


def _tags(turn: Turn, feeling: Emotion | None) -> Iterator[str]:
    if feeling is not None:
        yield feeling
    for found in turn.signals:
        yield found.signal


def _ticked_by_hand(state: ConversationState, card: Card) -> bool:
    return any(
        step.id == card.hint.step and step.by_hand and step.at >= card.opened_at
        for step in state.steps_ticked
    )


def _promise_settled(state: ConversationState, card: Card) -> bool:
    if card.about is None:
        return False
    promise = next((p for p in state.promise_ledger if p.id == card.about), None)
    return promise is None or promise.state in ("kept", "handed_over")
