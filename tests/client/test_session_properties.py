"""Whatever breaks when and how often: each event once and in order, each final acked once, in the order said."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby, pairwise

import msgspec
from hurmaus_client import Options, RecoveryIncomplete, wire
from hurmaus_client.decisions import Connect, Decision, Disconnect, Settle, Transmit
from hurmaus_client.items import Item
from hurmaus_client.session import Session
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.simulated_service import SimulatedService

FOLLOWED, MET = "followed", "met"
OPTIONS = Options(max_events=4, heartbeat_s=5.0)

HAPPENINGS = st.sampled_from(
    """
    say followed|say met|happen followed|happen met|serve|hear|flow|flow|take|repeat|wait|wait|refuse
    |cut|cut in the dark|slow reader|drain
    """.replace("\n", "")
    .replace("    ", "")
    .split("|")
)
RUNS = st.lists(HAPPENINGS, min_size=20, max_size=150)


class World:
    """A session, a service, and a network between them that does what the test says."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.service = SimulatedService()
        self.session = Session(OPTIONS, lambda: 0.5)
        self.connected = False
        self.connections = 0
        self.heard: list[str] = []
        self.said: dict[str, list[str]] = {FOLLOWED: [], MET: []}
        self.settled: list[Settle] = []
        self.items: list[Item] = []
        self.keys = 0
        for conversation_id in (FOLLOWED, MET):
            self.service.begin(conversation_id)
        self.do(self.session.start(self.now))
        self.ask(wire.Subscribe(conversation_id=FOLLOWED, from_start=True))
        self.ask(wire.Subscribe())

    def do(self, decisions: list[Decision]) -> None:
        for decision in decisions:
            match decision:
                case Connect():
                    self.service.disconnect()
                    self.heard.clear()
                    self.connections += 1
                    self.connected = True
                    self.do(self.session.opened(None, self.now))
                case Transmit(frame=frame):
                    self.service.inbound.append(frame)
                case Disconnect():
                    self.service.disconnect()
                    self.connected = False
                case Settle():
                    self.settled.append(decision)

    def ask(self, message: wire.Subscribe | wire.Utterance) -> None:
        self.keys += 1
        self.do(self.session.request(message, self.keys, self.now))

    def say(self, conversation_id: str) -> None:
        said = self.said[conversation_id]
        said.append(f"u{len(said)}")
        self.ask(
            wire.Utterance(
                conversation_id=conversation_id, utterance_id=said[-1], role="customer", text="Hei"
            )
        )

    def lose(self, code: int | None) -> None:
        if self.connected:
            self.connected = False
            self.service.disconnect()
            self.do(self.session.lost(code, self.now))

    def hear(self) -> None:
        if self.connected and self.service.outbound:
            frame = self.service.outbound.popleft()
            self.heard.append(frame)
            self.do(self.session.received(frame, self.now))

    def repeat(self) -> None:
        """An event that was heard before on this connection comes again."""
        events = [frame for frame in self.heard if '"alert"' in frame]
        for frame in events[:1] + events[-1:] if self.connected else ():
            self.do(self.session.received(frame, self.now))

    def serve(self) -> None:
        if self.connected and self.service.inbound:
            self.service.serve()

    def flow(self) -> None:
        """Both directions run dry."""
        while self.connected and (self.service.inbound or self.service.outbound):
            self.serve()
            self.hear()

    def swallow(self) -> None:
        """An event is lost on the way, which no network does: only a fault of the service's could."""
        if self.service.outbound and '"alert"' in self.service.outbound[0]:
            self.service.outbound.popleft()

    def take(self) -> None:
        item = self.session.take()
        if item is not None:
            self.items.append(item)
            self.do(self.session.took(self.now))

    def wait(self) -> None:
        if self.session.wake_at is not None:
            self.now = max(self.now, self.session.wake_at)
            self.do(self.session.tick(self.now))

    def refuse(self) -> None:
        self.service.refuse_next += 1

    def happen(self, what: str) -> None:
        kind, _, where = what.partition(" ")
        acts: dict[str, Callable[[], None]] = {
            "say": lambda: self.say(where),
            "happen": lambda: self.service.happen(where),
            "begin": lambda: self.service.begin(where),
            "cut": lambda: self.lose(None if where else 1006),
            "slow": lambda: self.lose(4000),
            "drain": lambda: self.lose(1012),
        }
        (acts.get(kind) or getattr(self, kind))()

    def settle(self) -> None:
        """Let everything run its course: nobody breaks anything any more."""
        for _ in range(100):
            while self.service.inbound or self.service.outbound or self.session.items:
                self.serve()
                self.hear()
                self.take()
            if self.session.state == "online" and not self.session.waiting:
                return
            self.wait()
        raise AssertionError(f"never came to rest: {self.session.state}, {self.session.waiting} waiting")

    def offsets(self, conversation_id: str) -> list[tuple[str, list[int]]]:
        """What the user saw of a conversation: the offsets of each of its lives, in the order seen."""
        places = [
            (item.epoch, item.offset)
            for item in self.items
            if isinstance(item, wire.Alert) and item.conversation_id == conversation_id
        ]
        return [
            (epoch, [offset for _, offset in group])
            for epoch, group in groupby(places, key=lambda place: place[0])
        ]


