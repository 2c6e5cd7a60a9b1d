"""Requests sent and not yet answered. Each conversation is a lane: its next request leaves when the one before it
was answered, so that a refusal that is sent again later, or a break, never changes their order. Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from heapq import heappop, heappush

import msgspec

from hurmaus_client import wire

Sendable = (
    wire.ConversationStart
    | wire.ConversationPause
    | wire.ConversationEnd
    | wire.Utterance
    | wire.Feedback
    | wire.StepMark
    | wire.DraftCheck
    | wire.Subscribe
)


class Request(msgspec.Struct):
    """``key`` names the caller who waits; None for what the client asks on its own account."""

    key: int | None
    lane: str
    message: Sendable
    refusals: int = 0


class _Lane(msgspec.Struct):
    waiting: deque[Request]
    flying: bool = False
    paused_until: float = 0.0


class Lanes:
    """Lanes by name; ``waiting`` counts the requests of callers."""

    def __init__(self) -> None:
        self._lanes: dict[str, _Lane] = {}
        self._ready: dict[str, None] = {}
        self._later: list[tuple[float, str]] = []
        self._flying: dict[str, Request] = {}
        self._next = 1
        self._callers: dict[int, str] = {}

    @property
    def waiting(self) -> int:
        return len(self._callers)

    @property
    def next_at(self) -> float | None:
        """When a refused request may be sent again."""
        return self._later[0][0] if self._later else None

    def add(self, lane: str, message: Sendable, key: int | None = None) -> None:
        numbered = msgspec.structs.replace(message, id=f"m{self._next}")
        self._next += 1
        if key is not None:
            self._callers[key] = lane
        if lane not in self._lanes:
            self._lanes[lane] = _Lane(deque())
            self._ready[lane] = None
        self._lanes[lane].waiting.append(Request(key, lane, numbered))

    def take(self, now: float) -> Iterator[Request]:
        """Let fly whatever may be sent now, each lane's first request."""
        while self._later and self._later[0][0] <= now:
            self._unpause(heappop(self._later)[1], now)
        while self._ready:
            name = next(iter(self._ready))
            del self._ready[name]
            lane = self._lanes[name]
            lane.flying = True
            request = lane.waiting[0]
            self._flying[str(request.message.id)] = request
            yield request

    def answered(self, message_id: str | None) -> Request | None:
        """The service has answered for good; the lane goes on. None for nobody's answer."""
        request = self._flying.pop(message_id or "", None)
        if request is not None:
            self._remove(request)
        return request

    def flying(self, message_id: str | None) -> Request | None:
        """The request that an answer belongs to."""
        return self._flying.get(message_id or "")

    def postpone(self, message_id: str | None, until: float) -> None:
        """It was refused for now: its lane waits."""
        request = self._flying.pop(message_id or "")
        request.refusals += 1
        lane = self._lanes[request.lane]
        lane.flying, lane.paused_until = False, until
        heappush(self._later, (until, request.lane))

    def forget(self, key: int) -> Request | None:
        """The caller no longer waits; whatever became of it, it is not sent again."""
        lane = self._lanes.get(self._callers.get(key, ""))
        for request in lane.waiting if lane is not None else ():
            if request.key == key:
                self._flying.pop(str(request.message.id), None)
                self._remove(request)
                return request
        return None

    def restart(self) -> None:
        """The connection is gone: all that is not answered will be sent again; own requests are dropped."""
        self._flying.clear()
        for name in list(self._lanes):
            lane = self._lanes[name]
            lane.flying = False
            lane.waiting = deque(one for one in lane.waiting if one.key is not None)
            self._settle(name)

    def clear(self) -> list[int]:
        """Give up; return the keys of those who waited."""
        waiting = list(self._callers)
        for store in (self._lanes, self._ready, self._later, self._flying, self._callers):
            store.clear()
        return waiting

    def _remove(self, request: Request) -> None:
        lane = self._lanes[request.lane]
        first = lane.waiting[0] is request
        lane.waiting.remove(request)
        self._callers.pop(request.key if request.key is not None else -1, None)
        if first:
            lane.flying = False
        self._settle(request.lane)

    def _unpause(self, name: str, now: float) -> None:
        lane = self._lanes.get(name)
        if lane is not None and lane.paused_until <= now:
            lane.paused_until = 0.0
            self._settle(name)

    def _settle(self, name: str) -> None:
        """Put a lane where it belongs: away when empty, ready when its first request may fly."""
        lane = self._lanes[name]
        self._ready.pop(name, None)
        if not lane.waiting:
            del self._lanes[name]
        elif not lane.flying and not lane.paused_until:
            self._ready[name] = None
