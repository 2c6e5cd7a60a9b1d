"""Whether a message is served, decided before any work is done. Pure.

Interims are shed at once when they have waited. Finals are served late for a while, since a burst passes; when a
connection's messages have waited too long for some time, those that have are refused aloud. So latency of what is
accepted stays bounded under any load, and who sends little is served while who floods is refused.
"""

from __future__ import annotations

import random
from collections import OrderedDict, deque
from collections.abc import Sequence

import msgspec

from hurmaus.errors import Overloaded

_MOST_BUCKETS = 20_000
_BURST_S = 2.0


class Bounds(msgspec.Struct, frozen=True, kw_only=True):
    """``wait_s``: how long a message may have waited; ``patience_s``: for how long more than that is put up with;
    ``rate``: messages a second in one conversation, over two seconds."""

    wait_s: float
    patience_s: float
    rate: float


class Arrivals:
    """When the frames that wait to be read arrived, and whether to read more from the socket."""

    def __init__(self, *, most_frames: int, most_bytes: int) -> None:
        self._most_frames = most_frames
        self._most_bytes = most_bytes
        self._waiting: deque[tuple[float, int]] = deque()
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def full(self) -> bool:
        """Enough waits: let the sender feel it."""
        return len(self._waiting) >= self._most_frames or self._bytes >= self._most_bytes

    def put(self, now: float, size: int) -> None:
        """A frame of ``size`` bytes arrived."""
        self._waiting.append((now, size))
        self._bytes += size

    def take(self) -> float | None:
        """The oldest frame is read; return when it arrived."""
        if not self._waiting:
            return None
        arrived, size = self._waiting.popleft()
        self._bytes -= size
        return arrived


class Patience:
    """How long one connection's messages have waited, lately."""

    __slots__ = ("_late_since",)

    def __init__(self) -> None:
        self._late_since: float | None = None

    def admits(self, now: float, waited_s: float, bounds: Bounds) -> bool:
        """Judge a final that has waited for ``waited_s``."""
        if waited_s <= bounds.wait_s:
            self._late_since = None
            return True
        if self._late_since is None:
            self._late_since = now
        return now - self._late_since < bounds.patience_s


class Rates:
    """Messages a second in each conversation: one that floods cannot starve the others of its connection."""

    def __init__(self, rate: float, *, most: int = _MOST_BUCKETS) -> None:
        self._rate = rate
        self._burst = max(1.0, rate * _BURST_S)
        self._most = most
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, conversation_id: str, now: float) -> float:
        """Count one message; return 0, or for how many seconds it comes too early."""
        tokens, before = self._buckets.pop(conversation_id, (self._burst, now))
        tokens = min(self._burst, tokens + max(0.0, now - before) * self._rate)
        early_s = 0.0 if tokens >= 1 else (1 - tokens) / self._rate
        self._buckets[conversation_id] = (tokens if early_s else tokens - 1, now)
        if len(self._buckets) > self._most:  # the one that spoke longest ago has long been full again
            self._buckets.popitem(last=False)
        return early_s


def refused(wait_s: float, reason: str) -> Overloaded:
    """Refuse aloud; who was refused together does not come back together."""
    pause = max(0.1, min(5.0, wait_s)) * random.uniform(1.0, 2.0)
    return Overloaded(reason, retry_after_ms=round(1000 * pause))


class Admission:
    """The bounds of one process."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self._rates = Rates(bounds.rate)

    def admit(self, conversation_id: str, now: float, waited_s: float, patience: Patience) -> None:
        """Let a final message through that has waited for ``waited_s``.

        Raises:
            Overloaded: it is not served, and no work was done; says when to send it again.

        """
        early_s = self._rates.take(conversation_id, now)
        if early_s:
            raise refused(early_s, "too many messages in this conversation; send more slowly")
        if not patience.admits(now, waited_s, self.bounds):
            raise refused(waited_s, "the service is busy; nothing was done")

    def sheds(self, waited_s: float) -> bool:
        """Whether an interim has waited so long that a newer one is sure to come."""
        return waited_s > self.bounds.wait_s / 2


class _Said(msgspec.Struct):
    type: str
    conversation_id: str
    utterance_id: str
    final: bool = True


_said_in = msgspec.json.Decoder(_Said).decode


def outdated(frames: Sequence[str | None]) -> frozenset[int]:
    """Return which of the waiting frames are interims that a later one of the same utterance replaces."""
    followed: set[tuple[str, str]] = set()
    found: set[int] = set()
    for index in range(len(frames) - 1, -1, -1):
        try:
            said = _said_in(frames[index] or "")
        except (msgspec.MsgspecError, UnicodeError):
            continue  # something else, or wrong: it gets its own answer
        if said.type != "utterance":
            continue
        key = (said.conversation_id, said.utterance_id)
        if key in followed and not said.final:
            found.add(index)
        followed.add(key)
    return frozenset(found)
