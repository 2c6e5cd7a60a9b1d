"""A long, real-looking stretch of spoken Finnish goes through the engine without an error."""

from __future__ import annotations

import io
import itertools
import json
from pathlib import Path

import pytest
from hurmaus.cli import replay

from tests.cli.test_commands import hurmaus, objects
from tests.coach.dialogue import Dialogue, load_all

DIALOGUES = Path(__file__).parents[3] / "shared" / "data" / "unlabelled" / "yki_dialogues.txt.zst"
DEMO = Path(__file__).parents[2] / "clients" / "sidebar" / "demo" / "conversations.json"
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


def test_the_last_turn_carries_the_summary() -> None:
    turns = objects(hurmaus("replay", str(EXAMPLE)))
    assert ["summary" in turn for turn in turns] == [False] * (len(turns) - 1) + [True]
    assert turns[-1]["summary"]["promises"] == turns[-1]["promises"]


def test_the_first_conversation_of_the_demo_ends_well() -> None:
    delivery = json.loads(DEMO.read_text(encoding="utf-8"))[0]["turns"]
    lines = (json.dumps(turn | {"at": 40 * n}, ensure_ascii=False) for n, turn in enumerate(delivery))
    last = objects(hurmaus("replay", "--start", "2026-03-02T14:00:00+02:00", stdin="\n".join(lines)))[-1]
    assert set(last["steps_done"]) >= {"greet", "thank", "empathise", "apologise", "next_steps"}
    assert last["questions"]
    assert all(question["answered"] for question in last["questions"])
    assert [promise["due"] for promise in last["promises"]] == ["2026-03-03T09:00:00+02:00"]
    assert last["mood"]["turn"] > 0


@pytest.mark.parametrize("dialogue", load_all(), ids=lambda dialogue: dialogue.name)
def test_every_dialogue_of_the_tests_is_replayed_with_the_shipped_model(
    dialogue: Dialogue, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    file = tmp_path / "dialogue.jsonl"
    file.write_text(
        "".join(
            json.dumps({"role": turn.role, "text": turn.text, "at": turn.at}, ensure_ascii=False) + "\n"
            for turn in dialogue.turns
        ),
        encoding="utf-8",
    )
    replay.run(file, start=None, channel="chat", playbook=None, model_dir=None)
    turns = [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]
    assert [turn["turn"] for turn in turns] == [turn.number for turn in dialogue.turns]
    assert all(len({hint["kind"] for hint in turn["hints"]}) == len(turn["hints"]) for turn in turns)
