"""Where a client stands in one conversation, and what an event is from there. Pure."""

from __future__ import annotations

from typing import Literal

import msgspec

from hurmaus_client.items import Ordered

Verdict = Literal["next", "seen", "gap", "other_life"]


class Place(msgspec.Struct, frozen=True):
    """A place in the events of one conversation: those of the last event that was handled, kept somewhere, let
    another process go on ``after`` it."""

    epoch: str
    offset: int

    @classmethod
    def of(cls, event: Ordered) -> Place:
        """The place of an event."""
        return cls(event.epoch, event.offset)


def judge(place: Place | None, epoch: str, offset: int) -> Verdict:
    """Judge an event. From nowhere, or from offset 0, any offset may come first: what came before it has been
    trimmed away by the service's retention, or was not asked for."""
    if place is None:
        return "next"
    if place.epoch != epoch:
        return "other_life"
    if offset <= place.offset:
        return "seen"
    return "next" if place.offset in (0, offset - 1) else "gap"
