"""What can go wrong, and what to do about it. No error carries what anybody said."""

from __future__ import annotations

from hurmaus_client import wire
from hurmaus_client.decisions import Stop

_BY_CODE = {
    "invalid_message": "mend the member that `field` names",
    "invalid_text": "remove control characters; a final needs words",
    "too_large": "split it into several utterances; where the conversation itself has grown too large, start another",
    "unauthorised": "get a new token (`hurmaus token`) and connect with it",
    "forbidden": "use a token that reaches this conversation or queue",
    "unknown_conversation": "start the conversation first, then send again",
    "conversation_ended": "start another conversation",
    "unknown_playbook": "leave `playbook` out, or see `hurmaus playbook show`",
    "unknown_step": "take the ids of steps from the event `steps`",
    "overloaded": "subscribe on another client: this connection follows as many conversations as it may",
    "internal": "a fault of the service: report it with the time and the ids, and see its /readyz",
}
_BY_CLOSE_CODE = {
    1000: "the service said goodbye; connect again when it is meant to be there",
    1007: "a frame was not valid text: update hurmaus-client",
    1009: "a frame was larger than the service takes: split the utterance",
    4500: "the service waited for a hello in vain: something on the way keeps frames back",
    4501: "the token ran out: connect with a new one, or give the client a function that gets tokens",
}


class HurmausError(Exception):
    """Base of all errors of this package."""


class Refused(HurmausError):
    """The service took the message for wrong: sending it again unchanged will not help.

    ``code`` is stable (see the protocol's table of errors); ``field`` names the member at fault.
    """

    def __init__(self, error: wire.ErrorMessage) -> None:
        advice = _BY_CODE.get(error.code, "see the table of errors in docs/protocol.md")
        where = f" (field {error.field})" if error.field else ""
        super().__init__(f"{error.code}{where}: {error.message}: {advice}")
        self.code = error.code
        self.field = error.field
        self.conversation_id = error.conversation_id
        self.utterance_id = error.utterance_id


class Unauthorised(Refused):
    """The token is missing, wrong or expired. The client has stopped."""


class Stopped(HurmausError):
    """The connection ended in a way that coming back would not mend. The client has stopped."""


class Closed(HurmausError):
    """The client was closed before the service answered. Whether the message was taken is not known: send it again
    with the same ids, on another client."""


class Unreachable(HurmausError):
    """No welcome in time."""


def refusal(error: wire.ErrorMessage) -> Refused:
    """The exception for an answer."""
    return Unauthorised(error) if error.code == "unauthorised" else Refused(error)


def stopped(stop: Stop) -> HurmausError:
    """The exception for the end of a client."""
    if stop.refusal is not None:
        return refusal(stop.refusal)
    if stop.status is not None:
        return Stopped(
            f"the handshake was answered with HTTP {stop.status}: the address ends in /v1/ws, and browsers' origins "
            "must be in HURMAUS_ORIGINS"
        )
    if stop.code is not None:
        advice = _BY_CLOSE_CODE.get(stop.code, "see the table of close codes in docs/protocol.md")
        return Stopped(f"closed with {stop.code}: {advice}")
    return Closed("the client is closed")
