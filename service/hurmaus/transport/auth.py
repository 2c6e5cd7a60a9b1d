"""Access tokens: signed JSON Web Tokens (HS256) that say which conversations their holder reaches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import jwt
import msgspec

from hurmaus.errors import NotAllowed
from hurmaus.protocol.grants import EVERYTHING, Grants

_ALGORITHM = "HS256"


def issue_token(
    secret: str,
    *,
    subject: str,
    expires_at: float,
    conversations: Sequence[str] | None = None,
    queues: Sequence[str] | None = None,
) -> str:
    """Sign a token. Without conversations and queues it reaches everything."""
    claims: dict[str, Any] = {"sub": subject, "exp": int(expires_at)}
    if conversations or queues:
        claims |= {"conversations": list(conversations or ()), "queues": list(queues or ())}
    return jwt.encode(claims, secret, algorithm=_ALGORITHM)


class Gatekeeper:
    """Turns tokens into grants. Without a secret (loopback only) everybody reaches everything."""

    def __init__(self, secret: str | None) -> None:
        self._secret = secret

    def authorise(self, token: str | None, now: float) -> Grants:
        """Check a token at wall-clock time ``now``.

        Raises:
            NotAllowed: the token is missing, malformed, signed with another secret, or expired.

        """
        if self._secret is None:
            return EVERYTHING
        if token is None:
            raise NotAllowed("a token is required", code="unauthorised", field="token")
        try:
            claims = jwt.decode(
                token,
                self._secret,
                algorithms=[_ALGORITHM],
                options={"require": ["exp"], "verify_exp": False},
            )
        except jwt.InvalidTokenError:
            raise NotAllowed("the token is not valid here", code="unauthorised", field="token") from None
        grants = _grants(claims)
        if grants is None:
            raise NotAllowed("the token's claims are not in order", code="unauthorised", field="token")
        if grants.expired(now):
            raise NotAllowed("the token has expired; use a new one", code="unauthorised", field="token")
        return grants


class _Claims(msgspec.Struct, frozen=True):
    exp: float
    conversations: list[str] | None = None
    queues: list[str] | None = None


def _grants(claims: dict[str, Any]) -> Grants | None:
    """Read the claims strictly: a string where a list belongs must not turn into something else."""
    try:
        read = msgspec.convert(claims, _Claims)
    except msgspec.ValidationError:
        return None
    if read.conversations is None and read.queues is None:
        return Grants(conversations=None, expires_at=read.exp)
    return Grants(
        conversations=frozenset(read.conversations or ()),
        queues=frozenset(read.queues or ()),
        expires_at=read.exp,
    )
