"""A blocking client for one socket: what one desktop sees when nobody else is there."""

from __future__ import annotations

import json
import socket
from typing import Any

from benchmarks.frames import Parser, frame, handshake


class Client:
    """Use as ``with Client(port, path) as client``. Waits ``patience_s`` for an answer at most."""

    def __init__(self, port: int, path: str, *, patience_s: float = 30.0) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=patience_s)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._parser = Parser()
        self._waiting: list[bytes] = []
        self._socket.sendall(handshake(path, f"127.0.0.1:{port}"))
        while not self._parser.open:
            self._waiting += self._parser.feed(self._socket.recv(65_536))

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def send(self, payload: bytes) -> None:
        """Send one text message."""
        self._socket.sendall(frame(payload))

    def fileno(self) -> int:
        """For those who wait on many."""
        return self._socket.fileno()

    def take(self) -> list[bytes]:
        """Return what is here, waiting where there is nothing."""
        while not self._waiting:
            data = self._socket.recv(65_536)
            if not data:
                raise ConnectionError("the server went away")
            self._waiting = self._parser.feed(data)
            if self._parser.answers:
                self._socket.sendall(self._parser.answers)
                self._parser.answers = b""
        taken, self._waiting = self._waiting, []
        return taken

    def receive(self) -> bytes:
        """Return the next message."""
        first, *self._waiting = self.take()
        return first

    def until(self, kind: bytes) -> bytes:
        """Receive until a message begins with ``{"type":"kind"``; a refusal ends the run."""
        opening = b'{"type":"' + kind + b'"'
        while not (message := self.receive()).startswith(opening):
            if message.startswith(b'{"type":"error"'):
                raise SystemExit(f"refused: {message.decode()}")
        return message

    def ask(self, answer: bytes = b"ack", **message: Any) -> bytes:
        """Send a message of the product's protocol and wait for its answer."""
        self.send(json.dumps(message, ensure_ascii=False).encode())
        return self.until(answer)


def at_the_product(port: int, *, token: str | None = None, subscribe: bool = True) -> Client:
    """A client that has said hello, and hears of every conversation."""
    client = Client(port, "/v1/ws")
    client.ask(b"welcome", type="hello", **({"token": token} if token else {}))
    if subscribe:
        client.ask(type="subscribe")
    return client
