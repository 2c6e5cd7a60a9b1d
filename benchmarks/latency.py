"""Message-to-hint latency, end to end: the real service as a process of its own, a client over loopback.

    python -m benchmarks.latency            writes benchmarks/report/latest.json and prints a table

A customer's complaint goes in over the WebSocket; the clock stops when the ``hint`` comes back (mask, model, coach,
SQLite commit and fan-out in between). ``hot`` sends one after the other; ``idle`` at 20 a second, on a fixed schedule,
counted from the moment it should have been sent. Absolute times are this machine's, at this load.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

REPORT = Path(__file__).parent / "report" / "latest.json"
COMPLAINTS = (
    "Hei, tilaukseni piti tulla jo viikko sitten ja olen todella pettynyt siihen, ettei kukaan vastaa viesteihini.",
    "Tämä on jo kolmas kerta, kun laskussa on sama virhe, ja alan olla aika kypsä tähän selvittelyyn!",
    "Netti on ollut poikki kolme päivää. Maksan teille joka kuukausi enkä saa mitään, aivan käsittämätöntä.",
    "Sain väärän tuotteen ja nyt palautuskin maksaisi minulle. En voi ymmärtää tällaista palvelua.",
)
PER_SECOND = 20


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=600)
    parser.add_argument("--warm-up", type=int, default=50)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hurmaus-bench-") as folder:
        service, url, ready_s = start(Path(folder))
        try:
            async with connect(url, compression=None) as socket:
                await said_hello(socket)
                await run(socket, "warm", options.warm_up, paced=False)
                hot = await run(socket, "hot", options.messages, paced=False)
                idle = await run(socket, "idle", options.messages // 3, paced=True)
        finally:
            service.terminate()
            service.wait(10)
    report = {
        "measure": "customer message sent to hint received, milliseconds",
        "machine": {"cpu": cpu_name(), "cores": os.cpu_count(), "load_1m": os.getloadavg()[0]},
        "python": platform.python_version(),
        "ready_s": round(ready_s, 2),
        "hot": summed_up(hot),
        f"idle_{PER_SECOND}_per_s": summed_up(idle),
    }
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(report, indent=2))


def start(folder: Path) -> tuple[subprocess.Popen[bytes], str, float]:
    """Start ``hurmaus serve`` on a free port; return it, its WebSocket address, and the seconds until ready."""
    import socket
    import urllib.error
    import urllib.request

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    began = time.perf_counter()
    command = [
        sys.executable,
        "-m",
        "hurmaus",
        "serve",
        "--port",
        str(port),
        "--store",
        str(folder / "bench.db"),
    ]
    service = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while service.poll() is None and time.perf_counter() - began < 30:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=1):
                return service, f"ws://127.0.0.1:{port}/v1/ws", time.perf_counter() - began
        except (urllib.error.URLError, OSError):
            time.sleep(0.01)
    raise SystemExit("the service did not start; run `hurmaus serve` to see why")


async def said_hello(socket: ClientConnection) -> None:
    await socket.send(json.dumps({"type": "hello"}))
    await until(socket, "welcome")
    await socket.send(json.dumps({"type": "subscribe"}))
    await until(socket, "ack")


async def run(socket: ClientConnection, name: str, messages: int, *, paced: bool) -> list[float]:
    """Send each complaint into a conversation of its own; return milliseconds from (due) send to hint."""
    times = []
    began = time.perf_counter()
    for number in range(messages):
        conversation = f"{name}-{number}"
        await socket.send(json.dumps({"type": "conversation.start", "conversation_id": conversation}))
        await until(socket, "ack")
        sent = time.perf_counter()
        if paced:
            sent = max(sent, began + number / PER_SECOND)
            await asyncio.sleep(sent - time.perf_counter())
        await socket.send(
            json.dumps(
                {
                    "type": "utterance",
                    "conversation_id": conversation,
                    "utterance_id": "u1",
                    "role": "customer",
                    "text": COMPLAINTS[number % len(COMPLAINTS)],
                }
            )
        )
        await until(socket, "hint")
        times.append((time.perf_counter() - sent) * 1000)
        await until(socket, "ack")
    return times


async def until(socket: ClientConnection, kind: str) -> dict[str, Any]:
    while True:
        message: dict[str, Any] = json.loads(await asyncio.wait_for(socket.recv(), 10))
        if message["type"] == kind:
            return message
        if message["type"] == "error":
            raise SystemExit(f"refused: {message['code']}: {message['message']}")


def summed_up(times: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(times, n=100)
    return {
        "messages": len(times),
        "p50": round(cuts[49], 2),
        "p90": round(cuts[89], 2),
        "p99": round(cuts[98], 2),
    }


def cpu_name() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor()


if __name__ == "__main__":
    asyncio.run(main())
