"""Choosing wordings for a hint: fitting the feeling, the channel and the form of address, and never twice."""

from __future__ import annotations

from collections.abc import Container
from zlib import crc32

from msgspec.structs import replace

from hurmaus.coach.candidates import Candidate, fill, slots_of
from hurmaus.coach.liking import NOTHING_KNOWN, UNKNOWN, Uses, liking, tried
from hurmaus.coach.playbook import WARM, Choosable, PhraseSpec, Playbook
from hurmaus.coach.settings import CoachSettings
from hurmaus.conversation.sketches import alike, sketch_of_phrase
from hurmaus.conversation.state import ConversationState
from hurmaus.vocabulary import Address, Hint, Phrase

LOSS = "loss"

LOOKED_AT = 4
"""Phrases looked at for each place on a card, once anything is known of how they are taken."""

LEADING = 2
"""What it adds to a phrase's fit that it speaks of what fired the hint."""

LIKED = 8.0
"""Weight of liking beside fit: five dismissals and no use outweigh the two of ``LEADING``."""

_Made = tuple[int, int, Phrase]
"""How a phrase fits, how often it was tried, and its wording."""


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
    plain = settings.warmth == "plain"
    shuffled = crc32(f"{state.conversation_id}|".encode())
    ranked = []
    for place, one in enumerate(playbook.choosable.get(candidate.kind, ())):
        if (
            one.id in offered
            or one.spec.channel not in ("any", channel)
            or (plain and WARM in one.tags)
            or not _suits(one, candidate)
        ):
            continue
        fit = _fit(one, candidate)
        better = fit if not uses else round(fit + LIKED * (liking(uses, one.id) - UNKNOWN), 3)
        # a fixed shuffle a conversation: the same one always gets the same words, two seldom the same order
        ranked.append((-better, crc32(one.key, shuffled), place, fit, one))
    ranked.sort()
    said = [*state.said, *(offer.words for offer in state.offers)]
    enough = settings.phrases_per_hint * (LOOKED_AT if uses else 1)
    made: list[_Made] = []
    for *_, fit, one in ranked:
        phrase = _worded(one.spec, one.id, address, candidate.slots)
        if phrase is None:
            continue
        words = sketch_of_phrase(phrase.text)
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
    specs = {one.id: one.spec for one in playbook.choosable.get(hint.kind, ())}
    slots = slots_of(state, description=playbook.description)
    phrases = []
    for phrase in hint.phrases:
        spec = specs.get(phrase.id)
        again = (
            phrase if phrase.address == "none" or spec is None else _worded(spec, phrase.id, address, slots)
        )
        if again is not None and again.address in ("none", address):
            phrases.append(again)
    return replace(hint, phrases=tuple(phrases)) if phrases else None


def _suits(one: Choosable, candidate: Candidate) -> bool:
    """A tagged phrase would be wrong elsewhere: every tag must hold, of the feelings one."""
    if candidate.lead == LOSS and LOSS not in one.others:
        return False  # beside a death nothing else is right
    return one.others <= candidate.tags and (not one.feelings or not one.feelings.isdisjoint(candidate.tags))


def _fit(one: Choosable, candidate: Candidate) -> int:
    """How closely a suitable phrase speaks of what is at hand: its tags, what fired the hint above all."""
    # what was written for this matter, or repeats what the customer named, fits it better than what always goes
    if not one.tags:
        return one.own
    return len(one.tags & candidate.tags) + one.own + LEADING * (candidate.lead in one.tags)


def _worded(spec: PhraseSpec, name: str, address: Address, slots: dict[str, str]) -> Phrase | None:
    variant = spec.variant(address)
    if variant is None:
        return None
    text = fill(variant[0], slots)
    if "{" in text:
        return None  # a slot that this conversation cannot fill
    return Phrase(id=name, text=text, address=variant[1])
