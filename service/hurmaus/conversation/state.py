"""Everything the service remembers of one conversation. Frozen, bounded, and readable by later versions.

No utterance is kept whole. What is kept of anybody's words is masked and short: a question, a promise, and
the few words that gave a signal away.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from hurmaus.conversation.cues import Cue
from hurmaus.conversation.events import StepSpec
from hurmaus.conversation.feelings import FeelingSaid
from hurmaus.conversation.ledgers import PromiseEntry, QuestionEntry
from hurmaus.conversation.offers import Offer
from hurmaus.conversation.sketches import Sketch
from hurmaus.understanding.facts import Found, OutsideFound, Signal, Slot, Topic, TopicFound
from hurmaus.vocabulary import (
    Act,
    Address,
    Channel,
    CloseReason,
    Emotion,
    EmotionReading,
    FeedbackOutcome,
    Hint,
    HintKind,
    Improvement,
    Mood,
    Promise,
    Question,
    Role,
    Step,
)

SCHEMA_VERSION = 1

RECENT_VALENCES = 6
RECENT_SAID = 12
SEEN_UTTERANCES = 64
OPEN_HINTS = 24


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """The latest utterance, as facts. ``number`` counts from 0; ``words`` is its length in words.

    ``said`` and ``denied`` are the feelings that a customer names; ``quotes`` show a signal by more than the
    one word that gave it away.
    """

    number: int
    role: Role
    at: float
    words: int = 0
    acts: tuple[Act, ...] = ()
    cues: tuple[Cue, ...] = ()
    signals: tuple[Found, ...] = ()
    answered: int = 0
    promised: tuple[str, ...] = ()
    reading: EmotionReading | None = None
    said: tuple[FeelingSaid, ...] = ()
    denied: tuple[Emotion, ...] = ()
    quotes: dict[Signal, str] = {}
    topics: tuple[TopicFound, ...] = ()
    outside: tuple[OutsideFound, ...] = ()


class SignalSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A signal of the customer's, in how many turns, and its latest (masked) words."""

    signal: Signal
    first_turn: int
    last_turn: int
    count: int
    words: str


class StepDone(msgspec.Struct, frozen=True, kw_only=True):
    """A ticked step."""

    id: str
    turn: int
    at: float
    by_hand: bool = False


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """The customer's trouble: since which turn, when last mentioned, in which turn settled."""

    since_turn: int
    last_turn: int
    settled_turn: int | None = None


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """An open hint and what the policy must know of it. ``agent_turns``: how many there had been by then."""

    hint: Hint
    priority: int
    opened_at: float
    turn: int
    shown: bool = False
    quiet: bool = False
    about: str | None = None
    outcome: FeedbackOutcome | None = None
    agent_turns: int = 0


class KindHistory(msgspec.Struct, frozen=True, kw_only=True):
    """How hints of one kind fared: for cool-downs, and so that one turn gives one hint of a kind."""

    kind: HintKind
    opened: int = 0
    last_turn: int = -1
    closed_at: float | None = None
    reason: CloseReason | None = None


class ConversationState(msgspec.Struct, frozen=True, kw_only=True):
    """One conversation. Build it with ``opened``; change it only through ``reducer.apply``.

    ``clock`` is the latest time heard of; it never runs backwards. ``turns`` counts final utterances.
    ``edition`` names the versions behind ``playbook``; ``playbook_given``: the platform chose it, so it stays.
    """

    schema_version: int = SCHEMA_VERSION
    conversation_id: str
    channel: Channel = "chat"
    queue: str | None = None
    playbook: str | None = None
    edition: str = ""
    playbook_given: bool = False
    started_at: float | None = None
    ended_at: float | None = None
    paused: bool = False
    clock: float = 0.0

    turns: int = 0
    customer_turns: int = 0
    agent_turns: int = 0
    agent_turns_since_problem: int = 0
    unanswered_since: float | None = None
    latest: Turn | None = None
    utterance_ids: tuple[str, ...] = ()

    language: str = "und"
    address: Address = "none"
    agent_address: Address = "none"

    valences: tuple[float, ...] = ()
    mood: Mood | None = None
    mood_start: float | None = None
    mood_lowest: float | None = None

    signals: tuple[SignalSeen, ...] = ()
    topics: dict[Topic, int] = {}
    mentions: dict[Slot, str] = {}
    cues_seen: tuple[Cue, ...] = ()
    acts: dict[Act, int] = {}
    action_turns: int = 0
    problem: Problem | None = None

    question_ledger: tuple[QuestionEntry, ...] = ()
    promise_ledger: tuple[PromiseEntry, ...] = ()
    agreed: tuple[str, ...] = ()
    proposed: tuple[str, ...] = ()
    improvements: tuple[Improvement, ...] = ()
    promises_made: int = 0
    questions_asked: int = 0

    step_specs: tuple[StepSpec, ...] = ()
    steps_ticked: tuple[StepDone, ...] = ()

    cards: tuple[Card, ...] = ()
    history: tuple[KindHistory, ...] = ()
    offers: tuple[Offer, ...] = ()
    said: tuple[Sketch, ...] = ()

    @classmethod
    def opened(
        cls,
        conversation_id: str,
        *,
        channel: Channel = "chat",
        queue: str | None = None,
        playbook: str | None = None,
        steps: Iterable[StepSpec] = (),
        at: float = 0.0,
    ) -> ConversationState:
        """Return a conversation that has just started at ``at``."""
        return cls(
            conversation_id=conversation_id,
            channel=channel,
            queue=queue,
            playbook=playbook,
            started_at=at,
            clock=at,
            step_specs=tuple(steps),
        )

    @property
    def ended(self) -> bool:
        return self.ended_at is not None

    @property
    def shown(self) -> tuple[Hint, ...]:
        """Hints on a card now, the most urgent first."""
        return tuple(card.hint for card in self.cards if card.shown)

    @property
    def waiting(self) -> tuple[Hint, ...]:
        """Hints behind the attention budget, in the order in which they will be shown."""
        return tuple(card.hint for card in self.cards if not card.shown)

    @property
    def steps_done(self) -> tuple[str, ...]:
        """Ids of ticked steps, in the order in which they were done."""
        return tuple(step.id for step in self.steps_ticked)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The checklist, whole, in the playbook's order."""
        done = set(self.steps_done)
        return tuple(Step(id=s.id, label=s.label, done=s.id in done) for s in self.step_specs)

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(entry.question for entry in self.question_ledger)

    @property
    def promises(self) -> tuple[Promise, ...]:
        return tuple(entry.promise for entry in self.promise_ledger)

    @property
    def phrases_offered(self) -> frozenset[str]:
        """Ids of the phrases that were on any hint of this conversation."""
        return frozenset(offer.id for offer in self.offers)

    @property
    def speech_address(self) -> Address:
        """The form to speak in: the customer's own, else the one the agent has taken, else ``te``."""
        known = (form for form in (self.address, self.agent_address) if form != "none")
        return next(known, "te")

    @property
    def topic(self) -> Topic | None:
        """What the conversation is about: the topic of most of the customer's words, of equals the earlier."""
        return max(self.topics, key=lambda topic: self.topics[topic], default=None)

    def seen(self, signal: str) -> SignalSeen | None:
        """Return what is known of a signal, or None when it never came."""
        return next((s for s in self.signals if s.signal == signal), None)

    def kind_history(self, kind: str) -> KindHistory | None:
        """Return how hints of a kind fared, or None when there were none."""
        return next((h for h in self.history if h.kind == kind), None)
