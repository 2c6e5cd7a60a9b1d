"""``hurmaus replay``: a recorded conversation through the real engine, on the conversation's own clock."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast, get_args

import msgspec

from hurmaus.assist import Assist
from hurmaus.cli.lines import fail, read_lines, write
from hurmaus.coach.coach import Coach
from hurmaus.coach.loading import load_playbooks
from hurmaus.conversation.codec import decode_state
from hurmaus.conversation.state import ConversationState
from hurmaus.emotion.load import load_estimator
from hurmaus.privacy.masking import mask
from hurmaus.protocol import messages as wire
from hurmaus.storage.port import StoredEvent
from hurmaus.storage.sqlite import SqliteStore
from hurmaus.vocabulary import Channel, Role

_CONVERSATION = "replay"


class Line(msgspec.Struct, frozen=True):
    """One turn of a recorded conversation. ``at`` defaults to that of the turn before."""

    role: Role
    text: str
    at: float | None = None


def run(
    file: Path | None, *, start: str | None, channel: str, playbook: str | None, model_dir: Path | None
) -> None:
    """Replay ``file`` (standard input without it) and write one JSON object a turn."""
    with TemporaryDirectory(prefix="hurmaus-replay-") as folder:
        store = SqliteStore(Path(folder) / "replay.db")
        asyncio.run(_replay(store, _lines(file), _origin(start), _channel(channel), playbook, model_dir))


def _channel(given: str) -> Channel:
    for channel in get_args(Channel):
        if given == channel:
            return cast(Channel, channel)
    raise fail(f"unknown channel {given!r}; use {', '.join(get_args(Channel))}")


def _origin(start: str | None) -> float:
    if start is None:
        return 0.0
    try:
        return datetime.fromisoformat(start).timestamp()
    except ValueError:
        raise fail("--start is not an ISO 8601 time; write for example 2026-03-02T09:00:00+02:00") from None


def _lines(file: Path | None) -> Iterator[Line]:
    name = str(file) if file is not None else "standard input"
    decoder = msgspec.json.Decoder(Line)
    for number, text in read_lines(file):
        if not text.strip():
            continue
        try:
            yield decoder.decode(text)
        except msgspec.ValidationError:
            raise fail(f"{name}, line {number}: {_remedy(text)}") from None
        except msgspec.DecodeError:
            raise fail(f"{name}, line {number}: not JSON; write one JSON object a line") from None


def _remedy(text: str) -> str:
    """Name the member at fault, never its value."""
    given = msgspec.json.decode(text)
    if not isinstance(given, dict):
        return 'not an object; write {"role": …, "text": …, "at": …}'
    if "role" not in given:
        return '"role" is missing; use customer or agent'
    if given["role"] not in get_args(Role):
        return "unknown role; use customer or agent"
    if not isinstance(given.get("text"), str):
        return '"text" is missing or not a string'
    return '"at" is not a number of seconds'


async def _replay(
    store: SqliteStore,
    lines: Iterator[Line],
    origin: float,
    channel: Channel,
    playbook: str | None,
    model_dir: Path | None,
) -> None:
    published: list[StoredEvent] = []
    estimator = load_estimator(model_dir)
    coach = Coach(load_playbooks(), model_version=estimator.version)
    assist = Assist(
        store=store,
        estimator=estimator,
        coach=coach,
        publish=lambda _id, _queue, events: published.extend(events),
        clock=lambda: origin,
    )
    at = origin
    for turn, line in enumerate(lines):
        at = at if line.at is None else origin + line.at
        if turn == 0:
            await assist.handle(
                wire.ConversationStart(
                    conversation_id=_CONVERSATION, channel=channel, playbook=playbook, at=at
                )
            )
        while (due := coach.next_wake(await _state(store))) is not None and due <= at:
            await assist.wake(_CONVERSATION)
        published.clear()
        await assist.handle(
            wire.Utterance(
                conversation_id=_CONVERSATION,
                utterance_id=f"turn-{turn}",
                role=line.role,
                text=line.text,
                at=at,
            )
        )
        write(msgspec.json.encode(_turn(turn, line, _reading(published), await _state(store))))
    await store.close()


async def _state(store: SqliteStore) -> ConversationState:
    snapshot = await store.load(_CONVERSATION)
    assert snapshot is not None
    return decode_state(snapshot.state)


def _reading(published: list[StoredEvent]) -> wire.Reading:
    events = (msgspec.json.decode(event.payload, type=wire.Event) for event in published)
    return next(event for event in events if isinstance(event, wire.Reading))


def _turn(turn: int, line: Line, heard: wire.Reading, state: ConversationState) -> dict[str, Any]:
    return {
        "turn": turn,
        "role": line.role,
        "masked": mask(line.text).text,
        "language": heard.language,
        "reading": heard.reading,
        "mood": state.mood,
        "hints": (*state.shown, *state.waiting),
        "steps_done": state.steps_done,
        "questions": state.questions,
        "promises": state.promises,
    }
