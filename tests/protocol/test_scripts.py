"""Both clients, the Python one and the sidebar's, behave the same to the same service, step by step."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from typing import Any

import pytest

from tests.support.running import eventually
from tests.support.scripted import SCRIPTS, ScriptedServer
from tests.support.scripted_clients import Player, Seen, Sidebar, python


@pytest.fixture(scope="session")
def sidebar(tmp_path_factory: pytest.TempPathFactory) -> Sidebar:
    if problem := Sidebar.missing():
        pytest.skip(f"the sidebar's client is not played: {problem}")
    return Sidebar(tmp_path_factory.mktemp("sidebar"))


@pytest.fixture(params=["python", "sidebar"])
def client(request: pytest.FixtureRequest) -> Player:
    return python if request.param == "python" else request.getfixturevalue("sidebar")


PLAYS: dict[str, dict[str, Any]] = {
    path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(SCRIPTS.glob("*.json"))
}


@pytest.mark.parametrize("script", PLAYS.values(), ids=PLAYS)
async def test_a_script_ends_as_it_says(script: dict[str, Any], client: Player) -> None:
    expected = script["then"]
    seen, over = Seen(), asyncio.Event()
    async with ScriptedServer() as server:
        playing = client(server.url, script["says"], seen, over)
        await server.play(script["server"])
        await eventually(lambda: len(seen.events) >= len(expected["events"]))
        await eventually(lambda: len(seen.acked) >= len(expected["acked"]))
        over.set()
        await playing
    assert seen.events == [tuple(place) for place in expected["events"]]
    assert seen.acked == expected["acked"]
    assert seen.refused == expected.get("refused", [])
    assert seen.started_over == expected.get("started_over", 0)
    assert seen.stopped == expected.get("stopped", False)
    sent = Counter(message["utterance_id"] for message in server.heard if message["type"] == "utterance")
    assert sent == expected["said"]
