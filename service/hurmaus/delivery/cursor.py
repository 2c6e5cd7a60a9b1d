"""Where one connection stands in one conversation's events: each once, in order, however they arrive. Pure.

The store is the truth, a publication only the doorbell. While a cursor is behind, publications are not kept
but merely tell how far to read; so a resume costs no memory, and there is nothing to merge.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec


class Frame(msgspec.Struct, frozen=True):
    """One event, encoded once however many will receive it."""

    offset: int
    text: str


class Cursor:
    """Position in one event stream: everything up to ``position`` of ``epoch`` has been passed on.

    ``behind`` says that events must be read from the store before live ones may follow.
    """

    __slots__ = ("_former", "_known", "behind", "epoch", "position")

    def __init__(self, epoch: str, position: int, *, behind: bool = False) -> None:
        self.epoch = epoch
        self.position = position
        self.behind = behind
        self._known = position  # last offset of this epoch that was ever heard of
        self._former = epoch

    @property
    def heard(self) -> tuple[str, int]:
        """The last event that was ever heard of: epoch and offset."""
        return self.epoch, self._known

    def begin(self, epoch: str, position: int, stands_at: int) -> None:
        """Start from ``position`` of a stream that stands at ``stands_at``, behind until :meth:`settle`.

        What was heard since this cursor was made counts: it may be newer than what the caller has loaded.
        """
        if self.epoch == epoch:
            self._known = max(self._known, stands_at)
        else:
            heard_of_another_life = self._known > 0
            self._known = max(stands_at, position + heard_of_another_life)
        self.epoch = self._former = epoch
        self.position = position
        self.behind = True

    def offer(self, epoch: str, frames: Sequence[Frame]) -> Sequence[Frame]:
        """Take live events, consecutive and not empty; return those to pass on now."""
        if not self._meet(epoch):
            return ()
        first, last = frames[0].offset, frames[-1].offset
        self._known = max(self._known, last)
        if last <= self.position:
            return ()
        if self.behind or first > self.position + 1:
            self.behind = True
            return ()
        fresh = frames[self.position + 1 - first :]
        self.position = last
        return fresh

    def hear(self, epoch: str, offset: int) -> None:
        """Learn that the stream stands at ``offset``; what is missing up to there must be read."""
        if self._meet(epoch):
            self._known = max(self._known, offset)
            self.behind = self.behind or self._known > self.position

    def successor(self) -> Cursor:
        """Return a cursor to :meth:`begin` elsewhere, that has heard what this one has."""
        return Cursor(self.epoch, self._known, behind=True)

    def read(self, epoch: str, offset: int) -> bool:
        """Take one event read from the store; say whether to pass it on.

        When it is not, the page was read for another life of the stream: read again after ``position``.
        """
        same_life = epoch == self.epoch
        if not self._meet(epoch) or offset <= self.position or not (same_life or offset == 1):
            return False
        self.position = offset
        self._known = max(self._known, offset)
        return True

    def settle(self) -> bool:
        """The store has been read to its end: go live unless more has been heard of meanwhile."""
        self.behind = self._known > self.position
        return not self.behind

    def give_up(self) -> None:
        """What was heard of is no longer in the store (erased or purged): go live from here."""
        self._known = self.position
        self.behind = False

    def _meet(self, epoch: str) -> bool:
        """Follow the stream into a new life; False for a straggler of the one before."""
        if epoch == self.epoch:
            return True
        if epoch == self._former:
            return False
        self._former, self.epoch = self.epoch, epoch
        self.position = self._known = 0
        return True
