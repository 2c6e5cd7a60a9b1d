"""A recorded conversation as JSON Lines: what is taken, and what is refused by line number and member."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import msgspec

from hurmaus.cli.lines import fail, read_lines
from hurmaus.protocol.codec import CONTROL
from hurmaus.protocol.messages import Seconds
from hurmaus.vocabulary import Role


class Turn(msgspec.Struct, frozen=True):
    """One turn of a recorded conversation. ``at`` defaults to that of the turn before."""

    role: Role
    text: str
    at: Seconds | None = None


_decode = msgspec.json.Decoder(Turn).decode
_members = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


def read_turns(file: Path | None) -> Iterator[tuple[int, Turn]]:
    """Yield (line number from 1, turn); blank lines are passed over, an empty ``text`` is a turn.

    Raises:
        typer.Exit: the file cannot be read, or a line is no turn (named by number, never by its words).

    """
    for number, line in read_lines(file):
        if line.strip():
            yield number, _turn(line, where(file, number))


def where(file: Path | None, number: int) -> str:
    """Name a line for an error."""
    return f"{file if file is not None else 'standard input'}, line {number}"


def _turn(line: str, here: str) -> Turn:
    try:
        turn = _decode(line)
    except msgspec.ValidationError:
        raise fail(f"{here}: {_remedy(line)}") from None
    except msgspec.DecodeError:
        raise fail(f"{here}: not JSON; write one JSON object a line") from None
    except RecursionError:
        raise fail(f"{here}: nested too deeply; write one flat JSON object a line") from None
    if CONTROL.search(turn.text):
        raise fail(f'{here}: "text" holds control characters other than tab and line ends; remove them')
    return turn


def _remedy(line: str) -> str:
    """Name the member at fault, never its value."""
    try:
        given = _members(line)
    except msgspec.ValidationError:
        return 'not an object; write {"role": …, "text": …, "at": …}'
    except RecursionError:
        return "nested too deeply; write one flat JSON object a line"
    if "role" not in given:
        return '"role" is missing; use customer or agent'
    if not _is(given["role"], Role):
        return f"unknown role; use {' or '.join(get_args(Role))}"
    if "text" not in given or not _is(given["text"], str):
        return '"text" is missing or not a string'
    return '"at" is not a number of seconds from 0 to 1e11'


def _is(value: msgspec.Raw, kind: object) -> bool:
    try:
        msgspec.json.decode(value, type=kind)
    except (msgspec.DecodeError, RecursionError):
        return False
    return True
