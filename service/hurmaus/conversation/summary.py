"""How a conversation ended, told from its state alone: no language model, and no word about anybody's skill."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from hurmaus.conversation.ledgers import PromiseEntry, iso
from hurmaus.conversation.state import ConversationState
from hurmaus.understanding.facts import Signal, Topic
from hurmaus.vocabulary import Improvement, MoodTrace, Promise, PromiseState, Question

TURNED = 0.25
"""Change of the rolling mood from the start to the end from which it rose or sank."""

MOST_TOLD = 3

TOPICS: dict[Topic, str] = {
    "delivery": "toimitus",
    "billing": "laskutus",
    "fault": "vika",
    "cancellation": "peruutus",
    "return": "palautus",
    "account": "tili ja tunnukset",
    "appointment": "ajanvaraus",
    "public_service": "julkinen palvelu",
}
TOLD: tuple[Signal, ...] = (
    "our_fault",
    "complaint",
    "delay",
    "repeat_contact",
    "asks_human",
    "threatens_to_leave",
    "threatens_to_complain",
)
"""Signals worth telling whoever goes on with the matter, the most telling first."""

PROMISE_STATES: dict[PromiseState, str] = {
    "open": "avoin",
    "kept": "pidetty",
    "late": "myöhässä",
    "handed_over": "siirretty",
}
MOODS: tuple[tuple[float, str], ...] = (
    (-0.6, "hyvin kielteinen"),
    (-0.2, "kielteinen"),
    (0.2, "tasainen"),
    (0.6, "myönteinen"),
    (2.0, "hyvin myönteinen"),
)


class ConversationSummary(msgspec.Struct, frozen=True, kw_only=True):
    """Mood from start to end, both ledgers, what was agreed, causes of ours, and a note for whoever goes on.

    ``hand_over`` has a line for each thing to know; it is empty when nothing is left open.
    """

    mood_start: float | None
    mood_end: float | None
    mood_lowest: float | None
    mood_trace: MoodTrace
    turns: int
    steps_done: tuple[str, ...]
    questions: tuple[Question, ...]
    promises: tuple[Promise, ...]
    agreed: tuple[str, ...]
    improvements: tuple[Improvement, ...]
    hand_over: tuple[str, ...]


def summarise(state: ConversationState) -> ConversationSummary:
    """Return the summary of a conversation as it stands."""
    return ConversationSummary(
        mood_start=state.mood_start,
        mood_end=None if state.mood is None else state.mood.rolling,
        mood_lowest=state.mood_lowest,
        mood_trace=_trace(state),
        turns=state.turns,
        steps_done=state.steps_done,
        questions=state.questions,
        promises=state.promises,
        agreed=state.agreed,
        improvements=state.improvements,
        hand_over=tuple(_note(state)) if _is_left_open(state) else (),
    )


def mood_word(valence: float) -> str:
    """Return one of five Finnish words for a valence of -1 to 1."""
    return next(word for most, word in MOODS if valence <= most)


def _trace(state: ConversationState) -> MoodTrace:
    if state.mood is None or state.mood_start is None:
        return "unknown"
    change = state.mood.rolling - state.mood_start
    if abs(change) < TURNED:
        return "steady"
    return "lifted" if change > 0 else "sank"


def _is_left_open(state: ConversationState) -> bool:
    return (
        any(entry.open for entry in state.question_ledger)
        or any(entry.owed or entry.state == "handed_over" for entry in state.promise_ledger)
        or (state.problem is not None and state.problem.settled_turn is None)
    )


def _without_parts(quotes: Sequence[str]) -> list[str]:
    """Each quote once, and none that a longer one holds."""
    return [
        one for one in dict.fromkeys(quotes) if not any(one in other and one != other for other in quotes)
    ]


def _note(state: ConversationState) -> Iterator[str]:
    if state.topic is not None:
        yield f"Aihe: {TOPICS[state.topic]}"
    told = [seen.words for name in TOLD if (seen := state.seen(name)) is not None and seen.words]
    if told:
        yield f"Asiakas kertoi: {_quoted(_without_parts(told)[:MOST_TOLD])}"
    if state.agreed:
        yield f"Sovittu: {_quoted(state.agreed)}"
    for entry in state.promise_ledger:
        if entry.owed or entry.state == "handed_over":
            yield f"Luvattu: {_promised(entry)}"
    still_open = [entry.text for entry in state.question_ledger if entry.open]
    if still_open:
        yield f"Vastaamatta: {_quoted(still_open)}"
    if state.mood is not None and state.mood_start is not None:
        yield f"Tunnejälki: alussa {mood_word(state.mood_start)}, lopussa {mood_word(state.mood.rolling)}"
    done = [step.label for step in state.steps if step.done]
    if done:
        yield f"Tehty: {', '.join(label[:1].lower() + label[1:] for label in done)}"


def _promised(entry: PromiseEntry) -> str:
    when = None if entry.due is None else iso(entry.due)
    due = (
        "" if when is None else f"{int(when[8:10])}.{int(when[5:7])}. klo {int(when[11:13])}.{when[14:16]}, "
    )
    return f"”{entry.text}” ({due}{PROMISE_STATES[entry.state]})"


def _quoted(texts: list[str] | tuple[str, ...]) -> str:
    return ", ".join(f"”{text.rstrip('.')}”" for text in texts)
