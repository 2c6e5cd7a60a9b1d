"""The pass, over a real embedded store and the shipped playbook."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hurmaus.assist import Assist
from hurmaus.coach.coach import Coach
from hurmaus.coach.loading import load_playbooks
from hurmaus.errors import Conflict, WrongOrder
from hurmaus.protocol import messages as wire
from hurmaus.storage.port import Commit, StoredEvent, VersionConflict
from hurmaus.storage.sqlite import SqliteStore
from hurmaus.vocabulary import PhraseUses

from tests.fakes.recording_estimator import RecordingEstimator

HETU = "131052-308T"
IBAN = "FI21 1234 5600 0007 85"


class Desk:
    """One service with its model, its store and everything it published."""

    def __init__(self, store: SqliteStore) -> None:
        self.store = store
        self.model = RecordingEstimator()
        self.published: list[StoredEvent] = []
        self.now = 1_000_000.0
        self.assist = self.another()

    def another(self, store: Any = None) -> Assist:
        return Assist(
            store=store or self.store,
            estimator=self.model,
            coach=Coach(load_playbooks(), model_version=self.model.version),
            publish=lambda _conversation, _queue, events: self.published.extend(events),
            clock=lambda: self.now,
        )

    async def start(self) -> bytes:
        return await self.assist.handle(wire.ConversationStart(conversation_id="c1"))

    async def say(self, role: Any, text: str, utterance_id: str = "u1", **more: Any) -> bytes:
        return await self.assist.handle(
            wire.Utterance(conversation_id="c1", utterance_id=utterance_id, role=role, text=text, **more)
        )

    @property
    def events(self) -> list[dict[str, Any]]:
        return [msgspec.json.decode(event.payload) for event in self.published]

    def said(self, kind: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["type"] == kind]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    store = SqliteStore(tmp_path / "hurmaus.db")
    desk = Desk(store)
    await desk.start()
    yield desk
    await store.close()


async def test_a_complaint_is_read_felt_and_coached(desk: Desk) -> None:
    await desk.say("customer", "Paketti on taas myöhässä, olen pettynyt!")
    kinds = [event["type"] for event in desk.events]
    assert kinds[0] == "steps", "the checklist is told at the start"
    assert {"reading", "mood", "hint"} <= set(kinds)
    assert desk.said("hint")[0]["hint"]["phrases"], "a hint offers wording"
    assert desk.said("hint")[0]["hint"]["why"], "a hint explains itself"


async def test_events_are_numbered_without_gaps_and_stored_as_sent(desk: Desk) -> None:
    await desk.say("customer", "Missä paketti on? Tämä on jo kolmas kerta!")
    await desk.say("agent", "Hei! Olen pahoillani viivästyksestä.", "u2")
    assert [event["offset"] for event in desk.events] == list(range(1, len(desk.events) + 1))
    assert await desk.store.events("c1", after=0) == desk.published


async def test_a_repeated_utterance_gets_the_same_ack_and_makes_no_second_event(desk: Desk) -> None:
    first = await desk.say("customer", "Paketti on myöhässä!")
    so_far = list(desk.published)
    assert await desk.say("customer", "Paketti on myöhässä!") == first
    assert (
        await desk.another().handle(
            wire.Utterance(conversation_id="c1", utterance_id="u1", role="customer", text="jotain muuta")
        )
        == first
    )
    assert desk.published == so_far


async def test_starting_twice_is_the_same_start(desk: Desk) -> None:
    assert await desk.start() == await desk.start()
    assert len(desk.said("steps")) == 1


async def test_the_model_never_sees_agent_text(desk: Desk) -> None:
    await desk.say("customer", "Hei!", "u1")
    await desk.say("agent", "SALAINEN_AGENTTI! Ei kuulu meille!", "u2")
    await desk.assist.interim(
        wire.Utterance(
            conversation_id="c1", utterance_id="u3", role="agent", text="SALAINEN_AGENTTI", final=False
        )
    )
    assert desk.model.texts == ["Hei!"]
    assert [event["reading"] for event in desk.said("reading") if event["role"] == "agent"] == [None]


@pytest.mark.parametrize("role", ["customer", "agent"])
async def test_personal_data_reaches_neither_model_nor_store_nor_socket(desk: Desk, role: Any) -> None:
    await desk.say(role, f"Hetuni on {HETU} ja tili {IBAN}, missä rahat ovat?")
    snapshot = await desk.store.load("c1")
    assert snapshot is not None
    everything = (
        b"".join(e.payload for e in desk.published) + snapshot.state + "".join(desk.model.texts).encode()
    )
    for secret in (HETU, "308T", IBAN, IBAN.replace(" ", "")):
        assert secret.encode() not in everything


async def test_health_words_are_flagged_but_stand_in_nothing_that_is_kept_or_sent(desk: Desk) -> None:
    await desk.say("customer", "Sain syöpädiagnoosin, korvaako vakuutus syövän hoidon?")
    snapshot = await desk.store.load("c1")
    assert snapshot is not None
    kept = (
        (b"".join(event.payload for event in desk.published) + snapshot.state)
        .decode(errors="replace")
        .lower()
    )
    assert "syöp" not in kept
    assert "syöv" not in kept
    assert desk.said("questions")


async def test_a_paused_conversation_is_acked_but_neither_read_nor_told(desk: Desk) -> None:
    await desk.assist.handle(wire.ConversationPause(conversation_id="c1"))
    told = len(desk.published)
    ack = msgspec.json.decode(await desk.say("customer", "Tätä ette lue!"))
    assert ack["type"] == "ack"
    assert desk.model.texts == []
    assert len(desk.published) == told
    await desk.assist.handle(wire.ConversationPause(conversation_id="c1", paused=False))
    await desk.say("customer", "Nyt saa taas lukea!", "u2")
    assert desk.model.texts == ["Nyt saa taas lukea!"]


async def test_swedish_is_neither_felt_nor_coached(desk: Desk) -> None:
    await desk.say("customer", "Hej, min faktura stämmer inte och jag är verkligen besviken!")
    assert desk.model.texts == []
    assert desk.said("reading")[0]["reading"] is None
    assert desk.said("hint") == []


async def test_an_unknown_conversation_is_refused_by_name_of_the_field(desk: Desk) -> None:
    with pytest.raises(WrongOrder) as refused:
        await desk.assist.handle(
            wire.Utterance(conversation_id="nobody", utterance_id="u", role="customer", text="hei")
        )
    assert (refused.value.wire_code, refused.value.field) == ("unknown_conversation", "conversation_id")


async def test_the_end_is_summed_up_and_nothing_is_heard_after_it(desk: Desk) -> None:
    await desk.say("customer", "Milloin paketti tulee? Olen pettynyt!")
    await desk.assist.handle(wire.ConversationEnd(conversation_id="c1"))
    summary = desk.said("summary")[0]
    assert summary["turns"] == 1
    assert summary["mood_end"] < 0
    assert summary["hand_over"], "what is left open is told to whoever goes on"
    opened = {event["hint"]["id"] for event in desk.said("hint")}
    assert opened == {event["hint_id"] for event in desk.said("hint.closed")}
    with pytest.raises(WrongOrder, match="ended"):
        await desk.say("customer", "Haloo?", "u2")
    assert await desk.say("customer", "Milloin paketti tulee? Olen pettynyt!"), "a repeat still gets its ack"


async def test_another_language_is_told_once_and_hints_rest(desk: Desk) -> None:
    swedish = "Hej, mitt paket har inte kommit och jag vill veta var det är."
    await desk.say("customer", swedish, "u1")
    await desk.say("customer", f"{swedish} Kan ni hjälpa mig?", "u2")
    (told,) = desk.said("language")
    assert (told["language"], told["coached"]) == ("sv", False)
    assert "ruotsiksi" in told["note"]
    assert desk.said("hint") == []
    await desk.say("customer", "No kysyn sitten suomeksi, missä minun pakettini oikein on?", "u3")
    assert [event["coached"] for event in desk.said("language")] == [False, True]


async def test_an_unknown_step_is_refused_and_a_known_one_ticked(desk: Desk) -> None:
    with pytest.raises(WrongOrder, match="step"):
        await desk.assist.handle(wire.StepMark(conversation_id="c1", step="tanssi"))
    await desk.assist.handle(wire.StepMark(conversation_id="c1", step="thank"))
    assert next(s for s in desk.said("steps")[-1]["steps"] if s["id"] == "thank")["done"]


async def test_a_dismissed_hint_closes(desk: Desk) -> None:
    await desk.say("customer", "Paketti on taas myöhässä, olen pettynyt!")
    hint = desk.said("hint")[0]["hint"]
    await desk.assist.handle(wire.Feedback(conversation_id="c1", hint_id=hint["id"], outcome="dismissed"))
    closed = desk.said("hint.closed")
    assert [(event["hint_id"], event["reason"]) for event in closed] == [(hint["id"], "dismissed")]


async def test_a_promise_falls_due_on_the_conversations_clock(desk: Desk) -> None:
    await desk.say("customer", "Netti ei toimi, koska se korjataan?")
    await desk.say("agent", "Selvitän asian ja palaan sinulle puolen tunnin päästä.", "u2")
    assert desk.said("promises")[-1]["promises"][0]["state"] == "open"
    desk.now += 1800 + 1
    for _ in range(10):
        for conversation in await desk.store.due(desk.now):
            await desk.assist.wake(conversation)
    assert desk.said("promises")[-1]["promises"][0]["state"] == "late"
    assert await desk.store.due(desk.now) == []


class Racing:
    """A store in front of the real one where another writer wins the first ``losses`` races."""

    def __init__(self, store: SqliteStore, losses: int) -> None:
        self._store = store
        self._losses = losses

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    async def commit(self, commit: Commit) -> None:
        if self._losses:
            self._losses -= 1
            raise VersionConflict
        await self._store.commit(commit)


async def test_a_lost_race_is_run_again_with_one_reading(desk: Desk) -> None:
    assist = desk.another(Racing(desk.store, losses=3))
    await assist.handle(wire.Utterance(conversation_id="c1", utterance_id="u1", role="customer", text="Hei!"))
    assert desk.model.texts == ["Hei!"], "the model reads once, however often the commit is retried"
    assert len(desk.said("reading")) == 1


async def test_a_race_lost_for_ever_is_refused_and_may_be_sent_again(desk: Desk) -> None:
    assist = desk.another(Racing(desk.store, losses=10_000))
    with pytest.raises(Conflict) as refused:
        await assist.handle(
            wire.Utterance(conversation_id="c1", utterance_id="u1", role="customer", text="Hei!")
        )
    assert refused.value.retryable
    assert desk.said("reading") == []


async def test_interim_text_leaves_no_trace(desk: Desk) -> None:
    before = await desk.store.load("c1")
    interim = await desk.assist.interim(
        wire.Utterance(
            conversation_id="c1", utterance_id="u1", role="customer", text="Olen vihain!", final=False
        )
    )
    assert interim is not None
    assert interim.reading is not None
    assert await desk.store.load("c1") == before
    assert await desk.store.events("c1", after=1) == []


async def test_what_agents_do_with_phrases_is_counted_once_by_queue_and_outlives_the_conversation(
    desk: Desk,
) -> None:
    await desk.say("customer", "Paketti on taas myöhässä, olen pettynyt!")
    hint = desk.said("hint")[0]["hint"]
    used = hint["phrases"][0]["id"]
    feedback = wire.Feedback(conversation_id="c1", hint_id=hint["id"], outcome="inserted", phrase_id=used)
    await desk.assist.handle(feedback)
    await desk.assist.handle(feedback)
    assert await desk.store.phrase_uses("") == {used: PhraseUses(1, 0)}
    await desk.assist.erase("c1")
    assert await desk.store.phrase_uses("") == {used: PhraseUses(1, 0)}


async def test_a_card_waved_away_takes_its_phrases_down_in_the_next_conversation(desk: Desk) -> None:
    await desk.say("customer", "Paketti on taas myöhässä, olen pettynyt!")
    card = desk.said("hint")[0]["hint"]
    for _ in range(8):
        await desk.store.note_phrases("", [], [phrase["id"] for phrase in card["phrases"]])
    desk.now += 60
    desk.published.clear()
    await desk.assist.handle(wire.ConversationStart(conversation_id="c2"))
    await desk.assist.handle(
        wire.Utterance(
            conversation_id="c2",
            utterance_id="u1",
            role="customer",
            text="Paketti on taas myöhässä, olen pettynyt!",
        )
    )
    again = desk.said("hint")[0]["hint"]
    assert again["kind"] == card["kind"]
    assert not {one["id"] for one in again["phrases"]} & {one["id"] for one in card["phrases"]}
