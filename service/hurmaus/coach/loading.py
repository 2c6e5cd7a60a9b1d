"""Reading playbook files: YAML with line numbers, problems named with file, line and remedy."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import yaml
from pydantic import ValidationError

from hurmaus.coach.lint import Finding, lint
from hurmaus.coach.playbook import Playbook
from hurmaus.errors import ConfigurationError

SHIPPED = Path(__file__).parent / "playbooks"
"""The directory of the playbooks that come with the service."""

Lines = dict[tuple[str | int, ...], int]

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The C parser where PyYAML was built with it: eight times as fast, and start-up is mostly this file."""


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Something wrong in a playbook file, and what to do about it. ``line`` counts from 1."""

    file: str
    line: int
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}. {self.remedy}"


class PlaybookError(ConfigurationError):
    """A playbook cannot be used; ``problems`` names every reason found."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def load_playbook(path: Path) -> Playbook:
    """Read one playbook.

    Raises:
        PlaybookError: unreadable, not YAML, or against the rules of a playbook.

    """
    playbook, problems = _read(Path(path))
    if playbook is None or problems:
        raise PlaybookError(tuple(problems))
    return playbook


def load_playbooks(directory: Path = SHIPPED) -> dict[str, Playbook]:
    """Read every ``*.yaml`` of a directory, by playbook id.

    Raises:
        PlaybookError: none there, an id used twice, or any file with a problem.

    """
    paths = sorted(Path(directory).glob("*.yaml"))
    playbooks, problems = _read_all(paths)
    if not paths:
        problems = [_no_playbooks(Path(directory))]
    if problems:
        raise PlaybookError(tuple(problems))
    return playbooks


def check(paths: Iterable[Path]) -> list[Problem]:
    """Return every problem of these files and directories, in order of file and line."""
    paths = [Path(path) for path in paths]
    empty = [_no_playbooks(path) for path in paths if path.is_dir() and not any(path.glob("*.yaml"))]
    return [*empty, *_read_all(_files(paths))[1]]


def _read_all(paths: Iterable[Path]) -> tuple[dict[str, Playbook], list[Problem]]:
    """Read each file once: the playbooks by id, and every problem found."""
    playbooks: dict[str, Playbook] = {}
    first_with_id: dict[str, Path] = {}
    problems: list[Problem] = []
    for path in paths:
        playbook, found = _read(path)
        problems.extend(found)
        if playbook is None:
            continue
        other = first_with_id.setdefault(playbook.id, path)
        if other != path:
            problems.append(
                Problem(
                    file=str(path),
                    line=1,
                    message=f"the id {playbook.id} is taken by {other}",
                    remedy="Give each playbook an id of its own.",
                )
            )
        playbooks[playbook.id] = playbook
    return playbooks, problems


def _files(paths: Iterable[Path]) -> list[Path]:
    files: list[Path] = []
    for path in map(Path, paths):
        files.extend(sorted(path.glob("*.yaml")) if path.is_dir() else [path])
    return files


def _no_playbooks(directory: Path) -> Problem:
    return Problem(
        file=str(directory), line=1, message="no playbook here", remedy="Put at least one *.yaml file there."
    )


def _read(path: Path) -> tuple[Playbook | None, list[Problem]]:
    def problem(line: int, message: str, remedy: str) -> Problem:
        return Problem(file=str(path), line=line, message=message, remedy=remedy)

    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None, [problem(1, "there is no such file", "Check the path.")]
    except (OSError, UnicodeDecodeError) as error:
        return None, [problem(1, f"cannot be read ({type(error).__name__})", "Save it as a UTF-8 text file.")]
    try:
        plain, lines = parse(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or "cannot be understood"
        line = mark.line + 1 if mark is not None else 1
        return None, [
            problem(line, f"not valid YAML: {reason}", "Mend the indentation or quotes near this line.")
        ]
    except RecursionError:
        return None, [problem(1, "nested too deep to be a playbook", "Look for brackets that never close.")]
    if not isinstance(plain, dict):
        return None, [
            problem(1, "not a playbook", "Start with id, name, version, owner, steps, rules, phrases.")
        ]
    try:
        playbook = Playbook.model_validate(plain)
    except ValidationError as error:
        return None, _sorted(
            problem(_line(lines, one["loc"]), f"{_where(one['loc'])}: {_what(one)}", _remedy(one["type"]))
            for one in _own(error.errors(include_url=False, include_context=False))
        )
    return playbook, _sorted(
        problem(_line(lines, finding.where), finding.message, finding.remedy) for finding in _lint(playbook)
    )


def _own(errors: list[Any]) -> list[Any]:
    """Leave out that a list is too short where that only follows from a bad entry in it."""
    places = [one["loc"] for one in errors]
    return [
        one
        for one in errors
        if one["type"] != "too_short"
        or not any(loc != one["loc"] and loc[: len(one["loc"])] == one["loc"] for loc in places)
    ]


def _lint(playbook: Playbook) -> Iterable[Finding]:
    return lint(playbook)


def _sorted(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: (problem.line, problem.message))


def parse(text: str) -> tuple[Any, Lines]:
    """Read YAML safely; also return the line (from 1) of every key and entry, by its path.

    Raises:
        yaml.YAMLError: not YAML, or a key given twice in one mapping.

    """
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        lines: Lines = {}
        if node is None:
            return None, lines
        _walk(node, (), lines)
        return loader.construct_document(node), lines
    finally:
        loader.dispose()


def _walk(node: yaml.Node, path: tuple[str | int, ...], lines: Lines) -> None:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            here = (*path, str(key.value))
            if here in lines:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key.value} is given twice", key.start_mark
                )
            lines[here] = key.start_mark.line + 1
            _walk(value, here, lines)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _walk(value, (*path, index), lines)


def _line(lines: Lines, where: tuple[str | int, ...]) -> int:
    for end in range(len(where), -1, -1):
        if where[:end] in lines:
            return lines[where[:end]]
    return 1


def _where(loc: tuple[str | int, ...]) -> str:
    return ".".join(str(part) for part in loc) or "playbook"


def _what(error: Any) -> str:
    return str(error["msg"])[:1].lower() + str(error["msg"])[1:]


_REMEDIES = {
    "missing": "Add it.",
    "extra_forbidden": "Remove it or mend its spelling.",
    "literal_error": "Use one of the words listed.",
    "string_pattern_mismatch": "Use small letters a-z, digits, - and _.",
    "string_too_long": "Shorten it.",
    "string_too_short": "Write something there.",
    "too_short": "Give at least one.",
}


def _remedy(error_type: str) -> str:
    return _REMEDIES.get(error_type, "See the shipped playbook reklamaatio.yaml for the form.")
