"""Every message of the wire, in and out, as frozen structs tagged by ``type``.

The AsyncAPI document and the TypeScript types are generated from these by
``python -m hurmaus.protocol.generate``. Unknown members are ignored, so that senders may grow; no member
exists for audio, prosody or typing (privacy rule 3).
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from hurmaus.vocabulary import (
    Act,
    Address,
    Channel,
    CloseReason,
    DraftFinding,
    EmotionReading,
    FeedbackOutcome,
    Hint,
    Improvement,
    Mood,
    MoodTrace,
    Promise,
    Question,
    Role,
    Step,
)

PROTOCOL_VERSION = 1

Id = Annotated[str, Meta(min_length=1, max_length=128, pattern=r"^[A-Za-z0-9][A-Za-z0-9._:~@-]*$(?!\n)")]
"""Identifiers are chosen by the platform: letters, digits and ``. _ : ~ @ -``."""

Seconds = Annotated[float, Meta(ge=0, le=1e11)]
"""Seconds since the Unix epoch, on the conversation's clock."""


class ResumePoint(msgspec.Struct, frozen=True, kw_only=True):
    """The last event a client has seen of one conversation."""

    conversation_id: Id
    epoch: str
    offset: Annotated[int, Meta(ge=0)]


class Resumed(msgspec.Struct, frozen=True, kw_only=True):
    """Where the stream stands now: events up to ``offset`` are history, those after it are news.

    ``recovered`` True: every event after the client's offset follows. False: events were missed, or the
    client knows another life of the stream; it forgets what it has, and all events follow from the first.
    """

    conversation_id: str
    epoch: str
    offset: int
    recovered: bool


class _In(msgspec.Struct, frozen=True, kw_only=True):
    """Base of what clients send. ``id``, when given, comes back in the ack or the error."""

    id: Id | None = None


class Hello(_In, tag="hello", frozen=True, kw_only=True):
    """First message on a socket. ``resume`` subscribes to each conversation and replays what was missed."""

    token: Annotated[str, Meta(max_length=4096)] | None = None
    resume: Annotated[list[ResumePoint], Meta(max_length=5000)] = msgspec.field(default_factory=list)


class ConversationStart(_In, tag="conversation.start", frozen=True, kw_only=True):
    """Open a conversation. Starting the same one again is the same start."""

    conversation_id: Id
    channel: Channel = "chat"
    queue: Id | None = None
    playbook: Id | None = None
    at: Seconds | None = None


class ConversationPause(_In, tag="conversation.pause", frozen=True, kw_only=True):
    """The customer opts out (``paused`` True): utterances are acked, not read, and not stored; or back in."""

    conversation_id: Id
    paused: bool = True
    at: Seconds | None = None


class ConversationEnd(_In, tag="conversation.end", frozen=True, kw_only=True):
    """Close the conversation: open hints close, a ``summary`` is sent."""

    conversation_id: Id
    at: Seconds | None = None


class Utterance(_In, tag="utterance", frozen=True, kw_only=True):
    """What somebody said. An interim (``final`` False) replaces its predecessor of that ``utterance_id``."""

    conversation_id: Id
    utterance_id: Id
    role: Role
    text: str
    final: bool = True
    at: Seconds | None = None


class Subscribe(_In, tag="subscribe", frozen=True, kw_only=True):
    """Receive events: of one conversation, of one queue, or (neither given) of all that the token allows.

    ``epoch`` and ``offset`` (one conversation only) replay what came after; without them the subscription
    starts with the events so far from offset 0 when ``from_start`` is true, else live.
    ``interims`` adds readings of interim text, which carry no offset and are never replayed.
    """

    conversation_id: Id | None = None
    queue: Id | None = None
    epoch: str | None = None
    offset: Annotated[int, Meta(ge=0)] | None = None
    from_start: bool = False
    interims: bool = False


class Feedback(_In, tag="feedback", frozen=True, kw_only=True):
    """What became of a hint in the sidebar."""

    conversation_id: Id
    hint_id: Id
    outcome: FeedbackOutcome
    phrase_id: Id | None = None
    at: Seconds | None = None


class StepMark(_In, tag="step.mark", frozen=True, kw_only=True):
    """The agent ticks a step by hand, or takes the tick back."""

    conversation_id: Id
    step: Id
    done: bool = True
    at: Seconds | None = None


class DraftCheck(_In, tag="draft.check", frozen=True, kw_only=True):
    """The agent asks about their own draft. Answered to this connection alone; the draft is neither stored nor
    told to anybody, and nothing is asked before the agent asks."""

    conversation_id: Id
    text: str
    at: Seconds | None = None


class Ping(_In, tag="ping", frozen=True, kw_only=True):
    """Heartbeat; answered by ``pong`` with the same ``id``."""


