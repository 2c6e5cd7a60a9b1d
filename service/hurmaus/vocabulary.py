"""The words and value objects that every room shares: one definition, inside and on the wire.

Nothing here does anything. Structs are frozen; new fields get defaults and types never change, so that an
older reader understands a newer writer. Times are seconds since the Unix epoch on the conversation's own
clock unless the name says otherwise.
"""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

Role = Literal["customer", "agent"]
Channel = Literal["chat", "email", "phone"]
Sentiment = Literal["negative", "neutral", "positive"]
Emotion = Literal["anger", "anticipation", "disgust", "fear", "joy", "sadness", "surprise", "trust"]
EmotionLabel = Literal[
    "anger", "anticipation", "disgust", "fear", "joy", "sadness", "surprise", "trust", "neutral"
]
Address = Literal["te", "sina", "none"]
Trend = Literal["rising", "steady", "falling"]
Act = Literal[
    "greet",
    "offer_help",
    "thank",
    "empathise",
    "apologise",
    "ask",
    "inform",
    "next_step",
    "promise",
    "recap",
    "close",
    "blame",
    "dismiss",
]
HintKind = Literal[
    "greet",
    "listen",
    "thank",
    "empathise",
    "apologise",
    "avoid_blame",
    "next_steps",
    "answer_questions",
    "anticipate",
    "recap",
    "keep_promise",
    "scope",
    "protect_data",
    "hand_over",
    "stay_calm",
    "improve",
    "ask_feedback",
    "celebrate",
    "take_a_breath",
]
PromiseState = Literal["open", "kept", "late", "handed_over"]
CloseReason = Literal["done", "dismissed", "inserted", "expired", "superseded", "ended"]
FeedbackOutcome = Literal["shown", "inserted", "edited", "dismissed"]
DraftFindingKind = Literal["blame", "dismissal", "non_apology", "address", "open_question", "missing_step"]
MoodTrace = Literal["lifted", "steady", "sank", "unknown"]

EMOTIONS: tuple[Emotion, ...] = get_args(Emotion)
SENTIMENTS: tuple[Sentiment, ...] = get_args(Sentiment)
ACTS: tuple[Act, ...] = get_args(Act)
FINNISH = frozenset({"fi", "und"})
"""Languages that are read and coached; ``und`` is text too short to tell ("ok", an emoji)."""
HINT_KINDS: tuple[HintKind, ...] = get_args(HintKind)


class EmotionReading(msgspec.Struct, frozen=True, kw_only=True):
    """What the model reads in one customer utterance. Never made for agent text (privacy rule 1).

    ``valence`` is -1 (bad) to 1 (good); ``emotions`` holds a calibrated probability for each of the eight;
    ``present`` those at or above the model's tuned thresholds; ``emotion`` the strongest of these or
    ``neutral``; ``confidence`` 0 to 1 that ``sentiment`` is right. Not sure means neutral.
    """

    sentiment: Sentiment
    valence: float
    emotion: EmotionLabel
    emotions: dict[Emotion, float]
    present: tuple[Emotion, ...]
    confidence: float


class Mood(msgspec.Struct, frozen=True, kw_only=True):
    """The customer's mood after a turn: this turn's valence, the end-weighted recent one, and where it goes."""

    turn: float
    rolling: float
    trend: Trend


class Phrase(msgspec.Struct, frozen=True, kw_only=True):
    """One proposed wording, ready to insert. ``address`` is the form it speaks in."""

    id: str
    text: str
    address: Address


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """Why a hint was given (privacy rule 9): masked words that fired it, the rule, and the model behind."""

    rule: str
    words: tuple[str, ...] = ()
    confidence: float | None = None
    model: str | None = None


class Hint(msgspec.Struct, frozen=True, kw_only=True):
    """Advice to the agent. ``why`` is one Finnish line; ``step`` the checklist step it serves, if any."""

    id: str
    kind: HintKind
    step: str | None
    why: str
    phrases: tuple[Phrase, ...]
    expires_at: float
    evidence: Evidence


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the checklist shown to the agent."""

    id: str
    label: str
    done: bool


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A customer's question in their own (masked) words."""

    id: str
    text: str
    answered: bool


class Promise(msgspec.Struct, frozen=True, kw_only=True):
    """What the agent promised. ``due`` is ISO 8601 with offset, or None when no time was given."""

    id: str
    text: str
    due: str | None
    state: PromiseState


class DraftFinding(msgspec.Struct, frozen=True, kw_only=True):
    """Something to mend in a draft before it is sent. Of the words, never of the person who wrote them.

    ``why`` is one Finnish line; ``words`` the sentence or question that it is about, masked; ``step`` the
    checklist step that is missing; ``phrases`` offered rewordings.
    """

    kind: DraftFindingKind
    why: str
    words: str | None = None
    step: str | None = None
    phrases: tuple[Phrase, ...] = ()


class Improvement(msgspec.Struct, frozen=True, kw_only=True):
    """A cause in our own material or process, in the customer's (masked) words, and whether it was noted."""

    text: str
    noted: bool


class PhraseUses(msgspec.Struct, frozen=True):
    """How often a phrase was used, and waved away with its card, in one queue. Of nobody in particular."""

    used: int = 0
    dismissed: int = 0
