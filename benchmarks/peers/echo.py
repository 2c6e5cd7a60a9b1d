"""Echo: what the transport alone costs. Its answer to a message is 300 bytes."""

from __future__ import annotations

from benchmarks.peers.serving import app_of, serve

_ANSWER = '{"type":"ack","id":"' + "x" * 277 + '"}'

if __name__ == "__main__":
    serve(app_of(lambda _: _ANSWER))
