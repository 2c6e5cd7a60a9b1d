"""Two quiet ledgers: what the customer asked, what the agent promised. Bounded; the settled go first."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Container, Sequence
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

import msgspec

from hurmaus.understanding.facts import PromiseFound
from hurmaus.understanding.kept import says_done
from hurmaus.vocabulary import Act, Promise, PromiseState, Question

MAX_QUESTIONS = 12
MAX_PROMISES = 12
MAX_QUOTE_CHARS = 200

HELSINKI = ZoneInfo("Europe/Helsinki")

_T = TypeVar("_T")

Answered = Callable[[Sequence[str], str], Container[int]]
"""(questions, agent text) -> which of them, by index, the text answers."""


class QuestionEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A question, when it was asked and answered (turn numbers). ``let_go``: the customer no longer asks."""

    id: str
    text: str
    turn: int
    answered_turn: int | None = None
    let_go: bool = False

    @property
    def open(self) -> bool:
        return self.answered_turn is None and not self.let_go

    @property
    def question(self) -> Question:
        return Question(id=self.id, text=self.text, answered=self.answered_turn is not None)


class PromiseEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A promise; ``due`` in seconds on the conversation's clock, None when no time was said.

    ``state`` late is for good; ``done`` tells whether it was kept after all. ``reminded`` before it was due,
    ``reminded_late`` after that.
    """

    id: str
    text: str
    turn: int
    made_at: float
    due: float | None = None
    state: PromiseState = "open"
    reminded: bool = False
    reminded_late: bool = False
    done: bool = False

    @property
    def owed(self) -> bool:
        """Whether the customer still waits for it."""
        return self.state == "open" or (self.state == "late" and not self.done)

    @property
    def promise(self) -> Promise:
        due = None if self.due is None else iso(self.due)
        return Promise(id=self.id, text=self.text, due=due, state=self.state)


def iso(at: float) -> str | None:
    """ISO 8601 with the offset of Helsinki, to the second; None for a time outside the calendar."""
    try:
        return datetime.fromtimestamp(at, HELSINKI).isoformat(timespec="seconds")
    except (OverflowError, ValueError, OSError):
        return None


def clip(text: str, limit: int = MAX_QUOTE_CHARS) -> str:
    """Shorten to ``limit`` characters at a word's end, with an ellipsis."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0][: limit - 1] + "…"


def ask(
    ledger: tuple[QuestionEntry, ...], texts: Sequence[str], turn: int, asked_before: int
) -> tuple[QuestionEntry, ...]:
    """Add a customer's questions. One asked again is open again, not twice in the ledger."""
    entries = list(ledger)
    for text in texts[:MAX_QUESTIONS]:
        quote = clip(text)
        if not quote:
            continue
        same = next((i for i, e in enumerate(entries) if _key(e.text) == _key(quote)), None)
        if same is not None:
            entries[same] = msgspec.structs.replace(
                entries[same], turn=turn, answered_turn=None, let_go=False
            )
            continue
        asked_before += 1
        entries.append(QuestionEntry(id=f"q{asked_before}", text=quote, turn=turn))
    return _bounded(entries, MAX_QUESTIONS, lambda entry: not entry.open)


def answer(
    ledger: tuple[QuestionEntry, ...], agent_text: str, turn: int, answered: Answered
) -> tuple[QuestionEntry, ...]:
    """Mark the open questions that this agent turn answers."""
    waiting = [entry.id for entry in ledger if entry.open]
    hits = answered([entry.text for entry in ledger if entry.open], agent_text)
    done = {question for at, question in enumerate(waiting) if at in hits}
    return tuple(
        msgspec.structs.replace(entry, answered_turn=turn) if entry.id in done else entry for entry in ledger
    )


def turned_down(
    ledger: tuple[QuestionEntry, ...], requests: Sequence[str], turn: int
) -> tuple[QuestionEntry, ...]:
    """Mark the open questions that hold one of these requests: told to be outside the service, they are answered."""
    return tuple(
        msgspec.structs.replace(entry, answered_turn=turn)
        if entry.open and any(words in entry.text for words in requests)
        else entry
        for entry in ledger
    )


def let_go(ledger: tuple[QuestionEntry, ...]) -> tuple[QuestionEntry, ...]:
    """The customer waves the open questions off."""
    return tuple(msgspec.structs.replace(entry, let_go=True) if entry.open else entry for entry in ledger)


