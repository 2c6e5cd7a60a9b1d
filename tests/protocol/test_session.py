"""One connection without a network: hello first, once; every message answered; nothing beyond the grants."""

from __future__ import annotations

import pytest
from hurmaus.errors import NotAllowed
from hurmaus.protocol.close_codes import CloseCode
from hurmaus.protocol.grants import EVERYTHING, Grants
from hurmaus.protocol.messages import (
    ConversationEnd,
    ConversationPause,
    ConversationStart,
    ErrorMessage,
    Feedback,
    Hello,
    Inbound,
    Ping,
    Pong,
    StepMark,
    Subscribe,
    Utterance,
)
from hurmaus.protocol.session import Answer, Glance, Greet, Listen, Serve, Session, Step
from hypothesis import given
from hypothesis import strategies as st

NOW = 1_000.0


def session(grants: Grants = EVERYTHING, *, opened: bool = True) -> Session:
    """Make a session whose only good token is ``good``."""

    def authorise(token: str | None, now: float) -> Grants:
        if token != "good":
            raise NotAllowed("unknown token", code="unauthorised", field="token")
        return grants

    made = Session(authorise)
    if opened:
        assert isinstance(made.receive(Hello(token="good"), NOW), Greet)
    return made


def said(conversation_id: str = "c", *, final: bool = True) -> Utterance:
    return Utterance(
        conversation_id=conversation_id, utterance_id="u", role="customer", text="hei", final=final
    )


def error_in(step: Step) -> ErrorMessage:
    assert isinstance(step, Answer)
    assert isinstance(step.reply, ErrorMessage)
    return step.reply


class TestHello:
    def test_comes_first_and_the_connection_stays_usable_without_it(self) -> None:
        fresh = session(opened=False)
        refused = fresh.receive(said(), NOW)
        assert error_in(refused).code == "hello_first"
        assert refused == Answer(error_in(refused), None)
        assert isinstance(fresh.receive(Hello(token="good"), NOW), Greet)

    def test_is_said_once(self) -> None:
        assert error_in(session().receive(Hello(token="good"), NOW)).code == "hello_twice"

    def test_with_a_wrong_token_may_be_tried_again(self) -> None:
        fresh = session(opened=False)
        assert error_in(fresh.receive(Hello(id="h", token="bad"), NOW)) == ErrorMessage(
            code="unauthorised", message="unknown token", retryable=False, field="token", of="hello", id="h"
        )
        assert not fresh.open
        assert isinstance(fresh.receive(Hello(token="good"), NOW), Greet)

    def test_with_an_expired_token_does_not_open(self) -> None:
        fresh = session(Grants(conversations=None, expires_at=NOW), opened=False)
        assert error_in(fresh.receive(Hello(token="good"), NOW)).code == "unauthorised"
        assert not fresh.open

    def test_a_ping_needs_none(self) -> None:
        assert session(opened=False).receive(Ping(id="p"), NOW) == Answer(Pong(id="p"))


class TestToken:
    SCOPED = Grants(conversations=frozenset({"mine"}))

    @pytest.mark.parametrize(
        "message",
        [
            said("other"),
            said("other", final=False),
            ConversationStart(conversation_id="other"),
            ConversationPause(conversation_id="other"),
            ConversationEnd(conversation_id="other"),
            Feedback(conversation_id="other", hint_id="h", outcome="shown"),
            StepMark(conversation_id="other", step="thank"),
            Subscribe(conversation_id="other"),
        ],
    )
    def test_does_not_reach_other_conversations(self, message: Inbound) -> None:
        error = error_in(session(self.SCOPED).receive(message, NOW))
        assert (error.code, error.field, error.retryable) == ("forbidden", "conversation_id", False)

    def test_reaches_its_own(self) -> None:
        assert session(self.SCOPED).receive(said("mine"), NOW) == Serve(said("mine"), by_queue=False)

    def test_for_a_queue_leaves_the_proof_to_the_store(self) -> None:
        scoped = session(Grants(queues=frozenset({"laskutus"})))
        assert scoped.receive(said("any"), NOW) == Serve(said("any"), by_queue=True)
        listen = scoped.receive(Subscribe(conversation_id="any"), NOW)
        assert isinstance(listen, Listen)
        assert listen.by_queue

    def test_for_a_queue_reaches_no_other_queue(self) -> None:
        scoped = session(Grants(queues=frozenset({"laskutus"})))
        assert error_in(scoped.receive(Subscribe(queue="myynti"), NOW)).field == "queue"

    def test_that_runs_out_closes_the_connection(self) -> None:
        step = session(Grants(conversations=None, expires_at=NOW + 60)).receive(said(), NOW + 60)
        assert error_in(step).code == "unauthorised"
        assert step == Answer(error_in(step), CloseCode.TOKEN_EXPIRED)