Inbound = (
    Hello
    | ConversationStart
    | ConversationPause
    | ConversationEnd
    | Utterance
    | Subscribe
    | Feedback
    | StepMark
    | DraftCheck
    | Ping
)


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What this server accepts."""

    max_text_chars: int
    max_message_bytes: int


class Welcome(msgspec.Struct, tag="welcome", frozen=True, kw_only=True, omit_defaults=True):
    """Answer to ``hello``. ``resumed`` has one entry for each resume point, in the same order."""

    id: str | None = None
    protocol: int
    service: str
    model: str
    heartbeat_s: float
    limits: Limits
    resumed: list[Resumed]


class Ack(msgspec.Struct, tag="ack", frozen=True, kw_only=True, omit_defaults=True):
    """The message of type ``of`` was taken. For a final utterance: committed, never lost, ``offset`` is the
    conversation's last offset after it; a repeat of ``utterance_id`` gets the same ack."""

    of: str
    id: str | None = None
    conversation_id: str | None = None
    utterance_id: str | None = None
    final: bool | None = None
    epoch: str | None = None
    offset: int | None = None
    recovered: bool | None = None


class DraftChecked(msgspec.Struct, tag="draft.checked", frozen=True, kw_only=True, omit_defaults=True):
    """Answer to ``draft.check``: what to mend before sending, the gravest first; empty when all is well."""

    id: str | None = None
    conversation_id: str
    findings: tuple[DraftFinding, ...]


class ErrorMessage(msgspec.Struct, tag="error", frozen=True, kw_only=True, omit_defaults=True):
    """Something was refused. Never carries the customer's words: ``field`` is a name, not a value."""

    code: str
    message: str
    retryable: bool
    field: str | None = None
    of: str | None = None
    id: str | None = None
    conversation_id: str | None = None
    utterance_id: str | None = None
    retry_after_ms: int | None = None


class Pong(msgspec.Struct, tag="pong", frozen=True, kw_only=True, omit_defaults=True):
    """Answer to ``ping``."""

    id: str | None = None


class _Event(msgspec.Struct, frozen=True, kw_only=True):
    """Base of what happened in a conversation. (epoch, offset) orders events totally and gaplessly."""

    conversation_id: str
    epoch: str
    offset: int
    at: float


class Reading(_Event, tag="reading", frozen=True, kw_only=True):
    """An utterance was heard. ``reading`` is None for agent turns, always, and where the service abstains."""

    utterance_id: str
    turn: int
    role: Role
    language: str
    address: Address
    reading: EmotionReading | None
    acts: tuple[Act, ...]
    model: str | None = None


class InterimReading(msgspec.Struct, tag="reading.interim", frozen=True, kw_only=True):
    """A passing look at unfinished customer text: outside the ordered events, never stored nor replayed."""

    conversation_id: str
    utterance_id: str
    reading: EmotionReading | None


class MoodChanged(_Event, tag="mood", frozen=True, kw_only=True):
    """The customer's mood after a turn."""

    mood: Mood


class HintOpened(_Event, tag="hint", frozen=True, kw_only=True):
    """Show this hint."""

    hint: Hint


class HintClosed(_Event, tag="hint.closed", frozen=True, kw_only=True):
    """Take this hint away."""

    hint_id: str
    kind: str
    reason: CloseReason


class StepsChanged(_Event, tag="steps", frozen=True, kw_only=True):
    """The checklist as it stands now, whole."""

    playbook: str
    steps: tuple[Step, ...]


class QuestionsChanged(_Event, tag="questions", frozen=True, kw_only=True):
    """The ledger of the customer's questions as it stands now, whole."""

    questions: tuple[Question, ...]


class PromisesChanged(_Event, tag="promises", frozen=True, kw_only=True):
    """The ledger of the agent's promises as it stands now, whole."""

    promises: tuple[Promise, ...]


class LanguageChanged(_Event, tag="language", frozen=True, kw_only=True):
    """The customer went over to a language that is not coached, or came back. ``note`` is one Finnish line,
    told once each time; None when hints go on."""

    language: str
    coached: bool
    note: str | None = None


class Alert(_Event, tag="alert", frozen=True, kw_only=True):
    """A team lead may want to know: the conversation escalated or recovered. About the conversation only."""

    alert: Literal["escalation", "recovery"]
    why: str


class Summary(_Event, tag="summary", frozen=True, kw_only=True):
    """How the conversation ended: mood from start to end, both ledgers, what was agreed, causes in our own
    material, and a note of a line each for whoever goes on with what is left open."""

    mood_start: float | None
    mood_end: float | None
    turns: int
    steps_done: tuple[str, ...]
    questions: tuple[Question, ...]
    promises: tuple[Promise, ...]
    mood_lowest: float | None = None
    mood_trace: MoodTrace = "unknown"
    agreed: tuple[str, ...] = ()
    improvements: tuple[Improvement, ...] = ()
    hand_over: tuple[str, ...] = ()


Event = (
    Reading
    | MoodChanged
    | HintOpened
    | HintClosed
    | StepsChanged
    | QuestionsChanged
    | PromisesChanged
    | LanguageChanged
    | Alert
    | Summary
)
Outbound = Welcome | Ack | DraftChecked | ErrorMessage | Pong | InterimReading | Event
