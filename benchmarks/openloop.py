"""The load: a process of its own that sends at a constant rate whatever comes back, or as fast as it is answered.

    python -m benchmarks.openloop < plan.json        writes one JSON object

Latency counts from the moment a message should have been sent (no coordinated omission) to its ack, the last frame of
its pass. With ``rate`` 0 each connection sends the next message when the last one is answered: that finds the capacity.
"""

from __future__ import annotations

import json
import os
import select
import socket
import subprocess
import sys
import time
from collections import deque

import msgspec
from hdrh.histogram import HdrHistogram

from benchmarks.frames import Parser, frame, handshake
from benchmarks.processes import LOADED_FROM
from benchmarks.stats import histogram
from benchmarks.texts import texts

TURNS = 12
"""Customer turns of one conversation, before the next one begins in its place."""
_DRAIN_S = 5.0


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What to send. ``product`` False sends bare text to /ws. ``burst`` messages leave together; ``interims`` are sent
    before each final one and not counted."""

    port: int
    seconds: float
    rate: float = 0.0
    warm_s: float = 0.5
    product: bool = True
    connections: int = 16
    conversations: int = 200
    burst: int = 1
    interims: int = 0
    token: str | None = None
    name: str = "load"


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came back in the counted time. ``refused`` were told so; ``failed`` got another error, or silence."""

    latencies: str
    sent: int
    answered: int
    refused: int
    failed: int
    seconds: float
    client_cpu_s: float

    @property
    def per_second(self) -> float:
        return self.answered / self.seconds


class _Answer(msgspec.Struct):
    type: str = ""
    id: str | None = None
    code: str | None = None


