"""When to connect, to wait, to ping and to give a connection up. Pure; knows no messages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from hurmaus_client.backoff import jittered
from hurmaus_client.options import Options

State = Literal["idle", "connecting", "greeting", "online", "waiting", "stopped"]
Due = Literal["connect", "give_up", "ping"]


class Life:
    """The state of the connection and its clocks; times in seconds of a clock that never goes back."""

    def __init__(self, options: Options, random: Callable[[], float]) -> None:
        self.state: State = "idle"
        self._options = options
        self._random = random
        self._attempt = 0
        self._deadline = 0.0  # of connecting and greeting; when to try again while waiting
        self._beat_s = options.heartbeat_s
        self._heard_at = 0.0
        self._pinged_at: float | None = None

    @property
    def connected(self) -> bool:
        """Whether there is a socket, or one on its way."""
        return self.state in ("connecting", "greeting", "online")

    @property
    def wake_at(self) -> float | None:
        """When :meth:`due` has something to say if nothing else happens before."""
        if self.state in ("connecting", "greeting", "waiting"):
            return self._deadline
        if self.state == "online":
            return self._beat_s + (self._heard_at if self._pinged_at is None else self._pinged_at)
        return None

    def connect(self, now: float) -> None:
        self.state, self._deadline = "connecting", now + self._options.patience_s

    def greet(self, now: float) -> None:
        self.state, self._deadline = "greeting", now + self._options.patience_s

    def welcomed(self, heartbeat_s: float) -> None:
        self.state, self._attempt = "online", 0
        self._beat_s = min(self._options.heartbeat_s, heartbeat_s)

    def heard(self, now: float) -> None:
        self._heard_at, self._pinged_at = now, None

    def wait(self, now: float, at_least_s: float) -> None:
        """Come back after a jittered pause that grows with each attempt."""
        pause = jittered(
            self._attempt,
            self._random(),
            first_s=self._options.first_wait_s,
            longest_s=self._options.longest_wait_s,
        )
        self._attempt += 1
        self.state, self._deadline = "waiting", now + at_least_s + pause

    def stop(self) -> None:
        self.state = "stopped"

    def due(self, now: float) -> Due | None:
        """What the time asks for."""
        if self.state == "waiting" and now >= self._deadline:
            return "connect"
        if self.state in ("connecting", "greeting") and now >= self._deadline:
            return "give_up"
        return self._beat(now) if self.state == "online" else None

    def _beat(self, now: float) -> Due | None:
        if self._pinged_at is not None:
            return "give_up" if now - self._pinged_at >= self._beat_s else None
        if now - self._heard_at < self._beat_s:
            return None
        self._pinged_at = now
        return "ping"
