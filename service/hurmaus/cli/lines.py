"""Lines in, with clear errors and progress; JSON lines out."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import typer

_PROGRESS_EVERY_S = 2.0


def fail(message: str) -> typer.Exit:
    """Say on stderr what to do; ``raise fail(...)``. Never pass the text of an utterance."""
    typer.echo(f"hurmaus: {message}", err=True)
    return typer.Exit(2)


def read_lines(file: Path | None) -> Iterator[tuple[int, str]]:
    """Yield (line number from 1, text without its line end); say progress on stderr when it takes long.

    Raises:
        typer.Exit: the file cannot be read, or a line is not UTF-8 (named by number).

    """
    name = str(file) if file is not None else "standard input"
    try:
        with _opened(file) as stream:
            yield from _decoded(stream, name)
    except OSError as error:
        raise fail(f"cannot read {name}: {error.strerror}") from None


def _opened(file: Path | None) -> BinaryIO:
    return sys.stdin.buffer if file is None else file.open("rb")


def _decoded(stream: BinaryIO, name: str) -> Iterator[tuple[int, str]]:
    started = said = time.monotonic()
    number = 0
    for number, raw in enumerate(stream, 1):
        try:
            text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            raise fail(f"{name}, line {number}: not UTF-8; save the file as UTF-8") from None
        yield number, text.rstrip("\r\n")
        now = time.monotonic()
        if now - said >= _PROGRESS_EVERY_S:
            said = now
            typer.echo(f"{number} lines, {number / (now - started):.0f}/s", err=True)


def write(payload: bytes) -> None:
    """Write one line to stdout, at once: a reader in a pipe sees each answer as it is made."""
    sys.stdout.buffer.write(payload + b"\n")
    sys.stdout.buffer.flush()
