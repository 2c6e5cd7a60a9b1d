"""What users of the package meet first: its README, its example, its wheel."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.running import Running, running

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "clients" / "python"
README = (PACKAGE / "README.md").read_text(encoding="utf-8")
ADAPTER = PACKAGE / "examples" / "platform_adapter.py"
COMPLAINT = "Pakettini on taas myöhässä, olen todella pettynyt."


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[Running]:
    async with running(tmp_path) as service:
        yield service


async def python(*arguments: str, stdin: str = "") -> str:
    """Run Python with the client alone on its path; return what it printed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={"PYTHONPATH": str(PACKAGE), "PYTHONIOENCODING": "utf-8"},
    )
    async with asyncio.timeout(60):
        out, err = await process.communicate(stdin.encode())
    assert process.returncode == 0, err.decode()
    assert err == b""
    return out.decode()


async def test_the_quickstart_of_the_readme_shows_a_hint(service: Running) -> None:
    (program,) = re.findall(r"^```python\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    shown = await python("-c", program, service.socket_url)
    assert re.search(r"^\S.*\['.+\]$", shown, re.MULTILINE), shown


async def test_the_adapter_forwards_a_chat_and_shows_what_comes_of_it(service: Running) -> None:
    lines = [
        {"kind": "opened", "chat": "7", "queue": "billing"},
        {"kind": "message", "chat": "7", "message": "1", "from": "visitor", "text": COMPLAINT},
        {"kind": "message", "chat": "7", "message": "1", "from": "visitor", "text": COMPLAINT},
        {"kind": "closed", "chat": "7"},
    ]
    printed = await python(str(ADAPTER), service.socket_url, stdin="\n".join(map(json.dumps, lines)) + "\n")
    told = [json.loads(line) for line in printed.splitlines()]
    shown = [one["show"] for one in told if "show" in one]
    assert shown
    assert len(set(shown)) == len(shown), "a repeat makes no second hint"
    assert {one["take_away"] for one in told if "take_away" in one} == set(shown), "closed with the chat"


def test_every_name_of_the_table_of_calls_exists() -> None:
    from hurmaus_client import Client, errors

    calls = README.split("## What you call")[1].split("##")[0]
    for name in re.findall(r"^\| (.+?) \|", calls, re.MULTILINE)[2:]:
        for verb in re.findall(r"`(\w+)", name):
            assert verb == "async" or callable(getattr(Client, verb)), verb
    ends = README.split("## When it ends")[1].split("##")[0]
    for name in re.findall(r"^\| `(\w+)`", ends, re.MULTILINE):
        assert issubclass(getattr(errors, name), errors.HurmausError)


@pytest.mark.slow
def test_the_wheel_holds_the_typed_package_and_asks_for_two_libraries(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "-w",
        str(tmp_path),
    ]
    subprocess.run([*command, str(PACKAGE)], check=True, timeout=120)
    (wheel,) = tmp_path.glob("hurmaus_client-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        metadata = archive.read(next(name for name in names if name.endswith("METADATA"))).decode()
    assert {"hurmaus_client/py.typed", "hurmaus_client/wire.py"} <= set(names)
    assert re.findall(r"^Requires-Dist: (\w+)", metadata, re.MULTILINE) == ["msgspec", "websockets"]
