"""Playbooks from folders: read, put upon what they build on, checked, or refused with every reason.

A folder lies upon the shipped playbooks: its own take the place of those with the same id, and all that build
on such an id build on the folder's. Only a file that extends its own id builds on the shipped one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

import msgspec

from hurmaus.coach.description import ServiceDescription
from hurmaus.coach.lint import lint
from hurmaus.coach.merging import in_force
from hurmaus.coach.playbook import Playbook, PlaybookFile
from hurmaus.coach.reading import Problem, Sheet, in_order, read_sheet
from hurmaus.errors import ConfigurationError

SHIPPED = Path(__file__).parent / "playbooks"
"""The directory of the playbooks that come with the service."""

_Layer = Mapping[str, Sheet]
"""Sheets by the id of their playbook."""


class PlaybookError(ConfigurationError):
    """A playbook cannot be used; ``problems`` names every reason found."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class Library(msgspec.Struct, frozen=True, kw_only=True):
    """What is in force: playbooks by id, and the service description that they speak from."""

    playbooks: Mapping[str, Playbook]
    description: ServiceDescription | None = None


def load_library(folder: Path | None = None) -> Library:
    """Read the shipped playbooks with those of ``folder`` upon them.

    Raises:
        PlaybookError: no file there, an id used twice, or any file with a problem.

    """
    if folder is None or Path(folder).resolve() == SHIPPED.resolve():
        return _library([_shipped()])
    sheets = _sheets([Path(folder)])
    if not sheets:
        raise PlaybookError((_nothing_in(Path(folder)),))
    return _library([_shipped(), sheets])


def load_playbooks(directory: Path = SHIPPED) -> Mapping[str, Playbook]:
    """Read the playbooks in force with this folder, by id. Raises as ``load_library``."""
    return load_library(directory).playbooks


def load_playbook(path: Path) -> Playbook:
    """Read one playbook file; what it builds on is looked for among the shipped ones.

    Raises:
        PlaybookError: unreadable, not YAML, or against the rules of a playbook.

    """
    sheet = read_sheet(Path(path))
    library = _library([_shipped(), [sheet]])
    if sheet.playbook is None:
        raise PlaybookError((sheet.problem((), "not a playbook", "Give the path of a playbook file."),))
    return library.playbooks[sheet.playbook.id]


def check(paths: Iterable[Path]) -> list[Problem]:
    """Return every problem of these files and directories, in order of file and line."""
    paths = [Path(path) for path in paths]
    empty = [_nothing_in(path) for path in paths if path.is_dir() and not any(path.glob("*.yaml"))]
    sheets = _sheets(paths)
    shipped = [one for one in _shipped() if one.path.resolve() not in {s.path.resolve() for s in sheets}]
    return [*empty, *_assembled([shipped, sheets])[1]]


@cache
def _shipped() -> tuple[Sheet, ...]:
    return tuple(_sheets([SHIPPED]))


def _sheets(paths: Iterable[Path]) -> list[Sheet]:
    files: list[Path] = []
    for path in paths:
        files.extend(sorted(path.glob("*.yaml")) if path.is_dir() else [path])
    return [read_sheet(file) for file in files]


def _nothing_in(directory: Path) -> Problem:
    return Problem(
        file=str(directory), line=1, message="no playbook here", remedy="Put at least one *.yaml file there."
    )


def _library(layers: Sequence[Sequence[Sheet]]) -> Library:
    playbooks, problems = _assembled(layers)
    if problems:
        raise PlaybookError(tuple(problems))
    described = [sheet.description for layer in layers for sheet in layer if sheet.description is not None]
    description = described[-1] if described else None
    return Library(
        playbooks={
            name: playbook.model_copy(update={"description": description})
            for name, playbook in playbooks.items()
        },
        description=description,
    )