class TestMessages:
    def test_a_final_is_served_and_an_interim_glanced_at(self) -> None:
        assert isinstance(session().receive(said(), NOW), Serve)
        assert isinstance(session().receive(said(final=False), NOW), Glance)

    def test_subscribing_to_nothing_in_particular_means_all_that_the_token_allows(self) -> None:
        assert session().receive(Subscribe(), NOW) == Listen(Subscribe(), everything=True)
        scoped = session(Grants(conversations=frozenset({"b", "a"}), queues=frozenset({"q"})))
        assert scoped.receive(Subscribe(), NOW) == Listen(
            Subscribe(), conversations=("a", "b"), queues=("q",)
        )

    @pytest.mark.parametrize(
        ("wanted", "field"),
        [
            (Subscribe(conversation_id="c", queue="q"), "queue"),
            (Subscribe(conversation_id="c", offset=3), "epoch"),
            (Subscribe(conversation_id="c", epoch="e"), "offset"),
            (Subscribe(queue="q", epoch="e", offset=3), "conversation_id"),
            (Subscribe(from_start=True), "conversation_id"),
            (Subscribe(queue="q", interims=True), "interims"),
        ],
    )
    def test_a_subscription_that_contradicts_itself_names_the_field(
        self, wanted: Subscribe, field: str
    ) -> None:
        error = error_in(session().receive(wanted, NOW))
        assert (error.code, error.field) == ("invalid_message", field)


ids = st.sampled_from(["mine", "other", "third"])
messages = st.one_of(
    st.builds(Hello, token=st.sampled_from([None, "good", "bad"])),
    st.builds(Ping),
    st.builds(said, ids, final=st.booleans()),
    st.builds(ConversationStart, conversation_id=ids),
    st.builds(ConversationEnd, conversation_id=ids),
    st.builds(Subscribe, conversation_id=st.none() | ids, queue=st.none() | st.just("q")),
)
grants = st.builds(
    Grants,
    conversations=st.none() | st.frozensets(ids),
    queues=st.frozensets(st.sampled_from(["q", "r"])),
    expires_at=st.none() | st.integers(0, 20).map(float),
)


@given(grants, st.lists(st.tuples(messages, st.integers(0, 20).map(float))))
def test_whatever_is_sent_nothing_happens_before_hello_or_beyond_the_grants(
    granted: Grants, script: list[tuple[Inbound, float]]
) -> None:
    connection = session(granted, opened=False)
    greeted = 0
    for message, now in script:
        step = connection.receive(message, now)
        greeted += isinstance(step, Greet)
        assert greeted <= 1
        if isinstance(step, Serve | Glance | Listen):
            assert connection.open
            assert not granted.expired(now)
        if isinstance(step, Serve | Glance):
            assert granted.reach(step.message.conversation_id) == ("by_queue" if step.by_queue else "yes")
        if isinstance(step, Listen) and step.everything:
            assert granted.conversations is None
        if isinstance(step, Listen):
            assert all(granted.has_queue(queue) for queue in step.queues)
