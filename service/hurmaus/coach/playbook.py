"""What a playbook may say: steps, rules and phrases, as a team lead writes them in YAML.

A rule opens a hint of its ``kind`` when any entry of ``when`` holds and none of ``unless`` does, and closes
it when any entry of ``close_when`` holds. An entry holds when everything it states holds, of the latest turn
unless the name says otherwise.

A playbook may build on another (``extends``): it then holds only what it adds, replaces or drops.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, model_validator

from hurmaus.coach.description import ServiceDescription
from hurmaus.conversation.cues import Cue
from hurmaus.conversation.events import StepSpec
from hurmaus.understanding.facts import Signal, Topic
from hurmaus.vocabulary import Act, Address, Channel, Emotion, HintKind, Role, Sentiment

Identifier = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=40)]
Line = Annotated[str, Field(min_length=1, max_length=400)]

WARM = "warm"
"""The tag of phrases that ``warmth: plain`` leaves out."""

FEELING_TAGS = frozenset({"anger", "sadness", "fear", "disgust", "surprise", "joy", "trust"})

Matter = Topic | Literal["complaint", "enquiry"]
"""What a playbook may serve: a topic, or any complaint or enquiry without one."""

URGENT_KINDS: frozenset[HintKind] = frozenset({"avoid_blame", "protect_data", "stay_calm", "hand_over"})
"""Kinds that may take the place of a card that is shown."""

PRIVATE_KINDS: frozenset[HintKind] = frozenset({"take_a_breath"})
"""Kinds whose phrases are for the agent alone, and so have no form of address."""

STEP_LABEL = "step:"
"""Begins the label of an example that does a step of the checklist rather than an act."""

BAD_NEWS_KINDS: frozenset[HintKind] = frozenset(
    {
        "empathise",
        "apologise",
        "avoid_blame",
        "protect_data",
        "hand_over",
        "stay_calm",
        "scope",
        "take_a_breath",
    }
)


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Condition(_Model):
    """Everything stated must hold. ``why`` is the line for the agent when this entry opens the hint."""

    why: Line | None = None
    speaker: Role | None = None
    channel: tuple[Channel, ...] | None = None
    signals: tuple[Signal, ...] | None = None
    not_signals: tuple[Signal, ...] | None = None
    seen_signals: tuple[Signal, ...] | None = None
    not_seen_signals: tuple[Signal, ...] | None = None
    times_at_least: int | None = None
    quote_has: tuple[str, ...] | None = None
    says_feeling: tuple[Emotion, ...] | None = None
    not_says_feeling: tuple[Emotion, ...] | None = None
    emotions: tuple[Emotion, ...] | None = None
    not_emotions: tuple[Emotion, ...] | None = None
    sentiment: Sentiment | None = None
    not_sentiment: Sentiment | None = None
    confidence_at_least: float | None = Field(default=None, ge=0, le=1)
    valence_at_least: float | None = Field(default=None, ge=-1, le=1)
    valence_at_most: float | None = Field(default=None, ge=-1, le=1)
    lowest_valence_at_most: float | None = Field(default=None, ge=-1, le=1)
    mood_at_most: float | None = Field(default=None, ge=-1, le=1)
    acts: tuple[Act, ...] | None = None
    not_acts: tuple[Act, ...] | None = None
    only_acts: tuple[Act, ...] | None = None
    seen_acts: tuple[Act, ...] | None = None
    acts_since_problem: tuple[Act, ...] | None = None
    action_turns_at_least: int | None = None
    cues: tuple[Cue, ...] | None = None
    seen_cues: tuple[Cue, ...] | None = None
    not_seen_cues: tuple[Cue, ...] | None = None
    problem: Literal["open", "settled", "none", "any"] | None = None
    agent_turns_at_most: int | None = None
    agent_turns_at_least: int | None = None
    agent_turns_since_problem_at_least: int | None = None
    agent_turns_since_problem_at_most: int | None = None
    customer_turns_at_least: int | None = None
    words_at_most: int | None = None
    words_at_least: int | None = None
    open_questions_at_least: int | None = None
    open_questions_at_most: int | None = None
    answered_questions_at_least: int | None = None
    answered_now_at_least: int | None = None
    customer_waits: bool | None = None
    trouble_now: bool | None = None
    promised_with_time: bool | None = None
    topics: tuple[Topic, ...] | None = None
    seen_topics: tuple[Topic, ...] | None = None
    out_of_scope: bool | None = None
    apology: tuple[Literal["generous", "own_fault", "restrained"], ...] | None = None
    anticipate: bool | None = None


class Rule(_Model):
    """When to offer a hint, and when to take it back.

    It also goes after ``expires_s`` seconds, and after ``expires_turns`` turns of the agent's, where given.
    """

    id: Identifier
    kind: HintKind
    step: Identifier | None = None
    priority: int = Field(ge=0, le=100)
    when: tuple[Condition, ...] = Field(min_length=1)
    unless: tuple[Condition, ...] = ()
    close_when: tuple[Condition, ...] = ()
    cooldown_s: float | None = Field(default=None, ge=0)
    expires_s: float = Field(default=900.0, gt=0)
    tags: tuple[Identifier, ...] = ()
    expires_turns: int | None = Field(default=None, ge=1)
    quiet: bool = False

    @property
    def urgent(self) -> bool:
        return self.kind in URGENT_KINDS


class PhraseSpec(_Model):
    """One wording in both forms of address, or ``text`` where nobody is addressed.

    ``tags`` say where it fits, and it is offered only there: a feeling (anger, sadness, fear, disgust,
    surprise, joy: one of those named is enough), ``felt`` (the turn surely shows some feeling), ``loss``
    (somebody has died), a signal of the customer's since the problem began, an act of the agent's latest
    turn, a kind of personal data that was masked (hetu, kortti, iban), a tag of the rule. ``warm`` marks what ``warmth: plain`` leaves out.
    """

    id: Identifier
    te: Line | None = None
    sina: Line | None = None
    text: Line | None = None
    channel: Literal["written", "spoken", "any"] = "any"
    tags: tuple[Identifier, ...] = ()

    def variant(self, address: Address) -> tuple[str, Address] | None:
        """Return the wording for a form of address and the form it speaks in; None when there is none."""
        if self.text is not None:
            return self.text, "none"
        wording = self.te if address == "te" else self.sina
        return None if wording is None else (wording, address)


class Choosable(NamedTuple):
    """A phrase with all that choosing asks of it whatever the conversation, worked out once.

    ``id`` names it across playbooks. ``tags`` are all of its tags; ``feelings`` and ``others`` those that say where it suits. ``own`` counts
    what makes it closer to the matter: that it was written for this playbook, that it repeats what the customer named. ``key`` shuffles.
    """

    spec: PhraseSpec
    id: str
    tags: frozenset[str]
    feelings: frozenset[str]
    others: frozenset[str]
    own: int
    key: bytes


class StepRow(_Model):
    """A row of the checklist, done when an agent's turn holds one of ``acts`` or resembles one of ``examples``."""

    id: Identifier
    label: Annotated[str, Field(min_length=1, max_length=40)]
    acts: tuple[Act, ...] = ()
    examples: tuple[Line, ...] = ()

    @model_validator(mode="after")
    def _can_be_done(self) -> StepRow:
        if not self.acts and not self.examples:
            raise ValueError("nothing does this step: give acts, or examples of what the agent says")
        return self


