"""The client without any I/O: from what happened and the time, what to do next. Pure.

Every method that takes ``now`` (seconds, of a clock that never goes back) returns decisions. Items for the user
collect in the session, at most ``max_events``; :meth:`Session.take` hands them out one by one.
"""

from __future__ import annotations

from collections.abc import Callable

from hurmaus_client import wire
from hurmaus_client.backoff import jittered
from hurmaus_client.decisions import Abandon, Connect, Decision, Disconnect, Greeted, Settle, Stop, Transmit
from hurmaus_client.following import Following
from hurmaus_client.frames import BadFrame, decode, encode
from hurmaus_client.inbox import Inbox
from hurmaus_client.interims import Interims
from hurmaus_client.items import Item, UnknownEvent
from hurmaus_client.lanes import Lanes, Request, Sendable
from hurmaus_client.life import Life, State
from hurmaus_client.options import Options

NORMAL = 1000
TOKEN_EXPIRED = 4501
_BROKEN_FRAME = 1002
_PASSING_STATUS = frozenset({408, 425, 429})
_STOP = frozenset({NORMAL, 1007, 1009})
_MOST_RESUME_POINTS = 5_000


def is_final(code: int) -> bool:
    """Whether coming back as we are would end the same way (the service's ``protocol/close_codes.py``)."""
    return code in _STOP or 4500 <= code <= 4999


