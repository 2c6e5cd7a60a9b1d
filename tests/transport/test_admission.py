"""Under load: interims go first, then finals are refused aloud; who sends little does not suffer for who floods."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path

import pytest
from hurmaus.errors import Overloaded
from hurmaus.transport.admission import Admission, Arrivals, Bounds, Patience, Rates, outdated
from hurmaus.vocabulary import EmotionReading
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.recording_estimator import RecordingEstimator
from tests.support.platform import Message, Platform
from tests.support.running import running, utterance

BOUNDS = Bounds(wait_s=0.1, patience_s=0.5, rate=10.0)


class TestPatience:
    def test_who_waited_little_is_admitted_for_ever(self) -> None:
        patience = Patience()
        assert all(patience.admits(now / 10, 0.1, BOUNDS) for now in range(1000))

    def test_a_burst_is_served_late_rather_than_refused(self) -> None:
        patience = Patience()
        assert all(patience.admits(now, 0.3, BOUNDS) for now in (0.0, 0.2, 0.4))

    def test_what_lasts_is_refused_until_something_is_in_time_again(self) -> None:
        patience = Patience()
        patience.admits(0.0, 0.3, BOUNDS)
        assert not patience.admits(0.6, 0.3, BOUNDS)
        assert patience.admits(0.7, 0.05, BOUNDS)
        assert patience.admits(0.8, 0.3, BOUNDS), "patience begins anew"


class TestRates:
    def test_a_burst_of_two_seconds_passes_then_one_at_a_time(self) -> None:
        rates = Rates(10.0)
        assert [rates.take("c", 0.0) for _ in range(20)] == [0.0] * 20
        assert rates.take("c", 0.0) == pytest.approx(0.1)
        assert rates.take("c", 0.1001) == 0.0

    def test_each_conversation_has_its_own(self) -> None:
        rates = Rates(1.0)
        while rates.take("flood", 0.0) == 0.0:
            pass
        assert rates.take("quiet", 0.0) == 0.0

    @given(times=st.lists(st.floats(0, 0.5), min_size=1, max_size=200))
    def test_never_more_than_the_rate_and_one_burst(self, times: list[float]) -> None:
        rates, now, passed = Rates(10.0), 0.0, 0
        for pause in times:
            now += pause
            passed += rates.take("c", now) == 0.0
        assert passed <= 20 + 10 * now + 1e-6

    def test_what_is_remembered_is_bounded(self) -> None:
        rates = Rates(10.0, most=3)
        for n in range(100):
            rates.take(f"c{n}", float(n))
        assert len(rates._buckets) == 3


class TestAdmission:
    def test_the_refusal_says_when_to_come_back(self) -> None:
        admission, patience = Admission(BOUNDS), Patience()
        admission.admit("c", 0.0, 2.0, patience)
        with pytest.raises(Overloaded) as refused:
            admission.admit("c", 1.0, 2.0, patience)
        assert refused.value.retry_after_ms is not None
        assert 2000 <= refused.value.retry_after_ms <= 4000

    def test_interims_are_shed_before_finals_are_late(self) -> None:
        admission = Admission(BOUNDS)
        assert not admission.sheds(0.04)
        assert admission.sheds(0.06)
        assert admission.sheds(float("inf"))


class TestArrivals:
    def test_are_taken_in_order(self) -> None:
        arrivals = Arrivals(most_frames=10, most_bytes=1000)
        arrivals.put(1.0, 5)
        arrivals.put(2.0, 5)
        assert [arrivals.take(), arrivals.take(), arrivals.take()] == [1.0, 2.0, None]

    @pytest.mark.parametrize(("frames", "size"), [(10, 1), (2, 600)])
    def test_are_full_by_number_or_by_size_and_not_after(self, frames: int, size: int) -> None:
        arrivals = Arrivals(most_frames=10, most_bytes=1000)
        for n in range(frames):
            assert not arrivals.full
            arrivals.put(float(n), size)
        assert arrivals.full
        arrivals.take()
        assert not arrivals.full


def frame(utterance_id: str, *, final: bool, conversation_id: str = "c") -> str:
    said = {"type": "utterance", "conversation_id": conversation_id, "utterance_id": utterance_id}
    return json.dumps(said | {"role": "customer", "text": "Hei", "final": final})


def test_an_interim_is_outdated_by_a_later_one_or_by_its_final_and_a_final_never() -> None:
    frames = [
        frame("u1", final=False),
        frame("u2", final=False),
        frame("u1", final=False),
        frame("u1", final=True),
        frame("u1", final=True),
        frame("u1", final=False, conversation_id="d"),
    ]
    assert outdated(frames) == {0, 2}


@given(frames=st.lists(st.none() | st.text(max_size=40) | st.just('{"type":"utterance"}'), max_size=8))
def test_what_is_no_utterance_is_never_outdated(frames: list[str | None]) -> None:
    assert outdated(frames) == frozenset()


class SlowEstimator(RecordingEstimator):
    """Keeps the event loop busy for as long as a large model would."""

    def read(self, text: str) -> EmotionReading:
        time.sleep(0.004)
        return super().read(text)


async def answers(platform: Platform, count: int) -> list[Message]:
    found: list[Message] = []
    while len(found) < count:
        message = await platform.receive()
        if message["type"] in ("ack", "error"):
            found.append(message)
    return found


async def test_a_flood_is_refused_aloud_in_order_and_others_are_served(tmp_path: Path) -> None:
    settings = {"overload_wait_s": 0.05, "overload_patience_s": 0.05, "max_rate_per_conversation": 1e6}
    async with (
        running(tmp_path, estimator=SlowEstimator(), **settings) as service,
        service.platform() as flood,
        service.platform() as quiet,
    ):
        for platform, name in ((flood, "flooded"), (quiet, "quiet")):
            await platform.ask(type="conversation.start", conversation_id=name)
        for number in range(400):
            await flood.send(utterance(number, conversation_id="flooded", id=f"m{number}"))
        told = asyncio.create_task(answers(flood, 400))
        served = []
        while not told.done():
            message = utterance(len(served), conversation_id="quiet")
            served.append((await quiet.ask(**message))[-1])
        found = await told
        assert [answer["id"] for answer in found] == [f"m{n}" for n in range(400)], "one each, in order"
        refused = [answer for answer in found if answer["type"] == "error"]
        assert refused
        assert {(answer["code"], answer["retryable"]) for answer in refused} == {("overloaded", True)}
        assert all(answer["retry_after_ms"] > 0 for answer in refused)
        assert any(answer["type"] == "ack" for answer in found)
        assert {answer["type"] for answer in served} == {"ack"}, "who floods is refused, not the others"
        again = (await flood.ask(**utterance(int(refused[0]["id"][1:]), conversation_id="flooded")))[-1]
        assert again["type"] == "ack", "sent again later, it is served"


async def test_one_conversation_that_floods_leaves_the_others_of_its_connection_alone(tmp_path: Path) -> None:
    async with (
        running(tmp_path, max_rate_per_conversation=5.0) as service,
        service.platform() as platform,
    ):
        for name in ("flooded", "quiet"):
            await platform.ask(type="conversation.start", conversation_id=name)
        for number in range(30):
            await platform.send(utterance(number, conversation_id="flooded"))
        await platform.send(utterance(1, conversation_id="quiet"))
        found = await answers(platform, 31)
    kinds = [answer["type"] for answer in found]
    assert "error" in kinds[:30]
    assert found[30]["conversation_id"] == "quiet"
    assert kinds[30] == "ack"


async def test_of_waiting_interims_only_the_newest_is_looked_at(tmp_path: Path) -> None:
    estimator = SlowEstimator()
    async with running(tmp_path, estimator=estimator) as service, service.platform() as platform:
        await platform.ask(type="conversation.start", conversation_id="c1")
        frames = [json.dumps(utterance(1, f"Paketti on {n}", final=False)) for n in range(50)]
        for one in frames:
            await platform.socket.send(one)
        found = await answers(platform, 50)
    assert {answer["type"] for answer in found} == {"ack"}
    assert len(estimator.texts) < 50
    assert estimator.texts[-1] == "Paketti on 49"