class Drop(_Model):
    """What a playbook leaves out of the one it builds on, by id."""

    steps: tuple[Identifier, ...] = ()
    rules: tuple[Identifier, ...] = ()
    phrases: tuple[Identifier, ...] = ()


class _Head(_Model):
    id: Identifier
    name: Annotated[str, Field(min_length=1, max_length=80)]
    version: int = Field(ge=1)
    owner: Annotated[str, Field(min_length=1, max_length=80)]
    review_by: date
    language: Literal["fi"] = "fi"
    serves: tuple[Matter, ...] = ()
    steps: tuple[StepRow, ...] = Field(default=(), max_length=12)
    rules: tuple[Rule, ...] = Field(default=(), max_length=100)
    phrases: dict[HintKind, tuple[PhraseSpec, ...]] = {}
    examples: dict[Act, tuple[Line, ...]] = {}


class PlaybookFile(_Head):
    """One playbook as written. ``extends`` names the playbook that it builds on, ``drop`` what it leaves out."""

    extends: Identifier | None = None
    drop: Drop = Drop()

    @model_validator(mode="after")
    def _is_whole(self) -> PlaybookFile:
        if self.extends is None:
            missing = [name for name in ("steps", "rules", "phrases") if not getattr(self, name)]
            if missing:
                raise ValueError(f"it has no {', '.join(missing)}: write them, or extends: reklamaatio")
            if self.drop != Drop():
                raise ValueError("it drops from a playbook that it does not build on: add extends")
        return self


class Playbook(_Head):
    """A playbook in force: what is written in its file, put upon what it builds on.

    ``edition`` names the versions of all files behind it, its own first. ``homes`` tells of inherited phrases
    which playbook they come from: a phrase is the same one wherever it is used. ``description`` fills the
    slots of ``scope`` and ``anticipate``.
    """

    edition: str = ""
    homes: dict[str, str] = {}
    description: ServiceDescription | None = None

    @property
    def labelled_examples(self) -> tuple[tuple[str, str], ...]:
        """Return what an agent's turn is compared with: the name of an act, or ``step:`` and the id of a step,
        with one sentence that does it.
        """
        of_acts = [(act, line) for act, lines in self.examples.items() for line in lines]
        of_steps = [(f"{STEP_LABEL}{step.id}", line) for step in self.steps for line in step.examples]
        return (*of_acts, *of_steps)

    @cached_property
    def choosable(self) -> Mapping[HintKind, tuple[Choosable, ...]]:
        """Return the phrases of each kind, ready to be chosen from."""
        return {kind: tuple(map(self._choosable, specs)) for kind, specs in self.phrases.items()}

    def phrase_id(self, spec: PhraseSpec) -> str:
        """Name a phrase across playbooks: by the one it was written in; both forms of address are the same phrase."""
        return f"{self.homes.get(spec.id, self.id)}.{spec.id}"

    def _choosable(self, spec: PhraseSpec) -> Choosable:
        tags = frozenset(spec.tags)
        return Choosable(
            spec=spec,
            id=self.phrase_id(spec),
            tags=tags,
            feelings=tags & FEELING_TAGS,
            others=tags - FEELING_TAGS - {WARM},
            own=(spec.id not in self.homes) + ("{" in (spec.te or spec.text or "")),
            key=spec.id.encode(),
        )

    @property
    def step_specs(self) -> tuple[StepSpec, ...]:
        return tuple(StepSpec(id=s.id, label=s.label, acts=s.acts) for s in self.steps)
