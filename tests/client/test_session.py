"""The session, case by case: what it decides from what happened and the time."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hurmaus.protocol.close_codes import CloseCode, advice
from hurmaus_client import Options, Place, RecoveryIncomplete, UnknownEvent, wire
from hurmaus_client.decisions import Abandon, Connect, Decision, Disconnect, Settle, Stop, Transmit
from hurmaus_client.session import Session, is_final

LIMITS = wire.Limits(max_text_chars=100, max_message_bytes=10_000)


def welcome(*resumed: wire.Resumed) -> wire.Welcome:
    return wire.Welcome(protocol=1, service="s", model="m", heartbeat_s=20.0, limits=LIMITS, resumed=resumed)


def event(offset: int, conversation_id: str = "c1", epoch: str = "e1") -> wire.Alert:
    return wire.Alert(
        conversation_id=conversation_id, epoch=epoch, offset=offset, at=0.0, alert="recovery", why=""
    )


def said(
    number: int = 1, conversation_id: str = "c1", *, final: bool = True, text: str = "Hei"
) -> wire.Utterance:
    return wire.Utterance(
        conversation_id=conversation_id, utterance_id=f"u{number}", role="customer", text=text, final=final
    )


class Desk:
    """A session, its time, and what it decided last."""

    def __init__(self, *, random: float = 1.0, renewable: bool = False, **options: Any) -> None:
        self.now = 0.0
        self.session = Session(Options(**options), lambda: random, renewable=renewable)
        self.keys = 0
        self.last: list[Decision] = self.session.start(self.now)

    def online(self) -> Desk:
        self.session.opened(None, self.now)
        return self.hear(welcome())

    def hear(self, *messages: Any) -> Desk:
        self.last = []
        for message in messages:
            self.last += self.session.received(msgspec.json.encode(message), self.now)
        return self

    def ask(self, message: Any) -> Desk:
        self.keys += 1
        self.last = self.session.request(message, self.keys, self.now)
        return self

    def wake(self) -> Desk:
        assert self.session.wake_at is not None
        self.now = self.session.wake_at
        self.last = self.session.tick(self.now)
        return self

    def lose(self, code: int | None = None) -> Desk:
        self.last = self.session.lost(code, self.now)
        return self

    @property
    def sent(self) -> list[dict[str, Any]]:
        return [msgspec.json.decode(one.frame) for one in self.last if isinstance(one, Transmit)]

    def ack(self, number: int, **members: Any) -> Desk:
        of = members.pop("of", "utterance")
        return self.hear(wire.Ack(of=of, id=f"m{number}", **members))

    def refuse(self, number: int | None, code: str = "overloaded", **members: Any) -> Desk:
        members = {
            "retryable": True,
            "message": "",
            "id": None if number is None else f"m{number}",
            **members,
        }
        return self.hear(wire.ErrorMessage(code=code, **members))

    def taken(self) -> list[Any]:
        items = []
        while (item := self.session.take()) is not None:
            items.append(item)
        self.last = self.session.took(self.now)
        return items


class TestComingBack:
    def test_the_wait_is_jittered_and_its_ceiling_doubles_up_to_the_longest(self) -> None:
        desk = Desk(random=1.0, first_wait_s=0.3, longest_wait_s=1.0)
        waits = []
        for _ in range(5):
            desk.lose()
            waits.append(round((desk.session.wake_at or 0) - desk.now, 3))
            desk.wake()
            assert desk.last == [Connect()]
        assert waits == [0.3, 0.6, 1.0, 1.0, 1.0]
        assert Desk(random=0.0).lose().session.wake_at == 0.0, "full jitter: from nothing"

    def test_a_welcome_starts_the_count_anew(self) -> None:
        desk = Desk(first_wait_s=0.3)
        for _ in range(4):
            desk.lose().wake()
        desk.online().lose()
        assert desk.session.wake_at == pytest.approx(desk.now + 0.3)

    def test_a_socket_that_does_not_open_or_a_service_that_does_not_greet_is_left(self) -> None:
        desk = Desk(patience_s=10.0)
        assert desk.wake().last == [Disconnect(1000)]
        desk.wake()
        desk.session.opened(None, desk.now)
        assert desk.wake().last == [Disconnect(1000)]

    def test_final_close_codes_are_those_of_the_service(self) -> None:
        for code in [*CloseCode, 1001, 1006, 3000, 4499, 4999]:
            assert is_final(code) == (advice(code) == "stop"), code

    def test_a_final_close_code_stops_and_tells_who_waits(self) -> None:
        desk = Desk().online().ask(said())
        assert desk.lose(4501).last == [Stop(code=4501), Abandon(1)]
        assert desk.ask(said()).last == [Abandon(2)]

    def test_a_token_that_ran_out_is_no_end_where_a_fresh_one_can_be_had(self) -> None:
        desk = Desk(renewable=True).online().ask(said())
        desk.refuse(1, "unauthorised", retryable=False).lose(4501)
        assert desk.session.state == "waiting"

    def test_a_refused_hello_waits_as_long_as_the_service_asks(self) -> None:
        desk = Desk(random=0.0)
        desk.session.opened(None, 0.0)
        desk.refuse(None, of="hello", retry_after_ms=4000)
        assert desk.last == [Disconnect(1000)]
        assert desk.session.wake_at == 4.0

    @pytest.mark.parametrize(
        ("status", "state"), [(404, "stopped"), (403, "stopped"), (429, "waiting"), (503, "waiting")]
    )
    def test_an_http_answer_instead_of_a_socket(self, status: int, state: str) -> None:
        desk = Desk()
        desk.session.rejected(status, 0.0)
        assert desk.session.state == state


class TestHeartbeat:
    def test_silence_leads_to_a_ping_and_then_to_a_new_connection(self) -> None:
        desk = Desk(heartbeat_s=5.0).online()
        assert desk.wake().sent == [{"type": "ping"}]
        assert desk.now == 5.0
        assert desk.wake().last == [Disconnect(1000)]
        assert desk.now == 10.0

    def test_anything_heard_counts_as_life(self) -> None:
        desk = Desk(heartbeat_s=5.0).online().wake()
        desk.hear(wire.Pong())
        assert desk.session.wake_at == 10.0

    def test_a_client_that_was_frozen_itself_asks_before_it_judges(self) -> None:
        desk = Desk(heartbeat_s=5.0).online()
        desk.now = 1000.0
        desk.last = desk.session.tick(desk.now)
        assert desk.sent == [{"type": "ping"}]


class TestFinals:
    def test_those_of_a_conversation_go_one_after_the_other_and_others_do_not_wait(self) -> None:
        desk = Desk().online().ask(said(1))
        assert desk.ask(said(2)).sent == []
        assert desk.ask(said(1, "c2")).sent[0]["conversation_id"] == "c2"
        assert [one["utterance_id"] for one in desk.ack(1).sent] == ["u2"]

    def test_a_refusal_for_now_holds_back_what_was_said_after_it(self) -> None:
        desk = Desk(random=0.0).online().ask(said(1)).ask(said(2))
        desk.refuse(1, retry_after_ms=700)
        assert desk.session.wake_at == 0.7
        assert [one["utterance_id"] for one in desk.wake().sent] == ["u1"]

    def test_text_longer_than_the_service_takes_is_refused_here(self) -> None:
        desk = Desk().online().ask(said(text="x" * 101))
        assert desk.sent == []
        (settled,) = desk.last
        assert isinstance(settled, Settle)
        assert isinstance(settled.answer, wire.ErrorMessage)
        assert settled.answer.code == "too_large"

    def test_what_its_caller_gave_up_is_not_sent_again(self) -> None:
        desk = Desk().online().ask(said(1)).ask(said(2))
        desk.last = desk.session.forget(1, desk.now)
        assert [one["utterance_id"] for one in desk.sent] == ["u2"]
        desk.lose().wake().online()
        assert [one["utterance_id"] for one in desk.sent] == ["u2"]

    def test_an_answer_to_nobody_changes_nothing(self) -> None:
        desk = Desk().online().ask(said(1))
        assert desk.ack(99).last == []
        assert desk.session.waiting == 1


class TestInterims:
    def test_the_newest_waits_behind_the_one_on_its_way(self) -> None:
        desk = Desk().online()
        for text in ("yksi", "kaksi", "kolme"):
            desk.last += desk.session.interim(said(final=False, text=text), desk.now)
        assert [one["text"] for one in desk.sent] == ["yksi"]
        desk.hear(wire.Ack(of="utterance", id="i1", final=False))
        assert [one["text"] for one in desk.sent] == ["kolme"]

    def test_they_are_dropped_where_they_cannot_go_now(self) -> None:
        desk = Desk(max_interims=1)
        assert desk.session.interim(said(final=False), 0.0) == [], "not online"
        desk.online()
        assert desk.session.interim(said(1, final=False), 0.0) != []
        assert desk.session.interim(said(2, final=False), 0.0) == [], "enough under way"

    def test_the_final_voids_what_is_unsent_of_the_unfinished_text(self) -> None:
        desk = Desk().online()
        desk.session.interim(said(final=False, text="yksi"), 0.0)
        desk.session.interim(said(final=False, text="kaksi"), 0.0)
        desk.ask(said(1))
        assert desk.hear(wire.Ack(of="utterance", id="i1", final=False)).sent == []

    def test_an_overloaded_service_gets_none_until_it_said_so(self) -> None:
        desk = Desk().online()
        desk.session.interim(said(1, final=False), 0.0)
        desk.hear(
            wire.ErrorMessage(code="overloaded", message="", retryable=True, id="i1", retry_after_ms=900)
        )
        assert desk.session.interim(said(1, final=False), 0.8) == []
        assert desk.session.interim(said(1, final=False), 0.9) != []


class TestFollowing:
    def follow(self, **options: Any) -> Desk:
        desk = Desk(random=0.0, **options).online().ask(wire.Subscribe(conversation_id="c1", from_start=True))
        return desk.ack(1, of="subscribe", conversation_id="c1", epoch="e1", offset=0, recovered=True)

    def test_a_conversation_that_has_not_begun_is_asked_for_from_its_start(self) -> None:
        desk = Desk(random=0.0).online().ask(wire.Subscribe(conversation_id="c1"))
        desk.ack(1, of="subscribe", conversation_id="c1", offset=0, recovered=True)
        desk.lose().wake().online()
        assert [(one["type"], one.get("from_start")) for one in desk.sent] == [("subscribe", True)]

    def test_a_live_subscription_resumes_from_where_it_began(self) -> None:
        desk = Desk(random=0.0).online().ask(wire.Subscribe(conversation_id="c1"))
        desk.ack(1, of="subscribe", conversation_id="c1", epoch="e1", offset=7, recovered=True)
        desk.lose().wake()
        desk.last = desk.session.opened(None, desk.now)
        assert desk.sent[0]["resume"] == [{"conversation_id": "c1", "epoch": "e1", "offset": 7}]

    def test_interims_are_asked_for_again_from_the_same_place(self) -> None:
        desk = Desk(random=0.0).online()
        desk.ask(wire.Subscribe(conversation_id="c1", from_start=True, interims=True))
        desk.ack(1, of="subscribe", conversation_id="c1", epoch="e1", offset=0, recovered=True).hear(event(1))
        desk.lose().wake().online()
        (again,) = desk.sent
        assert again["interims"] is True
        assert (again["epoch"], again["offset"]) == ("e1", 1)

    def test_what_does_not_fit_is_fetched_when_the_user_has_made_room(self) -> None:
        desk = self.follow(max_events=2).hear(*map(event, (1, 2, 3, 4)))
        assert [item.offset for item in desk.taken()] == [1, 2]
        assert [(one["epoch"], one["offset"]) for one in desk.sent] == [("e1", 2)]
        desk.ack(2, of="subscribe", conversation_id="c1", epoch="e1", offset=4, recovered=True)
        assert [item.offset for item in desk.hear(event(3), event(4)).taken()] == [3, 4]

    def test_room_made_during_a_break_counts_after_it(self) -> None:
        desk = self.follow(max_events=2).hear(*map(event, (1, 2, 3)))
        desk.lose()
        assert len(desk.taken()) == 2
        desk.wake().online()
        assert [(one["epoch"], one["offset"]) for one in desk.sent] == [("e1", 2)]

    def test_what_comes_through_a_queue_waits_for_the_replay_that_was_asked_for(self) -> None:
        desk = Desk().online().ask(wire.Subscribe()).ack(1, of="subscribe")
        desk.ask(wire.Subscribe(conversation_id="c1", from_start=True)).hear(event(2))
        assert desk.taken() == []
        desk.ack(2, of="subscribe", conversation_id="c1", epoch="e1", offset=2, recovered=True)
        assert [item.offset for item in desk.hear(event(1), event(2)).taken()] == [1, 2]

    def test_a_question_that_was_lost_in_a_break_is_asked_again_at_the_next_gap(self) -> None:
        desk = self.follow().hear(event(1), event(3))
        assert [one["type"] for one in desk.sent] == ["subscribe"]
        desk.lose().wake().online().hear(event(3))
        assert [one["type"] for one in desk.sent] == ["subscribe"]

    def test_a_beginning_that_was_trimmed_is_told(self) -> None:
        told, first = self.follow().hear(event(5)).taken()
        assert told == RecoveryIncomplete(loss="trimmed", conversation_id="c1")
        assert "no longer stored" in told.what_to_do
        assert first.offset == 5

    def test_a_conversation_that_is_gone_is_told_and_forgotten(self) -> None:
        desk = self.follow().hear(event(1))
        desk.taken()
        desk.lose().wake()
        desk.session.opened(None, desk.now)
        desk.hear(welcome(wire.Resumed(conversation_id="c1", epoch="", offset=0, recovered=False)))
        assert desk.taken() == [RecoveryIncomplete(loss="gone", conversation_id="c1")]
        desk.lose().wake()
        desk.last = desk.session.opened(None, desk.now)
        assert "resume" not in desk.sent[0]

    def test_conversations_met_through_a_queue_are_resumed_and_the_rest_is_told(self) -> None:
        desk = Desk(random=0.0).online().ask(wire.Subscribe(queue="billing")).ack(1, of="subscribe")
        desk.hear(event(3), event(9, "c2"), event(4)).taken()
        desk.lose().wake()
        desk.last = desk.session.opened(None, desk.now)
        assert {(one["conversation_id"], one["offset"]) for one in desk.sent[0]["resume"]} == {
            ("c1", 4),
            ("c2", 9),
        }
        desk.hear(welcome())
        assert [one["queue"] for one in desk.sent] == ["billing"]
        assert desk.taken() == [RecoveryIncomplete(loss="live_only", queue="billing")]

    def test_those_met_through_a_queue_are_bounded_and_the_ended_are_let_go(self) -> None:
        desk = Desk(random=0.0, max_followed=2).online().ask(wire.Subscribe()).ack(1, of="subscribe")
        desk.hear(event(1, "c1"), event(1, "c2"), event(1, "c3"))
        ended = wire.Summary(
            conversation_id="c3",
            epoch="e1",
            offset=2,
            at=0.0,
            mood_start=None,
            mood_end=None,
            turns=0,
            steps_done=(),
            questions=(),
            promises=(),
        )
        desk.hear(ended, ended)
        assert [item.offset for item in desk.taken()] == [1, 1, 1, 2]
        desk.lose().wake()
        desk.last = desk.session.opened(None, desk.now)
        assert [one["conversation_id"] for one in desk.sent[0]["resume"]] == ["c2"]

    def test_a_connection_that_may_follow_no_more_lets_go_of_half_of_those_met(self) -> None:
        desk = Desk(random=0.0).online().ask(wire.Subscribe()).ack(1, of="subscribe")
        desk.hear(*(event(1, f"c{number}") for number in range(4))).taken()
        desk.lose().wake()
        desk.session.opened(None, desk.now)
        desk.refuse(None, of="hello").wake()
        desk.last = desk.session.opened(None, desk.now)
        assert len(desk.sent[0]["resume"]) == 2

    def test_a_subscription_beyond_the_limit_of_a_connection_is_refused_to_its_caller(self) -> None:
        desk = Desk().online().ask(wire.Subscribe(conversation_id="c1")).refuse(1, of="subscribe")
        assert isinstance(desk.last[0], Settle)

    def test_an_event_newer_than_this_client_keeps_its_place(self) -> None:
        desk = self.follow()
        desk.hear(
            {"type": "novelty", "conversation_id": "c1", "epoch": "e1", "offset": 1, "x": [1]}, event(2)
        )
        novelty, known = desk.taken()
        assert isinstance(novelty, UnknownEvent)
        assert '"x":[1]' in novelty.frame
        assert Place.of(known) == Place("e1", 2)

    def test_a_message_newer_than_this_client_is_passed_over(self) -> None:
        assert self.follow().hear({"type": "novelty"}).last == []


@pytest.mark.parametrize("frame", ["", "[]", "{}", '{"type": 3}', b"\xff\xfe"])
def test_a_frame_that_is_no_message_leads_to_another_connection(frame: str | bytes) -> None:
    desk = Desk().online()
    assert desk.session.received(frame, 0.0) == [Disconnect(1002)]
    assert desk.session.state == "waiting"
