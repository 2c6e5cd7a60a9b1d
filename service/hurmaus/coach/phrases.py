"""Choosing wordings for a hint: fitting the feeling, the channel and the form of address, and never twice."""

from __future__ import annotations

from collections.abc import Container
from zlib import crc32

from msgspec.structs import replace

from hurmaus.coach.candidates import Candidate, fill, slots_of
from hurmaus.coach.liking import NOTHING_KNOWN, Uses, liking, tried
from hurmaus.coach.playbook import PhraseSpec, Playbook
from hurmaus.coach.settings import CoachSettings
from hurmaus.conversation.sketches import alike, sketch
from hurmaus.conversation.state import ConversationState
from hurmaus.vocabulary import Address, Hint, Phrase

WARM = "warm"
"""The tag of phrases that ``warmth: plain`` leaves out."""

LOSS = "loss"

LOOKED_AT = 4
"""Phrases looked at for each place on a card, once anything is known of how they are taken."""

LEADING = 2
"""What it adds to a phrase's fit that it speaks of what fired the hint."""

LIKED = 8.0
"""Weight of liking beside fit: five dismissals and no use outweigh the two of ``LEADING``."""

_Made = tuple[int, int, Phrase]
"""How a phrase fits, how often it was tried, and its wording."""

FEELING_TAGS = frozenset({"anger", "sadness", "fear", "disgust", "surprise", "joy", "trust"})


def choose(
    playbook: Playbook,
    candidate: Candidate,
    state: ConversationState,
    settings: CoachSettings,
    offered: Container[str],
    uses: Uses = NOTHING_KNOWN,
) -> tuple[Phrase, ...]:
    """Return the best phrases not yet offered in this conversation, best first; none when all are used up.

    Fit and the queue's liking (``uses``) decide together, then a shuffle of the conversation's own. Of phrases that say the same in nearly
    the same words one is enough.
    """
    address = form_of_address(state, settings)
    channel = "spoken" if state.channel == "phone" else "written"
    fitting = [
        (_fit(playbook, spec, candidate), spec)
        for spec in playbook.phrases.get(candidate.kind, ())
        if spec.channel in ("any", channel)
        and not (settings.warmth == "plain" and WARM in spec.tags)
        and _suits(spec, candidate)
        and phrase_id(playbook, spec) not in offered
    ]
    fitting.sort(
        key=lambda one: _rank(
            one[0], liking(uses, phrase_id(playbook, one[1])), one[1], state.conversation_id
        )
    )
    said = [*state.said, *(offer.words for offer in state.offers)]
    enough = settings.phrases_per_hint * (LOOKED_AT if uses else 1)
    made: list[_Made] = []
    for fit, spec in fitting:
        phrase = _phrase(playbook, spec, address, candidate)
        if phrase is None:
            continue
        words = sketch(phrase.text)
        if any(alike(words, other) for other in said):
            continue
        said.append(words)
        made.append((fit, tried(uses, phrase.id), phrase))
        if len(made) >= enough:
            break
    return _with_a_new_one(made, settings.phrases_per_hint)


def _with_a_new_one(made: list[_Made], places: int) -> tuple[Phrase, ...]:
    """Fill the places in order, but give the last to the least tried of the phrases that fit as well as its own."""
    if len(made) > places > 1:
        best_fit = made[places - 1][0]
        rest = [one for one in made[places - 1 :] if one[0] == best_fit]
        made = [*made[: places - 1], min(rest, key=lambda one: one[1])]
    return tuple(phrase for _, _, phrase in made[:places])


def form_of_address(state: ConversationState, settings: CoachSettings) -> Address:
    """Return the form that phrases speak in now."""
    return state.speech_address if settings.address == "follow" else settings.address


def readdressed(
    playbook: Playbook, hint: Hint, state: ConversationState, settings: CoachSettings
) -> Hint | None:
    """Return the hint with its phrases in today's form of address; None where they are so already."""
    address = form_of_address(state, settings)
    if all(phrase.address in ("none", address) for phrase in hint.phrases):
        return None
    specs = {phrase_id(playbook, spec): spec for spec in playbook.phrases.get(hint.kind, ())}
    slots = slots_of(state, description=playbook.description)
    phrases = []
    for phrase in hint.phrases:
        spec = specs.get(phrase.id)
        again = (
            phrase if phrase.address == "none" or spec is None else _worded(playbook, spec, address, slots)
        )
        if again is not None and again.address in ("none", address):
            phrases.append(again)
    return replace(hint, phrases=tuple(phrases)) if phrases else None


def phrase_id(playbook: Playbook, spec: PhraseSpec) -> str:
    """Name a phrase across playbooks: by the one it was written in; both forms of address are the same phrase."""
    return f"{playbook.homes.get(spec.id, playbook.id)}.{spec.id}"


def _suits(spec: PhraseSpec, candidate: Candidate) -> bool:
    """A tagged phrase would be wrong elsewhere: every tag must hold, of the feelings one."""
    tags = set(spec.tags) - {WARM}
    if candidate.lead == LOSS and LOSS not in tags:
        return False  # beside a death nothing else is right
    feelings = tags & FEELING_TAGS
    return tags - feelings <= candidate.tags and (not feelings or bool(feelings & candidate.tags))


def _fit(playbook: Playbook, spec: PhraseSpec, candidate: Candidate) -> int:
    """How closely a suitable phrase speaks of what is at hand: its tags, what fired the hint above all."""
    # what was written for this matter, or repeats what the customer named, fits it better than what always goes
    own = (spec.id not in playbook.homes) + _has_slot(spec)
    return len(set(spec.tags) & candidate.tags) + own + LEADING * (candidate.lead in spec.tags)


def _rank(fit: int, liked: float, spec: PhraseSpec, conversation_id: str) -> tuple[float, int]:
    # a fixed shuffle a conversation: the same one always gets the same words, two seldom the same order
    shuffle = crc32(f"{conversation_id}|{spec.id}".encode())
    return -round(fit + LIKED * (liked - 0.5), 3), shuffle


def _has_slot(spec: PhraseSpec) -> bool:
    return "{" in (spec.te or spec.text or "")


def _phrase(playbook: Playbook, spec: PhraseSpec, address: Address, candidate: Candidate) -> Phrase | None:
    return _worded(playbook, spec, address, candidate.slots)


def _worded(playbook: Playbook, spec: PhraseSpec, address: Address, slots: dict[str, str]) -> Phrase | None:
    variant = spec.variant(address)
    if variant is None:
        return None
    text = fill(variant[0], slots)
    if "{" in text:
        return None  # a slot that this conversation cannot fill
    return Phrase(id=phrase_id(playbook, spec), text=text, address=variant[1])