class Session:
    """One client's state across all of its connections.

    ``renewable``: every connection gets a fresh token, so that a token that ran out is a reason to come back.
    """

    def __init__(self, options: Options, random: Callable[[], float], *, renewable: bool = False) -> None:
        self._life = Life(options, random)
        self._options = options
        self._random = random
        self._renewable = renewable
        self._lanes = Lanes()
        self._interims = Interims(options.max_interims)
        self._following = Following(options.max_followed)
        self._inbox = Inbox(self._following, options.max_events)
        self._out: list[Decision] = []
        self._limits: wire.Limits | None = None
        self._resuming: frozenset[str] = frozenset()

    # --- what the shell asks ------------------------------------------------------------------------------

    @property
    def state(self) -> State:
        """``online`` when welcomed, ``waiting`` between two attempts, ``stopped`` for good."""
        return self._life.state

    @property
    def wake_at(self) -> float | None:
        """When to call :meth:`tick` if nothing else happens before."""
        due, later = self._life.wake_at, self._lanes.next_at
        return due if due is None or later is None or self.state != "online" else min(due, later)

    @property
    def waiting(self) -> int:
        """Requests whose callers wait."""
        return self._lanes.waiting

    @property
    def items(self) -> int:
        """Items that wait for :meth:`take`."""
        return len(self._inbox)

    # --- what happens -------------------------------------------------------------------------------------

    def start(self, now: float) -> list[Decision]:
        """Connect for the first time."""
        self._connect(now)
        return self._decided()

    def opened(self, token: str | None, now: float) -> list[Decision]:
        """The socket is open."""
        if self.state == "connecting":
            self._life.greet(now)
            points = self._following.resume_points(_MOST_RESUME_POINTS)
            self._resuming = frozenset(point.conversation_id for point in points)
            self._transmit(wire.Hello(token=token, resume=points))
        return self._decided()

    def received(self, frame: str | bytes, now: float) -> list[Decision]:
        """The service said something."""
        if self.state not in ("greeting", "online"):
            return []
        self._life.heard(now)
        try:
            message = decode(frame)
        except BadFrame:
            self._break(now, code=_BROKEN_FRAME)
        else:
            self._hear(message, now)
        self._fly(now)
        return self._decided()

    def lost(self, code: int | None, now: float) -> list[Decision]:
        """The socket is closed, or could not be opened (no ``code``)."""
        if self._life.connected:
            if code is not None and is_final(code) and not (code == TOKEN_EXPIRED and self._renewable):
                self._stop(Stop(code=code))
            else:
                self._wait(now)
        return self._decided()

    def rejected(self, status: int, now: float) -> list[Decision]:
        """The handshake was answered with an HTTP status instead of a socket."""
        if 400 <= status < 500 and status not in _PASSING_STATUS and self.state == "connecting":
            self._stop(Stop(status=status))
            return self._decided()
        return self.lost(None, now)

    def tick(self, now: float) -> list[Decision]:
        """Time has passed."""
        match self._life.due(now):
            case "connect":
                self._connect(now)
            case "give_up":
                self._break(now)
            case "ping":
                self._transmit(wire.Ping())
        self._fly(now)
        return self._decided()

    def request(self, message: Sendable, key: int, now: float) -> list[Decision]:
        """A caller wants this sent, and waits for its answer under ``key``."""
        if self.state == "stopped":
            return [Abandon(key)]
        if isinstance(message, wire.Subscribe):
            self._following.want(message)
        elif isinstance(message, wire.Utterance):
            self._interims.finish(message.conversation_id, message.utterance_id)
        self._lanes.add(f"of {message.conversation_id}", message, key)
        self._fly(now)
        return self._decided()

    def forget(self, key: int, now: float) -> list[Decision]:
        """The caller no longer waits."""
        request = self._lanes.forget(key)
        if request is not None and isinstance(request.message, wire.Subscribe):
            self._following.cancel(request.message)
        self._fly(now)
        return self._decided()

    def interim(self, said: wire.Utterance, now: float) -> list[Decision]:
        """Pass on unfinished text, if that is possible just now."""
        if self.state == "online":
            self._pass_on(self._interims.offer(said, now))
        return self._decided()

    def take(self) -> Item | None:
        """The next item for the user; None when there is none. Call :meth:`took` after it."""
        return self._inbox.take()

    def took(self, now: float) -> list[Decision]:
        """The user has taken items: fetch what did not fit before."""
        if self.state == "online":
            self._ask(self._inbox.catch_up())
        self._fly(now)
        return self._decided()

    def close(self) -> list[Decision]:
        """Say goodbye; who still waits is told that nobody answers."""
        if self._life.connected:
            self._out.append(Disconnect(NORMAL))
        if self.state != "stopped":
            self._stop(Stop())
        return self._decided()

    # --- the life of a connection -------------------------------------------------------------------------

    def _connect(self, now: float) -> None:
        self._life.connect(now)
        self._out.append(Connect())

    def _break(self, now: float, *, code: int = NORMAL, at_least_s: float = 0.0) -> None:
        """Leave this connection and come back later."""
        self._out.append(Disconnect(code))
        self._wait(now, at_least_s=at_least_s)

    def _wait(self, now: float, *, at_least_s: float = 0.0) -> None:
        self._life.wait(now, at_least_s)
        self._lanes.restart()
        self._interims.clear()

    def _stop(self, why: Stop) -> None:
        self._life.stop()
        self._interims.clear()
        self._out += [why, *map(Abandon, self._lanes.clear())]

    # --- what the service says ----------------------------------------------------------------------------

    def _hear(self, message: wire.Outbound | UnknownEvent | None, now: float) -> None:
        match message:
            case None | wire.Pong():
                pass
            case wire.Welcome():
                self._welcomed(message)
            case wire.ErrorMessage():
                self._refused(message, now)
            case wire.Ack():
                self._acked(message)
            case wire.DraftChecked():
                self._settle(self._lanes.answered(message.id), message)
            case wire.InterimReading():
                self._inbox.put_interim(message)
            case _:
                asked = self._inbox.put(message)
                self._ask([] if asked is None else [asked])

    def _welcomed(self, welcome: wire.Welcome) -> None:
        if self.state != "greeting":
            return
        self._life.welcomed(welcome.heartbeat_s)
        self._limits = welcome.limits
        self._out.append(Greeted(welcome))
        self._ask(self._inbox.welcomed(welcome.resumed, self._resuming))

    def _acked(self, ack: wire.Ack) -> None:
        request = self._lanes.answered(ack.id)
        if request is None:
            self._pass_on(self._interims.answered(ack.id))
            return
        if isinstance(request.message, wire.Subscribe):
            self._inbox.tell(self._following.agree(request.message, ack))
        self._settle(request, ack)

    def _refused(self, error: wire.ErrorMessage, now: float) -> None:
        if self.state == "greeting":
            self._not_welcome(error, now)
            return
        request = self._lanes.flying(error.id)
        if request is None:
            self._interim_refused(error, now)
        elif self._passes(error):
            wait = jittered(request.refusals, self._random(), first_s=0.2, longest_s=8.0)
            self._lanes.postpone(error.id, now + (error.retry_after_ms or 0) / 1000 + wait)
        else:
            self._lanes.answered(error.id)
            if isinstance(request.message, wire.Subscribe):
                self._inbox.tell(self._following.refuse(request.message))
            self._settle(request, error)

    def _passes(self, error: wire.ErrorMessage) -> bool:
        """Whether the same message may be taken later. A subscription beyond what one connection may follow, which
        is refused without a time, will not."""
        if error.of == "subscribe" and error.code == "overloaded" and error.retry_after_ms is None:
            return False
        return error.retryable or (error.code == "unauthorised" and self._renewable)

    def _not_welcome(self, error: wire.ErrorMessage, now: float) -> None:
        if not error.retryable:
            self._out.append(Disconnect(NORMAL))
            self._stop(Stop(refusal=error))
            return
        if error.code == "overloaded" and error.retry_after_ms is None:
            self._following.lighten()
        self._break(now, at_least_s=(error.retry_after_ms or 0) / 1000)

    def _interim_refused(self, error: wire.ErrorMessage, now: float) -> None:
        if error.retry_after_ms is not None:
            self._interims.be_quiet(now + error.retry_after_ms / 1000)
        self._pass_on(self._interims.answered(error.id))

    # --- what we say --------------------------------------------------------------------------------------

    def _ask(self, subscriptions: list[wire.Subscribe]) -> None:
        """Subscribe on our own account, past what callers have waiting."""
        for wanted in subscriptions:
            self._lanes.add(f"ask {wanted.conversation_id} {wanted.queue}", wanted)

    def _fly(self, now: float) -> None:
        if self.state != "online":
            return
        for request in self._lanes.take(now):
            if isinstance(request.message, wire.Subscribe):
                request.message = self._following.current(request.message)
            refusal = self._too_large(request.message)
            if refusal is None:
                self._transmit(request.message)
            else:
                self._settle(self._lanes.answered(request.message.id), refusal)

    def _too_large(self, message: Sendable) -> wire.ErrorMessage | None:
        """Refuse here what would cost us the connection there."""
        text = getattr(message, "text", "")
        if self._limits is None or len(text) <= self._limits.max_text_chars:
            return None
        problem = f"longer than {self._limits.max_text_chars} characters"
        return wire.ErrorMessage(code="too_large", message=problem, retryable=False, field="text")

    def _transmit(self, message: wire.Inbound) -> None:
        self._out.append(Transmit(encode(message)))

    def _pass_on(self, interim: wire.Utterance | None) -> None:
        if interim is not None:
            self._transmit(interim)

    def _settle(
        self, request: Request | None, answer: wire.Ack | wire.DraftChecked | wire.ErrorMessage
    ) -> None:
        if request is not None and request.key is not None:
            self._out.append(Settle(request.key, answer))

    def _decided(self) -> list[Decision]:
        decided, self._out = self._out, []
        return decided
