"""What happened to a conversation, in the past tense. ``reducer.apply`` is the only reader.

Times are seconds on the conversation's own clock. Texts are masked before they get here.
"""

from __future__ import annotations

import msgspec

from hurmaus.understanding.facts import Facts
from hurmaus.vocabulary import Act, Channel, CloseReason, EmotionReading, FeedbackOutcome, Hint, Role


class StepSpec(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the checklist: any of ``acts`` in an agent turn ticks it."""

    id: str
    label: str
    acts: tuple[Act, ...] = ()


class _Event(msgspec.Struct, frozen=True, kw_only=True):
    at: float


class Started(_Event, tag="started", frozen=True, kw_only=True):
    """The conversation was opened. ``steps`` is the checklist of its playbook (see ``Coach.started``).

    ``given``: the playbook was asked for, and stays whatever the conversation is about.
    """

    conversation_id: str
    channel: Channel = "chat"
    queue: str | None = None
    playbook: str | None = None
    steps: tuple[StepSpec, ...] = ()
    edition: str = ""
    given: bool = False


class PlaybookChosen(_Event, tag="playbook_chosen", frozen=True, kw_only=True):
    """From here on this playbook, in this edition, is followed: the topic became known, or a new edition came.

    Steps that were ticked stay so where the new checklist has them.
    """

    playbook: str
    edition: str
    steps: tuple[StepSpec, ...] = ()


class UtteranceHeard(_Event, tag="utterance_heard", frozen=True, kw_only=True):
    """A final utterance. ``text`` is masked; the state keeps of it only what a ledger quotes.

    ``reading`` is None for agents, always, and for customers where the model abstains.
    """

    utterance_id: str
    role: Role
    text: str
    facts: Facts
    reading: EmotionReading | None = None


class Paused(_Event, tag="paused", frozen=True, kw_only=True):
    """The customer opted out: nothing is read until ``Resumed``."""


class Resumed(_Event, tag="resumed", frozen=True, kw_only=True):
    """The customer opted in again."""


class Ended(_Event, tag="ended", frozen=True, kw_only=True):
    """The conversation is over. Later utterances change nothing."""


class StepMarked(_Event, tag="step_marked", frozen=True, kw_only=True):
    """The agent ticked a step by hand, or took the tick back."""

    step: str
    done: bool = True


class FeedbackGiven(_Event, tag="feedback_given", frozen=True, kw_only=True):
    """What became of an open hint in the sidebar."""

    hint_id: str
    outcome: FeedbackOutcome
    phrase_id: str | None = None


class ClockTicked(_Event, tag="clock_ticked", frozen=True, kw_only=True):
    """Time passed: promises fall due, hints expire."""


class HintQueued(_Event, tag="hint_queued", frozen=True, kw_only=True):
    """A hint waits behind the attention budget; the agent does not see it yet.

    ``quiet`` hints are never shown as a card by themselves: a ledger shows what they say.
    """

    hint: Hint
    priority: int
    quiet: bool = False
    about: str | None = None


class HintOpened(_Event, tag="hint_opened", frozen=True, kw_only=True):
    """A hint is shown as a card, new or from the queue. ``about`` names the promise that it reminds of."""

    hint: Hint
    priority: int
    about: str | None = None


class HintClosed(_Event, tag="hint_closed", frozen=True, kw_only=True):
    """A hint went away. ``shown`` tells whether the agent had it on a card.

    ``requeued``: an urgent hint took its place and it waits again.
    """

    hint_id: str
    kind: str
    reason: CloseReason
    shown: bool = True
    requeued: bool = False


Event = (
    Started
    | PlaybookChosen
    | UtteranceHeard
    | Paused
    | Resumed
    | Ended
    | StepMarked
    | FeedbackGiven
    | ClockTicked
    | HintQueued
    | HintOpened
    | HintClosed
)
