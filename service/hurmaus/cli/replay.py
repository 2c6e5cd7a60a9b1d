"""``hurmaus replay``: a recorded conversation through the real engine, on the conversation's own clock."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast, get_args

import msgspec

from hurmaus.assist import Assist
from hurmaus.cli.lines import fail, write
from hurmaus.cli.turns import Turn, read_turns, where
from hurmaus.coach.coach import Coach
from hurmaus.coach.loading import load_library
from hurmaus.conversation.codec import decode_state
from hurmaus.conversation.state import ConversationState
from hurmaus.conversation.summary import summarise
from hurmaus.emotion.load import load_estimator
from hurmaus.privacy.masking import mask
from hurmaus.protocol import messages as wire
from hurmaus.sentences.load import load_act_reader
from hurmaus.settings import load_settings
from hurmaus.storage.port import StoredEvent
from hurmaus.storage.sqlite import SqliteStore
from hurmaus.vocabulary import Channel

_CONVERSATION = "replay"
LATEST = 1e11
"""Unix seconds: no conversation on the wire is later (``protocol.messages.Seconds``)."""


def run(
    file: Path | None, *, start: str | None, channel: str, playbook: str | None, model_dir: Path | None
) -> None:
    """Replay ``file`` (standard input without it) and write one JSON object a turn, the last with a summary."""
    with TemporaryDirectory(prefix="hurmaus-replay-") as folder:
        store = SqliteStore(Path(folder) / "replay.db")
        asyncio.run(_replay(store, file, _origin(start), _channel(channel), playbook, model_dir))


def _channel(given: str) -> Channel:
    for channel in get_args(Channel):
        if given == channel:
            return cast(Channel, channel)
    raise fail(f"unknown channel {given!r}; use {', '.join(get_args(Channel))}")


def _origin(start: str | None) -> float:
    if start is None:
        return 0.0
    try:
        origin = datetime.fromisoformat(start).timestamp()
    except (ValueError, OverflowError):
        raise fail("--start is not an ISO 8601 time; write for example 2026-03-02T09:00:00+02:00") from None
    if not 0 <= origin <= LATEST:
        raise fail("--start lies before 1970 or too far in the future; write the time of the conversation")
    return origin


def _at(origin: float, turn: Turn, before: float, here: str) -> float:
    """Place a turn on the clock of the wire, whose bounds hold here too."""
    at = before if turn.at is None else origin + turn.at
    if at > LATEST:
        raise fail(f'{here}: "at" lies too far in the future; with --start it counts from that moment')
    return at


async def _replay(
    store: SqliteStore,
    file: Path | None,
    origin: float,
    channel: Channel,
    playbook: str | None,
    model_dir: Path | None,
) -> None:
    published: list[StoredEvent] = []
    estimator = load_estimator(model_dir, load_settings().model_labels)
    playbooks = load_library(load_settings().playbooks_dir).playbooks
    if playbook is not None and playbook not in playbooks:
        raise fail(f"unknown playbook {playbook!r}; use {' or '.join(playbooks)}")
    coach = Coach(playbooks, model_version=estimator.version)
    assist = Assist(
        store=store,
        estimator=estimator,
        coach=coach,
        act_reader=load_act_reader(),
        publish=lambda _id, _queue, events: published.extend(events),
        clock=lambda: origin,
    )
    try:
        await _turns(assist, store, coach, file, origin, channel, playbook, published)
    finally:
        await store.close()


async def _turns(
    assist: Assist,
    store: SqliteStore,
    coach: Coach,
    file: Path | None,
    origin: float,
    channel: Channel,
    playbook: str | None,
    published: list[StoredEvent],
) -> None:
    """Play the turns. Each is written when the next has come, because the last carries the summary."""
    at, told, summary = origin, None, {}
    try:
        for turn, (number, line) in enumerate(read_turns(file)):
            if told is not None:
                write(msgspec.json.encode(told))
                told = None
            at = _at(origin, line, at, where(file, number))
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
            told = _turn(turn, line, _reading(published), await _state(store))
        if told is not None:
            summary = {"summary": summarise(await _state(store))}
    finally:  # a bad line still leaves the turns before it
        if told is not None:
            write(msgspec.json.encode({**told, **summary}))


async def _state(store: SqliteStore) -> ConversationState:
    snapshot = await store.load(_CONVERSATION)
    assert snapshot is not None
    return decode_state(snapshot.state)


def _reading(published: list[StoredEvent]) -> wire.Reading:
    events = (msgspec.json.decode(event.payload, type=wire.Event) for event in published)
    return next(event for event in events if isinstance(event, wire.Reading))


def _turn(turn: int, line: Turn, heard: wire.Reading, state: ConversationState) -> dict[str, Any]:
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
