"""What is read from one masked utterance, of either role, without any model."""

from __future__ import annotations

from typing import Literal

import msgspec

from hurmaus.vocabulary import Act, Address, Role

Signal = Literal[
    "complaint",  # reports a problem, an error or bad service
    "delay",  # something is late or took too long
    "our_fault",  # a mistake of the company is told (wrong item, wrong charge, broken promise)
    "repeat_contact",  # not the first time about this
    "asks_human",  # wants a person or a manager
    "threatens_to_leave",
    "threatens_to_complain",
    "abuse",  # hostility aimed at the agent
    "thanks",  # the customer thanks
    "solved",  # the customer says it works now or the matter is settled
    "lets_go",  # "antaa olla", "ei sen väliä"
    "points_at_our_material",  # unclear instruction, wrong price on the page
    "personal_data",  # something was masked
    "sensitive",  # health, union, religion words
    "enquiry",  # asks for information without a problem
]

Topic = Literal[
    "delivery",
    "billing",
    "fault",
    "cancellation",
    "return",
    "account",
    "appointment",
    "public_service",
]


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A signal and the (masked) words that gave it away."""

    signal: Signal
    words: str


class TopicFound(msgspec.Struct, frozen=True, kw_only=True):
    """What a turn is about, and by how many words (bounded)."""

    topic: Topic
    weight: int


class OutsideFound(msgspec.Struct, frozen=True, kw_only=True):
    """A request that a service description may hold outside, by its id there, and its (masked) words."""

    id: str
    words: str


Slot = Literal["nimi", "tilausnumero", "tuote"]


class Mention(msgspec.Struct, frozen=True, kw_only=True):
    """Something that the customer names and a phrase may repeat, by the slot that it fills."""

    slot: Slot
    text: str


class PromiseFound(msgspec.Struct, frozen=True, kw_only=True):
    """An agent's commitment. ``due`` in seconds on the conversation's clock, None when no time was said."""

    text: str
    due: float | None


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """Facts of one utterance. ``acts``, ``promises``, ``steps`` (of the checklist, by
    a playbook's example sentences), ``stated`` and ``proposed`` (steps agreed on, or offered
    as a question, in the agent's words) are filled for agents, ``questions`` for both (an
    agent's questions are acts only, so the tuple is the customer's ledger when the role is customer)."""

    role: Role
    language: str
    address: Address
    acts: tuple[Act, ...] = ()
    questions: tuple[str, ...] = ()
    promises: tuple[PromiseFound, ...] = ()
    signals: tuple[Found, ...] = ()
    topics: tuple[TopicFound, ...] = ()
    steps: tuple[str, ...] = ()
    stated: tuple[str, ...] = ()
    proposed: tuple[str, ...] = ()
    outside: tuple[OutsideFound, ...] = ()
    mentions: tuple[Mention, ...] = ()
