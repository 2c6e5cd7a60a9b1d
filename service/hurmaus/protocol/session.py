"""One connection's conversation with the service, without any I/O: message in, next thing to do out. Pure.

The endpoint decodes a frame, asks :meth:`Session.receive` and does what it says. Every message gets exactly
one answer (``welcome``, ``ack``, ``pong`` or ``error``), in the order in which the messages came.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from hurmaus.errors import HurmausError, InvalidMessage, NotAllowed, WrongOrder
from hurmaus.protocol.close_codes import CloseCode
from hurmaus.protocol.grants import NOTHING, Grants
from hurmaus.protocol.messages import (
    ConversationEnd,
    ConversationPause,
    ConversationStart,
    DraftCheck,
    ErrorMessage,
    Feedback,
    Hello,
    Inbound,
    Ping,
    Pong,
    StepMark,
    Subscribe,
    Utterance,
)
from hurmaus.protocol.refusals import origin_of, refusal

Authorise = Callable[[str | None, float], Grants]
"""Turns the token of a ``hello`` (or none) into grants at a time; raises ``NotAllowed``."""


class Answer(msgspec.Struct, frozen=True):
    """Send ``reply``; then, where ``close`` is given, close the connection with it."""

    reply: Pong | ErrorMessage
    close: CloseCode | None = None


class Greet(msgspec.Struct, frozen=True):
    """The connection is open: resume where ``hello`` asks and the grants allow; answer ``welcome``."""

    hello: Hello


class Serve(msgspec.Struct, frozen=True):
    """Hand ``message`` to the assist and send its ack.

    ``by_queue``: first make sure that the conversation lies in a granted queue.
    """

    message: ConversationStart | ConversationPause | ConversationEnd | Utterance | Feedback | StepMark
    by_queue: bool


class Glance(msgspec.Struct, frozen=True):
    """An interim: look at it in passing and ack it as not final. The first thing dropped under load."""

    message: Utterance
    by_queue: bool


class Listen(msgspec.Struct, frozen=True):
    """Subscribe and ack. ``conversations`` and ``queues`` spell out what "all that the token allows" means;
    ``everything`` stands for every conversation there is."""

    message: Subscribe
    conversations: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()
    everything: bool = False
    by_queue: bool = False


class Consult(msgspec.Struct, frozen=True):
    """Answer the agent's question about a draft; nothing of it is kept."""

    message: DraftCheck
    by_queue: bool


Step = Answer | Greet | Serve | Glance | Consult | Listen


class Session:
    """State of one connection: waiting for ``hello``, or open with the rights of a token."""

    def __init__(self, authorise: Authorise) -> None:
        self._authorise = authorise
        self._grants = NOTHING
        self._open = False

    @property
    def open(self) -> bool:
        """Whether a ``hello`` was accepted."""
        return self._open

    @property
    def grants(self) -> Grants:
        """What this connection may reach; nothing before ``hello``."""
        return self._grants

    def forget_hello(self) -> None:
        """Wait for ``hello`` again: this one could not be answered with ``welcome``."""
        self._grants, self._open = NOTHING, False

    def receive(self, message: Inbound, now: float) -> Step:
        """Decide what to do with ``message`` at wall-clock time ``now``. Never raises."""
        try:
            return self._step(message, now)
        except HurmausError as error:
            close = CloseCode.TOKEN_EXPIRED if self._open and self._grants.expired(now) else None
            return Answer(refusal(error, origin_of(message)), close)

    def _step(self, message: Inbound, now: float) -> Step:
        if isinstance(message, Ping):
            return Answer(Pong(id=message.id))
        if isinstance(message, Hello):
            return self._greet(message, now)
        if not self._open:
            raise WrongOrder("send hello first", code="hello_first")
        if self._grants.expired(now):
            raise NotAllowed("the token has expired; connect with a new one", code="unauthorised")
        if isinstance(message, Subscribe):
            return self._listen(message)
        if isinstance(message, DraftCheck):
            return Consult(message, self._reaches_by_queue(message.conversation_id))
        return self._serve(message)

    def _greet(self, hello: Hello, now: float) -> Greet:
        if self._open:
            raise WrongOrder("hello was said already", code="hello_twice")
        grants = self._authorise(hello.token, now)
        if grants.expired(now):
            raise NotAllowed("the token has expired; use a new one", code="unauthorised", field="token")
        self._grants, self._open = grants, True
        return Greet(hello)

    def _serve(
        self,
        message: ConversationStart | ConversationPause | ConversationEnd | Utterance | Feedback | StepMark,
    ) -> Serve | Glance:
        by_queue = self._reaches_by_queue(message.conversation_id)
        if isinstance(message, Utterance) and not message.final:
            return Glance(message, by_queue)
        return Serve(message, by_queue)

    def _listen(self, wanted: Subscribe) -> Listen:
        _check_combination(wanted)
        if wanted.conversation_id is not None:
            by_queue = self._reaches_by_queue(wanted.conversation_id)
            return Listen(wanted, conversations=(wanted.conversation_id,), by_queue=by_queue)
        if wanted.queue is not None:
            if not self._grants.has_queue(wanted.queue):
                raise NotAllowed("the token does not reach this queue", field="queue")
            return Listen(wanted, queues=(wanted.queue,))
        if self._grants.conversations is None:
            return Listen(wanted, everything=True)
        return Listen(
            wanted,
            conversations=tuple(sorted(self._grants.conversations)),
            queues=tuple(sorted(self._grants.queues)),
        )

    def _reaches_by_queue(self, conversation_id: str) -> bool:
        reach = self._grants.reach(conversation_id)
        if reach == "no":
            raise NotAllowed("the token does not reach this conversation", field="conversation_id")
        return reach == "by_queue"


def _check_combination(wanted: Subscribe) -> None:
    if wanted.conversation_id is not None and wanted.queue is not None:
        raise InvalidMessage("give conversation_id or queue, not both", field="queue")
    if (wanted.epoch is None) != (wanted.offset is None):
        missing = "epoch" if wanted.epoch is None else "offset"
        raise InvalidMessage("epoch and offset belong together", field=missing)
    if wanted.queue is not None and wanted.interims:
        raise InvalidMessage("interims come by conversation, or for all conversations", field="interims")
    if wanted.conversation_id is None and (wanted.offset is not None or wanted.from_start):
        raise InvalidMessage("history is replayed for one conversation at a time", field="conversation_id")
