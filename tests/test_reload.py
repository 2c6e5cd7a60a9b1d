"""Playbooks change while the service runs; a broken one changes nothing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from hurmaus.app import build_service, create_app
from hurmaus.coach.coach import Coach
from hurmaus.coach.loading import load_library
from hurmaus.coach.settings import CoachSettings
from hurmaus.conversation.events import PlaybookChosen
from hurmaus.conversation.reducer import apply
from hurmaus.conversation.state import ConversationState
from hurmaus.reload import PlaybookWatch
from hurmaus.settings import load_settings
from structlog.testing import capture_logs

from tests.conversation.happenings import heard
from tests.fakes.recording_estimator import RecordingEstimator

STEP = {
    "id": "verify",
    "label": "Varmista tiedot",
    "examples": ["Tarkistan vielä osoitteenne.", "Käydään yhteystiedot läpi.", "Onko osoite yhä sama?"],
}


class Folder:
    """A playbook folder, its coach and its watch. Times of files are set, not waited for."""

    def __init__(self, path: Path) -> None:
        self.path, self._second = path, 1_000_000_000
        self.write(version=1)
        library = load_library(path)
        self.coach = Coach(library.playbooks, CoachSettings(queue_playbooks={"omat": "oma"}))
        self.watch = PlaybookWatch(path, library, self.coach)

    def write(self, text: str | None = None, **more: Any) -> None:
        plain = {
            "id": "oma",
            "name": "Oma",
            "owner": "Tiimi",
            "review_by": "2027-01-31",
            "extends": "reklamaatio",
            **more,
        }
        file = self.path / "oma.yaml"
        file.write_text(text or yaml.safe_dump(plain, allow_unicode=True), encoding="utf-8")
        self._second += 1
        os.utime(file, (self._second, self._second))

    async def settle(self) -> None:
        for _ in range(2):
            await self.watch.look()

    @property
    def edition(self) -> str:
        return self.coach.playbooks["oma"].edition


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


async def test_a_changed_playbook_comes_into_force_without_a_restart(folder: Folder) -> None:
    before = folder.edition
    folder.write(version=2, steps=[STEP])
    with capture_logs() as logs:
        await folder.settle()
    assert folder.edition.split("/") == ["2", *before.split("/")[1:]]
    assert "verify" in {step.id for step in folder.coach.playbooks["oma"].steps}
    assert folder.watch.health["status"] == "current"
    assert folder.watch.health["editions"]["oma"] == folder.edition
    assert [entry["event"] for entry in logs] == ["playbooks_reloaded"]


async def test_a_broken_file_keeps_what_was_and_says_so_until_it_is_mended(folder: Folder) -> None:
    before = folder.edition
    folder.write(version=2, omistaja="Tiimi")
    with capture_logs() as logs:
        await folder.settle()
        await folder.settle()
    assert folder.edition == before
    health = folder.watch.health
    assert (health["status"], len(health["problems"])) == ("kept", 1)
    assert health["problems"][0].startswith("oma.yaml:")
    (entry,) = logs
    assert (entry["event"], entry["log_level"]) == ("playbooks_kept", "warning")
    assert "omistaja" in entry["cause"]
    folder.write(version=2)
    await folder.settle()
    assert folder.watch.health["problems"] == []
    assert folder.edition != before


async def test_a_file_that_is_being_written_is_not_read_half(folder: Folder) -> None:
    folder.write("id: oma\nname: O")
    await folder.watch.look()
    folder.write(version=2)
    await folder.watch.look()
    assert folder.watch.health["status"] == "current"
    await folder.watch.look()
    assert folder.edition.startswith("2/")


async def test_a_change_without_a_new_version_is_refused(folder: Folder) -> None:
    folder.write(version=1, steps=[STEP])
    with capture_logs() as logs:
        await folder.settle()
    assert "verify" not in {step.id for step in folder.coach.playbooks["oma"].steps}
    assert "version did not" in logs[0]["cause"]


async def test_an_emptied_folder_changes_nothing(folder: Folder) -> None:
    (folder.path / "oma.yaml").unlink()
    await folder.settle()
    assert folder.coach.knows("oma")
    assert folder.watch.health["status"] == "kept"


async def test_a_playbook_that_settings_name_cannot_be_taken_away(folder: Folder) -> None:
    folder.write(version=1)
    (folder.path / "oma.yaml").rename(folder.path / "muu.yaml")
    text = (folder.path / "muu.yaml").read_text(encoding="utf-8").replace("id: oma", "id: muu")
    (folder.path / "muu.yaml").write_text(text, encoding="utf-8")
    await folder.settle()
    assert folder.coach.knows("oma")
    assert "HURMAUS_QUEUE_PLAYBOOKS" in folder.watch.health["problems"][0]


async def test_a_conversation_under_way_turns_to_the_new_edition_with_its_next_event(folder: Folder) -> None:
    state = apply(ConversationState(conversation_id="k"), folder.coach.started("k", at=1.0, queue="omat"))
    assert (state.playbook, state.edition) == ("oma", folder.edition)
    state = apply(state, heard("agent", "Hei, kuinka voin auttaa?", at=2.0, acts=("greet",)))
    assert folder.coach.decide(state, 2.0) == ()
    folder.write(version=2, steps=[STEP])
    await folder.settle()
    chosen, *_ = folder.coach.decide(state, 3.0)
    assert isinstance(chosen, PlaybookChosen)
    assert chosen.edition == folder.edition
    state = apply(state, chosen)
    assert "verify" in {step.id for step in state.steps}
    assert "greet" in state.steps_done
    assert folder.coach.decide(state, 3.0) == ()


async def test_readiness_tells_what_is_in_force(tmp_path: Path) -> None:
    (tmp_path / "playbooks").mkdir()
    Folder(tmp_path / "playbooks")
    settings = load_settings(store=tmp_path / "h.db", playbooks_dir=tmp_path / "playbooks")
    app = create_app(settings, lambda chosen: build_service(chosen, RecordingEstimator()))
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://desk") as http:
            told = (await http.get("/readyz")).json()
    assert told["status"] == "ready"
    assert told["playbooks"]["status"] == "current"
    assert told["playbooks"]["editions"]["oma"].startswith("1/")
