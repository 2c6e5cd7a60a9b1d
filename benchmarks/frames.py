"""Just enough WebSocket for a load generator: unfragmented text frames, so that the client costs next to nothing.

The same client stands before the product, its floor and its peers. Masks are zero, which the protocol allows.
"""

from __future__ import annotations

import base64
import secrets
import struct

_TEXT, _CLOSE, _PING, _PONG = 1, 8, 9, 10


class Closed(Exception):
    """The server closed the connection; ``str`` is its code."""


def handshake(path: str, host: str) -> bytes:
    """Return the request that opens a WebSocket."""
    key = base64.b64encode(secrets.token_bytes(16)).decode()
    return (
        f"GET {path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n"
    ).encode()


def frame(payload: bytes, opcode: int = _TEXT) -> bytes:
    """Return one masked frame."""
    size = len(payload)
    if size < 126:
        head = struct.pack("!BB", 0x80 | opcode, 0x80 | size)
    elif size < 65_536:
        head = struct.pack("!BBH", 0x80 | opcode, 0x80 | 126, size)
    else:
        head = struct.pack("!BBQ", 0x80 | opcode, 0x80 | 127, size)
    return head + b"\0\0\0\0" + payload


class Parser:
    """Turns what a server sends into messages; pongs that are due gather in ``answers``."""

    def __init__(self) -> None:
        self._data = b""
        self._open = False
        self.answers = b""

    @property
    def open(self) -> bool:
        """Whether the handshake was answered."""
        return self._open

    def feed(self, data: bytes) -> list[bytes]:
        """Return the text messages that ``data`` completes.

        Raises:
            Closed: the server refused the handshake or closed the connection.

        """
        data = self._data + data if self._data else data
        at = 0
        if not self._open:
            end = data.find(b"\r\n\r\n")
            if end < 0:
                self._data = data
                return []
            if b" 101 " not in data[:20]:
                raise Closed(data.split(b"\r\n", 1)[0].decode("ascii", "replace"))
            self._open, at = True, end + 4
        messages: list[bytes] = []
        while (found := _next(data, at)) is not None:
            opcode, start, at = found
            payload = data[start:at]
            if opcode == _TEXT:
                messages.append(payload)
            elif opcode == _PING:
                self.answers += frame(payload, _PONG)
            elif opcode == _CLOSE:
                raise Closed(str(int.from_bytes(payload[:2], "big")))
        self._data = data[at:]
        return messages


def _next(data: bytes, at: int) -> tuple[int, int, int] | None:
    """Return (opcode, start, end) of the frame at ``at``, or None while it is not whole."""
    if len(data) < at + 2:
        return None
    size, start = data[at + 1], at + 2
    if size == 126:
        start += 2
    elif size == 127:
        start += 8
    if len(data) < start:
        return None
    if size > 125:
        size = int.from_bytes(data[at + 2 : start], "big")
    end = start + size
    return None if len(data) < end else (data[at] & 0x0F, start, end)