def played(happenings: list[str]) -> World:
    world = World()
    for happening in happenings:
        world.happen(happening)
    world.settle()
    return world


@settings(max_examples=400)
@given(RUNS)
def test_each_event_reaches_the_user_once_and_in_order(happenings: list[str]) -> None:
    world = played(happenings)
    whole = list(range(1, len(world.service.events[FOLLOWED]) + 1))
    assert world.offsets(FOLLOWED) == [(world.service.epochs[FOLLOWED], whole)]
    for _, offsets in world.offsets(MET):
        assert offsets == list(range(offsets[0], len(world.service.events[MET]) + 1))


@settings(max_examples=400)
@given(RUNS)
def test_each_final_is_acked_once_and_committed_once_in_the_order_said(happenings: list[str]) -> None:
    world = played(happenings)
    acked = [one.answer for one in world.settled]
    assert all(isinstance(answer, wire.Ack) for answer in acked)
    assert len({one.key for one in world.settled}) == len(world.settled) == world.keys
    for conversation_id, said in world.said.items():
        assert world.service.order.get(conversation_id, []) == said


@settings(max_examples=300)
@given(st.lists(HAPPENINGS | st.just("begin followed"), min_size=20, max_size=150))
def test_another_life_of_a_conversation_is_told_and_comes_whole(happenings: list[str]) -> None:
    world = played(happenings)
    lives = world.offsets(FOLLOWED)
    assert lives[-1] == (
        world.service.epochs[FOLLOWED],
        list(range(1, len(world.service.events[FOLLOWED]) + 1)),
    )
    assert len({epoch for epoch, _ in lives}) == len(lives), "no life is seen again after another"
    assert all(offsets == list(range(1, len(offsets) + 1)) for _, offsets in lives)
    for before, after in pairwise(lives):
        assert started_over_between(world.items, before[0], after[0])


@given(st.lists(HAPPENINGS | st.just("swallow"), min_size=20, max_size=150))
def test_a_gap_is_noticed_at_the_next_event_and_filled(happenings: list[str]) -> None:
    world = World()
    world.settle()
    for happening in happenings:
        world.happen(happening)
    for conversation_id in (FOLLOWED, MET):
        world.service.happen(conversation_id)
    world.settle()
    for conversation_id in (FOLLOWED, MET):
        for _, offsets in world.offsets(conversation_id):
            assert offsets == list(range(offsets[0], len(world.service.events[conversation_id]) + 1))


@given(RUNS)
def test_what_waits_for_the_user_is_bounded(happenings: list[str]) -> None:
    world = World()
    for happening in happenings:
        world.happen(happening)
        told = world.connections  # each break of the subscription to everything is told once
        assert world.session.items <= OPTIONS.max_events + told


@given(st.binary() | st.text() | st.from_type(wire.Ack).map(msgspec.json.encode))
def test_no_frame_breaks_the_session(frame: str | bytes) -> None:
    world = World()
    world.serve()
    world.hear()
    world.do(world.session.received(frame, world.now))
    world.settle()
    assert world.session.state == "online"


def started_over_between(items: list[Item], before: str, after: str) -> bool:
    last = max(n for n, item in enumerate(items) if isinstance(item, wire.Alert) and item.epoch == before)
    first = min(n for n, item in enumerate(items) if isinstance(item, wire.Alert) and item.epoch == after)
    return any(
        isinstance(item, RecoveryIncomplete) and item.loss == "started_over" for item in items[last:first]
    )
