"""The load generator's own framing, against the websockets library."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode
from websockets.server import ServerProtocol

from benchmarks.frames import Closed, Parser, frame, handshake

LONG = st.integers(65_500, 65_600).map(lambda size: "x" * size)
"""Around the size at which a frame's length takes eight bytes."""


def opened() -> tuple[ServerProtocol, Parser]:
    server, parser = ServerProtocol(), Parser()
    server.receive_data(handshake("/ws", "127.0.0.1"))
    (request,) = server.events_received()
    server.send_response(server.accept(request))
    assert parser.feed(b"".join(server.data_to_send())) == []
    assert parser.open
    return server, parser


@given(st.lists(st.text(max_size=300) | LONG, max_size=4))
def test_what_it_sends_is_read_by_others(texts: list[str]) -> None:
    server, _ = opened()
    for text in texts:
        server.receive_data(frame(text.encode()))
    received = [event.data.decode() for event in server.events_received() if isinstance(event, Frame)]
    assert received == texts


@given(
    st.lists(st.text(max_size=300) | LONG, max_size=4),
    st.integers(1, 997),
)
def test_what_others_send_is_read_however_it_is_cut(texts: list[str], piece: int) -> None:
    server, parser = opened()
    for text in texts:
        server.send_text(text.encode())
    data = b"".join(server.data_to_send())
    pieces = [data[at : at + piece] for at in range(0, len(data), piece)]
    assert [m.decode() for part in pieces for m in parser.feed(part)] == texts


def test_a_ping_is_answered() -> None:
    server, parser = opened()
    server.send_ping(b"there?")
    assert parser.feed(b"".join(server.data_to_send())) == []
    server.receive_data(parser.answers)
    (pong,) = server.events_received()
    assert isinstance(pong, Frame)
    assert (pong.opcode, pong.data) == (Opcode.PONG, b"there?")


def test_a_close_ends_the_run_with_its_code() -> None:
    server, parser = opened()
    server.send_close(1013, "full")
    with pytest.raises(Closed, match="1013"):
        parser.feed(b"".join(server.data_to_send()))


def test_a_refused_handshake_says_why() -> None:
    with pytest.raises(Closed, match="403"):
        Parser().feed(b"HTTP/1.1 403 Forbidden\r\n\r\n")
