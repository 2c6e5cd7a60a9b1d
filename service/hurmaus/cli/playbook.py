"""``hurmaus playbook``: check and show what team leads write."""

from __future__ import annotations

from pathlib import Path

import typer

from hurmaus.cli.lines import fail
from hurmaus.coach.loading import SHIPPED, check, load_playbook, load_playbooks
from hurmaus.coach.playbook import Playbook


def check_paths(paths: list[Path]) -> None:
    """Print every problem as ``file:line: message. Remedy.``"""
    chosen = paths or [SHIPPED]
    for path in chosen:
        if not path.exists():
            raise fail(f"cannot read {path}: no such file or folder")
    problems = check(chosen)
    for problem in problems:
        typer.echo(str(problem))
    if problems:
        raise typer.Exit(1)
    typer.echo("playbooks are fine")


def show(chosen: str | None) -> None:
    """Print one playbook for reading, or list the shipped ones."""
    shipped = load_playbooks(SHIPPED)
    if chosen is None:
        for playbook in shipped.values():
            typer.echo(f"{playbook.id}  {playbook.version}  {playbook.name}")
        return
    if chosen in shipped:
        _print(shipped[chosen])
    elif Path(chosen).is_file():
        _print(load_playbook(Path(chosen)))
    else:
        raise fail(f"no playbook {chosen!r}; choose one of {', '.join(shipped)} or a file")


def _print(playbook: Playbook) -> None:
    typer.echo(f"{playbook.name} ({playbook.id} {playbook.version})")
    for step in playbook.steps:
        typer.echo(f"  {step.id}: {step.label}")
    for kind, phrases in playbook.phrases.items():
        typer.echo(f"\n{kind}")
        for phrase in phrases:
            wordings = (("te", phrase.te), ("sinä", phrase.sina))
            typer.echo("\n".join(f"  {name:5} {text}" for name, text in wordings if text))