def promise(
    ledger: tuple[PromiseEntry, ...],
    found: Sequence[PromiseFound],
    turn: int,
    at: float,
    made_before: int,
    *,
    recap: bool = False,
) -> tuple[PromiseEntry, ...]:
    """Add an agent's promises. The same promise with a new time replaces the open one; one said again in other
    words for the same time is no second promise. ``recap``: the turn sums up, so one thing in common will do.
    """
    entries = list(ledger)
    for one in found[:MAX_PROMISES]:
        quote = clip(one.text)
        due = one.due if one.due is not None and math.isfinite(one.due) else None
        same = next(
            (
                i
                for i, e in enumerate(entries)
                if e.state == "open"
                and (_key(e.text) == _key(quote) or _said_again(e, quote, due, turn, recap))
            ),
            None,
        )
        if same is not None:
            entries[same] = msgspec.structs.replace(
                entries[same], due=due if due is not None else entries[same].due
            )
            continue
        made_before += 1
        entries.append(PromiseEntry(id=f"p{made_before}", text=quote, turn=turn, made_at=at, due=due))
    return _bounded(entries, MAX_PROMISES, lambda entry: entry.state != "open")


def keep(
    ledger: tuple[PromiseEntry, ...], agent_text: str, acts: Sequence[Act], turn: int, at: float
) -> tuple[PromiseEntry, ...]:
    """Mark the promises that an agent turn shows as kept (a report of the thing done), late when past due."""
    return tuple(
        msgspec.structs.replace(
            entry, done=True, state="late" if entry.due is not None and at > entry.due else "kept"
        )
        if entry.owed and entry.turn < turn and _reports(entry, agent_text, acts)
        else entry
        for entry in ledger
    )


def hand_over(ledger: tuple[PromiseEntry, ...]) -> tuple[PromiseEntry, ...]:
    """Somebody else takes the open promises on."""
    return tuple(
        msgspec.structs.replace(
            entry, done=True, state="handed_over" if entry.state == "open" else entry.state
        )
        if entry.owed
        else entry
        for entry in ledger
    )


def fall_due(ledger: tuple[PromiseEntry, ...], now: float) -> tuple[PromiseEntry, ...]:
    """Mark open promises whose time has come as late. Hear the agent first: at the last second is in time."""
    if not any(e.state == "open" and e.due is not None and e.due <= now for e in ledger):
        return ledger
    return tuple(
        msgspec.structs.replace(entry, state="late")
        if entry.state == "open" and entry.due is not None and entry.due <= now
        else entry
        for entry in ledger
    )


_WHEN = (
    "tänää",
    "huome",
    "ylihu",
    "menne",
    "viiko",
    "tunni",
    "minuu",
    "päivä",
    "arkip",
    "kulue",
    "kello",
    "aikan",
)
_WEEKDAYS = ("maana", "tiist", "keski", "torst", "perja", "lauan", "sunnu")
_YOU = ("teill", "sinul")
_NO_SUBJECT = frozenset((*_WHEN, *_WEEKDAYS, *_YOU))


def _said_again(entry: PromiseEntry, text: str, due: float | None, turn: int, recap: bool) -> bool:
    if due is None or entry.due != due or entry.turn >= turn:
        return False
    before, now = _stems(entry.text) - _NO_SUBJECT, _stems(text) - _NO_SUBJECT
    return bool(before & now) and (recap or now <= before)


_TO_REPORT = re.compile(r"palaa|palata|ilmoit|kerro|tarkist|selvit|katso|vastaa|kysy|varmist", re.IGNORECASE)
_RECALLED = re.compile(r"\blupas|\bkuten sovi", re.IGNORECASE)


def _reports(entry: PromiseEntry, text: str, acts: Sequence[Act]) -> bool:
    if not says_done(text):
        return False
    if _TO_REPORT.search(entry.text):
        return _RECALLED.search(text) is not None or "inform" in acts or "next_step" in acts
    return bool(_stems(entry.text) & _stems(text))


def _stems(text: str) -> set[str]:
    return {word[:5] for word in re.findall(r"[a-zåäö]{5,}", text.lower())}


def _key(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


def _bounded(entries: list[_T], limit: int, settled: Callable[[_T], bool]) -> tuple[_T, ...]:
    while len(entries) > limit:
        gone = next((i for i, entry in enumerate(entries) if settled(entry)), 0)
        del entries[gone]
    return tuple(entries)
