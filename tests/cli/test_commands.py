"""The command line as people and scripts use it: the real program, the real model."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

EMOTIONS = {"anger", "anticipation", "disgust", "fear", "joy", "sadness", "surprise", "trust"}


def hurmaus(*arguments: str, stdin: str | bytes = "", **more: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "hurmaus", *arguments],
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        check=False,
        timeout=60,
        **more,
    )


def objects(run: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    assert run.returncode == 0, run.stderr.decode()
    return [json.loads(line) for line in run.stdout.decode().splitlines()]


def refused(run: subprocess.CompletedProcess[bytes]) -> str:
    assert run.returncode == 2, run.stdout.decode() + run.stderr.decode()
    said = run.stderr.decode()
    assert "Traceback" not in said
    return said


def test_the_three_sentences_of_the_quickstart_are_read_as_a_finn_would() -> None:
    lines = "Olen todella pettynyt, paketti on taas myöhässä!\nKiitos ihanasta palvelusta!\nMihin asti olette auki?\n"
    read = objects(hurmaus("analyse", stdin=lines))
    assert [one["sentiment"] for one in read] == ["negative", "positive", "neutral"]


def test_analyse_writes_every_member_of_the_contract() -> None:
    (one,) = objects(
        hurmaus(
            "analyse", stdin="Voisitteko kertoa, milloin laskuni erääntyy? Tilini on FI2112345600000785.\n"
        )
    )
    assert one["language"] == "fi"
    assert one["address"] == "te"
    assert -1 <= one["valence"] <= 1
    assert set(one["emotions"]) == EMOTIONS
    assert all(0 <= p <= 1 for p in one["emotions"].values())
    assert set(one["present"]) <= EMOTIONS
    assert one["emotion"] in EMOTIONS | {"neutral"}
    assert 0 <= one["confidence"] <= 1
    assert one["acts"] == []
    assert len(one["questions"]) == 1
    assert "FI21" not in one["masked"]


def test_for_an_agent_the_emotion_members_are_absent() -> None:
    (one,) = objects(hurmaus("analyse", "--role", "agent", stdin="Hei! Olen pahoillani viivästyksestä.\n"))
    assert not {"sentiment", "valence", "emotion", "emotions", "present", "confidence"} & set(one)
    assert {"greet", "apologise"} <= set(one["acts"])


def test_every_line_has_its_object_in_order_whatever_it_holds(tmp_path: Path) -> None:
    lines = ["Moi", "", "😀😀", "x" * 20_000, "Hej, var är min beställning?", "Kiitos!"]
    file = tmp_path / "lines.txt"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    read = objects(hurmaus("analyse", str(file)))
    assert len(read) == len(lines)
    assert read[1]["sentiment"] == "neutral"
    assert read[1]["confidence"] == 0.0
    assert read[4]["language"] == "sv"
    assert read[4]["confidence"] == 0.0, "outside Finnish the model abstains"


@pytest.mark.parametrize(
    ("arguments", "stdin", "says"),
    [
        (("analyse", "no-such-file.txt"), b"", "no-such-file.txt"),
        (("analyse", "--role", "boss"), b"", "customer or agent"),
        (("analyse",), b"hyv\xe4\xe4\n", "line 1: not UTF-8"),
        (("analyse", "--model-dir", "no-such-dir"), b"hei\n", "no-such-dir"),
        (("replay", "no-such-file.jsonl"), b"", "no-such-file.jsonl"),
        (("replay",), b'{"role":"customer","text":"hei","at":0}\n{"role":\n', "line 2: not JSON"),
        (("replay",), b'{"role":"boss","text":"hei","at":0}\n', "line 1: unknown role"),
        (("replay",), b'{"text":"hei","at":0}\n', 'line 1: "role" is missing'),
        (("replay",), b'{"role":"agent","at":0}\n', 'line 1: "text" is missing'),
        (("replay",), b'{"role":"agent","text":"hei","at":"klo 9"}\n', 'line 1: "at" is not a number'),
        (("replay",), b"[1]\n", "line 1: not an object"),
        (("replay", "--start", "huomenna"), b"", "ISO 8601"),
        (("replay", "--channel", "fax"), b"", "chat, email, phone"),
        (("playbook", "check", "no-such.yaml"), b"", "no-such.yaml"),
        (("playbook", "show", "no-such"), b"", "reklamaatio"),
    ],
)
def test_what_a_user_can_mend_is_one_clear_line(arguments: tuple[str, ...], stdin: bytes, says: str) -> None:
    assert says in refused(hurmaus(*arguments, stdin=stdin))


def test_replay_names_the_line_but_keeps_the_turns_before_it() -> None:
    run = hurmaus("replay", stdin=b'{"role":"customer","text":"hei","at":0}\nSALAISUUS\n')
    assert len(run.stdout.splitlines()) == 1
    assert "SALAISUUS" not in refused(run)


CONVERSATION = [
    (
        "customer",
        "Hei, pakettini on taas myöhässä. Olen todella pettynyt! Milloin se tulee ja saanko hyvityksen?",
        0,
    ),
    (
        "agent",
        "Hei! Kiitos, että kerroit. Ymmärrän, että tämä harmittaa. Olen pahoillani viivästyksestä.",
        40,
    ),
    ("agent", "Paketti tulee perille huomenna kello 12 mennessä. Palaan hyvitykseen tunnin kuluessa.", 90),
    ("customer", "Okei, kiitos.", 120),
]


def replayed(*options: str) -> list[dict[str, Any]]:
    lines = "".join(
        json.dumps({"role": role, "text": text, "at": at}, ensure_ascii=False) + "\n"
        for role, text, at in CONVERSATION
    )
    return objects(hurmaus("replay", *options, stdin=lines))


def test_replay_shows_hints_open_and_close_as_the_agent_does_the_steps() -> None:
    turns = replayed()
    assert [turn["turn"] for turn in turns] == [0, 1, 2, 3]
    opened = {hint["kind"] for hint in turns[0]["hints"]}
    assert "empathise" in opened
    hint = turns[0]["hints"][0]
    assert set(hint) >= {"id", "kind", "step", "why", "phrases", "expires_at"}
    assert all(set(phrase) == {"id", "text", "address"} for phrase in hint["phrases"])
    assert not {"empathise", "apologise", "thank"} & {hint["kind"] for hint in turns[1]["hints"]}
    assert {"greet", "thank", "empathise", "apologise"} <= set(turns[1]["steps_done"])
    assert turns[0]["mood"]["turn"] < 0
    assert turns[1]["reading"] is None
    assert [question["answered"] for question in turns[0]["questions"]] == [False, False]


def test_replay_runs_on_the_conversations_own_clock() -> None:
    (promise, *_) = replayed("--start", "2026-03-02T09:00:00+02:00")[2]["promises"]
    assert promise["due"].startswith("2026-03-0")
    assert promise["state"] == "open"


def test_replay_is_deterministic() -> None:
    assert replayed() == replayed()


def test_the_shipped_playbooks_are_fine_and_can_be_shown() -> None:
    assert hurmaus("playbook", "check").returncode == 0
    shown = hurmaus("playbook", "show", "reklamaatio")
    assert shown.returncode == 0
    assert "empathise" in shown.stdout.decode()


def test_a_broken_playbook_is_named_by_file_line_and_remedy(tmp_path: Path) -> None:
    broken = tmp_path / "oma.yaml"
    broken.write_text("id: oma\nname: Oma\nversion: yksi\n", encoding="utf-8")
    run = hurmaus("playbook", "check", str(broken))
    assert run.returncode == 1
    assert f"{broken}:3:" in run.stdout.decode()


def test_a_token_needs_a_secret_and_says_how_to_set_it() -> None:
    assert "HURMAUS_SECRET" in refused(hurmaus("token", "desktop", env={"PATH": "/usr/bin"}))


def test_erase_says_when_there_is_nothing_to_erase(tmp_path: Path) -> None:
    assert "no store" in refused(hurmaus("erase", "c1", "--store", str(tmp_path / "none.db")))


def test_the_version_is_told() -> None:
    assert hurmaus("--version").stdout.decode().startswith("hurmaus ")
