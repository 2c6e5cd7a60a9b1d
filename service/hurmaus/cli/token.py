"""``hurmaus token``: access tokens for sidebars and platforms."""

from __future__ import annotations

import time

import msgspec
import typer

from hurmaus.cli.lines import fail
from hurmaus.protocol.messages import Id
from hurmaus.settings import load_settings
from hurmaus.transport.auth import issue_token

SHORTEST_H = 0.01
LONGEST_H = 87_600


def run(subject: str, *, conversations: list[str] | None, queues: list[str] | None, hours: float) -> None:
    """Print a token signed with the configured secret."""
    if not SHORTEST_H <= hours <= LONGEST_H:
        raise fail(f"--hours is not between {SHORTEST_H} and {LONGEST_H}; write for example 12")
    for option, names in (("--conversation", conversations), ("--queue", queues)):
        if not all(map(_is_id, names or ())):
            raise fail(
                f"{option} is no id of the wire; use 1 to 128 letters (a to z), digits and . _ : ~ @ -, "
                "the first a letter or a digit"
            )
    settings = load_settings()
    if settings.secret is None:
        raise fail(
            "no secret is set; set HURMAUS_SECRET to at least 32 random characters, for the server too"
        )
    typer.echo(
        issue_token(
            settings.secret.get_secret_value(),
            subject=subject,
            conversations=conversations,
            queues=queues,
            expires_at=time.time() + hours * 3600,
        )
    )


def _is_id(name: str) -> bool:
    try:
        msgspec.convert(name, Id)
    except msgspec.ValidationError:
        return False
    return True
