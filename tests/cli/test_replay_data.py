"""A long, real-looking stretch of spoken Finnish goes through the engine without an error."""

from __future__ import annotations

import io
import itertools
import json
from pathlib import Path

import pytest

from tests.cli.test_commands import hurmaus, objects

DIALOGUES = Path(__file__).parents[3] / "shared" / "data" / "unlabelled" / "yki_dialogues.txt.zst"
EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "late-delivery.jsonl"


@pytest.mark.slow
def test_every_line_of_the_spoken_dialogues_is_replayed() -> None:
    if not DIALOGUES.exists():
        pytest.skip("the data folder ../shared/data is not here")
    zstandard = pytest.importorskip(
        "zstandard", reason="zstandard is not installed (models/requirements.txt)"
    )
    with DIALOGUES.open("rb") as packed:
        text = io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(packed), encoding="utf-8").read()
    roles = itertools.cycle(("agent", "customer"))
    lines = [
        json.dumps({"role": role, "text": line, "at": 20.0 * number}, ensure_ascii=False)
        for number, (role, line) in enumerate(zip(roles, text.splitlines(), strict=False))
    ]
    turns = objects(hurmaus("replay", stdin="\n".join(lines)))
    assert len(turns) == len(lines)
    assert all(turn["reading"] is None for turn in turns if turn["role"] == "agent")


def test_the_example_of_the_quickstart_is_replayed() -> None:
    turns = objects(hurmaus("replay", str(EXAMPLE)))
    assert turns[0]["hints"]
    assert turns[-1]["promises"]
