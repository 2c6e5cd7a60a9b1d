"""The hub passes events on to whoever listens, once each, and waits for nobody."""

from __future__ import annotations

from hurmaus.delivery import hub as topics
from hurmaus.delivery.hub import Hub, Publication
from hurmaus.protocol.messages import InterimReading

from tests.fakes.belfry import Belfry, FakeBells
from tests.fakes.stream import event

INTERIM = InterimReading(conversation_id="c", utterance_id="u", reading=None)


class Ear:
    """Listens and remembers."""

    def __init__(self) -> None:
        self.heard: list[Publication] = []
        self.interims: list[str] = []
        self.stands: list[tuple[str, str, int]] = []

    def hear(self, conversation_id: str, epoch: str, offset: int) -> None:
        self.stands.append((conversation_id, epoch, offset))

    def offer(self, publication: Publication) -> None:
        self.heard.append(publication)

    def offer_interim(self, key: str, text: str) -> None:
        self.interims.append(key)


def test_events_reach_those_who_asked_for_the_conversation_the_queue_or_everything() -> None:
    hub, by_name, by_queue, by_all, other = Hub(), Ear(), Ear(), Ear(), Ear()
    hub.join(topics.conversation("c"), by_name)
    hub.join(topics.queue("laskutus"), by_queue)
    hub.join(topics.EVERYTHING, by_all)
    hub.join(topics.conversation("d"), other)
    hub.publish("c", "laskutus", [event("c", "e", 1), event("c", "e", 2)])
    for ear in (by_name, by_queue, by_all):
        (publication,) = ear.heard
        assert (publication.conversation_id, publication.epoch) == ("c", "e")
        assert [frame.offset for frame in publication.frames] == [1, 2]
    assert other.heard == []


def test_who_found_them_in_several_ways_hears_them_once() -> None:
    hub, ear = Hub(), Ear()
    for topic in (topics.conversation("c"), topics.queue("q"), topics.EVERYTHING):
        hub.join(topic, ear)
        hub.join(topic, ear)
    hub.publish("c", "q", [event("c", "e", 1)])
    assert len(ear.heard) == 1


def test_the_encoded_event_is_shared_by_all() -> None:
    hub, first, second = Hub(), Ear(), Ear()
    hub.join(topics.EVERYTHING, first)
    hub.join(topics.EVERYTHING, second)
    hub.publish("c", None, [event("c", "e", 1)])
    assert first.heard[0].frames[0].text is second.heard[0].frames[0].text


def test_who_left_hears_nothing_and_nothing_is_kept() -> None:
    hub, ear = Hub(), Ear()
    hub.join(topics.conversation("c"), ear)
    hub.leave([topics.conversation("c"), topics.EVERYTHING], ear)
    hub.publish("c", None, [event("c", "e", 1)])
    assert ear.heard == []
    assert hub._listeners == {}


def test_one_who_leaves_while_hearing_does_not_disturb_the_others() -> None:
    hub, other = Hub(), Ear()

    class Quitter(Ear):
        def offer(self, publication: Publication) -> None:
            hub.leave([topics.EVERYTHING], self)

    hub.join(topics.EVERYTHING, Quitter())
    hub.join(topics.EVERYTHING, Quitter())
    hub.join(topics.EVERYTHING, other)
    hub.publish("c", None, [event("c", "e", 1)])
    assert len(other.heard) == 1


def test_a_commit_without_events_is_not_announced() -> None:
    hub, ear = Hub(), Ear()
    hub.join(topics.EVERYTHING, ear)
    hub.publish("c", None, [])
    assert ear.heard == []


def test_interims_reach_only_those_who_asked_for_them() -> None:
    hub, without, one, every = Hub(), Ear(), Ear(), Ear()
    hub.join(topics.conversation("c"), without)
    hub.join(topics.interims("c"), one)
    hub.join(topics.ALL_INTERIMS, every)
    hub.publish_interim(INTERIM)
    assert (without.interims, one.interims, every.interims) == ([], ["c u"], ["c u"])


def test_it_counts_what_was_published_and_delivered() -> None:
    hub = Hub()
    hub.publish("c", None, [event("c", "e", 1)])
    hub.join(topics.EVERYTHING, Ear())
    hub.join(topics.conversation("c"), Ear())
    hub.publish("c", None, [event("c", "e", 2), event("c", "e", 3)])
    assert (hub.published, hub.delivered) == (3, 4)


def test_where_a_conversation_stands_is_told_to_those_who_follow_it_once() -> None:
    hub, follower, other = Hub(), Ear(), Ear()
    hub.join(topics.conversation("c"), follower)
    hub.join(topics.queue("q"), follower)
    hub.join(topics.conversation("d"), other)
    hub.hear("c", "q", "e", 7)
    assert (follower.stands, other.stands) == ([("c", "e", 7)], [])


def test_the_bells_know_what_somebody_listens_to_and_nothing_else() -> None:
    bells = FakeBells(Belfry(), "here")
    hub, first, second = Hub(bells), Ear(), Ear()
    hub.join(topics.queue("q"), first)
    hub.join(topics.queue("q"), second)
    hub.leave([topics.queue("q")], first)
    assert bells.topics == {topics.queue("q")}
    hub.leave([topics.queue("q")], second)
    hub.leave([topics.queue("q")], second)
    assert bells.topics == set()
