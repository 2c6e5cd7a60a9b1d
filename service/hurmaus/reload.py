"""Playbooks of a watched folder: put in force when they change, kept as they were when they cannot be used."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TypedDict

import structlog

from hurmaus.coach.coach import Coach
from hurmaus.coach.loading import Library, PlaybookError, load_library
from hurmaus.coach.reading import Problem
from hurmaus.errors import ConfigurationError

log = structlog.get_logger("hurmaus")

_Stamp = tuple[tuple[str, int, int], ...]


class Health(TypedDict):
    """What is in force: each playbook's edition, and what is wrong with the folder where it was not taken."""

    status: str
    editions: dict[str, str]
    problems: list[str]


class PlaybookWatch:
    """Looks at the files of a folder; ``library`` is what was loaded from it at start.

    A change is taken once the files have stood still from one look to the next, so that a file that is being
    written is not read half.
    """

    def __init__(self, folder: Path, library: Library, coach: Coach) -> None:
        self._folder = folder
        self._library = library
        self._coach = coach
        self._taken = self._seen = _stamp(folder)
        self._problems: list[str] = []

    @property
    def health(self) -> Health:
        editions = {name: playbook.edition for name, playbook in self._library.playbooks.items()}
        return Health(
            status="kept" if self._problems else "current", editions=editions, problems=list(self._problems)
        )

    async def look(self) -> None:
        """Reload when something changed; never raises for what is wrong in a file."""
        now = await asyncio.to_thread(_stamp, self._folder)
        stands_still, self._seen = now == self._seen, now
        if now == self._taken or not stands_still:
            return
        self._taken = now
        try:
            library = await asyncio.to_thread(load_library, self._folder)
            _newer(self._library, library, self._folder)
            self._coach.follow(library.playbooks)
        except ConfigurationError as error:
            self._keep(error)
        else:
            self._library, self._problems = library, []
            log.info("playbooks_reloaded", editions=self.health["editions"])

    def _keep(self, error: ConfigurationError) -> None:
        problems = error.problems if isinstance(error, PlaybookError) else ()
        self._problems = [f"{Path(one.file).name}:{one.line}" for one in problems] or [error.message]
        log.warning(
            "playbooks_kept",
            cause=error.message,
            remedy="mend the files; the playbooks loaded before stay in force until then",
        )


def _newer(before: Library, after: Library, folder: Path) -> None:
    """Make sure that what changed says so.

    Raises:
        PlaybookError: a playbook or the description has other content and the version that it had before.

    """
    same = [
        name
        for name, playbook in after.playbooks.items()
        if (old := before.playbooks.get(name)) is not None
        and old.edition == playbook.edition
        and old.model_copy(update={"description": None}) != playbook.model_copy(update={"description": None})
    ]
    old_one, new_one = before.description, after.description
    described = old_one is not None and new_one is not None and old_one.version == new_one.version
    if described and old_one != new_one:
        same.append("palvelukuvaus")
    if same:
        raise PlaybookError(
            tuple(
                Problem(
                    file=str(folder / f"{name}.yaml"),
                    line=1,
                    message=f"{name} changed but its version did not",
                    remedy="Raise version, so that everybody can see which one is in force.",
                )
                for name in same
            )
        )


def _stamp(folder: Path) -> _Stamp:
    stamps = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            status = path.stat()
        except OSError:  # it went away between the listing and the look
            continue
        stamps.append((path.name, status.st_mtime_ns, status.st_size))
    return tuple(stamps)
