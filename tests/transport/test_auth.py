"""Tokens: who signed them, what they reach, until when."""

from __future__ import annotations

import time
from typing import Any

import jwt
import pytest
from hurmaus.errors import NotAllowed
from hurmaus.protocol.grants import EVERYTHING, Grants
from hurmaus.transport.auth import Gatekeeper, issue_token

SECRET = "tama-on-vain-testien-salaisuus-0001"
OTHER = "tama-on-jonkun-muun-salaisuus-00002"
NOW = time.time()
SOON = int(NOW) + 3600


def signed(claims: dict[str, Any], secret: str = SECRET, algorithm: str = "HS256") -> str:
    return jwt.encode(claims, secret, algorithm=algorithm)


def refusal(token: str | None, now: float = NOW) -> NotAllowed:
    with pytest.raises(NotAllowed) as refused:
        Gatekeeper(SECRET).authorise(token, now)
    assert (refused.value.wire_code, refused.value.field) == ("unauthorised", "token")
    assert not token or token not in str(refused.value)
    return refused.value


def test_without_a_secret_everybody_reaches_everything() -> None:
    assert Gatekeeper(None).authorise(None, NOW) == EVERYTHING
    assert Gatekeeper(None).authorise("anything", NOW) == EVERYTHING


def test_an_issued_token_reaches_what_it_was_issued_for() -> None:
    gate = Gatekeeper(SECRET)
    everything = issue_token(SECRET, subject="platform", expires_at=SOON)
    assert gate.authorise(everything, NOW) == Grants(conversations=None, expires_at=SOON)
    some = issue_token(SECRET, subject="desk", expires_at=SOON, conversations=["c1"], queues=["laskutus"])
    assert gate.authorise(some, NOW) == Grants(
        conversations=frozenset({"c1"}), queues=frozenset({"laskutus"}), expires_at=SOON
    )


def test_a_token_for_a_queue_alone_reaches_no_other_conversation() -> None:
    token = issue_token(SECRET, subject="desk", expires_at=SOON, queues=["laskutus"])
    assert Gatekeeper(SECRET).authorise(token, NOW).reach("c1") == "by_queue"


@pytest.mark.parametrize(
    "token",
    [
        None,
        "",
        "ei.ole.token",
        signed({"sub": "x", "exp": SOON}, OTHER),
        signed({"sub": "x", "exp": SOON}, SECRET + "0" * 64, "HS512"),
        jwt.encode({"sub": "x", "exp": SOON}, None, algorithm="none"),
        signed({"sub": "x"}),
        signed({"sub": "x", "exp": "soon"}),
        signed({"sub": "x", "exp": SOON, "conversations": "c1"}),
        signed({"sub": "x", "exp": SOON, "queues": [1]}),
    ],
    ids=[
        "none",
        "empty",
        "no token",
        "foreign",
        "HS512",
        "unsigned",
        "endless",
        "odd end",
        "a string",
        "numbers",
    ],
)
def test_these_are_refused(token: str | None) -> None:
    refusal(token)


def test_an_expired_one_is_refused_and_says_so() -> None:
    token = issue_token(SECRET, subject="x", expires_at=SOON)
    assert "expired" in refusal(token, SOON).message
