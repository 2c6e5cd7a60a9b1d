"""Which phrases a queue likes: a plain rule over two counts, per queue and never per agent. Pure.

A phrase's liking is the share of its outcomes in which it was used, as if it had been used twice and waved away
twice before anybody met it: one outcome moves it a little, fifty say it all. The last place on a card goes to
the phrase that has been tried least, so that new ones get their chance.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from hurmaus.conversation.events import FeedbackGiven
from hurmaus.conversation.state import ConversationState
from hurmaus.vocabulary import PhraseUses

Uses = Mapping[str, PhraseUses]
"""By phrase id; what is missing was never used nor waved away."""

NOTHING_KNOWN: Uses = {}
UNKNOWN = 0.5
"""The liking of what nobody has met yet."""
HEAD_START = 2
"""Uses, and dismissals, that every phrase is thought to have had."""


class PhrasesTold(NamedTuple):
    """What one feedback says of phrases, by their ids."""

    used: tuple[str, ...] = ()
    dismissed: tuple[str, ...] = ()


def liking(uses: Uses, phrase_id: str) -> float:
    """Return how well a phrase is liked: 0 to 1, one half while nothing is known."""
    known = uses.get(phrase_id, PhraseUses())
    return (known.used + HEAD_START) / (known.used + known.dismissed + 2 * HEAD_START)


def tried(uses: Uses, phrase_id: str) -> int:
    """Return how many outcomes a phrase has had."""
    known = uses.get(phrase_id, PhraseUses())
    return known.used + known.dismissed


def told(before: ConversationState, feedback: FeedbackGiven) -> PhrasesTold:
    """Return what feedback on an open card says of its phrases: the used one was used, a card waved away takes
    all of its phrases along. Said again, or of a card that is gone, it says nothing.
    """
    card = next((one for one in before.cards if one.hint.id == feedback.hint_id), None)
    if card is None or card.outcome is not None or feedback.outcome == "shown":
        return PhrasesTold()
    offered = tuple(phrase.id for phrase in card.hint.phrases)
    if feedback.outcome == "dismissed":
        return PhrasesTold(dismissed=offered)
    return PhrasesTold(used=tuple(one for one in offered if one == feedback.phrase_id))
