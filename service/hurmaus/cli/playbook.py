"""``hurmaus playbook``: check and show what team leads write."""

from __future__ import annotations

from pathlib import Path

import typer

from hurmaus.cli.lines import fail
from hurmaus.coach.playbook import SHIPPED_PLAYBOOKS, Playbook, check, load_playbook, load_playbooks


def check_paths(paths: list[Path]) -> None:
    """Print every problem as ``file:line: message. Remedy.``"""
    chosen = paths or [SHIPPED_PLAYBOOKS]
    for path in chosen:
        if not path.exists():
            raise fail(f"cannot read {path}: no such file or folder")
    problems = check(chosen)
    for problem in problems:
        typer.echo(f"{problem.file}:{problem.line}: {problem.message} {problem.remedy}")
    if problems:
        raise typer.Exit(1)
    typer.echo("playbooks are fine")


def show(chosen: str | None) -> None:
    """Print one playbook for reading, or list the shipped ones."""
    shipped = load_playbooks(SHIPPED_PLAYBOOKS)
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
    for rule in playbook.rules:
        typer.echo(f"\n{rule.kind}")
        for phrase in rule.phrases:
            typer.echo(f"  te    {phrase.te}\n  sinä  {phrase.sina}")
