"""One file of a playbook folder: read, validated, its problems named with line and remedy."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml
from pydantic import BaseModel, ValidationError

from hurmaus.coach.description import FILE_NAME, ServiceDescription
from hurmaus.coach.lines import Lines, line_of, parse
from hurmaus.coach.playbook import PlaybookFile

_M = TypeVar("_M", bound=BaseModel)


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Something wrong in a playbook file, and what to do about it. ``line`` counts from 1."""

    file: str
    line: int
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}. {self.remedy}"


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """What was read of one file: a playbook, a service description, or neither and the problems."""

    path: Path
    lines: Lines = {}
    playbook: PlaybookFile | None = None
    description: ServiceDescription | None = None
    problems: tuple[Problem, ...] = ()

    def problem(self, where: tuple[str | int, ...], message: str, remedy: str) -> Problem:
        """Name a problem at a path into the file."""
        return Problem(file=str(self.path), line=line_of(self.lines, where), message=message, remedy=remedy)


def read_sheet(path: Path) -> Sheet:
    """Read one file; what is wrong with it is in the answer, never raised."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return _failed(path, 1, "there is no such file", "Check the path.")
    except (OSError, UnicodeDecodeError) as error:
        return _failed(path, 1, f"cannot be read ({type(error).__name__})", "Save it as a UTF-8 text file.")
    try:
        plain, lines = parse(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or "cannot be understood"
        line = mark.line + 1 if mark is not None else 1
        return _failed(
            path, line, f"not valid YAML: {reason}", "Mend the indentation or quotes near this line."
        )
    except RecursionError:
        return _failed(path, 1, "nested too deep to be a playbook", "Look for brackets that never close.")
    if not isinstance(plain, dict):
        return _failed(
            path, 1, "not a playbook", "Start with id, name, version, owner, steps, rules, phrases."
        )
    if path.name == FILE_NAME:
        told, problems = _validated(ServiceDescription, plain, path, lines)
        return Sheet(path=path, lines=lines, description=told, problems=problems)
    playbook, problems = _validated(PlaybookFile, plain, path, lines)
    return Sheet(path=path, lines=lines, playbook=playbook, problems=problems)


def _validated(
    model: type[_M], plain: dict[str, Any], path: Path, lines: Lines
) -> tuple[_M | None, tuple[Problem, ...]]:
    try:
        return model.model_validate(plain), ()
    except ValidationError as error:
        problems = (
            Problem(
                file=str(path),
                line=line_of(lines, one["loc"]),
                message=f"{_where(one['loc'])}: {_what(one)}",
                remedy=_remedy(one["type"]),
            )
            for one in _own(error.errors(include_url=False, include_context=False))
        )
        return None, in_order(problems)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort the problems of one file by line."""
    return tuple(sorted(problems, key=lambda problem: (problem.line, problem.message)))


def _failed(path: Path, line: int, message: str, remedy: str) -> Sheet:
    return Sheet(path=path, problems=(Problem(file=str(path), line=line, message=message, remedy=remedy),))


def _own(errors: list[Any]) -> list[Any]:
    """Leave out that a list is too short where that only follows from a bad entry in it."""
    places = [one["loc"] for one in errors]
    return [
        one
        for one in errors
        if one["type"] != "too_short"
        or not any(loc != one["loc"] and loc[: len(one["loc"])] == one["loc"] for loc in places)
    ]


def _where(loc: tuple[str | int, ...]) -> str:
    return ".".join(str(part) for part in loc) or "the file"


def _what(error: Any) -> str:
    message = str(error["msg"]).removeprefix("Value error, ")
    return message[:1].lower() + message[1:]


_REMEDIES = {
    "missing": "Add it.",
    "extra_forbidden": "Remove it or mend its spelling.",
    "literal_error": "Use one of the words listed.",
    "string_pattern_mismatch": "Use small letters a-z, digits, - and _ in ids; no slots and no full stop in parts of sentences.",
    "string_too_long": "Shorten it.",
    "string_too_short": "Write something there.",
    "too_short": "Give at least one.",
    "too_long": "Give fewer.",
    "value_error": "See docs/playbooks.md for the form.",
}


def _remedy(error_type: str) -> str:
    return _REMEDIES.get(error_type, "See the shipped playbook reklamaatio.yaml for the form.")
