"""P1 and P3: message to hint, one desktop, nobody else. Baseline and candidate take turns, round by round."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Iterator
from itertools import count

from benchmarks.bench import Bench, Measured, asked
from benchmarks.client import Client, at_the_product
from benchmarks.stats import histogram, ratio, summary
from benchmarks.texts import COMPLAINTS

IDLE_PER_S = 20
_numbers = count()


def hints(client: Client, messages: int, per_second: float | None = None) -> Iterator[float]:
    """Send each complaint as the first of a conversation; seconds from its (due) moment to its hint."""
    began = time.perf_counter()
    for number in range(messages):
        conversation = f"hot-{next(_numbers)}"
        client.ask(type="conversation.start", conversation_id=conversation)
        said = json.dumps(
            {
                "type": "utterance",
                "conversation_id": conversation,
                "utterance_id": "u1",
                "role": "customer",
                "text": COMPLAINTS[number % len(COMPLAINTS)],
            },
            ensure_ascii=False,
        ).encode()
        due = time.perf_counter()
        if per_second is not None:
            due = max(due, began + (number + 1) / per_second)
            _sleep_until(due)
        client.send(said)
        client.until(b"hint")
        yield time.perf_counter() - due
        client.until(b"ack")


def floors(client: Client, messages: int) -> list[float]:
    """The same texts to the floor."""
    return [asked(client, COMPLAINTS[number % len(COMPLAINTS)].encode()) for number in range(messages)]


def measure(bench: Bench) -> Measured:
    """Interleave echo, floor, hot and idle; every round gives one ratio of each kind."""
    hot, idle, floor = [], [], []
    all_hot, all_idle, all_floor = histogram(), histogram(), histogram()
    with at_the_product(bench.product.port) as ours, Client(bench.floor.port, "/ws") as bare:
        list(hints(ours, bench.times(100, 10)))
        floors(bare, bench.times(100, 10))
        for _ in range(bench.rounds):
            bench.echo_ms(bench.times(1000, 50))
            for seconds, to, rounds in (
                (floors(bare, bench.times(400, 10)), all_floor, floor),
                (list(hints(ours, bench.times(400, 10))), all_hot, hot),
                (list(hints(ours, bench.times(100, 5), IDLE_PER_S)), all_idle, idle),
            ):
                to.add(histogram(seconds))
                rounds.append(statistics.median(seconds) * 1000)
        bench.echo_ms(bench.times(1000, 50))
    bench.details["latency_ms"] = {
        "echo_p50": [round(value, 4) for value in bench.echoes],
        "floor": summary(all_floor),
        "hot": summary(all_hot),
        f"idle_{IDLE_PER_S}_per_s": summary(all_idle),
    }
    bench.details["hot_ms"] = statistics.median(hot)
    return {"P1": ratio(hot, floor), "P3": ratio(idle, hot)}


def _sleep_until(due: float) -> None:
    while (left := due - time.perf_counter()) > 0:
        time.sleep(left - 0.0005 if left > 0.001 else 0)
