"""``hurmaus playbook``: check and show what team leads write."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import typer

from hurmaus.cli.lines import fail
from hurmaus.coach.description import ServiceDescription
from hurmaus.coach.loading import SHIPPED, Library, check, load_library, load_playbook
from hurmaus.coach.playbook import PhraseSpec, Playbook, Rule
from hurmaus.coach.reading import read_sheet
from hurmaus.settings import load_settings

DESCRIPTION = "palvelukuvaus"
"""What ``show`` calls the service description."""


def check_paths(paths: list[Path]) -> None:
    """Print every problem as ``file:line: message. Remedy.``; say which files are due for a review."""
    chosen = paths or [SHIPPED]
    for path in chosen:
        if not path.exists():
            raise fail(f"cannot read {path}: no such file or folder")
    problems = check(chosen)
    for problem in problems:
        typer.echo(str(problem))
    for line in _due(chosen, date.today()):
        typer.echo(line)
    if problems:
        raise typer.Exit(1)
    typer.echo("playbooks are fine")


def show(chosen: str | None) -> None:
    """Print one playbook or the service description for reading, or list what is in force.

    In force are the shipped playbooks with those of ``HURMAUS_PLAYBOOKS_DIR`` upon them.
    """
    library = load_library(load_settings().playbooks_dir)
    if chosen is None:
        for line in _listed(library):
            typer.echo(line)
    elif chosen in library.playbooks:
        _print(library.playbooks[chosen])
    elif chosen == DESCRIPTION and library.description is not None:
        _print_description(library.description)
    elif Path(chosen).is_file():
        _print(load_playbook(Path(chosen)))
    else:
        known = [*library.playbooks, DESCRIPTION]
        raise fail(f"no playbook {chosen!r}; choose one of {', '.join(known)} or a file")


def _due(paths: list[Path], today: date) -> Iterator[str]:
    files = [file for path in paths for file in (sorted(path.glob("*.yaml")) if path.is_dir() else [path])]
    for sheet in map(read_sheet, files):
        written = sheet.playbook or sheet.description
        if written is not None and written.review_by < today:
            yield f"{sheet.path}: note: its review was due on {written.review_by}. Read it through, and set review_by anew."


def _listed(library: Library) -> Iterator[str]:
    for playbook in library.playbooks.values():
        serves = f"  ({', '.join(playbook.serves)})" if playbook.serves else ""
        yield f"{playbook.id}  {playbook.edition}  {playbook.name}{serves}"
    if library.description is not None:
        yield f"{DESCRIPTION}  {library.description.version}  {library.description.name}"


def _print(playbook: Playbook) -> None:
    typer.echo(f"{playbook.name} ({playbook.id} {playbook.edition})")
    typer.echo(f"owner {playbook.owner}, review by {playbook.review_by}")
    if playbook.serves:
        typer.echo(f"serves {', '.join(playbook.serves)}")
    typer.echo("\nsteps")
    for step in playbook.steps:
        typer.echo(f"  {step.id}: {step.label}  [{', '.join(step.acts) or 'by examples'}]")
        for line in step.examples:
            typer.echo(f"      {line}")
    for act, lines in playbook.examples.items():
        typer.echo(f"\nexamples of {act}")
        typer.echo("\n".join(f"  {line}" for line in lines))
    typer.echo("\nrules, the first of a kind wins")
    for rule in playbook.rules:
        typer.echo("\n".join(_rule(rule)))
    for kind, phrases in playbook.phrases.items():
        typer.echo(f"\n{kind}")
        for phrase in phrases:
            typer.echo("\n".join(_phrase(playbook, phrase)))


def _rule(rule: Rule) -> Iterator[str]:
    yield f"  {rule.id}: {rule.kind}, priority {rule.priority}" + (f", step {rule.step}" if rule.step else "")
    yield from (f"      {condition.why}" for condition in rule.when if condition.why)


def _phrase(playbook: Playbook, phrase: PhraseSpec) -> Iterator[str]:
    home = playbook.homes.get(phrase.id, playbook.id)
    limits = (*((phrase.channel,) if phrase.channel != "any" else ()), *phrase.tags)
    yield f"  {home}.{phrase.id}" + (f"  [{', '.join(limits)}]" if limits else "")
    wordings = (("te", phrase.te), ("sinä", phrase.sina), ("", phrase.text))
    yield from (f"    {name:5} {text}" for name, text in wordings if text)


def _print_description(description: ServiceDescription) -> None:
    typer.echo(f"{description.name} ({DESCRIPTION} {description.version})")
    typer.echo(f"owner {description.owner}, review by {description.review_by}")
    told = {
        "covers": description.covers,
        "outside": tuple(
            f"{one.label}" + (f"; instead: {one.help}" if one.help else "") for one in description.outside
        ),
        "hours": tuple(f"{one.channel}: {one.text}" for one in description.hours),
        "channels": tuple(one.text for one in description.channels),
        "costs": tuple(one.text for one in description.costs),
        "times": tuple(one.text for one in description.times),
    }
    for name, lines in told.items():
        if lines:
            typer.echo(f"\n{name}")
            typer.echo("\n".join(f"  {line}" for line in lines))
