"""``hurmaus token``: access tokens for sidebars and platforms."""

from __future__ import annotations

import time

import typer

from hurmaus.cli.lines import fail
from hurmaus.settings import load_settings
from hurmaus.transport.auth import issue_token


def run(subject: str, *, conversations: list[str] | None, queues: list[str] | None, hours: float) -> None:
    """Print a token signed with the configured secret."""
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