def _assembled(layers: Sequence[Sequence[Sheet]]) -> tuple[dict[str, Playbook], list[Problem]]:
    """Put the layers upon each other: the playbooks in force by id, and every problem found."""
    by_id, problems = [], []
    for layer in layers:
        named, clashes = _by_id(layer)
        by_id.append(named)
        problems += [*(one for sheet in layer for one in sheet.problems), *clashes]
    assembly = _Assembly(by_id)
    playbooks: dict[str, Playbook] = {}
    for layer_number, named in enumerate(by_id):
        for name in named:
            playbook, found = assembly.made(name, layer_number)
            problems += in_order(found)
            if playbook is not None:
                playbooks.pop(name, None)  # a folder's own stand after the shipped ones
                playbooks[name] = playbook
    problems += _rivals(by_id)
    order = {str(sheet.path): number for number, sheet in enumerate(s for layer in layers for s in layer)}
    return playbooks, sorted(problems, key=lambda one: (order.get(one.file, -1), one.line))


def _by_id(layer: Sequence[Sheet]) -> tuple[_Layer, list[Problem]]:
    named: dict[str, Sheet] = {}
    problems = []
    for sheet in layer:
        if sheet.playbook is None:
            continue
        first = named.setdefault(sheet.playbook.id, sheet)
        if first is not sheet:
            problems.append(
                sheet.problem(
                    ("id",),
                    f"the id {sheet.playbook.id} is taken by {first.path}",
                    "Give each playbook an id of its own.",
                )
            )
    return named, problems


class _Assembly:
    """Makes playbooks from their sheets, each once, what they build on first."""

    def __init__(self, layers: Sequence[_Layer]) -> None:
        self._layers = layers
        self._made: dict[tuple[str, int], tuple[Playbook | None, list[Problem]]] = {}

    def made(self, name: str, layer: int) -> tuple[Playbook | None, list[Problem]]:
        """Return the playbook of a layer's sheet and the problems of that sheet alone."""
        if (name, layer) not in self._made:
            self._made[name, layer] = self._make(name, layer)
        return self._made[name, layer]

    def _make(self, name: str, layer: int) -> tuple[Playbook | None, list[Problem]]:
        sheet = self._layers[layer][name]
        written = sheet.playbook
        if written is None:
            return None, []
        base: Playbook | None = None
        if written.extends is not None:
            below = self._below(written, layer)
            if below is None or self._turns_back(name, layer):
                return None, [self._lost(sheet, written.extends, circle=below is not None)]
            base, _ = self.made(written.extends, below)
            if base is None:
                return None, []  # what it builds on has the problem
        found = [sheet.problem(one.where, one.message, one.remedy) for one in lint(written, base)]
        return in_force(written, base), found

    def _below(self, written: PlaybookFile, layer: int) -> int | None:
        """Return the layer of what this builds on: the topmost, but for its own id one further down."""
        top = layer if written.extends == written.id else len(self._layers)
        return next((n for n in reversed(range(top)) if written.extends in self._layers[n]), None)

    def _turns_back(self, name: str, layer: int) -> bool:
        seen: set[tuple[str, int]] = set()
        while (name, layer) not in seen:
            seen.add((name, layer))
            written = self._layers[layer][name].playbook
            if written is None or written.extends is None:
                return False
            below = self._below(written, layer)
            if below is None:
                return False
            name, layer = written.extends, below
        return True

    def _lost(self, sheet: Sheet, name: str, *, circle: bool) -> Problem:
        if circle:
            return sheet.problem(
                ("extends",), f"it builds on {name}, which builds on it", "Let one of them extend neither."
            )
        there = sorted({known for layer in self._layers for known in layer})
        return sheet.problem(("extends",), f"there is no playbook {name}", f"Use one of: {', '.join(there)}.")


def _rivals(layers: Sequence[_Layer]) -> list[Problem]:
    """Two playbooks of one folder that serve the same; a folder's own goes before a shipped one."""
    problems = []
    for layer in layers:
        served: dict[str, Sheet] = {}
        for sheet in layer.values():
            for index, matter in enumerate(sheet.playbook.serves if sheet.playbook is not None else ()):
                first = served.setdefault(matter, sheet)
                if first is not sheet:
                    problems.append(
                        sheet.problem(
                            ("serves", index),
                            f"{matter} is served by {first.path} already",
                            "Let one playbook serve it; settings can send queues to the other.",
                        )
                    )
    return problems