class _Line:
    """One socket and what waits on it."""

    def __init__(self, plan: Plan) -> None:
        self.socket = socket.create_connection(("127.0.0.1", plan.port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.parser = Parser()
        self.unsent = b""
        self.waiting: dict[str, float] = {}
        self.order: deque[str] = deque()
        self.socket.sendall(handshake("/v1/ws" if plan.product else "/ws", "127.0.0.1"))
        while not self.parser.open:
            self.parser.feed(self.socket.recv(65_536))
        if plan.product:
            hello = {"type": "hello", **({"token": plan.token} if plan.token else {})}
            self.socket.sendall(frame(json.dumps(hello).encode()))
            while not self.parser.feed(self.socket.recv(65_536)):
                pass
        self.socket.setblocking(False)

    def send(self, payload: bytes) -> None:
        self.unsent += frame(payload)
        self.flush()

    def flush(self) -> None:
        try:
            while self.unsent:
                self.unsent = self.unsent[self.socket.send(self.unsent) :]
        except BlockingIOError:
            pass


class _Load:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.lines = [_Line(plan) for _ in range(plan.connections)]
        self.poll = select.epoll()
        self.by_file = {line.socket.fileno(): line for line in self.lines}
        for file in self.by_file:
            self.poll.register(file, select.EPOLLIN)
        self.texts = texts()
        self.number = 0
        self.latencies: HdrHistogram = histogram()
        self.sent = self.answered = self.refused = self.failed = 0
        self.counted = (0.0, 0.0)
        self.decode = msgspec.json.Decoder(_Answer).decode
        self.run = f"{plan.name}-{os.getpid()}"

    def go(self) -> Outcome:
        plan = self.plan
        began = time.perf_counter()
        start, end = began + plan.warm_s, began + plan.warm_s + plan.seconds
        self.counted = (start, end)
        cpu = time.process_time()
        step = plan.burst / plan.rate if plan.rate else 0.0
        due = began
        if not plan.rate:
            for line in self.lines:
                self.say(line, began)
        while (now := time.perf_counter()) < end:
            while plan.rate and due <= now and due < end:
                for _ in range(plan.burst):
                    self.say(self.lines[self.number % len(self.lines)], due)
                due += step
            self.hear(min(due, end) - now if plan.rate else end - now, again=not plan.rate)
        while any(line.waiting for line in self.lines) and time.perf_counter() < end + _DRAIN_S:
            self.hear(0.1, again=False)
        silent = sum(start <= at < end for line in self.lines for at in line.waiting.values())
        return Outcome(
            latencies=self.latencies.encode().decode(),
            sent=self.sent,
            answered=self.answered,
            refused=self.refused,
            failed=self.failed + silent,
            seconds=plan.seconds,
            client_cpu_s=round(time.process_time() - cpu, 3),
        )

    def say(self, line: _Line, due: float) -> None:
        """Send one utterance that should leave at ``due``; it opens a conversation where it is the first of one."""
        number, plan = self.number, self.plan
        self.number += 1
        text = self.texts[number % len(self.texts)]
        key = str(number)
        line.waiting[key] = due
        if self.counted[0] <= due < self.counted[1]:
            self.sent += 1
        if not plan.product:
            line.order.append(key)
            line.send(text.encode())
            return
        # conversations a multiple of connections: each stays on one line
        seat = max(1, plan.conversations // plan.connections) * plan.connections
        turn, place = divmod(number, seat)
        conversation = f"{self.run}-{place}-{turn // TURNS}"
        said = {
            "type": "utterance",
            "conversation_id": conversation,
            "utterance_id": f"u{turn % TURNS}",
            "role": "customer",
            "text": text,
        }
        encode = msgspec.json.encode
        if turn % TURNS == 0:
            line.send(encode({"type": "conversation.start", "conversation_id": conversation}))
            line.send(encode({"type": "subscribe", "conversation_id": conversation}))
        for part in range(plan.interims):
            line.send(
                encode(said | {"text": text[: len(text) * (part + 1) // (plan.interims + 1)], "final": False})
            )
        line.send(encode(said | {"id": key}))

    def hear(self, wait_s: float, *, again: bool) -> None:
        """Take what has come; sleep only where no message is due within the clock's reach, else look at once."""
        ready = self.poll.poll(wait_s - 0.001 if wait_s > 0.002 else 0)
        if not ready:
            return
        for file, _ in ready:
            line = self.by_file[file]
            try:
                data = line.socket.recv(262_144)
            except BlockingIOError:
                continue
            if not data:
                raise SystemExit("the server went away under load")
            now = time.perf_counter()
            for message in line.parser.feed(data):
                if self.heard(line, message, now) and again and now < self.counted[1]:
                    self.say(line, now)
            if line.parser.answers:
                line.unsent, line.parser.answers = line.unsent + line.parser.answers, b""
        for line in self.lines:
            if line.unsent:
                line.flush()

    def heard(self, line: _Line, message: bytes, now: float) -> bool:
        """Count one message if it answers an utterance; say whether it did."""
        if not self.plan.product:
            return self.count(line.waiting.pop(line.order.popleft()), now)
        if not message.startswith((b'{"type":"ack"', b'{"type":"error"')):
            return False
        answer = self.decode(message)
        due = line.waiting.pop(answer.id, None) if answer.id else None
        if answer.type == "ack":
            return due is not None and self.count(due, now)
        if due is None or self.counted[0] <= due < self.counted[1]:
            if answer.code == "overloaded":
                self.refused += due is not None
            else:
                self.failed += 1
        return due is not None

    def count(self, due: float, now: float) -> bool:
        start, end = self.counted
        if start <= (due if self.plan.rate else now) < end:
            self.answered += 1
            self.latencies.record_value(max(1, round((now - due) * 1e6)))
        return True


def loaded(plan: Plan, *, core: int | None = LOADED_FROM) -> Outcome:
    """Run a load in a process of its own and return its outcome."""
    pinned = ["taskset", "-c", str(core)] if core is not None else []
    done = subprocess.run(
        [*pinned, sys.executable, "-m", "benchmarks.openloop"],
        input=msgspec.json.encode(plan),
        stdout=subprocess.PIPE,
        timeout=plan.seconds + plan.warm_s + 120,
        check=True,
    )
    return msgspec.json.decode(done.stdout, type=Outcome)


if __name__ == "__main__":
    made = _Load(msgspec.json.decode(sys.stdin.buffer.read(), type=Plan)).go()
    sys.stdout.buffer.write(msgspec.json.encode(made))
