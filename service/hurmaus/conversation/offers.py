"""Phrases that were offered, and whether the agent said them: then the thing is done, whatever patterns say.

Of a phrase the state keeps checksums of its sentences, not the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TypeVar
from zlib import crc32

import msgspec

from hurmaus.conversation.cues import Cue
from hurmaus.conversation.sketches import Sketch, sketch_of_phrase
from hurmaus.vocabulary import Act, Hint, HintKind

MAX_OFFERS = 256

_T = TypeVar("_T")
_WORDS = re.compile(r"\w+")
_ENDS = re.compile(r"[.!?]+")

ACTS_OF: dict[HintKind, Act] = {
    "greet": "greet",
    "listen": "ask",
    "thank": "thank",
    "empathise": "empathise",
    "apologise": "apologise",
    "next_steps": "next_step",
    "recap": "recap",
    "hand_over": "next_step",
}
CUES_OF: dict[HintKind, Cue] = {
    "scope": "scope_stated",
    "protect_data": "data_acknowledged",
    "hand_over": "handover_offered",
    "stay_calm": "boundary_set",
    "improve": "improvement_noted",
    "ask_feedback": "feedback_asked",
}
_HARSH: frozenset[Act] = frozenset({"blame", "dismiss"})


class Offer(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A phrase offered in this conversation: its id, the kind of its hint, checksums of its sentences and telling words."""

    id: str
    kind: HintKind
    sentences: tuple[int, ...]
    words: Sketch = ()


def offered(before: tuple[Offer, ...], hint: Hint) -> tuple[Offer, ...]:
    """Add the phrases of a hint, in both forms of address where both were offered. The oldest go first."""
    of_hint = (
        Offer(
            id=phrase.id,
            kind=hint.kind,
            sentences=_sentences(phrase.text),
            words=sketch_of_phrase(phrase.text),
        )
        for phrase in hint.phrases
    )
    known = set(before)
    return (*before, *(offer for offer in of_hint if offer not in known))[-MAX_OFFERS:]


def with_said(
    offers: Sequence[Offer], text: str, acts: tuple[Act, ...], cues: tuple[Cue, ...]
) -> tuple[tuple[Act, ...], tuple[Cue, ...]]:
    """Return acts and cues of an agent's turn, with those of the offered phrases that it contains.

    A turn made of offered phrases alone neither blames nor dismisses.
    """
    if not offers:
        return acts, cues
    spoken = set(_sentences(text))
    said = [offer for offer in offers if offer.sentences and spoken.issuperset(offer.sentences)]
    if not said:
        return acts, cues
    if spoken <= {sentence for offer in said for sentence in offer.sentences}:
        acts = tuple(act for act in acts if act not in _HARSH)
    return (
        _joined(acts, (ACTS_OF[offer.kind] for offer in said if offer.kind in ACTS_OF)),
        _joined(cues, (CUES_OF[offer.kind] for offer in said if offer.kind in CUES_OF)),
    )


def _joined(first: tuple[_T, ...], more: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys((*first, *more)))


def _sentences(text: str) -> tuple[int, ...]:
    plain = [" ".join(_WORDS.findall(part)) for part in _ENDS.split(text.lower())]
    return tuple([crc32(part.encode()) for part in plain if part])
